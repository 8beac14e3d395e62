/* worker_run.c: running the unit, and what can be seen of that */
#include <inttypes.h>
#include <string.h>

#include "worker_tcg.h"

#define MAX_WORDS 16            /* of memory in one reply */

void tcg_op_x(Worker *w)
{
    unsigned number = worker_u64(w, "number") % 32;

    if (number) {
        tcg_lab(w)->world->hart.gpr[number] = worker_u64(w, "value");
    }
}

void tcg_op_xs(Worker *w)
{
    size_t size;
    const uint8_t *bytes = worker_bytes(w, "values", &size);

    memcpy(&tcg_lab(w)->world->hart.gpr[1], bytes,
           MIN(size, 31 * sizeof(uint64_t)));
}

void tcg_op_page(Worker *w)
{
    tcg_lab(w)->world->page_pc = worker_u64(w, "address") & ~0xfffull;
}

void tcg_op_request(Worker *w)
{
    tcg_lab(w)->world->exit_request = worker_u64(w, "request") != 0;
}

void tcg_op_slice(Worker *w)
{
    tcg_lab(w)->world->slice_end = worker_u64(w, "end");
}

/* --- the results --------------------------------------------------------- */

/* A link that is not made yet leaves as the loop would. */
static const char *exit_name(uint64_t exit)
{
    static const char *const names[] = {
        [TCG_EXIT_NEXT] = "to look up pc",
        [TCG_EXIT_REQUESTED] = "because it was asked to",
        [TCG_EXIT_INTERP] = "to the interpreter",
        [TCG_EXIT_LINK] = "to look up pc",
    };

    return names[exit & 3];
}

static void tell_memory(Worker *w, const World *world)
{
    unsigned told = 0;

    for (unsigned i = 0; i < WORLD_SIZE && told < MAX_WORDS; i += 8) {
        uint64_t word;

        memcpy(&word, world->memory + i, sizeof(word));
        if (word) {
            reply_add(w, "memory", "0x%llx: 0x%016" PRIx64, WORLD_BASE + i,
                      word);
            told++;
        }
    }
}

void tcg_tell_run(Worker *w, uint64_t exit, const Hart *before)
{
    const World *world = tcg_lab(w)->world;

    reply_text(w, "left", exit_name(exit));
    reply_hex(w, "pc", world->hart.pc);
    reply_u64(w, "retired", world->hart.retired);
    for (unsigned i = 0; i < 32; i++) {
        g_autofree char *name = g_strdup_printf("x%u", i);

        if (world->hart.gpr[i] != before->gpr[i]) {
            reply_hex(w, name, world->hart.gpr[i]);
        }
    }
    for (unsigned i = 0; i < MIN(world->n_calls, WORLD_CALLS); i++) {
        reply_text(w, "call", world->calls[i]);
    }
    tell_memory(w, world);
}

void tcg_op_tci(Worker *w)
{
    TcgLab *lab = tcg_lab(w);
    World *world = lab->world;
    g_autofree char *problem = ir_verify(lab->s);
    g_autofree Hart *before = NULL;

    if (problem) {
        reply_text(w, "rules", problem);
        return;
    }
    before = g_memdup2(&world->hart, sizeof(Hart));
    world_begin(world, world->page_pc + lab->s->insns[0].page_offset);
    uint64_t exit = tci_run(lab->s, world, &world_layout, &lab->config);
    tcg_tell_run(w, exit, before);
}

/*
 * jit_link.c: direct jumps between units
 *
 * A link is patched when its jump was taken and the target has a unit. Each
 * block knows the links that were pointed at it, so that they can be taken
 * back when it dies.
 *
 * A link to another page gets a bridge for each context it is used in
 * (tcg/x86/code_bridge.c). One that needs a new bridge time and again is
 * better served by the jump cache.
 */
#include "exec/cpus.h"
#include "jit.h"

#define CHAIN_BRIDGES 4         /* passed in a row, at most */
#define LIFE_BRIDGES 16         /* made for one link, at most */

static JitLink *link_at(Jit *jit, uint32_t number)
{
    if (number >= jit->links->len) {
        g_array_set_size(jit->links, number + 1);
    }
    return &g_array_index(jit->links, JitLink, number);
}

void jit_link_made(Jit *jit, const TcgUnit *unit, hwaddr page)
{
    for (uint32_t i = 0; i < unit->n_links; i++) {
        link_at(jit, unit->first_link + i)->page = page;
    }
}

static void add_arrival(Jit *jit, TranslationBlock *tb, uint32_t number)
{
    JitArrival arrival = { .link = number, .next = tb->links_in };

    tb->links_in = jit->arrivals->len;
    g_array_append_val(jit->arrivals, arrival);
    link_at(jit, number)->target = tb;
}

/* False: no bridge leads to @tb, and none ever will. */
static bool build_bridge(Vcpu *v, uint32_t number, TranslationBlock *tb)
{
    Jit *jit = v->cpus->jit;
    JitLink *link = link_at(jit, number);
    uint32_t generation = jit_jmp_generation(v, v->page_pc, link->page);

    if (!generation || link->bridges == LIFE_BRIDGES) {
        return false;
    }
    if (link->bridges++ % CHAIN_BRIDGES == 0) {
        tcg_link_reset(jit->code, number);
    }
    return tcg_link_bridge(jit->code, number, generation, tb->code);
}

static void link_pages(Vcpu *v, uint32_t number, TranslationBlock *tb)
{
    Jit *jit = v->cpus->jit;

    if (build_bridge(v, number, tb)) {
        add_arrival(jit, tb, number);
    } else {
        tcg_link_give_up(jit->code, number);
    }
}

void jit_link(Vcpu *v, uint32_t number, TranslationBlock *tb)
{
    Jit *jit = v->cpus->jit;

    if (tb_is_invalid(tb) || !tb->code) {
        return;
    }
    if (tcg_link_offset(jit->code, number)) {
        link_pages(v, number, tb);
    } else if (!link_at(jit, number)->target) {
        tcg_link_patch(jit->code, number, tb->code);
        add_arrival(jit, tb, number);
    }
}

/* Links that lead elsewhere by now are found again when they are taken. */
static void jit_unlink(Jit *jit, TranslationBlock *tb)
{
    uint32_t at = tb->links_in;

    while (at != TB_NO_LINK) {
        const JitArrival *arrival = &g_array_index(jit->arrivals, JitArrival,
                                                   at);

        tcg_link_reset(jit->code, arrival->link);
        link_at(jit, arrival->link)->target = NULL;
        at = arrival->next;
    }
    tb->links_in = TB_NO_LINK;
}

void jit_kill(Jit *jit, TranslationBlock *tb)
{
    jit_starts_note(jit, tb, true);
    if (jit->code) {
        jit_unlink(jit, tb);
        tcg_unit_kill(jit->code, tb->code);
    }
}

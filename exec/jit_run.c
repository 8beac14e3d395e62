/*
 * jit_run.c: accelerator tcg: interpret what is cold, run code for the rest
 *
 * Translated code goes from unit to unit by itself, through links and the
 * jump cache, and takes most traps itself. It comes back here when there is
 * no code for what follows, when somebody asks for attention, or when only
 * the interpreter can go on.
 */
#include "exec/cpus.h"
#include "jit.h"
#include "jit_fp.h"
#include "jit_jmp.h"

/*
 * A unit may be entered only where it cannot overrun the slice: from its
 * entry to the first poll it runs each of its instructions once at most.
 */
static bool slice_allows(const Vcpu *v, const TranslationBlock *tb)
{
    return v->slice_end == VCPU_NO_SLICE ||
           (v->cpus->jit->config.counts &&
            v->slice_end - v->hart.retired >= tb->unit_insns);
}

/*
 * Each run makes a block warmer. vCPUs that count at the same time may lose
 * some of it: it is then translated a little later.
 */
static bool gets_hot(TranslationBlock *tb, unsigned threshold)
{
    uint16_t heat = __atomic_load_n(&tb->heat, __ATOMIC_RELAXED);
    bool hot = heat >= threshold;

    __atomic_store_n(&tb->heat, hot ? 0 : (uint16_t)(heat + 1),
                     __ATOMIC_RELAXED);
    return hot;
}

static const void *code_of(Vcpu *v, TranslationBlock *tb)
{
    const void *code = __atomic_load_n(&tb->code, __ATOMIC_ACQUIRE);

    if (!code && gets_hot(tb, v->cpus->jit->threshold)) {
        jit_translate(v, tb);
        code = __atomic_load_n(&tb->code, __ATOMIC_ACQUIRE);
    }
    return code;
}

const void *jit_usable_code(Vcpu *v, TranslationBlock *tb)
{
    if (v->interpret_next) {
        v->interpret_next = false;
        return NULL;
    }
    const void *code = v->chain ? code_of(v, tb) : NULL;

    return code && slice_allows(v, tb) ? code : NULL;
}

/* Make the jump that led out of the last unit a direct one. */
static void close_link(Vcpu *v, TranslationBlock *tb)
{
    if (v->open_link != TB_NO_LINK) {
        tb_cache_lock(v->tb_cache);
        jit_link(v, v->open_link, tb);
        tb_cache_unlock(v->tb_cache);
        v->open_link = TB_NO_LINK;
    }
}

void jit_note_exit(Vcpu *v, uint64_t exit)
{
    switch (exit & 0xff) {
    case TCG_EXIT_REQUESTED:
        /* Without a request it was the slice that has too little left. */
        v->interpret_next = !__atomic_load_n(&v->exit_request,
                                             __ATOMIC_RELAXED);
        break;
    case TCG_EXIT_INTERP:
        v->interpret_next = true;
        break;
    case TCG_EXIT_LINK:
        v->open_link = (uint32_t)(exit >> 8);
        break;
    default:
        break;
    }
}

static void run_unit(Vcpu *v, TranslationBlock *tb, const void *code)
{
    if (G_UNLIKELY(v->check)) {
        v->page_pc = v->hart.pc & GUEST_PAGE_MASK;
        jit_note_exit(v, jit_check_unit(v, tb, code));
        return;
    }
    jit_jmp_insert(v, &(JitEntry) { v->hart.pc, tb->phys_pc, code });
    close_link(v, tb);
    v->page_pc = v->hart.pc & GUEST_PAGE_MASK;
    uint64_t exit = v->cpus->jit->enter(v, code);
    jit_fp_leave(v);
    jit_note_exit(v, exit);
}

void jit_interpret(Vcpu *v, TranslationBlock *tb)
{
    v->open_link = TB_NO_LINK;
    interp_run_one(v, tb);
}

void tcg_run(Vcpu *v, TranslationBlock *tb)
{
    v->open_link = TB_NO_LINK;
    do {
        const void *code = jit_usable_code(v, tb);

        if (code) {
            run_unit(v, tb, code);
        } else {
            jit_interpret(v, tb);
        }
        tb = interp_next_block(v);
    } while (tb);
}

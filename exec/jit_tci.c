/*
 * jit_tci.c: accelerator tci: run the operations themselves
 *
 * The portable engine, and the oracle for host code: same front end, same
 * passes, same helpers.
 */
#include "exec/cpus.h"
#include "jit.h"
#include "jit_fp.h"

static size_t kept_bytes(const TCGContext *s)
{
    return sizeof(*s) + s->n_ops * sizeof(*s->ops) +
           s->n_consts * sizeof(*s->consts) + s->n_insns * sizeof(*s->insns);
}

/* The unit stays behind as a context that only its readers use. */
const TCGContext *jit_tci_keep(Jit *jit)
{
    JitUnits *units = &jit->regions[jit->region];
    const TCGContext *s = jit->ir;
    size_t bytes = kept_bytes(s);

    if (units->ops_bytes > 0 &&
        units->ops_bytes + bytes > jit->region_ops_bytes) {
        return NULL;
    }
    units->ops_bytes += bytes;
    TCGContext *copy = g_new(TCGContext, 1);
    *copy = *s;
    copy->ops = g_memdup2(s->ops, s->n_ops * sizeof(*s->ops));
    copy->consts = g_memdup2(s->consts, s->n_consts * sizeof(*s->consts));
    copy->insns = g_memdup2(s->insns, s->n_insns * sizeof(*s->insns));
    g_ptr_array_add(units->ops, copy);
    return copy;
}

void jit_tci_free(void *unit)
{
    TCGContext *copy = unit;

    g_free(copy->ops);
    g_free(copy->consts);
    g_free(copy->insns);
    g_free(copy);
}

static void run_unit(Vcpu *v, const TCGContext *unit)
{
    const Jit *jit = v->cpus->jit;

    v->page_pc = v->hart.pc & GUEST_PAGE_MASK;
    uint64_t exit = tci_run(unit, v, &jit->layout, &jit->config);
    jit_fp_leave(v);
    jit_note_exit(v, exit);
}

void tci_run_block(Vcpu *v, TranslationBlock *tb)
{
    do {
        const void *unit = jit_usable_code(v, tb);

        if (unit) {
            run_unit(v, unit);
        } else {
            jit_interpret(v, tb);
        }
        tb = interp_next_block(v);
    } while (tb);
}

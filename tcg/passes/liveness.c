/*
 * liveness.c: the backward pass: what nobody reads is not computed
 *
 * One walk from the last operation to the first with the set of guest
 * registers whose present value is still needed. Where control may leave the
 * unit (a trap, an exit, a helper) that is every register, so state stays
 * exact there; a register that is written again before any such place need
 * not be written the first time. Branches forward join the sets of both
 * ways. A branch back, around a loop, needs everything: its label has not
 * been seen yet.
 *
 * A temporary is read by some later operation or never.
 */
#include <string.h>

#include "passes/pass.h"

#define ALL_LIVE UINT64_MAX

typedef struct Liveness {
    uint64_t live;              /* guest registers by IrRef: x and f */
    bool *read;                 /* temporaries that are read later */
    uint64_t *label_live;       /* what is live at labels already seen */
} Liveness;

static bool is_dead(const Liveness *l, IrRef ref)
{
    return ref < IR_TEMP_FIRST ? !(l->live >> ref & 1)
                               : !l->read[ref - IR_TEMP_FIRST];
}

/* May the operation go when its result is not read? */
static bool only_computes(const IrOp *op)
{
    switch (op->opc) {
    case IR_gld:
    case IR_gfld:
    case IR_gldx:
    case IR_gfldx:
        return true;            /* of memory that is known to be RAM */
    case IR_call:
        return tcg_helper_flags(op->imm) & TCG_HELPER_PURE;
    default:
        return ir_op_flags(op->opc) & IR_PURE;
    }
}

/* What is live before a label, or before a branch to one. */
static void step_place(Liveness *l, const IrOp *op)
{
    if (op->opc == IR_label) {
        l->label_live[op->imm] = l->live;
    } else if (op->opc == IR_br) {
        l->live = l->label_live[op->imm];
    } else {
        l->live |= l->label_live[op->imm];
    }
}

static inline void note_read(Liveness *l, IrRef ref)
{
    if (ref < IR_TEMP_FIRST) {
        l->live |= 1ull << ref;
    } else if (ref < IR_CONST_FIRST) {
        l->read[ref - IR_TEMP_FIRST] = true;
    }
}

/* What is live before an operation that stays. */
static void step_over(Liveness *l, const IrOp *op)
{
    unsigned flags = ir_op_flags(op->opc);

    if (op->dst < IR_TEMP_FIRST) {
        l->live &= ~(1ull << op->dst);
    }
    if (flags & IR_BRANCHES || op->opc == IR_label) {
        step_place(l, op);
    }
    if (ir_op_may_leave(flags)) {
        l->live = ALL_LIVE;
    }
    note_read(l, op->arg[0]);
    note_read(l, op->arg[1]);
    if (op->opc != IR_guard) {
        note_read(l, op->arg[2]);
    }
}

/* Operations that stay gather at the end of the list as it was. */
static void walk(TCGContext *s, Liveness *l)
{
    unsigned first = s->n_ops;

    for (unsigned i = s->n_ops; i-- > 0;) {
        IrOp *op = &s->ops[i];

        if (op->opc != IR_insn_start) {
            if (op->dst != IR_NONE && is_dead(l, op->dst) &&
                only_computes(op)) {
                continue;
            }
            step_over(l, op);
        }
        if (--first != i) {
            s->ops[first] = *op;
        }
    }
    s->n_ops -= first;
    if (first) {
        memmove(s->ops, s->ops + first, s->n_ops * sizeof(*s->ops));
    }
}

void tcg_liveness(TCGContext *s)
{
    Liveness l = { .live = ALL_LIVE };

    l.read = g_new0(bool, s->n_temps + 1);
    l.label_live = g_new(uint64_t, s->n_labels + 1);
    memset(l.label_live, 0xff, s->n_labels * sizeof(*l.label_live));
    walk(s, &l);
    g_free(l.read);
    g_free(l.label_live);
}

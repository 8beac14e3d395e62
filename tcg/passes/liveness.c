/*
 * liveness.c: the backward pass: what nobody reads is not computed
 *
 * A walk from the last operation to the first with the set of guest
 * registers whose present value is still needed. Where control may leave the
 * unit (a trap, an exit, a helper) that is every register, so state stays
 * exact there; a register that is written again before any such place need
 * not be written the first time. Branches join the sets of both ways. Where
 * one leads back, around a loop, the walk is repeated until no set grows.
 *
 * A temporary is read by some later operation or never.
 */
#include "passes/pass.h"

#define ALL_LIVE UINT64_MAX

typedef struct Liveness {
    uint64_t live;              /* guest registers by IrRef: x and f */
    bool *read;                 /* temporaries that are read later */
    uint64_t *label_live;       /* what is live at labels, so far */
    bool *is_head;              /* of loops: labels */
    bool changed;               /* that of some loop's head has grown */
    bool *useless;              /* operations, in the last walk */
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
        l->changed |= l->is_head[op->imm] &&
                      l->label_live[op->imm] != l->live;
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

static bool is_useless(const Liveness *l, const IrOp *op)
{
    return op->dst != IR_NONE && is_dead(l, op->dst) && only_computes(op);
}

/*
 * What a loop reads in its next round is not known at its branch back until
 * its head was reached: the first walk assumes nothing, the next ones what
 * the walk before found. Sets only grow, so the walks end.
 */
static void walk(const TCGContext *s, Liveness *l)
{
    l->changed = false;
    l->live = ALL_LIVE;
    for (unsigned i = s->n_ops; i-- > 0;) {
        const IrOp *op = &s->ops[i];

        l->useless[i] = is_useless(l, op);
        if (!l->useless[i] && op->opc != IR_insn_start) {
            step_over(l, op);
        }
    }
}

static void remove_useless(TCGContext *s, const Liveness *l)
{
    for (unsigned i = 0; i < s->n_ops; i++) {
        if (l->useless[i]) {
            ir_op_delete(&s->ops[i]);
        }
    }
    ir_close_holes(s);
}

void tcg_liveness(TCGContext *s)
{
    Liveness l = { 0 };

    l.read = g_new0(bool, s->n_temps);
    l.label_live = g_new0(uint64_t, s->n_labels);
    l.is_head = g_new0(bool, s->n_labels);
    l.useless = g_new(bool, s->n_ops);
    ir_find_loop_heads(s, l.is_head);
    do {
        walk(s, &l);
    } while (l.changed);
    remove_useless(s, &l);
    g_free(l.useless);
    g_free(l.is_head);
    g_free(l.label_live);
    g_free(l.read);
}

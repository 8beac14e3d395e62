/*
 * fold.c: the forward pass: constants, copies, known bits, pairs
 *
 * One walk over the operations in their order. What is known before an
 * operation was learnt on the way to it: along straight lines and past
 * branches that are not taken. At a label the ways meet: fold_label.c.
 *
 * The pass keeps every write of a guest register that somebody could see;
 * liveness.c removes those that nobody can. What is not done: merging equal
 * facts of different ways, common subexpressions, moving code out of loops.
 */
#include "passes/fold.h"

const FoldFacts fold_unknown = { .sbits = 64 };

/* --- one operation -------------------------------------------------------- */

static bool fold_constant(Fold *f, IrOp *op)
{
    uint64_t arg[3] = { 0 };

    for (unsigned i = 0; i < 3 && op->arg[i] != IR_NONE; i++) {
        if (!fold_is_const(f, op->arg[i], &arg[i])) {
            return false;
        }
    }
    if (op->opc == IR_mov && ir_is_const(op->arg[0])) {
        return false;
    }
    return ir_can_eval(op->opc) &&
           fold_to_const(f, op, ir_eval(op, arg[0], arg[1], arg[2]));
}

static bool try_rules(Fold *f, IrOp *op)
{
    FoldRule *const *rule = fold_rules[op->opc];

    if (!rule) {
        return false;
    }
    if (ir_op_flags(op->opc) & IR_PURE && fold_constant(f, op)) {
        return true;
    }
    for (; *rule; rule++) {
        if ((*rule)(f, op)) {
            return true;
        }
    }
    return false;
}

/* A register that is given what it has. */
static bool is_idle(const Fold *f, const IrOp *op, const FoldFacts *facts)
{
    const FoldFacts *old = &f->values[op->dst].facts;

    if (op->opc == IR_mov && op->arg[0] == op->dst) {
        return true;
    }
    return ir_is_gpr(op->dst) && facts->kind != FOLD_UNKNOWN &&
           facts->kind == old->kind && facts->value == old->value;
}

static void note_copy(Fold *f, const IrOp *op)
{
    FoldValue *value = &f->values[op->dst];
    FoldValue *source = &f->values[op->arg[0]];

    value->copy = op->arg[0];
    value->replaceable = true;
    if (ir_is_gpr(op->dst) && ir_is_temp(op->arg[0])) {
        source->home = op->dst;
        source->home_def = f->at;
        source->replaceable = true;
    }
}

static void define(Fold *f, IrOp *op)
{
    FoldFacts facts = fold_result(f, op);
    FoldValue *value = &f->values[op->dst];

    if (ir_op_flags(op->opc) & IR_PURE) {
        if (is_idle(f, op, &facts)) {
            ir_op_delete(op);
            return;
        }
        if (facts.kind == FOLD_CONST && op->opc != IR_mov) {
            fold_to_const(f, op, facts.value);
        }
    }
    if (ir_is_gpr(op->dst)) {
        f->before[op->dst] = *value;
    }
    if (op->dst < IR_TEMP_FIRST) {
        f->written |= 1ull << op->dst;
    }
    *value = (FoldValue) {
        .facts = facts,
        .def = f->at,
        .copy = IR_NONE,
        .home = IR_NONE,
        .replaceable = facts.kind == FOLD_CONST,
    };
    if (op->opc == IR_mov && ir_is_variable(op->arg[0])) {
        note_copy(f, op);
    }
}

static inline void note_read(Fold *f, IrRef ref)
{
    if (ir_is_gpr(ref)) {
        f->values[ref].read = MAX(f->values[ref].read, f->at);
    }
}

static void fold_operands(Fold *f, IrOp *op)
{
    unsigned n = ir_op_n_args(op);

    for (unsigned i = 0; i < n && op->arg[i] != IR_NONE; i++) {
        if (ir_is_variable(op->arg[i]) &&
            f->values[op->arg[i]].replaceable) {
            op->arg[i] = fold_operand(f, op, i);
        }
    }
}

void fold_op(Fold *f, IrOp *op)
{
    unsigned flags;

    fold_operands(f, op);
    for (unsigned tries = 0; tries < 8 && try_rules(f, op); tries++) {
    }
    if (ir_op_is_hole(op)) {
        return;
    }
    flags = ir_op_flags(op->opc);
    if (flags & IR_CALLS && ir_op_clobbers(op)) {
        fold_forget_all(f);
    }
    if (flags & IR_FP) {
        fold_boxes(f, op);
    }
    if (op->dst != IR_NONE) {
        define(f, op);
    }
    note_read(f, op->arg[0]);
    note_read(f, op->arg[1]);
    note_read(f, op->arg[2]);
    if (flags & IR_BRANCHES || ir_op_may_leave(flags)) {
        f->fence = f->at;
    }
    f->unreachable = flags & IR_ENDS;
}

FoldValue fold_lost(unsigned number)
{
    return (FoldValue) {
        .facts = fold_unknown,
        .def = number,
        .copy = IR_NONE,
        .home = IR_NONE,
    };
}

void fold_again(Fold *f, IrOp *op)
{
    FoldValue *value = &f->values[op->dst];
    unsigned now = f->at;

    f->at = value->def;
    *value = f->before[op->dst];
    f->before[op->dst] = fold_lost(f->at);
    fold_op(f, op);
    f->at = now;
}

/* --- the pass ------------------------------------------------------------- */

static void drop_unreachable(Fold *f, IrOp *op)
{
    if (op->opc == IR_guard) {
        f->labels[op->arg[2]].branches--;
    } else if (ir_op_flags(op->opc) & IR_BRANCHES) {
        f->labels[op->imm].branches--;
    }
    ir_op_delete(op);
}

static void fold_all(Fold *f)
{
    TCGContext *s = f->s;

    for (unsigned i = 0; i < s->n_ops; i++) {
        IrOp *op = &s->ops[i];

        f->at = i + 1;
        if (op->opc == IR_label) {
            fold_label(f, op);
        } else if (f->unreachable) {
            drop_unreachable(f, op);
        } else if (op->opc != IR_insn_start) {
            fold_op(f, op);
        }
    }
}

void tcg_fold(TCGContext *s)
{
    Fold f = { .s = s };
    unsigned n = ir_n_variables(s);
    FoldValue lost = fold_lost(0);

    if (s->n_consts + 2 * s->n_ops > IR_MAX_CONSTS) {
        return;                 /* the pool could overflow */
    }
    f.values = g_new(FoldValue, n);
    f.labels = g_new0(FoldLabel, s->n_labels + 1);
    for (unsigned i = 0; i < n; i++) {
        f.values[i] = lost;
    }
    if (s->n_labels) {
        fold_find_branches(&f);
    }
    fold_all(&f);
    ir_close_holes(s);
    g_free(f.values);
    g_free(f.labels);
}

/* fold_compare.c: conditions, and branches on them */
#include "passes/fold.h"

static TCGCond invert(TCGCond cond)
{
    static const uint8_t inverse[] = {
        [TCG_COND_EQ] = TCG_COND_NE,   [TCG_COND_NE] = TCG_COND_EQ,
        [TCG_COND_LT] = TCG_COND_GE,   [TCG_COND_GE] = TCG_COND_LT,
        [TCG_COND_LTU] = TCG_COND_GEU, [TCG_COND_GEU] = TCG_COND_LTU,
        [TCG_COND_LE] = TCG_COND_GT,   [TCG_COND_GT] = TCG_COND_LE,
        [TCG_COND_LEU] = TCG_COND_GTU, [TCG_COND_GTU] = TCG_COND_LEU,
    };

    return inverse[cond];
}

/* the condition that holds for b, a when @cond holds for a, b */
static TCGCond swap(TCGCond cond)
{
    static const uint8_t swapped[] = {
        [TCG_COND_EQ] = TCG_COND_EQ,   [TCG_COND_NE] = TCG_COND_NE,
        [TCG_COND_LT] = TCG_COND_GT,   [TCG_COND_GE] = TCG_COND_LE,
        [TCG_COND_LTU] = TCG_COND_GTU, [TCG_COND_GEU] = TCG_COND_LEU,
        [TCG_COND_LE] = TCG_COND_GE,   [TCG_COND_GT] = TCG_COND_LT,
        [TCG_COND_LEU] = TCG_COND_GEU, [TCG_COND_GTU] = TCG_COND_LTU,
    };

    return swapped[cond];
}

static bool set_cond(IrOp *op, TCGCond cond)
{
    op->attr = IR_COND_ATTR(cond, IR_COND_TYPE(op->attr));
    return true;
}

/* number < x -> x > number */
bool fold_compare_order(Fold *f, IrOp *op)
{
    return fold_commute(f, op) && set_cond(op, swap(IR_COND(op->attr)));
}

/* Is it the same for every x that is possible? */
static bool decide_range(const Fold *f, const IrOp *op, bool *result)
{
    uint64_t most, b;
    TCGCond cond = IR_COND(op->attr);

    if (IR_COND_TYPE(op->attr) == IR_I32 ||
        !fold_is_const(f, op->arg[1], &b)) {
        return false;
    }
    most = ~fold_facts(f, op->arg[0]).zeros;
    switch (cond) {
    case TCG_COND_EQ:
    case TCG_COND_NE:
        *result = cond == TCG_COND_NE;
        return b & ~most;       /* a bit that x does not have */
    case TCG_COND_LTU:
    case TCG_COND_GEU:
        *result = (cond == TCG_COND_LTU) == (most < b);
        return most < b || b == 0;
    case TCG_COND_LEU:
    case TCG_COND_GTU:
        *result = cond == TCG_COND_LEU;
        return most <= b;
    case TCG_COND_LT:
    case TCG_COND_GE:
        *result = cond == TCG_COND_GE;
        return b == 0 && !(most >> 63);
    default:
        return false;
    }
}

static bool decide(const Fold *f, const IrOp *op, bool *result)
{
    uint64_t a, b;

    if (op->arg[0] == op->arg[1]) {
        *result = ir_eval_cond(op->attr, 0, 0);
        return true;
    }
    if (fold_is_const(f, op->arg[0], &a) && fold_is_const(f, op->arg[1], &b)) {
        *result = ir_eval_cond(op->attr, a, b);
        return true;
    }
    return decide_range(f, op, result);
}

/* x < 1 -> x == 0, x >= 1 -> x != 0, unsigned: what seqz and snez are */
static bool compare_zero(Fold *f, IrOp *op)
{
    TCGCond cond = IR_COND(op->attr);
    uint64_t b;

    if (!ir_is_const(op->arg[1])) {
        return false;
    }
    b = ir_const_value(f->s, op->arg[1]);
    if ((cond == TCG_COND_LTU && b == 1) || (cond == TCG_COND_LEU && b == 0)) {
        op->arg[1] = ir_const(f->s, 0);
        return set_cond(op, TCG_COND_EQ);
    }
    if ((cond == TCG_COND_GEU && b == 1) || (cond == TCG_COND_GTU && b == 0)) {
        op->arg[1] = ir_const(f->s, 0);
        return set_cond(op, TCG_COND_NE);
    }
    return false;
}

/* a condition that is known */
bool fold_setcond(Fold *f, IrOp *op)
{
    bool result;

    return decide(f, op, &result) ? fold_to_const(f, op, result)
                                  : compare_zero(f, op);
}

/* Does @op ask whether its first operand is not 0 (*same), or is 0? */
static bool asks_bool(const Fold *f, const IrOp *op, bool *same)
{
    TCGCond cond = IR_COND(op->attr);
    uint64_t b;

    *same = cond == TCG_COND_NE;
    return cond <= TCG_COND_NE && IR_COND_TYPE(op->attr) == IR_I64 &&
           fold_is_const(f, op->arg[1], &b) && b == 0;
}

/* The first operand becomes the condition that made it. */
static bool take_condition(Fold *f, IrOp *op, bool same)
{
    FoldPair pair;
    IrOp first;

    if (!fold_maker_is(f, op->arg[0], IR_setcond) ||
        !fold_pair(f, op, 0, &pair)) {
        return false;
    }
    first = *pair.first;
    fold_take(f, pair);
    op->attr = first.attr;
    op->arg[0] = first.arg[0];
    op->arg[1] = first.arg[1];
    return same || set_cond(op, invert(IR_COND(first.attr)));
}

/* (x cond y) != 0 -> x cond y; (x cond y) == 0 -> the opposite */
bool fold_setcond_bool(Fold *f, IrOp *op)
{
    bool same;

    if (!asks_bool(f, op, &same)) {
        return false;
    }
    if (same && fold_facts(f, op->arg[0]).zeros == ~1ull) {
        return fold_to_copy(op, op->arg[0]);
    }
    return take_condition(f, op, same);
}

/* (x cond y) ^ 1 -> the opposite */
bool fold_setcond_not(Fold *f, IrOp *op)
{
    FoldPair pair;
    uint64_t b;

    if (!fold_is_const(f, op->arg[1], &b) || b != 1 ||
        !fold_maker_is(f, op->arg[0], IR_setcond) ||
        !fold_pair(f, op, 0, &pair) ||
        (!pair.alone && !ir_is_temp(op->arg[0]))) {
        return false;
    }
    op->opc = IR_setcond;
    return take_condition(f, op, false);
}

/* a branch that is always taken, or never */
bool fold_brcond(Fold *f, IrOp *op)
{
    bool result;

    if (!decide(f, op, &result)) {
        return compare_zero(f, op);
    }
    if (result) {
        int32_t label = op->imm;

        fold_to_unary(op, IR_br, IR_NONE);
        op->imm = label;
    } else {
        f->labels[op->imm].branches--;
        ir_op_delete(op);
    }
    return true;
}

/* branch on (x cond y) != 0 or == 0 -> branch on x cond y */
bool fold_brcond_setcond(Fold *f, IrOp *op)
{
    bool same;

    return asks_bool(f, op, &same) && take_condition(f, op, same);
}

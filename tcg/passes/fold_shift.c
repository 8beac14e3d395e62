/* fold_shift.c: shifts by numbers, alone, in pairs, and added to a base */
#include "passes/fold.h"

static unsigned width_of(const IrOp *op)
{
    return op->attr == IR_I32 ? 32 : 64;
}

static bool shift_count(const Fold *f, const IrOp *op, unsigned *count)
{
    uint64_t value;

    if (!fold_is_const(f, op->arg[1], &value)) {
        return false;
    }
    *count = value & (width_of(op) - 1);
    return true;
}

/* x << 0 -> x; counts that are taken modulo the width -> what they mean */
bool fold_shift_zero(Fold *f, IrOp *op)
{
    unsigned count;

    if (!shift_count(f, op, &count)) {
        return false;
    }
    if (count == 0) {
        return fold_to_unary(op, op->attr == IR_I32 ? IR_ext32s : IR_mov,
                             op->arg[0]);
    }
    if (!ir_is_const(op->arg[1]) ||
        ir_const_value(f->s, op->arg[1]) == count) {
        return false;
    }
    op->arg[1] = ir_const(f->s, count);
    return true;
}

/* @op shifts right what another operation of the same width shifted left. */
static bool find_shl(Fold *f, const IrOp *op, FoldPair *pair, unsigned *left,
                     unsigned *right)
{
    return fold_maker_is(f, op->arg[0], IR_shl) &&
           fold_pair(f, op, 0, pair) && pair->first->attr == op->attr &&
           shift_count(f, pair->first, left) && shift_count(f, op, right);
}

/* (x << k) >> k -> extension, or mask */
bool fold_shift_pair(Fold *f, IrOp *op)
{
    static const IrOpcode zero[] = {
        [1] = IR_ext8u, [2] = IR_ext16u, [4] = IR_ext32u,
    };
    static const IrOpcode sign[] = {
        [1] = IR_ext8s, [2] = IR_ext16s, [4] = IR_ext32s,
    };
    unsigned left, right, bits;
    FoldPair pair;
    IrRef x;

    if (!find_shl(f, op, &pair, &left, &right) || left != right) {
        return false;
    }
    x = pair.first->arg[0];
    bits = width_of(op) - left;
    if (bits == 8 || bits == 16 || bits == 32) {
        fold_take(f, pair);
        return fold_to_unary(op, (op->opc == IR_sar ? sign : zero)[bits / 8],
                             x);
    }
    if (op->opc == IR_sar || bits > 31) {
        return false;
    }
    fold_take(f, pair);
    return fold_to_binary(op, IR_and, x,
                          ir_const(f->s, (1ull << bits) - 1));
}

/* Is @x as an extension of its low half would leave it? */
static bool is_extended(const Fold *f, IrRef x, bool sign)
{
    FoldFacts facts = fold_facts(f, x);

    return sign ? facts.sbits <= 32 : facts.zeros >> 32 == UINT32_MAX;
}

/*
 * (x << 32) >> k, an index that is extended and scaled -> extension of x,
 * then << 32 - k: the second half joins the addition of the base, and often
 * the first is known to do nothing; then it may stay where it is
 */
bool fold_index_pair(Fold *f, IrOp *op)
{
    unsigned left, right;
    bool sign = op->opc == IR_sar;
    FoldPair pair;

    if (!find_shl(f, op, &pair, &left, &right) || left != 32 || right > 31) {
        return false;
    }
    if (!pair.alone) {
        return is_extended(f, pair.first->arg[0], sign) &&
               fold_to_binary(op, IR_shl, pair.first->arg[0],
                              ir_const(f->s, 32 - right));
    }
    fold_to_unary(pair.first, sign ? IR_ext32s : IR_ext32u,
                  pair.first->arg[0]);
    fold_again(f, pair.first);
    return fold_to_binary(op, IR_shl, op->arg[0],
                          ir_const(f->s, 32 - right));
}

static bool add_shifted(Fold *f, IrOp *op, unsigned operand)
{
    IrRef other = op->arg[1 - operand];
    FoldPair pair;
    unsigned count;
    IrRef x;

    if (!fold_maker_is(f, op->arg[operand], IR_shl) ||
        !fold_pair(f, op, operand, &pair) || pair.first->attr != IR_I64 ||
        !shift_count(f, pair.first, &count) || count < 1 || count > 3) {
        return false;
    }
    x = pair.first->arg[0];
    if (!pair.alone && !ir_is_temp(op->arg[operand]) && !fold_is_pinned(x)) {
        return false;           /* x would have to be loaded again */
    }
    fold_take(f, pair);
    fold_to_binary(op, IR_shadd, x, other);
    op->attr = count;
    return true;
}

/* (x << 1..3) + y -> shadd */
bool fold_add_shifted(Fold *f, IrOp *op)
{
    return op->attr == IR_I64 &&
           (add_shifted(f, op, 0) || add_shifted(f, op, 1));
}

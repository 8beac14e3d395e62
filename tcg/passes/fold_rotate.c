/*
 * fold_rotate.c: rotations that are written as two shifts
 *
 *     shl_i32 x12, x10, $0x7
 *     shr_i32 x13, x10, $0x19
 *     or x12, x12, x13         ->      rotl_i32 x12, x10, $0x7
 *
 * The shifts have no bits in common, so or, xor and add are the same. Without
 * Zbb compilers have no other way, and hash functions do little else. Often
 * the second shift overwrites what both read; then it is dropped, if nobody
 * sees its result (fold_pair.c).
 */
#include "passes/fold.h"

/* The two shifts of an operation, and which of its operands they made. */
typedef struct Shifts {
    const IrOp *left, *right;
    unsigned left_at, right_at; /* 0 or 1 */
    unsigned count;             /* of the left one */
} Shifts;

static bool find_shifts(Fold *f, const IrOp *op, Shifts *shifts)
{
    unsigned width;
    uint64_t left, right;

    shifts->left_at = fold_maker_is(f, op->arg[0], IR_shl) ? 0 : 1;
    shifts->right_at = 1 - shifts->left_at;
    shifts->left = fold_maker_is(f, op->arg[shifts->left_at], IR_shl);
    shifts->right = fold_maker_is(f, op->arg[shifts->right_at], IR_shr);
    if (!shifts->left || !shifts->right ||
        shifts->left->arg[0] != shifts->right->arg[0] ||
        shifts->left->attr != shifts->right->attr ||
        !fold_is_const(f, shifts->left->arg[1], &left) ||
        !fold_is_const(f, shifts->right->arg[1], &right)) {
        return false;
    }
    width = shifts->left->attr == IR_I32 ? 32 : 64;
    shifts->count = left;
    return left > 0 && left < width && left + right == width;
}

/*
 * @first is the operand that overwrites what it shifts, @second the other,
 * which must have read that before.
 */
static bool take_overwritten(Fold *f, IrOp *op, unsigned first,
                             unsigned second)
{
    IrRef x = op->arg[first];
    unsigned read = f->values[op->arg[second]].def;
    FoldPair pair;

    if (!fold_pair(f, op, first, &pair) || !pair.alone || !ir_is_gpr(x) ||
        read >= f->values[x].def || read <= f->before[x].def ||
        read <= f->forgot) {
        return false;
    }
    fold_take(f, pair);
    return true;
}

/* The operand's maker may be dropped if it is not seen. */
static bool take_kept(Fold *f, const IrOp *op)
{
    FoldPair pair[2];

    if (!fold_pair(f, op, 0, &pair[0]) || !fold_pair(f, op, 1, &pair[1])) {
        return false;
    }
    fold_take(f, pair[0]);
    fold_take(f, pair[1]);
    return true;
}

bool fold_rotate(Fold *f, IrOp *op)
{
    Shifts shifts;
    IrRef x;
    IrType type;
    bool taken;

    if (!find_shifts(f, op, &shifts) ||
        (op->opc == IR_add && op->attr != shifts.left->attr)) {
        return false;           /* a sum has the width of its own */
    }
    x = shifts.left->arg[0];
    type = shifts.left->attr;
    if (shifts.left->dst == x) {
        taken = take_overwritten(f, op, shifts.left_at, shifts.right_at);
    } else if (shifts.right->dst == x) {
        taken = take_overwritten(f, op, shifts.right_at, shifts.left_at);
    } else {
        taken = take_kept(f, op);
    }
    if (!taken) {
        return false;
    }
    fold_to_binary(op, IR_rotl, x, ir_const(f->s, shifts.count));
    op->attr = type;
    return true;
}

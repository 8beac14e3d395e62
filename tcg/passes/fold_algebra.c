/* fold_algebra.c: rules of arithmetic that need no more than one operation */
#include "passes/fold.h"

/* number op x -> x op number */
bool fold_commute(Fold *f, IrOp *op)
{
    IrRef a = op->arg[0];

    (void)f;
    if (!ir_is_const(a) || ir_is_const(op->arg[1])) {
        return false;
    }
    op->arg[0] = op->arg[1];
    op->arg[1] = a;
    return true;
}

/* x - x, x ^ x, x & ~x -> 0; x | ~x, x ^ ~x -> -1; x & x, min(x, x)... -> x */
bool fold_same_operands(Fold *f, IrOp *op)
{
    if (op->arg[0] != op->arg[1]) {
        return false;
    }
    switch (op->opc) {
    case IR_sub:
    case IR_xor:
    case IR_andc:
        return fold_to_const(f, op, 0);
    case IR_orc:
    case IR_eqv:
        return fold_to_const(f, op, -1);
    default:
        return fold_to_copy(op, op->arg[0]);
    }
}

/* x + 0, x - 0, x | 0, x ^ 0, x & -1 -> x; x & 0 -> 0; x | -1 -> -1 */
bool fold_neutral(Fold *f, IrOp *op)
{
    uint64_t b;

    if (!fold_is_const(f, op->arg[1], &b)) {
        return false;
    }
    switch (op->opc) {
    case IR_add:
    case IR_sub:
        return b == 0 && fold_to_unary(op, op->attr == IR_I32 ? IR_ext32s
                                       : IR_mov, op->arg[0]);
    case IR_and:
        return b + 1 == 0 ? fold_to_copy(op, op->arg[0])
                          : b == 0 && fold_to_const(f, op, 0);
    case IR_or:
        return b == 0 ? fold_to_copy(op, op->arg[0])
                      : b + 1 == 0 && fold_to_const(f, op, -1);
    default:
        return b == 0 && fold_to_copy(op, op->arg[0]);
    }
}

/* x - number -> x + -number */
bool fold_sub_const(Fold *f, IrOp *op)
{
    if (!ir_is_const(op->arg[1])) {
        return false;
    }
    op->opc = IR_add;
    op->arg[1] = ir_const(f->s, -ir_const_value(f->s, op->arg[1]));
    return true;
}

/* x & ~number -> x & number, and so with the other two */
bool fold_not_const(Fold *f, IrOp *op)
{
    if (!ir_is_const(op->arg[1])) {
        return false;
    }
    op->opc = op->opc == IR_andc ? IR_and
            : op->opc == IR_orc  ? IR_or
                                 : IR_xor;
    op->arg[1] = ir_const(f->s, ~ir_const_value(f->s, op->arg[1]));
    return true;
}

/* (number << k) + x -> x + number; (x << k) + 0 -> x << k */
bool fold_shadd_const(Fold *f, IrOp *op)
{
    uint64_t value;

    if (fold_is_const(f, op->arg[0], &value)) {
        return fold_to_binary(op, IR_add, op->arg[1],
                              ir_const(f->s, value << op->attr));
    }
    if (fold_is_const(f, op->arg[1], &value) && value == 0) {
        return fold_to_binary(op, IR_shl, op->arg[0],
                              ir_const(f->s, op->attr));
    }
    return false;
}

/* a known condition, or the same on both sides */
bool fold_select(Fold *f, IrOp *op)
{
    uint64_t a;

    if (op->arg[1] == op->arg[2]) {
        return fold_to_copy(op, op->arg[1]);
    }
    if (!fold_is_const(f, op->arg[0], &a)) {
        return false;
    }
    return fold_to_copy(op, op->arg[a ? 1 : 2]);
}

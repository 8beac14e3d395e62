/* fold_mul.c: multiplication and division by numbers that shifts can do */
#include "passes/fold.h"

static bool is_i32(const IrOp *op)
{
    return op->attr == IR_I32;
}

/* The second operand, cut to the width of the operation. */
static bool factor(Fold *f, const IrOp *op, uint64_t *value)
{
    if (!fold_is_const(f, op->arg[1], value)) {
        return false;
    }
    if (is_i32(op)) {
        *value = (uint32_t)*value;
    }
    return true;
}

static bool is_power_of_2(uint64_t value)
{
    return value && !(value & (value - 1));
}

static bool to_shift(Fold *f, IrOp *op, IrOpcode opc, uint64_t power)
{
    unsigned attr = op->attr;

    fold_to_binary(op, opc, op->arg[0],
                   ir_const(f->s, __builtin_ctzll(power)));
    op->attr = attr;
    return true;
}

/* x * 3, x * 5, x * 9: one lea on x86, add with shift elsewhere */
static bool to_shadd(IrOp *op, unsigned count)
{
    fold_to_binary(op, IR_shadd, op->arg[0], op->arg[0]);
    op->attr = count;
    return true;
}

bool fold_mul(Fold *f, IrOp *op)
{
    uint64_t value;

    if (!factor(f, op, &value)) {
        return false;
    }
    if (value == 0) {
        return fold_to_const(f, op, 0);
    }
    if (is_power_of_2(value)) {
        return to_shift(f, op, IR_shl, value);
    }
    if (is_i32(op) || (value != 3 && value != 5 && value != 9)) {
        return false;
    }
    return to_shadd(op, __builtin_ctzll(value - 1));
}

/* x / 1 -> x; x % 1 -> 0 */
bool fold_div_one(Fold *f, IrOp *op)
{
    uint64_t value;

    if (!factor(f, op, &value) || value != 1) {
        return false;
    }
    if (op->opc == IR_rem || op->opc == IR_remu) {
        return fold_to_const(f, op, 0);
    }
    return fold_to_unary(op, is_i32(op) ? IR_ext32s : IR_mov, op->arg[0]);
}

/* unsigned x / 2^k -> x >> k */
bool fold_divu(Fold *f, IrOp *op)
{
    uint64_t value;

    return factor(f, op, &value) && is_power_of_2(value) &&
           to_shift(f, op, IR_shr, value);
}

/* unsigned x % 2^k -> x & (2^k - 1) */
bool fold_remu(Fold *f, IrOp *op)
{
    uint64_t value;

    return factor(f, op, &value) && is_power_of_2(value) &&
           fold_to_binary(op, IR_and, op->arg[0], ir_const(f->s, value - 1));
}

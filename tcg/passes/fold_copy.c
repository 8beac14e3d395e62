/*
 * fold_copy.c: reading the original instead of the copy
 *
 * A temporary that a register was given is forgotten early: its host
 * register becomes free. A temporary that copies a register is not needed
 * while the register keeps the value, and never longer: registers change.
 * Between two registers the one that is likely in a host register wins.
 */
#include "passes/fold.h"

/* ra sp s0 s1 a0-a5: the busiest ten, see jit.md 1.2 and the back end */
#define PINNED (1u << 1 | 1u << 2 | 1u << 8 | 1u << 9 | 0x3fu << 10)

bool fold_is_pinned(IrRef ref)
{
    return ir_is_gpr(ref) && PINNED >> ref & 1;
}

/* Operands (bit i: arg[i]) where hosts take small numbers. */
static const uint8_t takes_number[IR_OPCODE_COUNT] = {
    [IR_mov] = 1,  [IR_add] = 3,  [IR_sub] = 2,     [IR_and] = 3,
    [IR_or] = 3,   [IR_xor] = 3,  [IR_andc] = 2,    [IR_orc] = 2,
    [IR_eqv] = 3,  [IR_shl] = 2,  [IR_shr] = 2,     [IR_sar] = 2,
    [IR_rotl] = 2, [IR_rotr] = 2, [IR_shadd] = 2,   [IR_mul] = 3,
    [IR_div] = 2,  [IR_divu] = 2, [IR_rem] = 2,     [IR_remu] = 2,
    [IR_setcond] = 3, [IR_brcond] = 3, [IR_st] = 2, [IR_st_env] = 1,
};

static bool fits_number(uint64_t value)
{
    return (int64_t)value == (int32_t)value;
}

static IrRef operand_of_temp(Fold *f, const FoldValue *value, IrRef ref)
{
    if (value->facts.kind == FOLD_CONST) {
        return ir_const(f->s, value->facts.value);
    }
    if (value->home != IR_NONE &&
        f->values[value->home].def == value->home_def) {
        return value->home;
    }
    if (value->copy != IR_NONE && fold_holds(f, value->copy, value->def)) {
        return value->copy;
    }
    return ref;
}

static IrRef operand_of_gpr(Fold *f, const FoldValue *value, IrRef ref)
{
    if (ir_is_gpr(value->copy) && fold_holds(f, value->copy, value->def) &&
        (fold_is_pinned(value->copy) || !fold_is_pinned(ref))) {
        return value->copy;
    }
    return ref;
}

IrRef fold_operand(Fold *f, const IrOp *op, unsigned i)
{
    IrRef ref = op->arg[i];
    const FoldValue *value = &f->values[ref];

    if (ir_is_temp(ref)) {
        return operand_of_temp(f, value, ref);
    }
    if (value->facts.kind == FOLD_CONST) {
        return takes_number[op->opc] >> i & 1 &&
                       fits_number(value->facts.value)
                   ? ir_const(f->s, value->facts.value) : ref;
    }
    return operand_of_gpr(f, value, ref);
}

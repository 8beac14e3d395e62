/*
 * fold_rules.c: which rules are tried on which operation
 *
 * In this order, from the start again after one has changed the operation.
 * An opcode without a row is not looked at; numbers are folded before rules.
 */
#include "passes/fold.h"

#define RULES(...) (FoldRule *const[]) { __VA_ARGS__, NULL }

FoldRule *const *const fold_rules[IR_OPCODE_COUNT] = {
    [IR_add] = RULES(fold_commute, fold_neutral, fold_pc_pair, fold_add_chain,
                     fold_rotate, fold_add_shifted, fold_narrow),
    [IR_sub] = RULES(fold_same_operands, fold_neutral, fold_sub_const,
                     fold_narrow),
    [IR_and] = RULES(fold_commute, fold_same_operands, fold_neutral,
                     fold_and_mask),
    [IR_or] = RULES(fold_commute, fold_same_operands, fold_neutral,
                    fold_rotate),
    [IR_xor] = RULES(fold_commute, fold_same_operands, fold_neutral,
                     fold_setcond_not, fold_rotate),
    [IR_andc] = RULES(fold_same_operands, fold_not_const),
    [IR_orc] = RULES(fold_same_operands, fold_not_const),
    [IR_eqv] = RULES(fold_commute, fold_same_operands, fold_not_const),
    [IR_shl] = RULES(fold_shift_zero, fold_narrow),
    [IR_shr] = RULES(fold_shift_zero, fold_shift_pair, fold_index_pair,
                     fold_narrow),
    [IR_sar] = RULES(fold_shift_zero, fold_shift_pair, fold_index_pair,
                     fold_narrow),
    [IR_rotl] = RULES(fold_shift_zero),
    [IR_rotr] = RULES(fold_shift_zero),
    [IR_shadd] = RULES(fold_shadd_const),
    [IR_mul] = RULES(fold_commute, fold_mul, fold_narrow),
    [IR_mulsh] = RULES(fold_commute),
    [IR_muluh] = RULES(fold_commute),
    [IR_div] = RULES(fold_div_one),
    [IR_divu] = RULES(fold_div_one, fold_divu),
    [IR_rem] = RULES(fold_div_one),
    [IR_remu] = RULES(fold_div_one, fold_remu),
    [IR_ext8s] = RULES(fold_extend, fold_extend_chain, fold_extend_load,
                       fold_extend_sum),
    [IR_ext16s] = RULES(fold_extend, fold_extend_chain, fold_extend_load,
                        fold_extend_sum),
    [IR_ext32s] = RULES(fold_extend, fold_extend_chain, fold_extend_load,
                        fold_extend_sum),
    [IR_ext8u] = RULES(fold_extend, fold_extend_chain, fold_extend_load,
                       fold_extend_sum),
    [IR_ext16u] = RULES(fold_extend, fold_extend_chain, fold_extend_load,
                        fold_extend_sum),
    [IR_ext32u] = RULES(fold_extend, fold_extend_chain, fold_extend_load,
                        fold_extend_sum),
    [IR_smin] = RULES(fold_same_operands),
    [IR_smax] = RULES(fold_same_operands),
    [IR_umin] = RULES(fold_same_operands),
    [IR_umax] = RULES(fold_same_operands),
    [IR_setcond] = RULES(fold_compare_order, fold_setcond, fold_setcond_bool),
    [IR_select] = RULES(fold_select),
    [IR_goto_ptr] = RULES(fold_goto),
    [IR_brcond] = RULES(fold_compare_order, fold_brcond, fold_brcond_setcond),
    [IR_ld] = RULES(fold_base),
    [IR_st] = RULES(fold_base),
    [IR_fld] = RULES(fold_base),
    [IR_fst] = RULES(fold_base),
    [IR_fsgnj] = RULES(fold_float_copy),
    /* no rules, but folded when all operands are numbers */
    [IR_mulsuh] = RULES(NULL),
    [IR_clz] = RULES(NULL),
    [IR_ctz] = RULES(NULL),
    [IR_ctpop] = RULES(NULL),
    [IR_bswap] = RULES(NULL),
    [IR_orc_b] = RULES(NULL),
};

bool fold_to_unary(IrOp *op, IrOpcode opc, IrRef a)
{
    op->opc = opc;
    op->attr = IR_I64;
    op->arg[0] = a;
    op->arg[1] = op->arg[2] = IR_NONE;
    op->imm = 0;
    return true;
}

bool fold_to_binary(IrOp *op, IrOpcode opc, IrRef a, IrRef b)
{
    fold_to_unary(op, opc, a);
    op->arg[1] = b;
    return true;
}

bool fold_to_const(Fold *f, IrOp *op, uint64_t value)
{
    return fold_to_unary(op, IR_mov, ir_const(f->s, value));
}

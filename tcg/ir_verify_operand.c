/*
 * ir_verify_operand.c: operands fit the signatures of ops.inc
 *
 * Also holds the few rules on operands that a signature cannot say.
 */
#include <string.h>

#include "ir_verify.h"

/* a register that exists, or a temporary or constant that was made */
static bool ref_exists(const TCGContext *s, IrRef ref)
{
    switch (ir_ref_kind(ref)) {
    case IR_REF_GPR:
        return ref != IR_GPR(0);
    case IR_REF_FPR:
        return true;
    case IR_REF_TEMP:
        return ref - IR_TEMP_FIRST < (int)s->n_temps;
    case IR_REF_CONST:
        return ref - IR_CONST_FIRST < (int)s->n_consts;
    case IR_REF_NONE:
        return false;
    }
    return false;
}

static bool is_integer(const TCGContext *s, IrRef ref)
{
    IrRefKind kind = ir_ref_kind(ref);

    return ref_exists(s, ref) && (kind == IR_REF_GPR || kind == IR_REF_TEMP);
}

static bool is_float(const TCGContext *s, IrRef ref)
{
    IrRefKind kind = ir_ref_kind(ref);

    return ref_exists(s, ref) && (kind == IR_REF_FPR || kind == IR_REF_TEMP);
}

static bool is_value(const TCGContext *s, IrRef ref)
{
    return ref_exists(s, ref) && ir_ref_kind(ref) != IR_REF_FPR;
}

static bool is_memop(const IrOp *op)
{
    bool box = op->opc == IR_fld || op->opc == IR_gfld
            || op->opc == IR_gfldx;
    unsigned allowed = MO_SIZE | MO_SIGN | MO_BSWAP | (box ? IR_MEM_BOX : 0);

    return (op->attr & MO_SIZE) <= MO_64 && !(op->attr & ~allowed);
}

static bool is_number(const IrOp *op)
{
    return op->opc == IR_shadd ? op->attr >= 1 && op->attr <= 3
         : ir_name(ir_attr_names(op->opc), op->attr) != NULL;
}

/* only operands that exist can be known to be boxed */
static bool is_fp_attr(const IrOp *op)
{
    for (unsigned i = 0; i < 3; i++) {
        if (op->attr & IR_FP_BOXED(i) && !ir_op_has(op->opc, 'A' + i)) {
            return false;
        }
    }
    return ir_name(&ir_format_names, IR_FP_FORMAT(op->attr));
}

/* Does the operand that @letter describes fit? */
static bool fits(const TCGContext *s, const IrOp *op, char letter)
{
    switch (letter) {
    case 'd':
        return is_integer(s, op->dst);
    case 'D':
        return is_float(s, op->dst);
    case 'a': case 'b': case 'c':
        return is_value(s, op->arg[letter - 'a']);
    case 'A': case 'B': case 'C':
        return is_float(s, op->arg[letter - 'A']);
    case 'l':
        return op->imm >= 0 && op->imm < (int)s->n_labels;
    case 'L':
        return op->arg[2] < s->n_labels;
    case 't':
        return ir_name(&ir_type_names, op->attr);
    case 'k':
        return ir_name(&ir_cond_names, IR_COND(op->attr));
    case 'm':
        return is_memop(op);
    case 'f':
        return is_fp_attr(op);
    case 'n':
        return is_number(op);
    case 'h':
        return ir_name(&ir_helper_names, op->imm);
    default:
        return true;
    }
}

/* Helpers use as many operands as they like, and may have no result. */
static bool may_be_none(const IrOp *op, char letter)
{
    return op->opc == IR_call
        && ((letter == 'd' && op->dst == IR_NONE)
            || (strchr("abc", letter) && op->arg[letter - 'a'] == IR_NONE));
}

static bool has_any(IrOpcode opc, const char *letters)
{
    return strpbrk(ir_op_signature(opc), letters);
}

/* what the signature does not name must be left alone */
static bool has_surplus(const IrOp *op)
{
    IrOpcode opc = op->opc;

    return (op->dst != IR_NONE && !has_any(opc, "dD"))
        || (op->arg[0] != IR_NONE && !has_any(opc, "aA"))
        || (op->arg[1] != IR_NONE && !has_any(opc, "bB"))
        || (op->arg[2] != IR_NONE && !has_any(opc, "cCL"))
        || (op->imm && !has_any(opc, "iloh"))
        || (op->attr && !has_any(opc, "tkmfn"));
}

static const char *other_mistake(const TCGContext *s, const IrOp *op)
{
    if (op->opc == IR_guard
        && (!ir_is_const(op->arg[1])
            || ir_const_value(s, op->arg[1]) - 1 > 4095)) {
        return "its length is no constant of 1 to 4096";
    }
    if (op->opc == IR_fcvt_ff
        && (op->imm < 0 || !ir_name(&ir_format_names, op->imm))) {
        return "its source format does not exist";
    }
    if (op->opc == IR_goto_tb && op->imm & 1) {
        return "it jumps to an odd address";
    }
    if (op->opc == IR_retire && op->imm == 0) {
        return "it counts nothing";
    }
    return NULL;
}

static void verify_op(Verifier *v, const IrOp *op)
{
    const char *mistake;

    for (const char *c = ir_op_signature(op->opc); *c; c++) {
        if (!fits(v->s, op, *c) && !may_be_none(op, *c)) {
            ir_verify_fail(v, op, "its '%c' does not fit the signature", *c);
            return;
        }
    }
    if (has_surplus(op)) {
        ir_verify_fail(v, op, "it has more than its signature");
        return;
    }
    mistake = other_mistake(v->s, op);
    if (mistake) {
        ir_verify_fail(v, op, "%s", mistake);
    }
}

void ir_verify_operands(Verifier *v)
{
    for (unsigned i = 0; i < v->s->n_ops; i++) {
        verify_op(v, &v->s->ops[i]);
    }
}

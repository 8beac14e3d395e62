/*
 * ir_verify_rules.c: the rules that keep the guest's state exact
 *
 *   registers   An instruction that can trap or leave half-way has not
 *               written any register yet.
 *   floats      Before anything touches an f register, fp_check has proved
 *               that it may; calls may take that back.
 *   guards      A guarded access lies in the range that a guard proved, and
 *               no call has run since.
 */
#include "ir_verify.h"

/* Does a helper run that may change registers and the translation? */
static bool is_call(const IrOp *op, const void *opaque)
{
    if (op->opc == IR_call) {
        return !(tcg_helper_flags(op->imm)
                 & (TCG_HELPER_PURE | TCG_HELPER_MEMORY));
    }
    return ir_op_flags(op->opc) & IR_CALLS;
}

/* --- registers ----------------------------------------------------------- */

static bool writes_register(const IrOp *op)
{
    IrRefKind kind = ir_ref_kind(op->dst);

    return kind == IR_REF_GPR || kind == IR_REF_FPR;
}

/* Polls and exits name the state they leave with; these restart. */
static bool may_restart(const IrOp *op)
{
    return (ir_op_flags(op->opc) & (IR_LOADS | IR_STORES))
        || is_call(op, NULL) || op->opc == IR_fp_check;
}

void ir_verify_insns(Verifier *v)
{
    const IrOp *last_write = NULL;

    for (unsigned i = 0; i < v->s->n_ops; i++) {
        const IrOp *op = &v->s->ops[i];

        if (op->opc == IR_insn_start
            || (last_write && last_write->insn != op->insn)) {
            last_write = NULL;
        }
        if (last_write && may_restart(op)) {
            ir_verify_fail(v, op, "its instruction has written a register");
        }
        if (writes_register(op)) {
            last_write = op;
        } else if (ir_op_flags(op->opc) & IR_ENDS) {
            last_write = NULL;
        }
    }
}

/* --- floats -------------------------------------------------------------- */

static bool is_fp_check(const IrOp *op, const void *opaque)
{
    return op->opc == IR_fp_check;
}

static bool touches_float(const IrOp *op, const void *opaque)
{
    return ir_op_has(op->opc, 'A') || ir_op_has(op->opc, 'B')
        || ir_op_has(op->opc, 'D');
}

void ir_verify_float(Verifier *v)
{
    const IrFact checked = { is_fp_check, is_call, touches_float, NULL };
    const IrOp *op = ir_flow_find(v->s, &checked);

    if (op) {
        ir_verify_fail(v, op, "no fp_check on every way here");
    }
}

/* --- guards -------------------------------------------------------------- */

static bool is_guarded(IrOpcode opc)
{
    return opc == IR_gld || opc == IR_gst || opc == IR_gfld || opc == IR_gfst;
}

/* How far the index has moved is not proved here. */
static bool is_indexed(IrOpcode opc)
{
    return opc == IR_gldx || opc == IR_gstx || opc == IR_gfldx
        || opc == IR_gfstx;
}

static bool writes_memory(IrOpcode opc)
{
    return opc == IR_gst || opc == IR_gfst || opc == IR_gstx
        || opc == IR_gfstx;
}

static bool makes_guard(const IrOp *op, const void *opaque)
{
    return op == opaque;
}

static bool needs_guard(const IrOp *op, const void *opaque)
{
    return (is_guarded(op->opc) || is_indexed(op->opc))
        && op->arg[0] == ((const IrOp *)opaque)->dst;
}

static const IrOp *find_guard(const TCGContext *s, IrRef ref)
{
    for (unsigned i = 0; i < s->n_ops; i++) {
        if (s->ops[i].opc == IR_guard && s->ops[i].dst == ref) {
            return &s->ops[i];
        }
    }
    return NULL;
}

static void check_access(Verifier *v, const IrOp *op)
{
    const IrOp *guard = find_guard(v->s, op->arg[0]);
    int64_t start, end;

    if (!guard) {
        ir_verify_fail(v, op, "its address is no guard's");
        return;
    }
    if (is_indexed(op->opc) != !!(guard->attr & IR_GUARD_INDEXED)) {
        ir_verify_fail(v, op, "its guard is of the other kind");
        return;
    }
    start = (int64_t)op->imm - guard->imm;
    end = start + memop_size(op->attr);
    if (!is_indexed(op->opc)
        && (start < 0
            || end > (int64_t)ir_const_value(v->s, guard->arg[1]))) {
        ir_verify_fail(v, op, "it is outside of what its guard proved");
    } else if (writes_memory(op->opc) && !(guard->attr & IR_GUARD_WRITE)) {
        ir_verify_fail(v, op, "its guard is for reading");
    }
}

static void check_guard(Verifier *v, const IrOp *guard)
{
    const IrFact valid = { makes_guard, is_call, needs_guard, guard };
    const IrOp *op = ir_flow_find(v->s, &valid);

    if (op) {
        ir_verify_fail(v, op, "its guard does not hold on every way here");
    }
}

void ir_verify_guards(Verifier *v)
{
    for (unsigned i = 0; i < v->s->n_ops && !v->error; i++) {
        const IrOp *op = &v->s->ops[i];

        if (is_guarded(op->opc) || is_indexed(op->opc)) {
            check_access(v, op);
        } else if (op->opc == IR_guard) {
            check_guard(v, op);
        }
    }
}

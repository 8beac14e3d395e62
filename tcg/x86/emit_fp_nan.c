/*
 * emit_fp_nan.c: results are canonical NaNs, checked as seldom as possible
 *
 * A check takes two instructions, as many as some operations without it. But
 * a NaN makes a NaN of every sum, product, quotient and root that it enters:
 * of a chain of operations the last one is checked, and its stub looks at
 * the others. That is right as long as nobody sees their results before:
 * nothing in between may store, move or test them, call a helper, leave the
 * unit, or be reached in another way.
 *
 * Results of fused operations are always checked: see emit_fp_fma.c. An
 * operation whose check is left to a later one is noted in Emit until then.
 */
#include "x86/emit_fp.h"

enum { WINDOW = 24 };           /* operations to look ahead */

/* --- the canonical NaN --------------------------------------------------- */

static uint64_t canonical_nan(IrFormat f)
{
    switch (f) {
    case IR_F32:
        return fpu_box32(NAN_F32);
    case IR_F16:
        return fpu_box16(NAN_F16);
    default:
        return NAN_F64;
    }
}

void fp_load_canonical_nan(Emit *e, X86Xmm dst, IrFormat f)
{
    x86_mov_imm(&e->as, X86_RAX, canonical_nan(f));
    x86_xr(&e->as, X86_MOVD | X86_W64, dst, X86_RAX);
}

void fp_compare_self(Emit *e, X86Xmm x, IrFormat f)
{
    x86_xx(&e->as, fp_scalar(f, X86_UCOMISS, X86_UCOMISD), x, x);
}

/* --- operations whose check comes later ---------------------------------- */

static bool reads(const IrOp *op, IrRef ref)
{
    return op->arg[0] == ref || op->arg[1] == ref || op->arg[2] == ref;
}

/* Does a NaN among the operands make the result one? */
static bool passes_nan_on(const IrOp *op)
{
    switch (op->opc) {
    case IR_fadd: case IR_fsub: case IR_fmul: case IR_fdiv: case IR_fsqrt:
    case IR_fmadd: case IR_fmsub: case IR_fnmsub: case IR_fnmadd:
        return true;
    default:
        return false;
    }
}

static bool is_comparison(const IrOp *op)
{
    return op->opc == IR_feq || op->opc == IR_flt || op->opc == IR_fle;
}

static bool all_boxed(const IrOp *op)
{
    for (unsigned i = 0; i < 3; i++) {
        if (op->arg[i] != IR_NONE && !(op->attr & IR_FP_BOXED(i))) {
            return false;
        }
    }
    return true;
}

/* Is the operation's code complete, without the interpreter? */
static bool stays(const Emit *e, const IrOp *op)
{
    IrFormat f = IR_FP_FORMAT(op->attr);
    bool fused = passes_nan_on(op) && op->arg[2] != IR_NONE;

    return (passes_nan_on(op) || is_comparison(op))
        && fp_rounds_dynamically(op)
        && (f == IR_F64 || (f == IR_F32 && all_boxed(op)))
        && (!fused || e->as.features.fma);
}

/* May the operation come between a result and its check? */
static bool is_quiet(const Emit *e, const IrOp *op)
{
    unsigned flags = ir_op_flags(op->opc);

    if (op->opc == IR_label || flags & (IR_BRANCHES | IR_ENDS)) {
        return false;
    }
    return stays(e, op)
        || !(flags & (IR_MAY_LEAVE | IR_LOADS | IR_STORES | IR_CALLS));
}

/* The operation whose check finds a NaN in @op's result too, or NULL */
static const IrOp *checked_by(const Emit *e, const IrOp *op)
{
    const IrOp *end;

    if (ir_ref_kind(op->dst) != IR_REF_FPR) {
        return NULL;
    }
    end = MIN(op + WINDOW, e->s->ops + e->s->n_ops);

    for (const IrOp *next = op + 1; next < end && is_quiet(e, next); next++) {
        if (reads(next, op->dst)) {
            if (passes_nan_on(next)) {
                return IR_FP_FORMAT(next->attr) == IR_FP_FORMAT(op->attr)
                    ? next : NULL;
            }
            if (!is_comparison(next)) {
                return NULL;
            }
        }
        if (next->dst == op->dst) {
            return NULL;
        }
    }
    return NULL;
}

/* Does nobody see or replace register @ref from behind @op until @later? */
static bool is_hidden(IrRef ref, const IrOp *op, const IrOp *later)
{
    for (const IrOp *next = op + 1; next <= later; next++) {
        if (reads(next, ref) && !passes_nan_on(next) && !is_comparison(next)) {
            return false;
        }
        if (next->dst == ref && next != later) {
            return false;
        }
    }
    return true;
}

/* Leave the check of @op, and those left to it, to @later. */
static bool leave_check_to(Emit *e, const IrOp *op, const IrOp *later)
{
    bool can = e->n_unchecked < EMIT_MAX_UNCHECKED;

    for (unsigned i = 0; i < e->n_unchecked; i++) {
        if (e->unchecked[i].by == op) {
            can = can && is_hidden(e->unchecked[i].op->dst, op, later);
        }
    }
    if (!can) {
        return false;
    }
    for (unsigned i = 0; i < e->n_unchecked; i++) {
        if (e->unchecked[i].by == op) {
            e->unchecked[i].by = later;
        }
    }
    e->unchecked[e->n_unchecked++] = (Unchecked){ op, later };
    return true;
}

/* Registers with results whose check is now made by @op, one bit each */
static uint32_t take_unchecked(Emit *e, const IrOp *op)
{
    uint32_t registers = 0;
    unsigned kept = 0;

    for (unsigned i = 0; i < e->n_unchecked; i++) {
        Unchecked unchecked = e->unchecked[i];

        if (unchecked.by != op) {
            e->unchecked[kept++] = unchecked;
        } else if (unchecked.op->dst != op->dst) {
            registers |= 1u << (unchecked.op->dst - IR_FPR(0));
        }
    }
    e->n_unchecked = kept;
    return registers;
}

/* --- checks -------------------------------------------------------------- */

/* In a stub: the other results, which may be numbers. Keeps xmm0 and xmm1. */
static void replace_others(Emit *e, uint32_t registers, IrFormat f)
{
    for (unsigned i = 0; i < 32; i++) {
        X86Label number = X86_LABEL_INIT;
        X86Xmm x;

        if (!(registers >> i & 1)) {
            continue;
        }
        x = emit_use_x(e, IR_FPR(i), X86_XMM2);
        fp_compare_self(e, x, f);
        x86_jcc(&e->as, X86_CC_NP, &number);
        fp_load_canonical_nan(e, x, f);
        emit_store_x(e, IR_FPR(i), x);
        x86_bind(&e->as, &number);
    }
}

void fp_finish_nan_stub(Emit *e, Stub *stub, X86Xmm x)
{
    replace_others(e, stub->data[1], IR_FP_FORMAT(stub->op->attr));
    fp_load_canonical_nan(e, x, IR_FP_FORMAT(stub->op->attr));
    x86_jmp(&e->as, &stub->back);
}

Stub *fp_jump_if_nan(Emit *e, const IrOp *op, X86Xmm x, IrFormat f,
                     StubFn *fn)
{
    Stub *stub = emit_stub(e, fn, op);

    stub->data[1] = take_unchecked(e, op);
    fp_compare_self(e, x, f);
    x86_jcc(&e->as, X86_CC_P, &stub->entry);
    return stub;
}

static void nan_stub(Emit *e, Stub *stub)
{
    fp_finish_nan_stub(e, stub, stub->data[0]);
}

void fp_replace_nan(Emit *e, const IrOp *op, X86Xmm x)
{
    Stub *stub = fp_jump_if_nan(e, op, x, IR_FP_FORMAT(op->attr), nan_stub);

    stub->data[0] = x;
    x86_bind(&e->as, &stub->back);
}

void fp_replace_nan_in_time(Emit *e, const IrOp *op, X86Xmm x)
{
    const IrOp *later = stays(e, op) ? checked_by(e, op) : NULL;

    if (!later || !leave_check_to(e, op, later)) {
        fp_replace_nan(e, op, x);
    }
}

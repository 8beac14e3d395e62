/*
 * emit_fp.c: arithmetic: add, subtract, multiply, divide, square root
 *
 * One instruction and, at times, a check for NaN. Rounding modes other than
 * MXCSR's go to the interpreter; the front end does not ask for them.
 *
 * Halves are computed as singles and rounded again. That is as good as
 * rounding once, flags included: sums that are small enough to underflow,
 * and all products, are exact with 24 bits; quotients and roots of 11 bits
 * that are not exact differ from every number of 12 bits, tie or not, by
 * more than what the first rounding moves them.
 */
#include "x86/emit_fp.h"
#include "x86/emit_fp_ops.h"

/* Can the instruction be used? If not, the interpreter has it. */
static bool begin(Emit *e, const IrOp *op)
{
    IrFormat f = IR_FP_FORMAT(op->attr);

    return fp_begin(e, op, f,
                    fp_can_compute(e, f) && fp_rounds_dynamically(op));
}

static bool is_half(const IrOp *op)
{
    return IR_FP_FORMAT(op->attr) == IR_F16;
}

static void finish(Emit *e, const IrOp *op, X86Xmm result)
{
    fp_replace_nan_in_time(e, op, result);
    emit_store_x(e, op->dst, result);
}

static void arithmetic(Emit *e, const IrOp *op, X86Op single, X86Op twice)
{
    X86Xmm dst, a;

    if (!begin(e, op)) {
        return;
    }
    if (is_half(op)) {
        a = fp_use(e, op, 0, X86_XMM0);
        x86_xxx(&e->as, single, X86_XMM0, a, fp_use(e, op, 1, X86_XMM1));
        fp_narrow(e, op);
        return;
    }
    dst = emit_dst_x(e, op->dst, X86_XMM0);
    a = emit_use_x(e, op->arg[0], X86_XMM0);
    emit_op_x(e, fp_scalar(IR_FP_FORMAT(op->attr), single, twice), dst, a,
              op->arg[1]);
    finish(e, op, dst);
}

void emit_fadd(Emit *e, const IrOp *op)
{
    arithmetic(e, op, X86_ADDSS, X86_ADDSD);
}

void emit_fsub(Emit *e, const IrOp *op)
{
    arithmetic(e, op, X86_SUBSS, X86_SUBSD);
}

void emit_fmul(Emit *e, const IrOp *op)
{
    arithmetic(e, op, X86_MULSS, X86_MULSD);
}

void emit_fdiv(Emit *e, const IrOp *op)
{
    arithmetic(e, op, X86_DIVSS, X86_DIVSD);
}

/* In legacy form the box comes from the destination. */
void emit_fsqrt(Emit *e, const IrOp *op)
{
    X86Xmm dst, a;

    if (!begin(e, op)) {
        return;
    }
    if (is_half(op)) {
        a = fp_use(e, op, 0, X86_XMM0);
        x86_xx(&e->as, X86_SQRTSS, X86_XMM0, a);
        fp_narrow(e, op);
        return;
    }
    dst = emit_dst_x(e, op->dst, X86_XMM0);
    a = emit_use_x(e, op->arg[0], dst);
    if (!e->as.features.avx && a != dst) {
        x86_xx(&e->as, X86_MOVAPS, dst, a);
        a = dst;
    }
    x86_xx(&e->as, fp_scalar(IR_FP_FORMAT(op->attr), X86_SQRTSS, X86_SQRTSD),
           dst, a);
    finish(e, op, dst);
}

void emit_fmov(Emit *e, const IrOp *op)
{
    X86Xmm dst = emit_dst_x(e, op->dst, X86_XMM0);

    if (emit_loc(e, op->dst).kind == LOC_XMM) {
        emit_load_x(e, dst, op->arg[0]);
    } else {
        emit_store_x(e, op->dst, emit_use_x(e, op->arg[0], dst));
    }
}

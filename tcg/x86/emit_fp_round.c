/*
 * emit_fp_round.c: to integral numbers that stay floats (Zfa)
 *
 * SSE4.1 has both: roundsd raises inexact or, if asked, does not. It has the
 * four rounding modes of MXCSR, by number or as MXCSR says.
 */
#include "x86/emit_fp.h"
#include "x86/emit_fp_ops.h"

enum {                          /* immediates of roundsd */
    ROUND_MXCSR = 4,
    ROUND_QUIETLY = 8,
};

static const uint8_t modes[] = {
    [RM_RNE] = 0, [RM_RDN] = 1, [RM_RUP] = 2, [RM_RTZ] = 3,
    [RM_DYN] = ROUND_MXCSR,
};

static bool begin(Emit *e, const IrOp *op)
{
    IrFormat f = IR_FP_FORMAT(op->attr);

    return fp_begin(e, op, f, fp_can_compute(e, f) && e->as.features.sse41
                              && IR_FP_RM(op->attr) != RM_RMM);
}

/* In legacy form the box comes from the destination. */
static void to_integral(Emit *e, const IrOp *op, unsigned how)
{
    IrFormat f = IR_FP_FORMAT(op->attr);
    X86Xmm dst = f == IR_F16 ? X86_XMM0 : emit_dst_x(e, op->dst, X86_XMM0);
    X86Xmm a;

    if (!begin(e, op)) {
        return;
    }
    a = fp_use(e, op, 0, dst);
    if (!e->as.features.avx && a != dst) {
        x86_xx(&e->as, X86_MOVAPS, dst, a);
        a = dst;
    }
    x86_xxi(&e->as, fp_scalar(fp_host_format(f), X86_ROUNDSS, X86_ROUNDSD),
            dst, a, modes[IR_FP_RM(op->attr)] | how);
    if (f == IR_F16) {
        fp_narrow(e, op);
    } else {
        fp_replace_nan(e, op, dst);
        emit_store_x(e, op->dst, dst);
    }
}

void emit_fround(Emit *e, const IrOp *op)
{
    to_integral(e, op, ROUND_QUIETLY);
}

void emit_froundnx(Emit *e, const IrOp *op)
{
    to_integral(e, op, 0);
}

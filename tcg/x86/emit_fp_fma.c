/*
 * emit_fp_fma.c: fused multiply-add
 *
 * FMA3 adds to its destination (231: dst = s1 * s2 + dst) or multiplies it
 * (213: dst = s1 * dst + s2), so the form depends on which operand the
 * result replaces. The factors stay where the stub for NaN results finds
 * them: 0 * inf + quiet NaN is invalid in RISC-V, but raises nothing on x86
 * (IEEE 754, 7.2 leaves the choice).
 *
 * Without FMA3 the interpreter computes.
 */
#include "x86/emit_fp.h"
#include "x86/emit_fp_ops.h"

/* MXCSR.IE */
enum { MXCSR_INVALID = 1 << 0 };

/* Factors that are in xmm0, not in their place: data[0] of the stub */
enum { A_MOVED = 1 << 0, B_MOVED = 1 << 1 };

typedef struct FmaRow {
    X86Op s213, d213, s231, d231;
} FmaRow;

static const FmaRow rows[] = {
#define FMA_ROW(name) \
    { X86_##name##213SS, X86_##name##213SD, \
      X86_##name##231SS, X86_##name##231SD }
    FMA_ROW(VFMADD),            /* fmadd: a * b + c */
    FMA_ROW(VFMSUB),            /* fmsub: a * b - c */
    FMA_ROW(VFNMADD),           /* fnmsub: -(a * b) + c */
    FMA_ROW(VFNMSUB),           /* fnmadd: -(a * b) - c */
#undef FMA_ROW
};

static void multiply_factors(Emit *e, Stub *stub)
{
    const IrOp *op = stub->op;
    X86Op mul = fp_scalar(IR_FP_FORMAT(op->attr), X86_MULSS, X86_MULSD);
    X86Xmm a = stub->data[0] & A_MOVED
        ? X86_XMM0 : emit_use_x(e, op->arg[0], X86_XMM1);

    if (stub->data[0] & B_MOVED) {
        x86_xxx(&e->as, mul, X86_XMM1, a, X86_XMM0);
    } else {
        emit_op_x(e, mul, X86_XMM1, a, op->arg[1]);
    }
}

/* Raises NV for 0 * inf, and nothing else: the result is a NaN already. */
static void fma_nan_stub(Emit *e, Stub *stub)
{
    X86Asm *a = &e->as;
    X86Mem before = emit_frame(FRAME_FREE), after = emit_frame(FRAME_FREE + 8);
    Loc dst = emit_loc(e, stub->op->dst);

    x86_m(a, X86_STMXCSR, before);
    multiply_factors(e, stub);
    x86_m(a, X86_STMXCSR, after);
    x86_rm(a, X86_MOV, X86_RAX, after);
    x86_ri(a, X86_AND, X86_RAX, MXCSR_INVALID);
    x86_mr(a, X86_OR, before, X86_RAX);
    x86_m(a, X86_LDMXCSR, before);
    fp_finish_nan_stub(e, stub, dst.kind == LOC_XMM ? dst.reg : X86_XMM0);
}

/*
 * The result in @dst; returns which factors were moved: xmm0 keeps the value
 * that @dst had when that was a factor.
 */
static unsigned multiply_add(Emit *e, const IrOp *op, const FmaRow *row,
                             X86Xmm dst)
{
    IrFormat f = IR_FP_FORMAT(op->attr);
    bool a_lost = emit_same(e, op->dst, op->arg[0]) && dst != X86_XMM0;
    bool b_lost = emit_same(e, op->dst, op->arg[1]) && dst != X86_XMM0;
    bool c_here = emit_same(e, op->dst, op->arg[2]) && dst != X86_XMM0;
    unsigned moved = (a_lost ? A_MOVED : 0) | (b_lost ? B_MOVED : 0);
    X86Xmm a;

    if (a_lost || b_lost) {
        x86_xx(&e->as, X86_MOVAPS, X86_XMM0, dst);
    }
    if ((a_lost || b_lost) && !c_here) {
        IrRef other = op->arg[a_lost ? 1 : 0];

        emit_op_x(e, fp_scalar(f, row->s213, row->d213), dst,
                  emit_use_x(e, other, X86_XMM1), op->arg[2]);
        return moved;
    }
    if (!c_here) {
        emit_load_x(e, dst, op->arg[2]);
    }
    a = a_lost ? X86_XMM0 : emit_use_x(e, op->arg[0], X86_XMM1);
    if (b_lost) {
        x86_xxx(&e->as, fp_scalar(f, row->s231, row->d231), dst, a, X86_XMM0);
    } else {
        emit_op_x(e, fp_scalar(f, row->s231, row->d231), dst, a, op->arg[1]);
    }
    return moved;
}

static void fused(Emit *e, const IrOp *op, const FmaRow *row)
{
    IrFormat f = IR_FP_FORMAT(op->attr);
    X86Xmm dst = emit_dst_x(e, op->dst, X86_XMM0);
    unsigned moved;
    Stub *stub;

    if (!fp_begin(e, op, f, f != IR_F16 && fp_rounds_dynamically(op)
                            && e->as.features.fma)) {
        return;
    }
    moved = multiply_add(e, op, row, dst);
    stub = fp_jump_if_nan(e, op, dst, f, fma_nan_stub);
    stub->data[0] = moved;
    x86_bind(&e->as, &stub->back);
    emit_store_x(e, op->dst, dst);
}

void emit_fmadd(Emit *e, const IrOp *op)
{
    fused(e, op, &rows[0]);
}

void emit_fmsub(Emit *e, const IrOp *op)
{
    fused(e, op, &rows[1]);
}

void emit_fnmsub(Emit *e, const IrOp *op)
{
    fused(e, op, &rows[2]);
}

void emit_fnmadd(Emit *e, const IrOp *op)
{
    fused(e, op, &rows[3]);
}

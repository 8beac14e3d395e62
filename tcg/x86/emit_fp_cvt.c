/*
 * emit_fp_cvt.c: conversions from integers and between formats, moves
 *
 * Instructions that write only the scalar wait for what their destination
 * held before; so that is cleared first, or filled with ones, which box the
 * result at the same time.
 */
#include "x86/emit_fp.h"
#include "x86/emit_fp_ops.h"

/* --- from integers ------------------------------------------------------- */

/*
 * The destination, ready for a scalar that is to be boxed if it is one.
 * Halves come from singles: a number that one cannot hold is infinite or the
 * largest one as a half, rounded or not.
 */
static X86Xmm fresh_dst(Emit *e, const IrOp *op)
{
    IrFormat f = IR_FP_FORMAT(op->attr);
    X86Xmm dst = f == IR_F16 ? X86_XMM0 : emit_dst_x(e, op->dst, X86_XMM0);

    x86_xxx(&e->as, f == IR_F32 ? X86_PCMPEQD : X86_PXOR, dst, dst, dst);
    return dst;
}

static void finish(Emit *e, const IrOp *op, X86Xmm dst)
{
    if (IR_FP_FORMAT(op->attr) == IR_F16) {
        fp_narrow(e, op);
    } else {
        emit_store_x(e, op->dst, dst);
    }
}

static X86Op from_int64(const IrOp *op)
{
    return X86_W64 | fp_scalar(fp_host_format(IR_FP_FORMAT(op->attr)),
                               X86_CVTSI2SS, X86_CVTSI2SD);
}

/*
 * In a mode of its own an operation is done here if it rounds nothing: the
 * result has n bits, and rax, the integer, is at most n bits long. Compilers
 * convert back what they rounded to an integer. Overwrites rax.
 */
static Stub *leave_rounding(Emit *e, const IrOp *op)
{
    static const uint8_t bits[] = {
        [IR_F32] = 24, [IR_F64] = 53, [IR_F16] = 11,
    };
    unsigned n = bits[IR_FP_FORMAT(op->attr)];
    Stub *stub = emit_stub(e, fp_interp_stub, op);

    if (op->opc == IR_fcvt_flu) {
        x86_ri(&e->as, X86_SHR | X86_W64, X86_RAX, (int)n);
        x86_jcc(&e->as, X86_CC_NE, &stub->entry);
        return stub;
    }
    x86_ri(&e->as, X86_SAR | X86_W64, X86_RAX, (int)n);
    x86_r(&e->as, X86_INC | X86_W64, X86_RAX);
    x86_ri(&e->as, X86_CMP | X86_W64, X86_RAX, 1);
    x86_jcc(&e->as, X86_CC_A, &stub->entry);
    return stub;
}

static void convert_exactly(Emit *e, const IrOp *op)
{
    Stub *rounds;
    X86Xmm dst;

    emit_load(e, X86_RAX, op->arg[0]);
    rounds = leave_rounding(e, op);
    dst = fresh_dst(e, op);
    x86_xr(&e->as, from_int64(op), dst, emit_use(e, op->arg[0], X86_RAX));
    finish(e, op, dst);
    x86_bind(&e->as, &rounds->back);
}

static bool begin(Emit *e, const IrOp *op)
{
    return fp_begin(e, op, IR_F64,
                    fp_can_compute(e, IR_FP_FORMAT(op->attr)));
}

void emit_fcvt_fl(Emit *e, const IrOp *op)
{
    X86Xmm dst;

    if (!begin(e, op)) {
        return;
    }
    if (!fp_rounds_dynamically(op)) {
        convert_exactly(e, op);
        return;
    }
    dst = fresh_dst(e, op);
    x86_xr(&e->as, from_int64(op), dst, emit_use(e, op->arg[0], X86_RAX));
    finish(e, op, dst);
}

/*
 * From 2^63 on: convert the half and double it, which is exact. Or-ing the
 * bit that is shifted out to the lowest one rounds as the whole would.
 */
static void big_unsigned_stub(Emit *e, Stub *stub)
{
    const IrOp *op = stub->op;
    IrFormat f = IR_FP_FORMAT(op->attr);
    X86Op add = fp_scalar(fp_host_format(f), X86_ADDSS, X86_ADDSD);
    X86Xmm dst = f == IR_F16 ? X86_XMM0 : emit_dst_x(e, op->dst, X86_XMM0);
    uint8_t *even;

    emit_load(e, X86_RAX, op->arg[0]);
    x86_ri(&e->as, X86_SHR | X86_W64, X86_RAX, 1);
    even = x86_jcc_short(&e->as, X86_CC_AE);
    x86_ri(&e->as, X86_OR | X86_W64, X86_RAX, 1);
    x86_land(&e->as, even);
    x86_xr(&e->as, from_int64(op), dst, X86_RAX);
    x86_xxx(&e->as, add, dst, dst, dst);
    x86_jmp(&e->as, &stub->back);
}

void emit_fcvt_flu(Emit *e, const IrOp *op)
{
    Stub *stub;
    X86Reg src;
    X86Xmm dst;

    if (!begin(e, op)) {
        return;
    }
    if (!fp_rounds_dynamically(op)) {
        convert_exactly(e, op);
        return;
    }
    stub = emit_stub(e, big_unsigned_stub, op);
    dst = fresh_dst(e, op);
    src = emit_use(e, op->arg[0], X86_RAX);
    x86_rr(&e->as, X86_TEST | X86_W64, src, src);
    x86_jcc(&e->as, X86_CC_S, &stub->entry);
    x86_xr(&e->as, from_int64(op), dst, src);
    x86_bind(&e->as, &stub->back);
    finish(e, op, dst);
}

/* --- between formats ----------------------------------------------------- */

/* The scalar in xmm0, boxed */
static void store_boxed(Emit *e, const IrOp *op)
{
    X86Xmm dst = emit_dst_x(e, op->dst, X86_XMM0);

    fp_box(e, dst, X86_XMM0, IR_FP_FORMAT(op->attr));
    emit_store_x(e, op->dst, dst);
}

/* Any operand that cannot be in memory, in xmm0 unless it has a register */
static X86Xmm source(Emit *e, const IrOp *op)
{
    return emit_use_x(e, op->arg[0], X86_XMM0);
}

static void single_to_double(Emit *e, const IrOp *op)
{
    X86Xmm dst = emit_dst_x(e, op->dst, X86_XMM0);

    x86_xx(&e->as, X86_CVTSS2SD, dst, source(e, op));
    fp_replace_nan(e, op, dst);
    emit_store_x(e, op->dst, dst);
}

static void double_to_single(Emit *e, const IrOp *op)
{
    x86_xx(&e->as, X86_CVTSD2SS, X86_XMM0, source(e, op));
    fp_replace_nan(e, op, X86_XMM0);
    store_boxed(e, op);
}

static void half_to_single(Emit *e, const IrOp *op)
{
    fp_widen(e, X86_XMM0, op->arg[0]);
    fp_replace_nan(e, op, X86_XMM0);
    store_boxed(e, op);
}

static void half_to_double(Emit *e, const IrOp *op)
{
    X86Xmm dst = emit_dst_x(e, op->dst, X86_XMM0);

    fp_widen(e, X86_XMM0, op->arg[0]);
    x86_xx(&e->as, X86_CVTSS2SD, dst, X86_XMM0);
    fp_replace_nan(e, op, dst);
    emit_store_x(e, op->dst, dst);
}

/* Lanes above: the box is a quiet NaN, and the upper two are cleared. */
static void single_to_half(Emit *e, const IrOp *op)
{
    x86_xx(&e->as, X86_MOVQ_XX, X86_XMM0, source(e, op));
    fp_narrow(e, op);
}

typedef void ConvertFn(Emit *e, const IrOp *op);

/* by format of operand and result; NULL: left to the interpreter */
static ConvertFn *const converters[3][3] = {
    [IR_F32][IR_F64] = single_to_double,
    [IR_F64][IR_F32] = double_to_single,
    [IR_F16][IR_F32] = half_to_single,
    [IR_F16][IR_F64] = half_to_double,
    [IR_F32][IR_F16] = single_to_half,
};

void emit_fcvt_ff(Emit *e, const IrOp *op)
{
    IrFormat to = IR_FP_FORMAT(op->attr);
    bool half = to == IR_F16 || op->imm == IR_F16;
    ConvertFn *convert = converters[op->imm][to];

    if (fp_begin(e, op, op->imm, convert && fp_rounds_dynamically(op)
                                 && (!half || e->as.features.f16c))) {
        convert(e, op);
    }
}

/* --- moves of bits ------------------------------------------------------- */

void emit_fmv_x(Emit *e, const IrOp *op)
{
    X86Reg dst = emit_dst(e, op->dst, X86_RAX);

    emit_load(e, dst, op->arg[0]);
    if (IR_FP_FORMAT(op->attr) == IR_F32) {
        x86_rr(&e->as, X86_MOVSXD, dst, dst);
    } else if (IR_FP_FORMAT(op->attr) == IR_F16) {
        x86_rr(&e->as, X86_MOVSX_W | X86_W64, dst, dst);
    }
    emit_store(e, op->dst, dst);
}

void emit_fmv_f(Emit *e, const IrOp *op)
{
    Loc dst = emit_loc(e, op->dst);
    bool zero = ir_is_const(op->arg[0]) && !emit_const(e, op->arg[0]);
    X86Reg src;

    if (IR_FP_FORMAT(op->attr) == IR_F64 && zero && dst.kind == LOC_XMM) {
        x86_xxx(&e->as, X86_PXOR, dst.reg, dst.reg, dst.reg);
        return;
    }
    src = emit_use(e, op->arg[0], X86_RAX);
    if (IR_FP_FORMAT(op->attr) == IR_F64) {
        emit_store(e, op->dst, src);
        return;
    }
    x86_xr(&e->as, X86_MOVD | X86_W32, X86_XMM0, src);
    store_boxed(e, op);
}

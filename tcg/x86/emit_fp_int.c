/*
 * emit_fp_int.c: conversions to integers
 *
 * Out of range, RISC-V raises NV alone and gives the nearest number; NaN is
 * the largest. x86 raises IE and gives 80..0 for all of them, which is what
 * a comparison with 1 overflows for. That serves signed results. Numbers
 * that the wider instruction takes but the guest's does not would raise
 * inexact instead: for unsigned results the operand's bits are compared
 * before; negative numbers (also -0) and large ones go to the interpreter.
 *
 * A static rounding mode is truncation after rounding to an integer; that
 * raises inexact, which must not happen for what is then out of range. Of
 * the numbers that have a fraction only f64 beyond 32 bits can be.
 */
#include "x86/emit_fp.h"
#include "x86/emit_fp_ops.h"

enum {                          /* immediates of roundsd */
    TRUNCATE = 3,
    ROUND_QUIETLY = 8,          /* raises no inexact */
};

/* RISC-V's mode as an immediate of roundsd; rtz is not needed */
static unsigned round_mode(const IrOp *op)
{
    static const uint8_t modes[] = { [RM_RNE] = 0, [RM_RDN] = 1, [RM_RUP] = 2 };

    return modes[IR_FP_RM(op->attr)];
}

static bool is_static(const IrOp *op)
{
    unsigned rm = IR_FP_RM(op->attr);

    return rm != RM_DYN && rm != RM_RTZ;
}

static IrFormat format(const IrOp *op)
{
    return fp_host_format(IR_FP_FORMAT(op->attr));
}

/*
 * Ties away from zero, which hosts do not have: the whole part, and one more
 * when the rest is at least a half. That is so when the whole part of twice
 * the rest is 1 or -1. All of this is exact. Overwrites xmm2.
 */
static void round_away(Emit *e, const IrOp *op, X86Xmm dst, X86Xmm src,
                       unsigned how)
{
    X86Asm *a = &e->as;
    X86Op round = fp_scalar(format(op), X86_ROUNDSS, X86_ROUNDSD);
    X86Op add = fp_scalar(format(op), X86_ADDSS, X86_ADDSD);

    x86_xxi(a, round, dst, src, TRUNCATE | how);
    x86_xx(a, X86_MOVAPS, X86_XMM2, src);
    x86_xxx(a, fp_scalar(format(op), X86_SUBSS, X86_SUBSD), X86_XMM2,
            X86_XMM2, dst);
    x86_xxx(a, add, X86_XMM2, X86_XMM2, X86_XMM2);
    x86_xxi(a, round, X86_XMM2, X86_XMM2, TRUNCATE | ROUND_QUIETLY);
    x86_xxx(a, add, dst, dst, X86_XMM2);
}

static void round_to(Emit *e, const IrOp *op, X86Xmm dst, X86Xmm src,
                     unsigned how)
{
    if (IR_FP_RM(op->attr) == RM_RMM) {
        round_away(e, op, dst, src, how);
        return;
    }
    x86_xxi(&e->as, fp_scalar(format(op), X86_ROUNDSS, X86_ROUNDSD), dst, src,
            round_mode(op) | how);
}

static void convert(Emit *e, const IrOp *op, X86Op width, X86Reg dst,
                    X86Xmm src)
{
    X86Op rounding = fp_scalar(format(op), X86_CVTSS2SI, X86_CVTSD2SI);
    X86Op truncating = fp_scalar(format(op), X86_CVTTSS2SI, X86_CVTTSD2SI);

    x86_rx(&e->as, width | (fp_rounds_dynamically(op) ? rounding : truncating),
           dst, src);
}

/* The operand in a register; false: the interpreter has the instruction. */
static bool begin(Emit *e, const IrOp *op, X86Xmm *src)
{
    IrFormat f = IR_FP_FORMAT(op->attr);

    if (!fp_begin(e, op, f, fp_can_compute(e, f)
                            && (!is_static(op) || e->as.features.sse41))) {
        return false;
    }
    *src = fp_use(e, op, 0, X86_XMM1);
    return true;
}

/* --- signed -------------------------------------------------------------- */

/* 80..0 is right for what is below, also when it is no overflow at all. */
static void saturate_stub(Emit *e, Stub *stub)
{
    const IrOp *op = stub->op;
    X86Reg dst = emit_dst(e, op->dst, X86_RAX);
    X86Xmm src = stub->data[0];
    X86Label largest = X86_LABEL_INIT;

    fp_compare_self(e, src, format(op));
    x86_jcc(&e->as, X86_CC_P, &largest);
    x86_xxx(&e->as, X86_PXOR, X86_XMM0, X86_XMM0, X86_XMM0);
    x86_xx(&e->as, fp_scalar(format(op), X86_UCOMISS, X86_UCOMISD), src,
           X86_XMM0);
    x86_jcc(&e->as, X86_CC_B, &stub->back);
    x86_bind(&e->as, &largest);
    x86_mov_imm(&e->as, dst,
                stub->data[1] == X86_W64 ? (uint64_t)INT64_MAX : INT32_MAX);
    x86_jmp(&e->as, &stub->back);
}

/* Is there more to round than what is in range when rounded? */
static bool rounds_twice(const IrOp *op, X86Op width)
{
    return width == X86_W32 && format(op) == IR_F64 && is_static(op);
}

/* Round without a flag; when the result is in range, again for the flag. */
static void to_word_twice(Emit *e, const IrOp *op, X86Xmm src)
{
    X86Reg dst = emit_dst(e, op->dst, X86_RAX);
    Stub *stub = emit_stub(e, fp_interp_stub, op);

    round_to(e, op, X86_XMM0, src, ROUND_QUIETLY);
    convert(e, op, X86_W32, dst, X86_XMM0);
    x86_ri(&e->as, X86_CMP | X86_W32, dst, 1);
    x86_jcc(&e->as, X86_CC_O, &stub->entry);
    round_to(e, op, X86_XMM0, src, 0);
    x86_rr(&e->as, X86_MOVSXD, dst, dst);
    emit_store(e, op->dst, dst);
    x86_bind(&e->as, &stub->back);
}

static void to_signed(Emit *e, const IrOp *op, X86Op width)
{
    X86Reg dst = emit_dst(e, op->dst, X86_RAX);
    X86Xmm src, whole;
    Stub *stub;

    if (!begin(e, op, &src)) {
        return;
    }
    if (rounds_twice(op, width)) {
        to_word_twice(e, op, src);
        return;
    }
    whole = is_static(op) ? X86_XMM0 : src;
    if (is_static(op)) {
        round_to(e, op, whole, src, 0);
    }
    stub = emit_stub(e, saturate_stub, op);
    stub->data[0] = src;
    stub->data[1] = width;
    convert(e, op, width, dst, whole);
    x86_ri(&e->as, X86_CMP | width, dst, 1);
    x86_jcc(&e->as, X86_CC_O, &stub->entry);
    x86_bind(&e->as, &stub->back);
    if (width == X86_W32) {
        x86_rr(&e->as, X86_MOVSXD, dst, dst);
    }
    emit_store(e, op->dst, dst);
}

void emit_fcvt_w(Emit *e, const IrOp *op)
{
    to_signed(e, op, X86_W32);
}

void emit_fcvt_l(Emit *e, const IrOp *op)
{
    to_signed(e, op, X86_W64);
}

/* --- unsigned ------------------------------------------------------------ */

/* eax = the upper half of an f64, or all of an f32: orders as the numbers
 * do, and negative numbers are above all */
static void leading_bits(Emit *e, const IrOp *op, X86Xmm src)
{
    Loc loc = emit_loc(e, op->arg[0]);

    if (format(op) == IR_F32) {
        x86_rx(&e->as, X86_MOVD | X86_W32, X86_RAX, src);
    } else if (loc.kind == LOC_MEM) {
        loc.disp += 4;
        x86_rm(&e->as, X86_MOV | X86_W32, X86_RAX, loc_mem(loc));
    } else {
        x86_rx(&e->as, X86_MOVD | X86_W64, X86_RAX, src);
        x86_ri(&e->as, X86_SHR | X86_W64, X86_RAX, 32);
    }
}

/* @limit: leading bits from which on the result may not fit */
static void to_unsigned(Emit *e, const IrOp *op, uint32_t limit, X86Op width)
{
    X86Reg dst = emit_dst(e, op->dst, X86_RAX);
    X86Xmm src;
    Stub *stub;

    if (!begin(e, op, &src)) {
        return;
    }
    stub = emit_stub(e, fp_interp_stub, op);
    leading_bits(e, op, src);
    x86_ri(&e->as, X86_CMP | X86_W32, X86_RAX, (int32_t)limit);
    x86_jcc(&e->as, X86_CC_AE, &stub->entry);
    if (is_static(op)) {
        round_to(e, op, X86_XMM0, src, 0);
        src = X86_XMM0;
    }
    convert(e, op, X86_W64, dst, src);
    if (width == X86_W32) {
        x86_rr(&e->as, X86_MOVSXD, dst, dst);
    }
    emit_store(e, op->dst, dst);
    x86_bind(&e->as, &stub->back);
}

/* 2^32 as f32; the last f64 before it whose lower half is 0 */
void emit_fcvt_wu(Emit *e, const IrOp *op)
{
    to_unsigned(e, op, format(op) == IR_F32 ? 0x4f800000 : 0x41efffff,
                X86_W32);
}

/* 2^63: what the signed instruction takes */
void emit_fcvt_lu(Emit *e, const IrOp *op)
{
    to_unsigned(e, op, format(op) == IR_F32 ? 0x5f000000 : 0x43e00000,
                X86_W64);
}

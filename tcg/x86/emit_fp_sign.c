/*
 * emit_fp_sign.c: sign injection and class: only the bits matter
 */
#include "x86/emit_fp.h"
#include "x86/emit_fp_ops.h"

/* --- signs --------------------------------------------------------------- */

/* @dst = @s1 op the sign bit alone */
static void op_sign(Emit *e, X86Op how, X86Xmm dst, X86Xmm s1, IrFormat f)
{
    if (f != IR_F16) {
        x86_xxm(&e->as, how, dst, s1,
                emit_frame(f == IR_F32 ? FRAME_SIGN32 : FRAME_SIGN64));
        return;
    }
    x86_xxx(&e->as, X86_PCMPEQD, X86_XMM1, X86_XMM1, X86_XMM1);
    x86_xxi(&e->as, X86_PSLLQ, X86_XMM1, X86_XMM1, 63);
    x86_xxi(&e->as, X86_PSRLQ, X86_XMM1, X86_XMM1, 48);
    x86_xxx(&e->as, how, dst, s1, X86_XMM1);
}

/*
 * The sign of a changes where it differs from that of b; for fsgnjn, where it
 * does not. Where both are the same register that is nowhere or everywhere.
 */
static void inject(Emit *e, const IrOp *op, X86Op how)
{
    IrFormat f = IR_FP_FORMAT(op->attr);
    X86Xmm dst = emit_dst_x(e, op->dst, X86_XMM0);
    X86Xmm a;

    fp_begin(e, op, f, true);
    a = emit_use_x(e, op->arg[0], X86_XMM0);
    if (op->arg[0] != op->arg[1]) {
        fp_op_bits(e, X86_XORPS, X86_XMM0, a, op->arg[1]);
        op_sign(e, how, X86_XMM0, X86_XMM0, f);
        fp_op_bits(e, X86_XORPS, dst, X86_XMM0, op->arg[0]);
        emit_store_x(e, op->dst, dst);
    } else if (how == X86_ANDNPS) {
        op_sign(e, X86_XORPS, dst, a, f);
        emit_store_x(e, op->dst, dst);
    } else {
        emit_store_x(e, op->dst, a);
    }
}

void emit_fsgnj(Emit *e, const IrOp *op)
{
    inject(e, op, X86_ANDPS);
}

void emit_fsgnjn(Emit *e, const IrOp *op)
{
    inject(e, op, X86_ANDNPS);
}

/* The absolute value, when both operands are the same. */
void emit_fsgnjx(Emit *e, const IrOp *op)
{
    IrFormat f = IR_FP_FORMAT(op->attr);
    X86Xmm dst = emit_dst_x(e, op->dst, X86_XMM0);

    fp_begin(e, op, f, true);
    op_sign(e, X86_ANDPS, X86_XMM0, emit_use_x(e, op->arg[1], X86_XMM0), f);
    fp_op_bits(e, X86_XORPS, dst, X86_XMM0, op->arg[0]);
    emit_store_x(e, op->dst, dst);
}

/* --- class --------------------------------------------------------------- */

typedef struct ClassFormat {
    uint8_t shift;              /* of the exponent's lowest bit */
    uint32_t exponent;          /* its bits, without the lowest */
} ClassFormat;

static const ClassFormat class_formats[] = {
    [IR_F32] = { 23, 0xfe },
    [IR_F64] = { 52, 0x7fe },
    [IR_F16] = { 10, 0x1e },
};

/*
 * Normal numbers here, classes 1 and 6; a stub for exponents of all zeros or
 * all ones: one more than those has nothing but its lowest bit in the field.
 */
void emit_fclass(Emit *e, const IrOp *op)
{
    IrFormat f = IR_FP_FORMAT(op->attr);
    const ClassFormat *format = &class_formats[f];
    Stub *stub = emit_stub(e, fp_interp_stub, op);
    unsigned sign = f == IR_F64 ? 63 : f == IR_F32 ? 31 : 15;

    fp_begin(e, op, f, true);
    emit_load(e, X86_RAX, op->arg[0]);
    x86_ri(&e->as, X86_SHR | X86_W64, X86_RAX, format->shift);
    x86_r(&e->as, X86_INC, X86_RAX);
    x86_ri(&e->as, X86_TEST, X86_RAX, format->exponent);
    x86_jcc(&e->as, X86_CC_E, &stub->entry);
    emit_load(e, X86_RAX, op->arg[0]);
    x86_ri(&e->as, X86_SHL | X86_W64, X86_RAX, 63 - sign);
    x86_ri(&e->as, X86_SAR | X86_W64, X86_RAX, 63);
    x86_ri(&e->as, X86_AND, X86_RAX, 2 - 64);
    x86_ri(&e->as, X86_ADD, X86_RAX, 64);
    emit_store(e, op->dst, X86_RAX);
    x86_bind(&e->as, &stub->back);
}

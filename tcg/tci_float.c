/*
 * tci_float.c: floating point: boxes, rounding modes, flags
 *
 * Unprivileged ISA, chapters "F Extension" and "NaN Boxing of Narrower
 * Values". The exact arithmetic of core/fpu.h is used and the host's FP unit
 * is not, so accrued flags go straight to fflags.
 */
#include "tci_float.h"
#include "tci_internal.h"

static uint64_t unbox(IrFormat format, uint64_t value)
{
    return format == IR_F16 ? fpu_unbox16(value)
         : format == IR_F32 ? fpu_unbox32(value) : value;
}

static uint64_t box(IrFormat format, uint64_t value)
{
    return format == IR_F16 ? fpu_box16(value)
         : format == IR_F32 ? fpu_box32(value) : value;
}

/* all 64 bits, whatever they are */
const IrOp *tci_fmov(Tci *t, const IrOp *op)
{
    return tci_set(t, op, tci_get(t, op->arg[0]));
}

/* the low bits as they are, boxed or not */
const IrOp *tci_fmv_x(Tci *t, const IrOp *op)
{
    uint64_t bits = tci_get(t, op->arg[0]);
    IrFormat format = IR_FP_FORMAT(op->attr);

    return tci_set(t, op, format == IR_F16 ? (uint64_t)(int16_t)bits
                   : format == IR_F32 ? (uint64_t)(int32_t)bits : bits);
}

const IrOp *tci_fmv_f(Tci *t, const IrOp *op)
{
    return tci_set(t, op, box(IR_FP_FORMAT(op->attr),
                              tci_get(t, op->arg[0])));
}

/* between formats: exact, or rounded once */
static uint64_t convert(FpuStatus *s, IrFormat to, IrFormat from, uint64_t a)
{
    if (to == from) {
        return a;
    }
    switch (from) {
    case IR_F16:
        return to == IR_F32 ? f16_to_f32(s, a) : f16_to_f64(s, a);
    case IR_F32:
        return to == IR_F16 ? f32_to_f16(s, a) : f32_to_f64(s, a);
    case IR_F64:
        return to == IR_F16 ? f64_to_f16(s, a) : f64_to_f32(s, a);
    }
    g_assert_not_reached();
}

static uint64_t run_format(FpuStatus *s, const IrOp *op, TciFloats x)
{
    static TciFloatFn *const functions[][3] = {
        [IR_F16] = { tci_f16_value, tci_f16_to_x, tci_f16_from_x },
        [IR_F32] = { tci_f32_value, tci_f32_to_x, tci_f32_from_x },
        [IR_F64] = { tci_f64_value, tci_f64_to_x, tci_f64_from_x },
    };
    IrFormat format = IR_FP_FORMAT(op->attr);

    if (op->opc == IR_fcvt_ff) {
        return box(format, convert(s, format, op->imm, x.a));
    }
    if (op->opc == IR_fcvt_fl || op->opc == IR_fcvt_flu) {
        return box(format, functions[format][2](s, op->opc, x));
    }
    if (op->opc >= IR_feq) {
        return functions[format][1](s, op->opc, x);
    }
    return box(format, functions[format][0](s, op->opc, x));
}

/* An integer operand stays as it is; floats come out of their boxes. */
static uint64_t operand(const Tci *t, const IrOp *op, unsigned i)
{
    uint64_t value = tci_get(t, op->arg[i]);

    switch (op->opc) {
    case IR_fcvt_fl: case IR_fcvt_flu:
        return value;
    case IR_fcvt_ff:
        return unbox(op->imm, value);
    default:
        return unbox(IR_FP_FORMAT(op->attr), value);
    }
}

/* fadd .. fcvt_ff */
const IrOp *tci_float(Tci *t, const IrOp *op)
{
    unsigned rm = IR_FP_RM(op->attr);
    FpuStatus status = { .rm = rm == RM_DYN ? t->hart->frm : rm };
    TciFloats x = { operand(t, op, 0), operand(t, op, 1), operand(t, op, 2) };
    uint64_t result = run_format(&status, op, x);

    t->hart->fflags |= status.flags;
    return tci_set(t, op, result);
}

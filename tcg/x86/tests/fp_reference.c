/* fp_reference.c: operations of the IR by means of core/fpu.h */
#include "fp_reference.h"

static uint64_t box_f32(uint32_t v)
{
    return fpu_box32(v);
}

static uint64_t box_f16(uint16_t v)
{
    return fpu_box16(v);
}

static uint64_t box_f64(uint64_t v)
{
    return v;
}

static uint32_t unbox_f32(uint64_t v)
{
    return fpu_unbox32(v);
}

static uint16_t unbox_f16(uint64_t v)
{
    return fpu_unbox16(v);
}

static uint64_t unbox_f64(uint64_t v)
{
    return v;
}

static uint64_t sext32(uint32_t v)
{
    return (uint64_t)(int32_t)v;
}

/* One function per format: all operations but those between formats. */
#define FORMAT(f, type, sign_type, sign)                                \
    static uint64_t execute_##f(const IrOp *op, FpuStatus *s,           \
                                const uint64_t *value)                  \
    {                                                                   \
        type a = unbox_##f(value[0]), b = unbox_##f(value[1]);          \
        type c = unbox_##f(value[2]), neg = (type)(sign);               \
        uint64_t x = value[0];                                          \
                                                                        \
        switch (op->opc) {                                              \
        case IR_fadd: return box_##f(f##_add(s, a, b));                 \
        case IR_fsub: return box_##f(f##_sub(s, a, b));                 \
        case IR_fmul: return box_##f(f##_mul(s, a, b));                 \
        case IR_fdiv: return box_##f(f##_div(s, a, b));                 \
        case IR_fsqrt: return box_##f(f##_sqrt(s, a));                  \
        case IR_fmadd: return box_##f(f##_muladd(s, a, b, c));          \
        case IR_fmsub: return box_##f(f##_muladd(s, a, b, c ^ neg));    \
        case IR_fnmsub: return box_##f(f##_muladd(s, a ^ neg, b, c));   \
        case IR_fnmadd:                                                 \
            return box_##f(f##_muladd(s, a ^ neg, b, c ^ neg));         \
        case IR_fmin: return box_##f(f##_min(s, a, b));                 \
        case IR_fmax: return box_##f(f##_max(s, a, b));                 \
        case IR_fminm: return box_##f(f##_minm(s, a, b));               \
        case IR_fmaxm: return box_##f(f##_maxm(s, a, b));               \
        case IR_fround: return box_##f(f##_round(s, a));                \
        case IR_froundnx: return box_##f(f##_roundnx(s, a));            \
        case IR_fsgnj: return box_##f((a & ~neg) | (b & neg));          \
        case IR_fsgnjn: return box_##f((a & ~neg) | (~b & neg));        \
        case IR_fsgnjx: return box_##f(a ^ (b & neg));                  \
        case IR_feq: return f##_eq(s, a, b);                            \
        case IR_flt: return f##_lt(s, a, b);                            \
        case IR_fle: return f##_le(s, a, b);                            \
        case IR_fltq: return f##_ltq(s, a, b);                          \
        case IR_fleq: return f##_leq(s, a, b);                          \
        case IR_fclass: return f##_classify(a);                         \
        case IR_fcvt_w: return sext32(f##_to_i32(s, a));                \
        case IR_fcvt_wu: return sext32(f##_to_u32(s, a));               \
        case IR_fcvt_l: return f##_to_i64(s, a);                        \
        case IR_fcvt_lu: return f##_to_u64(s, a);                       \
        case IR_fcvt_fl: return box_##f(f##_from_i64(s, x));            \
        case IR_fcvt_flu: return box_##f(f##_from_u64(s, x));           \
        case IR_fmv_x: return (uint64_t)(sign_type)x;                   \
        case IR_fmv_f: return box_##f((type)x);                         \
        }                                                               \
        g_assert_not_reached();                                         \
    }

FORMAT(f16, uint16_t, int16_t, 0x8000)
FORMAT(f32, uint32_t, int32_t, 0x80000000)
FORMAT(f64, uint64_t, int64_t, 1ull << 63)

static uint64_t widen(FpuStatus *s, IrFormat from, uint64_t value)
{
    switch (from) {
    case IR_F16:
        return f16_to_f64(s, fpu_unbox16(value));
    case IR_F32:
        return f32_to_f64(s, fpu_unbox32(value));
    default:
        return value;
    }
}

/* Between formats: widening is exact, so at most one step rounds. */
static uint64_t execute_ff(const IrOp *op, FpuStatus *s, uint64_t value)
{
    IrFormat to = IR_FP_FORMAT(op->attr), from = op->imm;

    if (to == IR_F64) {
        return widen(s, from, value);
    } else if (to == IR_F32) {
        return fpu_box32(from == IR_F16
            ? f16_to_f32(s, fpu_unbox16(value)) : f64_to_f32(s, value));
    }
    return fpu_box16(from == IR_F32
        ? f32_to_f16(s, fpu_unbox32(value)) : f64_to_f16(s, value));
}

FpResult fp_reference(const IrOp *op, unsigned frm, const uint64_t value[3])
{
    unsigned rm = IR_FP_RM(op->attr);
    FpuStatus s = { .rm = rm == RM_DYN ? frm : rm };
    FpResult result;

    if (op->opc == IR_fmov) {
        result.value = value[0];
    } else if (op->opc == IR_fcvt_ff) {
        result.value = execute_ff(op, &s, value[0]);
    } else if (IR_FP_FORMAT(op->attr) == IR_F64) {
        result.value = execute_f64(op, &s, value);
    } else if (IR_FP_FORMAT(op->attr) == IR_F32) {
        result.value = execute_f32(op, &s, value);
    } else {
        result.value = execute_f16(op, &s, value);
    }
    result.flags = s.flags;
    return result;
}

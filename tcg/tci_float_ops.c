/*
 * tci_float_ops.c: floating-point operations by core/fpu.h
 *
 * The three formats differ in the names of the functions only, so one macro
 * makes the functions of each.
 */
#include "tci_float.h"

static uint64_t with_sign(uint64_t a, uint64_t b, uint64_t sign)
{
    return (a & ~sign) | (b & sign);
}

#define FLOAT_VALUE(f, sign)                                            \
    uint64_t tci_##f##_value(FpuStatus *s, IrOpcode opc, TciFloats x)   \
    {                                                                   \
        switch (opc) {                                                  \
        case IR_fadd: return f##_add(s, x.a, x.b);                      \
        case IR_fsub: return f##_sub(s, x.a, x.b);                      \
        case IR_fmul: return f##_mul(s, x.a, x.b);                      \
        case IR_fdiv: return f##_div(s, x.a, x.b);                      \
        case IR_fsqrt: return f##_sqrt(s, x.a);                         \
        case IR_fmadd: return f##_muladd(s, x.a, x.b, x.c);             \
        case IR_fmsub: return f##_muladd(s, x.a, x.b, x.c ^ (sign));    \
        case IR_fnmsub: return f##_muladd(s, x.a ^ (sign), x.b, x.c);   \
        case IR_fnmadd:                                                 \
            return f##_muladd(s, x.a ^ (sign), x.b, x.c ^ (sign));      \
        case IR_fmin: return f##_min(s, x.a, x.b);                      \
        case IR_fmax: return f##_max(s, x.a, x.b);                      \
        case IR_fminm: return f##_minm(s, x.a, x.b);                    \
        case IR_fmaxm: return f##_maxm(s, x.a, x.b);                    \
        case IR_fround: return f##_round(s, x.a);                       \
        case IR_froundnx: return f##_roundnx(s, x.a);                   \
        case IR_fsgnj: return with_sign(x.a, x.b, sign);                \
        case IR_fsgnjn: return with_sign(x.a, ~x.b, sign);              \
        case IR_fsgnjx: return x.a ^ (x.b & (sign));                    \
        default: g_assert_not_reached();                                \
        }                                                               \
    }

#define FLOAT_TO_X(f)                                                   \
    uint64_t tci_##f##_to_x(FpuStatus *s, IrOpcode opc, TciFloats x)    \
    {                                                                   \
        switch (opc) {                                                  \
        case IR_feq: return f##_eq(s, x.a, x.b);                        \
        case IR_flt: return f##_lt(s, x.a, x.b);                        \
        case IR_fle: return f##_le(s, x.a, x.b);                        \
        case IR_fltq: return f##_ltq(s, x.a, x.b);                      \
        case IR_fleq: return f##_leq(s, x.a, x.b);                      \
        case IR_fclass: return f##_classify(x.a);                       \
        case IR_fcvt_w: return (int64_t)f##_to_i32(s, x.a);             \
        case IR_fcvt_wu: return (int64_t)(int32_t)f##_to_u32(s, x.a);   \
        case IR_fcvt_l: return f##_to_i64(s, x.a);                      \
        case IR_fcvt_lu: return f##_to_u64(s, x.a);                     \
        default: g_assert_not_reached();                                \
        }                                                               \
    }

#define FLOAT_FROM_X(f)                                                 \
    uint64_t tci_##f##_from_x(FpuStatus *s, IrOpcode opc, TciFloats x)  \
    {                                                                   \
        return opc == IR_fcvt_fl ? f##_from_i64(s, x.a)                 \
             : f##_from_u64(s, x.a);                                    \
    }

#define FLOAT_FORMAT(f, sign)                                           \
    FLOAT_VALUE(f, sign)                                                \
    FLOAT_TO_X(f)                                                       \
    FLOAT_FROM_X(f)

FLOAT_FORMAT(f16, 0x8000ull)
FLOAT_FORMAT(f32, 0x80000000ull)
FLOAT_FORMAT(f64, 0x8000000000000000ull)

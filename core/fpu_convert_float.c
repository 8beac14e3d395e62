/*
 * fpu_convert_float.c: conversions between the formats
 *
 * Unpack with one format, round and pack with the other: widening is exact,
 * narrowing rounds once.
 *
 * IEEE 754-2019, section 5.4.2; NaN payloads do not survive (Unprivileged
 * ISA, "NaN Generation and Propagation").
 */
#include "fpu_internal.h"

FPU_ENGINE uint64_t convert(const FloatFormat *from, const FloatFormat *to,
                            FpuStatus *s, uint64_t a)
{
    Unpacked x = fpu_unpack(from, a);

    if (G_UNLIKELY(x.kind & FLOAT_NAN)) {
        return fpu_nan_result(to, s, x.kind);
    }
    if (G_UNLIKELY(x.kind != FLOAT_FINITE)) {
        return float_with_sign(to, x.sign,
                               x.kind == FLOAT_ZERO ? 0 : to->infinity);
    }
    return to->round_pack(s, x.sign, x.exp, x.sig);
}

#define DEFINE_CONVERT(from, from_type, to, to_type)                    \
    to_type from##_to_##to(FpuStatus *s, from_type a)                   \
    {                                                                   \
        return convert(&from##_format, &to##_format, s, a);             \
    }

DEFINE_CONVERT(f32, uint32_t, f16, uint16_t)
DEFINE_CONVERT(f64, uint64_t, f16, uint16_t)
DEFINE_CONVERT(f16, uint16_t, f32, uint32_t)
DEFINE_CONVERT(f64, uint64_t, f32, uint32_t)
DEFINE_CONVERT(f16, uint16_t, f64, uint64_t)
DEFINE_CONVERT(f32, uint32_t, f64, uint64_t)

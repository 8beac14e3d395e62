/*
 * fpu_convert_int.c: conversions between floats and integers
 *
 * Rounding happens first, then the range check: -0.9 truncates to 0 and is a
 * valid unsigned integer. Out of range, the nearest representable integer is
 * the result and NV the only flag; a NaN counts as too large.
 *
 * Unprivileged ISA, "Single-Precision Floating-Point Conversion and Move
 * Instructions", table of domains of float-to-integer conversions.
 */
#include "fpu_internal.h"

typedef struct IntRange {
    uint64_t max;               /* largest value */
    uint64_t max_negative;      /* magnitude of the smallest value */
} IntRange;

static const IntRange i32_range = { INT32_MAX, BIT_ULL(31) };
static const IntRange u32_range = { UINT32_MAX, 0 };
static const IntRange i64_range = { INT64_MAX, BIT_ULL(63) };
static const IntRange u64_range = { UINT64_MAX, 0 };

static uint64_t saturate(const IntRange *range, FpuStatus *s, bool negative)
{
    s->flags |= FFLAG_NV;
    return negative ? -range->max_negative : range->max;
}

/* |x| rounded; exponents from 62 up are whole already, at most 63 fit. */
FPU_ENGINE uint64_t round_magnitude(FpuStatus *s, const Unpacked *x)
{
    return x->exp < 62 ? fpu_round_right(s, x->sign, x->sig, 62 - x->exp)
                       : x->sig << (x->exp - 62);
}

FPU_ENGINE uint64_t to_int(const FloatFormat *f, const IntRange *range,
                           FpuStatus *s, uint64_t a)
{
    Unpacked x = fpu_unpack(f, a);
    FpuStatus rounding = { .rm = s->rm };

    if (x.kind == FLOAT_ZERO) {
        return 0;
    }
    if (x.kind & FLOAT_NAN) {
        return saturate(range, s, false);
    }
    if (x.kind == FLOAT_INFINITE || x.exp > 63) {
        return saturate(range, s, x.sign);
    }
    uint64_t magnitude = round_magnitude(&rounding, &x);

    if (magnitude > (x.sign ? range->max_negative : range->max)) {
        return saturate(range, s, x.sign);
    }
    s->flags |= rounding.flags;
    return x.sign ? -magnitude : magnitude;
}

FPU_ENGINE uint64_t from_magnitude(const FloatFormat *f, FpuStatus *s,
                                   bool sign, uint64_t magnitude)
{
    return magnitude == 0 ? 0
                          : fpu_normalize_pack(f, s, sign, 62, magnitude);
}

#define DEFINE_FROM_INT(f, type)                                        \
    type f##_from_i64(FpuStatus *s, int64_t a)                          \
    {                                                                   \
        return from_magnitude(&f##_format, s, a < 0,                    \
                              a < 0 ? -(uint64_t)a : (uint64_t)a);      \
    }                                                                   \
    type f##_from_u64(FpuStatus *s, uint64_t a)                         \
    {                                                                   \
        return from_magnitude(&f##_format, s, false, a);                \
    }

#define DEFINE_TO_INT(f, type)                                          \
    int32_t f##_to_i32(FpuStatus *s, type a)                            \
    {                                                                   \
        return to_int(&f##_format, &i32_range, s, a);                   \
    }                                                                   \
    uint32_t f##_to_u32(FpuStatus *s, type a)                           \
    {                                                                   \
        return to_int(&f##_format, &u32_range, s, a);                   \
    }                                                                   \
    int64_t f##_to_i64(FpuStatus *s, type a)                            \
    {                                                                   \
        return to_int(&f##_format, &i64_range, s, a);                   \
    }                                                                   \
    uint64_t f##_to_u64(FpuStatus *s, type a)                           \
    {                                                                   \
        return to_int(&f##_format, &u64_range, s, a);                   \
    }

FPU_FOR_EACH_WIDTH(DEFINE_FROM_INT)
FPU_FOR_EACH_WIDTH(DEFINE_TO_INT)

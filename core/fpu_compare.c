/*
 * fpu_compare.c: comparisons, minimum and maximum, classification
 *
 * Bit patterns without the sign sort like the numbers they stand for, so
 * comparing floats is comparing integers once the sign is applied; no
 * operand needs unpacking.
 *
 * IEEE 754-2019, sections 5.11 (comparisons), 9.6 (minimum and maximum);
 * Unprivileged ISA, "Single-Precision Floating-Point Compare Instructions"
 * and "Classify Instruction"; fminm, fmaxm, fleq and fltq: Zfa.
 */
#include "fpu_internal.h"

/* Orders like the numbers; -0 and +0 are both 0. */
static inline int64_t order_key(const FloatFormat *f, uint64_t a)
{
    return float_sign(f, a) ? -(int64_t)float_magnitude(f, a) : (int64_t)a;
}

/* The same with -0 just below +0. */
static inline int64_t strict_order_key(const FloatFormat *f, uint64_t a)
{
    return float_sign(f, a) ? ~(int64_t)float_magnitude(f, a) : (int64_t)a;
}

/* Is a comparison unordered? NV for a signalling NaN, or any if @signalling */
FPU_ENGINE bool is_unordered(const FloatFormat *f, FpuStatus *s,
                             uint64_t a, uint64_t b, bool signalling)
{
    if (G_LIKELY(!float_is_nan(f, a) && !float_is_nan(f, b))) {
        return false;
    }
    if (signalling || float_is_snan(f, a) || float_is_snan(f, b)) {
        s->flags |= FFLAG_NV;
    }
    return true;
}

FPU_ENGINE bool equal(const FloatFormat *f, FpuStatus *s,
                      uint64_t a, uint64_t b)
{
    return !is_unordered(f, s, a, b, false)
           && order_key(f, a) == order_key(f, b);
}

FPU_ENGINE bool less(const FloatFormat *f, FpuStatus *s,
                     uint64_t a, uint64_t b, bool signalling)
{
    return !is_unordered(f, s, a, b, signalling)
           && order_key(f, a) < order_key(f, b);
}

FPU_ENGINE bool less_equal(const FloatFormat *f, FpuStatus *s,
                           uint64_t a, uint64_t b, bool signalling)
{
    return !is_unordered(f, s, a, b, signalling)
           && order_key(f, a) <= order_key(f, b);
}

/* minimum, maximum: a NaN operand makes the result NaN */
FPU_ENGINE uint64_t extreme(const FloatFormat *f, FpuStatus *s,
                            uint64_t a, uint64_t b, bool want_max)
{
    if (is_unordered(f, s, a, b, false)) {
        return f->canonical_nan;
    }
    bool a_first = strict_order_key(f, a) < strict_order_key(f, b);

    return a_first != want_max ? a : b;
}

/* minimumNumber, maximumNumber: a number is preferred to a NaN */
FPU_ENGINE uint64_t extreme_number(const FloatFormat *f, FpuStatus *s,
                                   uint64_t a, uint64_t b, bool want_max)
{
    uint64_t result = extreme(f, s, a, b, want_max);

    if (G_UNLIKELY(float_is_nan(f, a) != float_is_nan(f, b))) {
        return float_is_nan(f, a) ? b : a;
    }
    return result;
}

/* The bit that fclass sets, as the manual's table numbers them. */
FPU_ENGINE unsigned classify(const FloatFormat *f, uint64_t a)
{
    enum { INFINITE, NORMAL, SUBNORMAL, ZERO, SNAN = 8, QNAN };
    uint64_t magnitude = float_magnitude(f, a);
    unsigned bit = magnitude == f->infinity ? INFINITE
                   : magnitude >= f->min_normal ? NORMAL
                   : magnitude != 0 ? SUBNORMAL : ZERO;

    if (magnitude > f->infinity) {
        return 1u << (float_is_snan(f, a) ? SNAN : QNAN);
    }
    return 1u << (float_sign(f, a) ? bit : 7 - bit);
}

#define DEFINE_COMPARE(f, type)                                         \
    bool f##_eq(FpuStatus *s, type a, type b)                           \
    {                                                                   \
        return equal(&f##_format, s, a, b);                             \
    }                                                                   \
    bool f##_lt(FpuStatus *s, type a, type b)                           \
    {                                                                   \
        return less(&f##_format, s, a, b, true);                        \
    }                                                                   \
    bool f##_le(FpuStatus *s, type a, type b)                           \
    {                                                                   \
        return less_equal(&f##_format, s, a, b, true);                  \
    }                                                                   \
    bool f##_ltq(FpuStatus *s, type a, type b)                          \
    {                                                                   \
        return less(&f##_format, s, a, b, false);                       \
    }                                                                   \
    bool f##_leq(FpuStatus *s, type a, type b)                          \
    {                                                                   \
        return less_equal(&f##_format, s, a, b, false);                 \
    }

#define DEFINE_MIN_MAX(f, type)                                         \
    type f##_min(FpuStatus *s, type a, type b)                          \
    {                                                                   \
        return extreme_number(&f##_format, s, a, b, false);             \
    }                                                                   \
    type f##_max(FpuStatus *s, type a, type b)                          \
    {                                                                   \
        return extreme_number(&f##_format, s, a, b, true);              \
    }                                                                   \
    type f##_minm(FpuStatus *s, type a, type b)                         \
    {                                                                   \
        return extreme(&f##_format, s, a, b, false);                    \
    }                                                                   \
    type f##_maxm(FpuStatus *s, type a, type b)                         \
    {                                                                   \
        return extreme(&f##_format, s, a, b, true);                     \
    }                                                                   \
    unsigned f##_classify(type a)                                       \
    {                                                                   \
        return classify(&f##_format, a);                                \
    }

FPU_FOR_EACH_WIDTH(DEFINE_COMPARE)
FPU_FOR_EACH_WIDTH(DEFINE_MIN_MAX)

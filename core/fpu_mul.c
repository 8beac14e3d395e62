/*
 * fpu_mul.c: multiplication
 *
 * Significands in [1, 2) have a product in [1, 4): one conditional shift
 * normalizes it. The 128-bit product is exact; its lower half only matters
 * as a sticky bit.
 *
 * IEEE 754-2019, section 5.4.1.
 */
#include "fpu_internal.h"

/* x * y where at least one is not FLOAT_FINITE */
static uint64_t mul_special(const FloatFormat *f, FpuStatus *s,
                            Unpacked x, Unpacked y)
{
    unsigned kinds = x.kind | y.kind;

    if (kinds & FLOAT_NAN) {
        return fpu_nan_result(f, s, kinds);
    }
    if (kinds == (FLOAT_INFINITE | FLOAT_ZERO)) {
        return fpu_invalid(f, s);
    }
    return float_with_sign(f, x.sign ^ y.sign,
                           kinds & FLOAT_INFINITE ? f->infinity : 0);
}

FPU_ENGINE uint64_t mul_finite(const FloatFormat *f, FpuStatus *s,
                               Unpacked x, Unpacked y)
{
    uint64_t sig = wide_jam((FloatWide)(x.sig << 1) * (y.sig << 1));
    int exp = x.exp + y.exp;

    if (sig >> 63) {
        sig = shift_right_jam(sig, 1);
        exp++;
    }
    return f->round_pack(s, x.sign ^ y.sign, exp, sig);
}

FPU_RARE uint64_t mul_any(const FloatFormat *f, FpuStatus *s,
                          uint64_t a, uint64_t b)
{
    Unpacked x = fpu_unpack(f, a);
    Unpacked y = fpu_unpack(f, b);

    return x.kind | y.kind ? mul_special(f, s, x, y)
                           : mul_finite(f, s, x, y);
}

FPU_ENGINE uint64_t mul(const FloatFormat *f, FpuStatus *s,
                        uint64_t a, uint64_t b)
{
    if (G_UNLIKELY(!float_is_normal(f, a) || !float_is_normal(f, b))) {
        return mul_any(f, s, a, b);
    }
    return mul_finite(f, s, fpu_unpack_normal(f, a), fpu_unpack_normal(f, b));
}

#define DEFINE_MUL(f, type)                                             \
    type f##_mul(FpuStatus *s, type a, type b)                          \
    {                                                                   \
        return mul(&f##_format, s, a, b);                               \
    }

FPU_FOR_EACH_WIDTH(DEFINE_MUL)

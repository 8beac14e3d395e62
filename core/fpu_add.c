/*
 * fpu_add.c: addition and subtraction
 *
 * Align the smaller exponent to the larger, add or subtract significands,
 * normalize. Bits shifted out are jammed: with 10 guard bits or more, only
 * operands one exponent apart can cancel deeply, and those lose no bit.
 *
 * IEEE 754-2019, section 5.4.1; signs of zero: 6.3.
 */
#include "fpu_internal.h"

/* x + y where at least one is not FLOAT_FINITE */
static uint64_t add_special(const FloatFormat *f, FpuStatus *s,
                            Unpacked x, Unpacked y)
{
    unsigned kinds = x.kind | y.kind;

    if (kinds & FLOAT_NAN) {
        return fpu_nan_result(f, s, kinds);
    }
    if (kinds & FLOAT_INFINITE) {
        if (x.kind == y.kind && x.sign != y.sign) {
            return fpu_invalid(f, s);
        }
        return float_with_sign(f, x.kind == FLOAT_INFINITE ? x.sign : y.sign,
                               f->infinity);
    }
    if (x.kind != y.kind) {     /* one zero: the other is the exact sum */
        Unpacked *sum = x.kind == FLOAT_ZERO ? &y : &x;

        return f->round_pack(s, sum->sign, sum->exp, sum->sig);
    }
    return x.sign == y.sign ? float_with_sign(f, x.sign, 0)
                            : float_cancelled_zero(f, s);
}

/* x + y, both finite and |x| >= |y| */
FPU_ENGINE uint64_t add_finite(const FloatFormat *f, FpuStatus *s,
                               Unpacked x, Unpacked y)
{
    y.sig = shift_right_jam(y.sig, x.exp - y.exp);
    if (x.sign == y.sign) {
        x.sig += y.sig;
        if (x.sig >> 63) {
            x.sig = shift_right_jam(x.sig, 1);
            x.exp++;
        }
    } else {
        x.sig -= y.sig;
        if (G_UNLIKELY(x.sig == 0)) {
            return float_cancelled_zero(f, s);
        }
        int zeros = __builtin_clzll(x.sig) - 1;

        x.sig <<= zeros;
        x.exp -= zeros;
    }
    return f->round_pack(s, x.sign, x.exp, x.sig);
}

/* |a| >= |b|; a is infinite or NaN, or b is zero or subnormal */
FPU_RARE uint64_t add_any(const FloatFormat *f, FpuStatus *s,
                          uint64_t a, uint64_t b)
{
    Unpacked x = fpu_unpack(f, a);
    Unpacked y = fpu_unpack(f, b);

    return x.kind | y.kind ? add_special(f, s, x, y)
                           : add_finite(f, s, x, y);
}

FPU_ENGINE uint64_t add(const FloatFormat *f, FpuStatus *s,
                        uint64_t a, uint64_t b)
{
    if (float_magnitude(f, a) < float_magnitude(f, b)) {
        uint64_t larger = b;

        b = a;
        a = larger;
    }
    if (G_UNLIKELY(float_biased_exp(f, a) == f->max_exp
                   || float_biased_exp(f, b) == 0)) {
        return add_any(f, s, a, b);
    }
    return add_finite(f, s, fpu_unpack_normal(f, a), fpu_unpack_normal(f, b));
}

/* A NaN operand's sign changes too; no result can show it. */
#define DEFINE_ADD(f, type)                                             \
    type f##_add(FpuStatus *s, type a, type b)                          \
    {                                                                   \
        return add(&f##_format, s, a, b);                               \
    }                                                                   \
    type f##_sub(FpuStatus *s, type a, type b)                          \
    {                                                                   \
        return add(&f##_format, s, a, b ^ BIT_ULL(f##_format.sign_bit)); \
    }

FPU_FOR_EACH_WIDTH(DEFINE_ADD)

/*
 * fpu_div.c: division
 *
 * The dividend, widened to 126 bits, divided by the divisor gives a 63-bit
 * quotient; a remainder only matters as a sticky bit.
 *
 * IEEE 754-2019, section 5.4.1; division by zero: 7.3.
 */
#include "fpu_internal.h"

/* x / y where at least one is not FLOAT_FINITE */
static uint64_t div_special(const FloatFormat *f, FpuStatus *s,
                            Unpacked x, Unpacked y)
{
    unsigned kinds = x.kind | y.kind;

    if (kinds & FLOAT_NAN) {
        return fpu_nan_result(f, s, kinds);
    }
    if (x.kind == y.kind) {     /* 0 / 0, inf / inf */
        return fpu_invalid(f, s);
    }
    if (y.kind == FLOAT_ZERO && x.kind == FLOAT_FINITE) {
        s->flags |= FFLAG_DZ;
    }
    bool is_zero = x.kind == FLOAT_ZERO || y.kind == FLOAT_INFINITE;

    return float_with_sign(f, x.sign ^ y.sign, is_zero ? 0 : f->infinity);
}

FPU_ENGINE uint64_t divide(const FloatFormat *f, FpuStatus *s,
                           uint64_t a, uint64_t b)
{
    Unpacked x = fpu_unpack(f, a);
    Unpacked y = fpu_unpack(f, b);

    if (G_UNLIKELY(x.kind | y.kind)) {
        return div_special(f, s, x, y);
    }
    int exp = x.exp - y.exp;

    if (x.sig < y.sig) {        /* keeps the quotient in [1, 2) */
        x.sig <<= 1;
        exp--;
    }
    FloatWide dividend = (FloatWide)x.sig << 62;
    uint64_t quotient = dividend / y.sig;
    bool remainder = (FloatWide)quotient * y.sig != dividend;

    return f->round_pack(s, x.sign ^ y.sign, exp, quotient | remainder);
}

#define DEFINE_DIV(f, type)                                             \
    type f##_div(FpuStatus *s, type a, type b)                          \
    {                                                                   \
        return divide(&f##_format, s, a, b);                            \
    }

FPU_FOR_EACH_WIDTH(DEFINE_DIV)

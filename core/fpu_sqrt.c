/*
 * fpu_sqrt.c: square root
 *
 * The school method in binary: each step decides one bit of the root. With
 * root r found so far and m = x - r^2 left, the next bit b may be set when
 * (r + b)^2 <= x, that is 2rb + b^2 <= m. Divided by 2b this reads
 *
 *     r + b/2 <= m / 2b
 *
 * so the loop keeps m / 2b as its remainder, which doubles as b halves: one
 * step is a comparison, a subtraction and a shift. One bit more than the
 * format stores decides the rounding; what remains after it is sticky.
 *
 * IEEE 754-2019, section 5.4.1; sqrt(-0) is -0.
 */
#include "fpu_internal.h"

static uint64_t sqrt_special(const FloatFormat *f, FpuStatus *s, Unpacked x)
{
    if (x.kind & FLOAT_NAN) {
        return fpu_nan_result(f, s, x.kind);
    }
    if (x.sign && x.kind != FLOAT_ZERO) {
        return fpu_invalid(f, s);
    }
    return float_with_sign(f, x.sign,
                           x.kind == FLOAT_ZERO ? 0 : f->infinity);
}

/* sqrt(radicand / 2^62) * 2^62, jammed; @radicand is in [2^62, 2^64) */
FPU_ENGINE uint64_t sqrt_significand(const FloatFormat *f, uint64_t radicand)
{
    uint64_t lowest = BIT_ULL(f->guard_bits - 1);
    uint64_t root = BIT_ULL(62);
    uint64_t remainder = radicand - root;

    for (uint64_t bit = BIT_ULL(61); bit >= lowest; bit >>= 1) {
        uint64_t needed = root + (bit >> 1);

        if (remainder >= needed) {
            remainder -= needed;
            root += bit;
        }
        remainder <<= 1;
    }
    return root | (remainder != 0);
}

FPU_ENGINE uint64_t square_root(const FloatFormat *f, FpuStatus *s,
                                uint64_t a)
{
    Unpacked x = fpu_unpack(f, a);

    if (G_UNLIKELY(x.kind != FLOAT_FINITE || x.sign)) {
        return sqrt_special(f, s, x);
    }
    uint64_t sig = sqrt_significand(f, x.sig << (x.exp & 1));

    return f->round_pack(s, false, x.exp >> 1, sig);
}

#define DEFINE_SQRT(f, type)                                            \
    type f##_sqrt(FpuStatus *s, type a)                                 \
    {                                                                   \
        return square_root(&f##_format, s, a);                          \
    }

FPU_FOR_EACH_WIDTH(DEFINE_SQRT)

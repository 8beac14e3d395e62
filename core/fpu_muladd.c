/*
 * fpu_muladd.c: fused multiply-add, x * y + z rounded once
 *
 * The product stays exact in 128 bits, its leading one at bit 124 or 125.
 * The addend joins it with its leading one at bit 124; aligning shifts the
 * lower of the two right and jams what falls off. The product has 20 zero
 * bits at the bottom and the addend 72, so shifts that could precede a deep
 * cancellation lose nothing.
 *
 * IEEE 754-2019, section 5.4.1; infinity times zero plus a quiet NaN is
 * invalid (Unprivileged ISA, "Single-Precision Floating-Point Computational
 * Instructions").
 */
#include "fpu_internal.h"

/* A term of the sum: value = sig / 2^124 * 2^exp. */
typedef struct Term {
    FloatWide sig;
    int exp;
    bool sign;
} Term;

FPU_ENGINE FloatWide wide_shift_right_jam(FloatWide sig, unsigned n)
{
    if (n < 64) {
        return sig >> (n & 63) | (((uint64_t)sig & (BIT_ULL(n) - 1)) != 0);
    }
    return shift_right_jam(wide_jam(sig), n - 64);
}

/* Round and pack a sum; both terms are below 2^126, so it is below 2^127. */
FPU_ENGINE uint64_t pack_sum(const FloatFormat *f, FpuStatus *s, Term sum)
{
    uint64_t high = sum.sig >> 64;

    if (G_UNLIKELY(high == 0)) {        /* over 60 bits cancelled */
        return fpu_normalize_pack(f, s, sum.sign, sum.exp - 62,
                                  (uint64_t)sum.sig);
    }
    int shift = __builtin_clzll(high) - 1;

    return f->round_pack(s, sum.sign, sum.exp + 2 - shift,
                         wide_jam(sum.sig << (shift & 63)));
}

/* x * y + z where at least one is not FLOAT_FINITE */
static uint64_t muladd_special(const FloatFormat *f, FpuStatus *s,
                               const Unpacked *x, const Unpacked *y,
                               const Unpacked *z)
{
    unsigned product = x->kind | y->kind;
    bool sign = x->sign ^ y->sign;

    if (product == (FLOAT_INFINITE | FLOAT_ZERO)) {
        return fpu_invalid(f, s);
    }
    if ((product | z->kind) & FLOAT_NAN) {
        return fpu_nan_result(f, s, product | z->kind);
    }
    if (product & FLOAT_INFINITE) {
        return z->kind == FLOAT_INFINITE && z->sign != sign
            ? fpu_invalid(f, s) : float_with_sign(f, sign, f->infinity);
    }
    if (z->kind == FLOAT_INFINITE) {
        return float_with_sign(f, z->sign, f->infinity);
    }
    if (!(product & FLOAT_ZERO)) {
        Term exact = { (FloatWide)x->sig * y->sig, x->exp + y->exp, sign };

        return pack_sum(f, s, exact);
    }
    if (z->kind == FLOAT_FINITE) {
        return f->round_pack(s, z->sign, z->exp, z->sig);
    }
    return z->sign == sign ? float_with_sign(f, sign, 0)
                           : float_cancelled_zero(f, s);
}

FPU_ENGINE uint64_t add_terms(const FloatFormat *f, FpuStatus *s,
                              Term product, Term addend)
{
    int distance = product.exp - addend.exp;

    if (distance >= 0) {
        addend.sig = wide_shift_right_jam(addend.sig, distance);
    } else {
        product.sig = wide_shift_right_jam(product.sig, -distance);
        product.exp = addend.exp;
    }
    if (product.sign == addend.sign) {
        product.sig += addend.sig;
        return pack_sum(f, s, product);
    }
    product.sig -= addend.sig;
    if (G_UNLIKELY(product.sig == 0)) {
        return float_cancelled_zero(f, s);
    }
    if (product.sig >> 127) {           /* the addend was the larger */
        product.sig = -product.sig;
        product.sign = addend.sign;
    }
    return pack_sum(f, s, product);
}

FPU_ENGINE uint64_t muladd_finite(const FloatFormat *f, FpuStatus *s,
                                  Unpacked x, Unpacked y, Unpacked z)
{
    Term product = {
        .sig = (FloatWide)x.sig * y.sig,
        .exp = x.exp + y.exp,
        .sign = x.sign ^ y.sign,
    };
    Term addend = { (FloatWide)z.sig << 62, z.exp, z.sign };

    return add_terms(f, s, product, addend);
}

FPU_RARE uint64_t muladd_any(const FloatFormat *f, FpuStatus *s,
                             uint64_t a, uint64_t b, uint64_t c)
{
    Unpacked x = fpu_unpack(f, a);
    Unpacked y = fpu_unpack(f, b);
    Unpacked z = fpu_unpack(f, c);

    return x.kind | y.kind | z.kind ? muladd_special(f, s, &x, &y, &z)
                                    : muladd_finite(f, s, x, y, z);
}

FPU_ENGINE uint64_t muladd(const FloatFormat *f, FpuStatus *s,
                           uint64_t a, uint64_t b, uint64_t c)
{
    if (G_UNLIKELY(!float_is_normal(f, a) || !float_is_normal(f, b)
                   || !float_is_normal(f, c))) {
        return muladd_any(f, s, a, b, c);
    }
    return muladd_finite(f, s, fpu_unpack_normal(f, a),
                         fpu_unpack_normal(f, b), fpu_unpack_normal(f, c));
}

#define DEFINE_MULADD(f, type)                                          \
    type f##_muladd(FpuStatus *s, type a, type b, type c)               \
    {                                                                   \
        return muladd(&f##_format, s, a, b, c);                         \
    }

FPU_FOR_EACH_WIDTH(DEFINE_MULADD)

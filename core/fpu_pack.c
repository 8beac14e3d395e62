/*
 * fpu_pack.c: unpack bit patterns, round, pack
 *
 * All rounding of the program happens here. A rounding mode is nothing but
 * a number added below the kept bits before they are cut off:
 *
 *     kept bits | half ........   nearest: half - 1 + lowest kept bit, so
 *               |                          that ties go to even
 *               | + increment     away from zero: all ones;  to zero: 0
 *
 * IEEE 754-2019, sections 4.3 (rounding), 7.4 (overflow), 7.5 (underflow);
 * Unprivileged ISA, "NaN Generation and Propagation".
 */
#include "fpu_internal.h"

static uint64_t round_directed(bool away, uint64_t sig, uint64_t dropped)
{
    return away ? sig + dropped : sig;
}

/* @sig plus the increment of the mode; @n, the bits to drop, is 1 to 63 */
static uint64_t round_increment(unsigned rm, bool sign, uint64_t sig,
                                unsigned n)
{
    uint64_t dropped = BIT_ULL(n) - 1;

    switch (rm) {
    case RM_RNE:
        return sig + (dropped >> 1) + (sig >> n & 1);
    case RM_RMM:
        return sig + BIT_ULL(n - 1);
    case RM_RDN:
        return round_directed(sign, sig, dropped);
    case RM_RUP:
        return round_directed(!sign, sig, dropped);
    default:
        return sig;
    }
}

uint64_t fpu_round_right(FpuStatus *s, bool sign, uint64_t sig, unsigned n)
{
    if (n == 0) {
        return sig;
    }
    if (n > 63) {               /* below one half, whatever it was */
        sig = sig != 0;
        n = 63;
    }
    if (sig & (BIT_ULL(n) - 1)) {
        s->flags |= FFLAG_NX;
    }
    return round_increment(s->rm, sign, sig, n) >> n;
}

/* The largest finite number, when the mode does not round to infinity. */
static uint64_t pack_overflow(const FloatFormat *f, FpuStatus *s, bool sign)
{
    bool to_infinity = s->rm == RM_RNE || s->rm == RM_RMM
                       || s->rm == (sign ? RM_RDN : RM_RUP);

    s->flags |= FFLAG_OF | FFLAG_NX;
    return float_with_sign(f, sign, f->infinity - !to_infinity);
}

/*
 * The number is tiny unless rounding it to full precision, as if exponents
 * had no lower end, reaches the smallest normal number. An exact subnormal
 * raises nothing.
 */
static uint64_t pack_subnormal(const FloatFormat *f, FpuStatus *s,
                               const Unpacked *x)
{
    FpuStatus exact = { .rm = s->rm };
    int below = 1 - (x->exp + f->bias);
    uint64_t full = round_increment(s->rm, x->sign, x->sig, f->guard_bits);
    bool tiny = below > 1 || !(full >> 63);
    uint64_t frac = fpu_round_right(&exact, x->sign, x->sig,
                                    f->guard_bits + below);

    if (exact.flags) {
        s->flags |= tiny ? FFLAG_UF | FFLAG_NX : FFLAG_NX;
    }
    return float_with_sign(f, x->sign, frac);
}

/* Any mode, any exponent. */
FPU_RARE uint64_t round_pack_any(const FloatFormat *f, FpuStatus *s,
                                 bool sign, int exp, uint64_t sig)
{
    int biased = exp + f->bias;
    uint64_t magnitude;

    if (biased <= 0) {
        return pack_subnormal(f, s, &(Unpacked) { sig, exp, 0, sign });
    }
    if (biased >= f->max_exp) {
        return pack_overflow(f, s, sign);
    }
    magnitude = fpu_round_right(s, sign, sig, f->guard_bits)
                + ((biased - 1ull) << f->frac_bits);
    if (magnitude == f->infinity) {
        s->flags |= FFLAG_OF;
    }
    return float_with_sign(f, sign, magnitude);
}

/*
 * The common case: nearest even, and even one exponent more is no overflow.
 * The leading one of the significand is added to the exponent field, hence
 * the exponent less one; a carry out of rounding lands there too.
 */
FPU_ENGINE uint64_t round_pack(const FloatFormat *f, FpuStatus *s, bool sign,
                               int exp, uint64_t sig)
{
    unsigned exp_minus_1 = exp + f->bias - 1;

    if (G_UNLIKELY(s->rm != RM_RNE || exp_minus_1 >= f->max_exp - 2u)) {
        return round_pack_any(f, s, sign, exp, sig);
    }
    if (sig & (BIT_ULL(f->guard_bits) - 1)) {
        s->flags |= FFLAG_NX;
    }
    sig += BIT_ULL(f->guard_bits - 1) - 1 + (sig >> f->guard_bits & 1);
    return float_with_sign(f, sign, ((uint64_t)exp_minus_1 << f->frac_bits)
                                    + (sig >> f->guard_bits));
}

#define DEFINE_ROUND_PACK(f, type)                                      \
    uint64_t f##_round_pack(FpuStatus *s, bool sign, int exp,           \
                            uint64_t sig)                               \
    {                                                                   \
        return round_pack(&f##_format, s, sign, exp, sig);              \
    }

FPU_FOR_EACH_WIDTH(DEFINE_ROUND_PACK)

uint64_t fpu_normalize_pack(const FloatFormat *f, FpuStatus *s, bool sign,
                            int exp, uint64_t sig)
{
    int zeros = __builtin_clzll(sig);

    if (zeros == 0) {
        return f->round_pack(s, sign, exp + 1, shift_right_jam(sig, 1));
    }
    return f->round_pack(s, sign, exp + 1 - zeros, sig << (zeros - 1));
}

Unpacked fpu_unpack_special(const FloatFormat *f, uint64_t a)
{
    uint64_t magnitude = float_magnitude(f, a);
    Unpacked x = { .sign = float_sign(f, a) };

    if (magnitude == 0) {
        x.kind = FLOAT_ZERO;
    } else if (magnitude == f->infinity) {
        x.kind = FLOAT_INFINITE;
    } else if (magnitude > f->infinity) {
        x.kind = float_is_snan(f, a) ? FLOAT_SNAN : FLOAT_QNAN;
    } else {                    /* subnormal: no implicit one */
        int zeros = __builtin_clzll(magnitude);

        x.sig = magnitude << (zeros - 1);
        x.exp = 1 - f->bias + f->guard_bits - (zeros - 1);
    }
    return x;
}

uint64_t fpu_invalid(const FloatFormat *f, FpuStatus *s)
{
    s->flags |= FFLAG_NV;
    return f->canonical_nan;
}

uint64_t fpu_nan_result(const FloatFormat *f, FpuStatus *s, unsigned kinds)
{
    if (kinds & FLOAT_SNAN) {
        s->flags |= FFLAG_NV;
    }
    return f->canonical_nan;
}

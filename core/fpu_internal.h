/*
 * fpu_internal.h: what the floating-point operations share
 *
 * Every operation is written once, for any format, in three steps: unpack
 * the operands, compute a 64-bit significand whose lowest bit stands for
 * everything below it ("jamming", a sticky bit), round and pack. The formats
 * are constants, so each width gets its own folded copy (FPU_ENGINE).
 *
 *     63 62                      guard_bits             0
 *     +--+-------------------------+--------------------+
 *     |0 |1 . fraction of result   | guard bits, sticky |
 *     +--+-------------------------+--------------------+
 *
 * The leading one sits at bit 62, value = sig / 2^62 * 2^exp; bit 63 has room
 * for the carry of one addition. Even f64 has 10 guard bits.
 */
#ifndef CORE_FPU_INTERNAL_H
#define CORE_FPU_INTERNAL_H

#include <glib.h>

#include "core/bits.h"
#include "core/fpu.h"

typedef unsigned __int128 FloatWide;    /* exact products and dividends */

/**
 * FloatRoundPackFn: round a finite result into a format
 * @s:     rounding mode (read), flags (added)
 * @sign:  sign of the result
 * @exp:   unbiased exponent, any value
 * @sig:   bit 62 is the leading one, bit 0 is sticky
 *
 * Raises overflow and underflow; tininess is detected after rounding.
 */
typedef uint64_t FloatRoundPackFn(FpuStatus *s, bool sign, int exp,
                                  uint64_t sig);

FloatRoundPackFn f16_round_pack;
FloatRoundPackFn f32_round_pack;
FloatRoundPackFn f64_round_pack;

/* An interchange format of IEEE 754-2019, section 3.4. */
typedef struct FloatFormat {
    FloatRoundPackFn *round_pack;
    int frac_bits;              /* stored bits of the significand */
    int guard_bits;             /* bits of a 62-bit fraction not stored */
    int sign_bit;               /* position of the sign */
    int bias;                   /* biased exponent = exponent + bias */
    int max_exp;                /* biased exponent of infinities and NaNs */
    uint64_t infinity;          /* +infinity; all ones are above it */
    uint64_t min_normal;        /* smallest positive normal number */
    uint64_t canonical_nan;     /* positive, quiet, no payload */
} FloatFormat;

#define FLOAT_FORMAT(exp_bits_, frac_bits_, round_pack_) {              \
        .round_pack = (round_pack_),                                    \
        .frac_bits = (frac_bits_),                                      \
        .guard_bits = 62 - (frac_bits_),                                \
        .sign_bit = (exp_bits_) + (frac_bits_),                         \
        .bias = (1 << ((exp_bits_) - 1)) - 1,                           \
        .max_exp = (1 << (exp_bits_)) - 1,                              \
        .infinity = MAKE_64BIT_MASK((frac_bits_), (exp_bits_)),         \
        .min_normal = BIT_ULL(frac_bits_),                              \
        .canonical_nan = MAKE_64BIT_MASK((frac_bits_) - 1,              \
                                         (exp_bits_) + 1),              \
    }

static const FloatFormat f16_format =
    FLOAT_FORMAT(5, 10, f16_round_pack);
static const FloatFormat f32_format =
    FLOAT_FORMAT(8, 23, f32_round_pack);
static const FloatFormat f64_format =
    FLOAT_FORMAT(11, 52, f64_round_pack);

/* DEFINE(prefix, type) makes the public functions of one width. */
#define FPU_FOR_EACH_WIDTH(DEFINE)                                      \
    DEFINE(f16, uint16_t)                                               \
    DEFINE(f32, uint32_t)                                               \
    DEFINE(f64, uint64_t)

/*
 * An engine is inlined into each width's function, where the format is a
 * constant. Rare cases leave it by a tail call to one function for all
 * widths, so that the common path needs no stack frame.
 */
#define FPU_ENGINE static inline __attribute__((always_inline))
#define FPU_RARE static __attribute__((noinline, cold))

typedef enum FloatClass {
    FLOAT_FINITE = 0,           /* not zero; subnormals come normalized */
    FLOAT_ZERO = 1,
    FLOAT_INFINITE = 2,
    FLOAT_QNAN = 4,
    FLOAT_SNAN = 8,
    FLOAT_NAN = FLOAT_QNAN | FLOAT_SNAN,
} FloatClass;

typedef struct Unpacked {
    uint64_t sig;               /* FLOAT_FINITE: bit 62 is the leading one */
    int32_t exp;                /* FLOAT_FINITE: unbiased */
    uint8_t kind;               /* FloatClass */
    bool sign;
} Unpacked;

/* Fields of a bit pattern. */

static inline bool float_sign(const FloatFormat *f, uint64_t a)
{
    return a >> f->sign_bit & 1;
}

static inline uint64_t float_magnitude(const FloatFormat *f, uint64_t a)
{
    return a & (BIT_ULL(f->sign_bit) - 1);
}

static inline int float_biased_exp(const FloatFormat *f, uint64_t a)
{
    return a >> f->frac_bits & f->max_exp;
}

static inline bool float_is_nan(const FloatFormat *f, uint64_t a)
{
    return float_magnitude(f, a) > f->infinity;
}

/* The top fraction bit tells quiet from signalling. */
static inline bool float_is_snan(const FloatFormat *f, uint64_t a)
{
    return float_is_nan(f, a) && !(a >> (f->frac_bits - 1) & 1);
}

static inline bool float_is_normal(const FloatFormat *f, uint64_t a)
{
    return float_biased_exp(f, a) - 1u < f->max_exp - 1u;
}

/* Bit patterns from fields. */

static inline uint64_t float_with_sign(const FloatFormat *f, bool sign,
                                       uint64_t magnitude)
{
    return (uint64_t)sign << f->sign_bit | magnitude;
}

/*
 * An exact zero from operands of opposite signs is +0, except when rounding
 * down (IEEE 754-2019, 6.3).
 */
static inline uint64_t float_cancelled_zero(const FloatFormat *f,
                                            const FpuStatus *s)
{
    return float_with_sign(f, s->rm == RM_RDN, 0);
}

/* Shift right; any one lost below bit 0 sets bit 0. */
static inline uint64_t shift_right_jam(uint64_t sig, unsigned n)
{
    return n < 63 ? sig >> n | (sig >> n << n != sig) : sig != 0;
}

/* The upper half of a wide significand, the lower half jammed into it. */
static inline uint64_t wide_jam(FloatWide sig)
{
    return (uint64_t)(sig >> 64) | ((uint64_t)sig != 0);
}

/* fpu_unpack_special: the zero, subnormal, infinity or NaN @a */
Unpacked fpu_unpack_special(const FloatFormat *f, uint64_t a);

/*
 * Shifting the lowest exponent bit to bit 63 and setting it makes the
 * implicit leading one without masking the fields above it.
 */
static inline Unpacked fpu_unpack_normal(const FloatFormat *f, uint64_t a)
{
    return (Unpacked) {
        .sig = (a << (f->guard_bits + 1) | BIT_ULL(63)) >> 1,
        .exp = float_biased_exp(f, a) - f->bias,
        .kind = FLOAT_FINITE,
        .sign = float_sign(f, a),
    };
}

/* fpu_unpack: any bit pattern to class, sign, exponent, significand */
static inline Unpacked fpu_unpack(const FloatFormat *f, uint64_t a)
{
    return G_LIKELY(float_is_normal(f, a)) ? fpu_unpack_normal(f, a)
                                           : fpu_unpack_special(f, a);
}

/**
 * fpu_round_right: shift right and round to an integer
 * @s:     rounding mode (read), FFLAG_NX (added when bits were lost)
 * @sign:  sign of the number, for the directed modes
 * @sig:   significand, below 2^63
 * @n:     bits to drop, 0 or more
 *
 * Returns: the rounded magnitude.
 */
uint64_t fpu_round_right(FpuStatus *s, bool sign, uint64_t sig, unsigned n);

/* fpu_normalize_pack: round and pack any @sig from 1 to 2^64 - 1 */
uint64_t fpu_normalize_pack(const FloatFormat *f, FpuStatus *s, bool sign,
                            int exp, uint64_t sig);

/* fpu_invalid: raise NV; the canonical NaN is the result */
uint64_t fpu_invalid(const FloatFormat *f, FpuStatus *s);

/*
 * fpu_nan_result: the result of an operation with a NaN among its operands,
 * whose classes are or-ed in @kinds: the canonical NaN, NV when signalling
 */
uint64_t fpu_nan_result(const FloatFormat *f, FpuStatus *s, unsigned kinds);

#endif

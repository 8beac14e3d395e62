/*
 * fpu_zfa.c: the operations that only Zfa has
 *
 * fround and froundnx (round to an integral float), fli (load a constant)
 * and fcvtmod.w.d (the conversion that ECMAScript specifies). fminm, fmaxm,
 * fleq and fltq are variants of older operations: see fpu_compare.c.
 *
 * Unprivileged ISA, "Zfa" Extension for Additional Floating-Point
 * Instructions.
 */
#include "fpu_internal.h"

FPU_ENGINE uint64_t round_integral(const FloatFormat *f, FpuStatus *s,
                                   uint64_t a)
{
    Unpacked x = fpu_unpack(f, a);

    if (x.kind & FLOAT_NAN) {
        return fpu_nan_result(f, s, x.kind);
    }
    if (x.kind != FLOAT_FINITE || x.exp >= f->frac_bits) {
        return a;               /* integral already */
    }
    uint64_t magnitude = fpu_round_right(s, x.sign, x.sig, 62 - x.exp);

    return magnitude == 0
        ? float_with_sign(f, x.sign, 0)
        : fpu_normalize_pack(f, s, x.sign, 62, magnitude);
}

/* fround: as above, but never inexact */
FPU_ENGINE uint64_t round_integral_quiet(const FloatFormat *f, FpuStatus *s,
                                         uint64_t a)
{
    FpuStatus rounding = { .rm = s->rm };
    uint64_t result = round_integral(f, &rounding, a);

    s->flags |= rounding.flags & ~FFLAG_NX;
    return result;
}

/* fli's constants as f32; the smallest normal number depends on the width */
enum { FLI_MIN_NORMAL = 1, FLI_COUNT = 32 };

static const uint32_t fli_constants[FLI_COUNT] = {
    0xbf800000,                 /* -1.0 */
    0,                          /* smallest positive normal */
    0x37800000, 0x38000000,     /* 2^-16, 2^-15 */
    0x3b800000, 0x3c000000,     /* 2^-8, 2^-7 */
    0x3d800000, 0x3e000000,     /* 0.0625, 0.125 */
    0x3e800000, 0x3ea00000, 0x3ec00000, 0x3ee00000, /* 0.25 .. 0.4375 */
    0x3f000000, 0x3f200000, 0x3f400000, 0x3f600000, /* 0.5 .. 0.875 */
    0x3f800000, 0x3fa00000, 0x3fc00000, 0x3fe00000, /* 1.0 .. 1.75 */
    0x40000000, 0x40200000, 0x40400000, /* 2.0, 2.5, 3.0 */
    0x40800000, 0x41000000, 0x41800000, /* 4, 8, 16 */
    0x43000000, 0x43800000,     /* 128, 256 */
    0x47000000, 0x47800000,     /* 2^15, 2^16: infinity as f16 */
    0x7f800000, 0x7fc00000,     /* infinity, canonical NaN */
};

FPU_ENGINE uint64_t constant(const FloatFormat *f, unsigned index)
{
    FpuStatus exact = { .rm = RM_RNE };
    Unpacked x = fpu_unpack(&f32_format, fli_constants[index % FLI_COUNT]);

    if (index % FLI_COUNT == FLI_MIN_NORMAL) {
        return f->min_normal;
    }
    if (x.kind != FLOAT_FINITE) {
        return x.kind == FLOAT_INFINITE ? f->infinity : f->canonical_nan;
    }
    return f->round_pack(&exact, x.sign, x.exp, x.sig);
}

#define DEFINE_ZFA(f, type)                                             \
    type f##_round(FpuStatus *s, type a)                                \
    {                                                                   \
        return round_integral_quiet(&f##_format, s, a);                 \
    }                                                                   \
    type f##_roundnx(FpuStatus *s, type a)                              \
    {                                                                   \
        return round_integral(&f##_format, s, a);                       \
    }                                                                   \
    type f##_constant(unsigned index)                                   \
    {                                                                   \
        return constant(&f##_format, index);                            \
    }

FPU_FOR_EACH_WIDTH(DEFINE_ZFA)

/* The low 32 bits of the truncated value; shifts past bit 63 leave none. */
static uint32_t truncate_modular(const Unpacked *x)
{
    uint64_t magnitude = x->exp < 0 ? 0
                         : x->exp <= 62 ? x->sig >> (62 - x->exp)
                         : x->exp < 126 ? x->sig << (x->exp - 62) : 0;

    return x->sign ? -magnitude : magnitude;
}

/* Flags are those of fcvt.w.d: the saturating conversion raises them. */
int32_t f64_to_i32_modular(FpuStatus *s, uint64_t a)
{
    Unpacked x = fpu_unpack(&f64_format, a);
    FpuStatus saturating = { .rm = RM_RTZ };

    (void)f64_to_i32(&saturating, a);
    s->flags |= saturating.flags;
    return x.kind == FLOAT_FINITE ? (int32_t)truncate_modular(&x) : 0;
}

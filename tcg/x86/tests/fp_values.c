/* fp_values.c: special values of the formats, and random ones */
#include "fp_values.h"

#include "core/fpu.h"

#define D(bits) bits##ull
#define S(bits) (0xffffffff00000000ull | bits##u)
#define H(bits) (0xffffffffffff0000ull | bits##u)

static const uint64_t doubles[] = {
    D(0x0000000000000000), D(0x8000000000000000),       /* zeros */
    D(0x0000000000000001), D(0x8000000000000001),       /* subnormal */
    D(0x000fffffffffffff), D(0x8008000000000000),
    D(0x0010000000000000), D(0x8010000000000001),       /* small */
    D(0x3ff0000000000000), D(0xbff0000000000000),       /* 1, -1 */
    D(0x3ff0000000000001), D(0x3fefffffffffffff),
    D(0x3fe0000000000000), D(0xbfe0000000000000),       /* halves */
    D(0x3fe0000000000001), D(0xbff8000000000000),
    D(0x4004000000000000), D(0x4008000000000000),       /* 2.5, 3 */
    D(0x41dfffffffc00000), D(0x41dfffffffe00000),       /* 2^31 - 1, - 0.5 */
    D(0x41e0000000000000), D(0xc1e0000000000000),       /* 2^31 */
    D(0xc1e0000000100000), D(0xc1e0000000200000),       /* -2^31 - 0.5, - 1 */
    D(0x41efffffffe00000), D(0x41effffffff00000),       /* 2^32 - 1, - 0.5 */
    D(0x41effffeffe80000), D(0x41f0000000000000),       /* 2^32 */
    D(0x41f0000000180000), D(0x433fffffffffffff),       /* + 1.5, 2^53 - 1 */
    D(0x43dfffffffffffff), D(0x43e0000000000000),       /* 2^63 */
    D(0xc3e0000000000000), D(0xc3e0000000000001),
    D(0x43efffffffffffff), D(0x43f0000000000000),       /* 2^64 */
    D(0x380fffffffffffff), D(0x36a0000000000000),       /* small as f32 */
    D(0x3690000000000001), D(0x47efffffefffffff),
    D(0x47effffff0000000), D(0x1e60000000000000),
    D(0x7fefffffffffffff), D(0xffefffffffffffff),       /* large */
    D(0x7ff0000000000000), D(0xfff0000000000000),       /* infinities */
    D(0x7ff8000000000000), D(0xfff8000000000000),       /* quiet NaN */
    D(0xffffffffffffffff), D(0x7ff8000000001234),
    D(0x7ff0000000000001), D(0xfff4000000000000),       /* signalling NaN */
};

static const uint64_t singles[] = {
    S(0x00000000), S(0x80000000), S(0x00000001), S(0x80000001),
    S(0x007fffff), S(0x80400000), S(0x00800000), S(0x80800001),
    S(0x3f800000), S(0xbf800000), S(0x3f800001), S(0x3f7fffff),
    S(0x3f000000), S(0xbf000000), S(0x3f000001), S(0xbfc00000),
    S(0x40200000), S(0x40400000), S(0x4effffff), S(0x4f000000),
    S(0xcf000000), S(0xcf000001), S(0x4f7fffff), S(0x4f800000),
    S(0x4b7fffff), S(0x5effffff), S(0x5f000000), S(0xdf000000),
    S(0xdf000001), S(0x5f7fffff), S(0x5f800000), S(0x20000000),
    S(0x477fefff), S(0x477ff000), S(0x33000000), S(0x33000001),
    S(0x387fdfff), S(0x387ff000), S(0x387fffff), S(0x38800000),
    S(0x7f7fffff), S(0xff7fffff), S(0x7f800000), S(0xff800000),
    S(0x7fc00000), S(0xffc00000), S(0xffffffff), S(0x7fc01234),
    S(0x7f800001), S(0xffa00000),
    /* not boxed */
    0x000000003f800000ull, 0xfffffffe3f800000ull, 0x7fffffff3f800000ull,
    0x3ff0000000000000ull, 0xffffffff7f800001ull & ~(1ull << 40),
};

static const uint64_t halves[] = {
    H(0x0000), H(0x8000), H(0x0001), H(0x8001), H(0x03ff), H(0x8200),
    H(0x0400), H(0x8401), H(0x3c00), H(0xbc00), H(0x3c01), H(0x3bff),
    H(0x3800), H(0xb800), H(0x3801), H(0xbe00), H(0x4100), H(0x4200),
    H(0x6400), H(0x77ff), H(0x7bff), H(0xfbff), H(0x7c00), H(0xfc00),
    H(0x7e00), H(0xfe00), H(0xffff), H(0x7e12), H(0x7c01), H(0xfd00),
    /* not boxed */
    0xfffffffffffe3c00ull, 0xffffffff00003c00ull, 0x3c00ull,
    0x7fffffffffff3c00ull,
};

static const uint64_t integers[] = {
    0, 1, 2, 3, UINT64_MAX, UINT64_MAX - 1, INT32_MAX, 1u << 31, UINT32_MAX,
    1ull << 32, UINT64_MAX << 31, UINT64_MAX << 32, (1ull << 24) - 1,
    (1ull << 24) + 1, (1ull << 25) + 2, (1ull << 25) + 3, (1ull << 53) - 1,
    (1ull << 53) + 1, (1ull << 54) + 2, (1ull << 54) + 3, (1ull << 54) + 1,
    1ull << 62, INT64_MAX, 1ull << 63, (1ull << 63) + 1, (1ull << 63) + 1024,
    (1ull << 63) + 1025, (1ull << 63) + 1023, (1ull << 63) + 2048,
    (1ull << 63) + 3072, (1ull << 63) + (1ull << 39), UINT64_MAX << 10,
    (1ull << 63) + (1ull << 39) + 1, (3ull << 62) + (1ull << 40),
    UINT64_MAX << 11, UINT64_MAX << 39, UINT64_MAX << 40,
    0x7f800001, 0x8000, 0xfc00, 0x7ff0000000000001, 65504, 65519, 65520,
};

#define TABLE(values) { values, G_N_ELEMENTS(values) }

static const struct {
    const uint64_t *values;
    unsigned count;
} tables[] = {
    [FP_F32] = TABLE(singles),
    [FP_F64] = TABLE(doubles),
    [FP_F16] = TABLE(halves),
    [FP_INT] = TABLE(integers),
};

const uint64_t *fp_specials(FpKind kind, unsigned *count)
{
    *count = tables[kind].count;
    return tables[kind].values;
}

/* xorshift64*: the tests repeat exactly */
static uint64_t random_next(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * 2685821657736338717ull;
}

/* Ones or zeros from a random bit on, and sometimes one bit more */
static uint64_t runs(uint64_t *state, unsigned bits)
{
    uint64_t r = random_next(state), mask = (1ull << bits) - 1;
    uint64_t v = random_next(state);

    switch (r & 7) {
    case 0:
        v = 0;
        break;
    case 1:
        v = mask;
        break;
    case 2:
        v = ~0ull << (r >> 8) % bits;
        break;
    case 3:
        v &= ~0ull << (r >> 8) % bits;
        break;
    }
    if (r & 8) {
        v ^= 1ull << (r >> 16) % bits;
    }
    return v & mask;
}

static uint64_t random_float(uint64_t *state, unsigned exp_bits,
                             unsigned frac_bits)
{
    uint64_t r = random_next(state);
    uint64_t exp_mask = (1ull << exp_bits) - 1, bias = exp_mask >> 1;
    uint64_t exp = random_next(state) & exp_mask;

    if (r & 1) {
        exp = bias + (r >> 8 & 7) - 4;  /* near one */
    } else if ((r & 6) == 0) {
        exp = (r >> 8 & 3) - 2;         /* at the ends */
    } else if ((r & 6) == 2) {
        exp = bias + (r >> 8) % 70;     /* about the size of integers */
    }
    return (r >> 63) << (exp_bits + frac_bits)
           | (exp & exp_mask) << frac_bits | runs(state, frac_bits);
}

uint64_t fp_random(FpKind kind, uint64_t *state)
{
    switch (kind) {
    case FP_F32:
        return fpu_box32(random_float(state, 8, 23));
    case FP_F16:
        return fpu_box16(random_float(state, 5, 10));
    case FP_F64:
        return random_float(state, 11, 52);
    default:
        return runs(state, 63) << (random_next(state) & 1)
               >> random_next(state) % 60;
    }
}

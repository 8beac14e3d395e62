/*
 * test_fpu_special.c: zeros, infinities, NaNs, limits, one table
 *
 * Each row is one operation on operands that need a rule of their own, with
 * the result and the flags that the manual prescribes.
 */
#include "core/fpu.h"
#include "support/unit.h"

/* Bit patterns by value; the same names for each width. */
enum {
    H_ONE = 0x3c00, H_INF = 0x7c00, H_QNAN = 0x7e00, H_SNAN = 0x7d00,
    H_NEG = 0x8000,
};

#define S_ONE 0x3f800000u
#define S_TWO 0x40000000u
#define S_INF 0x7f800000u
#define S_QNAN 0x7fc00000u
#define S_SNAN 0x7f800001u
#define S_MAX 0x7f7fffffu
#define S_MIN_NORMAL 0x00800000u
#define S_NEG 0x80000000u

#define D_ONE 0x3ff0000000000000ull
#define D_TWO 0x4000000000000000ull
#define D_INF 0x7ff0000000000000ull
#define D_QNAN 0x7ff8000000000000ull
#define D_SNAN 0x7ff0000000000001ull
#define D_PAYLOAD 0xfff8000000001234ull
#define D_MAX 0x7fefffffffffffffull
#define D_MIN_NORMAL 0x0010000000000000ull
#define D_NEG 0x8000000000000000ull
#define D_2_63 0x43e0000000000000ull
#define D_2_31 0x41e0000000000000ull
#define D_HALF 0x3fe0000000000000ull

#define NX FFLAG_NX
#define UF (FFLAG_UF | FFLAG_NX)
#define OF (FFLAG_OF | FFLAG_NX)
#define DZ FFLAG_DZ
#define NV FFLAG_NV

typedef struct Row Row;
typedef uint64_t RowFn(FpuStatus *s, const Row *r);

struct Row {
    RowFn *fn;
    uint8_t rm;
    uint64_t a, b, c;
    uint64_t result;
    uint8_t flags;
};

#define WRAP(fn, ...)                                                   \
    static uint64_t do_##fn(FpuStatus *s, const Row *r)                 \
    {                                                                   \
        return fn(s, __VA_ARGS__);                                      \
    }
#define WRAP1(fn) WRAP(fn, r->a)
#define WRAP2(fn) WRAP(fn, r->a, r->b)
#define WRAP3(fn) WRAP(fn, r->a, r->b, r->c)

WRAP2(f64_add) WRAP2(f64_sub) WRAP2(f64_mul) WRAP2(f64_div) WRAP1(f64_sqrt)
WRAP3(f64_muladd) WRAP2(f64_min) WRAP2(f64_max) WRAP2(f64_minm)
WRAP2(f64_maxm) WRAP2(f64_eq) WRAP2(f64_lt) WRAP2(f64_le) WRAP2(f64_ltq)
WRAP2(f64_leq) WRAP1(f64_round) WRAP1(f64_roundnx) WRAP1(f64_to_i32)
WRAP1(f64_to_u32) WRAP1(f64_to_i64) WRAP1(f64_to_u64) WRAP1(f64_from_i64)
WRAP1(f64_from_u64) WRAP1(f64_to_f32) WRAP1(f64_to_f16)
WRAP1(f64_to_i32_modular) WRAP1(f32_to_f64) WRAP1(f32_to_f16)
WRAP2(f32_add) WRAP2(f32_mul) WRAP3(f32_muladd) WRAP2(f32_div)
WRAP1(f32_to_i32) WRAP2(f32_min) WRAP1(f32_from_i64) WRAP2(f16_min)
WRAP2(f16_mul) WRAP2(f16_eq)

static const Row arithmetic_rows[] = {
    /* zeros: opposite signs cancel to +0, to -0 when rounding down */
    { do_f64_add, RM_RNE, 0, D_NEG, 0, 0, 0 },
    { do_f64_add, RM_RDN, 0, D_NEG, 0, D_NEG, 0 },
    { do_f64_add, RM_RDN, 0, 0, 0, 0, 0 },
    { do_f64_sub, RM_RUP, D_ONE, D_ONE, 0, 0, 0 },
    { do_f64_sub, RM_RDN, D_ONE, D_ONE, 0, D_NEG, 0 },
    { do_f64_mul, RM_RNE, D_NEG, D_ONE, 0, D_NEG, 0 },
    { do_f64_muladd, RM_RDN, D_ONE, D_ONE, D_ONE | D_NEG, D_NEG, 0 },
    { do_f64_muladd, RM_RNE, 0, D_ONE, D_NEG, 0, 0 },
    { do_f64_sqrt, RM_RNE, D_NEG, 0, 0, D_NEG, 0 },
    /* infinities */
    { do_f64_add, RM_RNE, D_INF, D_ONE, 0, D_INF, 0 },
    { do_f64_sub, RM_RNE, D_INF, D_INF, 0, D_QNAN, NV },
    { do_f64_mul, RM_RNE, D_INF, D_NEG, 0, D_QNAN, NV },
    { do_f64_div, RM_RNE, D_INF, D_INF, 0, D_QNAN, NV },
    { do_f64_div, RM_RNE, D_ONE, D_INF | D_NEG, 0, D_NEG, 0 },
    { do_f64_div, RM_RNE, D_ONE, D_NEG, 0, D_INF | D_NEG, DZ },
    { do_f64_div, RM_RNE, D_INF, 0, 0, D_INF, 0 },
    { do_f64_div, RM_RNE, 0, 0, 0, D_QNAN, NV },
    { do_f64_sqrt, RM_RNE, D_INF, 0, 0, D_INF, 0 },
    { do_f64_sqrt, RM_RNE, D_ONE | D_NEG, 0, 0, D_QNAN, NV },
    { do_f64_muladd, RM_RNE, D_INF, D_ONE, D_INF | D_NEG, D_QNAN, NV },
    { do_f64_muladd, RM_RNE, D_ONE, D_ONE, D_INF | D_NEG, D_INF | D_NEG, 0 },
    { do_f64_muladd, RM_RNE, D_INF, 0, D_QNAN, D_QNAN, NV },
    { do_f32_muladd, RM_RNE, 0, S_INF, S_QNAN, S_QNAN, NV },
    /* NaNs: always the canonical one; only signalling ones raise NV */
    { do_f64_add, RM_RNE, D_PAYLOAD, D_ONE, 0, D_QNAN, 0 },
    { do_f64_add, RM_RNE, D_ONE, D_SNAN, 0, D_QNAN, NV },
    { do_f64_div, RM_RNE, D_PAYLOAD, 0, 0, D_QNAN, 0 },
    { do_f64_sqrt, RM_RNE, D_PAYLOAD, 0, 0, D_QNAN, 0 },
    { do_f64_muladd, RM_RNE, D_ONE, D_PAYLOAD, D_ONE, D_QNAN, 0 },
    { do_f64_muladd, RM_RNE, D_ONE, D_PAYLOAD, D_SNAN, D_QNAN, NV },
    { do_f32_to_f64, RM_RNE, S_SNAN, 0, 0, D_QNAN, NV },
    { do_f64_to_f16, RM_RNE, D_PAYLOAD, 0, 0, H_QNAN, 0 },
    /* overflow goes to infinity or to the largest number */
    { do_f64_add, RM_RNE, D_MAX, D_MAX, 0, D_INF, OF },
    { do_f64_add, RM_RTZ, D_MAX, D_MAX, 0, D_MAX, OF },
    { do_f64_add, RM_RDN, D_MAX, D_MAX, 0, D_MAX, OF },
    { do_f64_mul, RM_RDN, D_MAX | D_NEG, D_TWO, 0, D_INF | D_NEG, OF },
    { do_f64_mul, RM_RUP, D_MAX | D_NEG, D_TWO, 0, D_MAX | D_NEG, OF },
    { do_f64_mul, RM_RMM, D_MAX, D_TWO, 0, D_INF, OF },
    { do_f64_add, RM_RUP, D_MAX, 1, 0, D_INF, OF },
    { do_f64_add, RM_RNE, D_MAX, 1, 0, D_MAX, NX },
    { do_f64_to_f32, RM_RNE, D_MAX, 0, 0, S_INF, OF },
    { do_f32_to_f16, RM_RTZ, 0x47800000, 0, 0, 0x7bff, OF },
    { do_f32_to_f16, RM_RNE, 0x477fefff, 0, 0, 0x7bff, NX },
    { do_f32_to_f16, RM_RNE, 0x477ff000, 0, 0, H_INF, OF },
    /* underflow: exact subnormals raise nothing, tininess after rounding */
    { do_f64_mul, RM_RNE, D_MIN_NORMAL, D_HALF, 0, D_MIN_NORMAL / 2, 0 },
    { do_f64_mul, RM_RNE, 1, D_HALF, 0, 0, UF },
    { do_f64_mul, RM_RMM, 1, D_HALF, 0, 1, UF },
    { do_f64_mul, RM_RUP, 1, 1, 0, 1, UF },
    { do_f64_mul, RM_RDN, 1, D_NEG | 1, 0, D_NEG | 1, UF },
    { do_f32_mul, RM_RNE, 0x00ffffff, 0x3f000000, 0, S_MIN_NORMAL, UF },
    { do_f32_mul, RM_RNE, 0x00800001, 0x3f7ffffe, 0, S_MIN_NORMAL, NX },
    { do_f32_mul, RM_RTZ, 0x00800001, 0x3f7ffffe, 0, 0x007fffff, UF },
    { do_f16_mul, RM_RNE, 1, 1, 0, 0, UF },
    /* ties and the mode that only RISC-V has among common machines */
    { do_f32_add, RM_RNE, S_ONE, 0x33800000, 0, S_ONE, NX },
    { do_f32_add, RM_RMM, S_ONE, 0x33800000, 0, S_ONE + 1, NX },
    { do_f32_add, RM_RNE, S_ONE + 1, 0x33800000, 0, S_ONE + 2, NX },
    { do_f32_div, RM_RNE, S_ONE, 0x40400000, 0, 0x3eaaaaab, NX },
    { do_f64_muladd, RM_RNE, D_ONE, D_ONE, 1, D_ONE, NX },
    { do_f64_muladd, RM_RUP, D_ONE, D_ONE, 1, D_ONE + 1, NX },
    { do_f64_muladd, RM_RDN, D_ONE, D_ONE, D_NEG | 1, D_ONE - 1, NX },
    { do_f64_muladd, RM_RUP, 1, 1, D_ONE, D_ONE + 1, NX },
    /* one rounding: (1 + u)(1 - u) - 1 = -u^2, not 0 */
    { do_f64_muladd, RM_RNE, D_ONE + 1, D_ONE - 2, D_NEG | D_ONE,
      0xb970000000000000, 0 },
    /* a product just above half a unit of the addend is not a tie */
    { do_f64_muladd, RM_RNE, 0x3ff8000001bb670b, 0x3fe5555553cb32a1,
      0x4340000000000000, 0x4340000000000001, NX },
};

static const Row compare_rows[] = {
    { do_f64_eq, RM_RNE, 0, D_NEG, 0, 1, 0 },
    { do_f64_eq, RM_RNE, D_QNAN, D_QNAN, 0, 0, 0 },
    { do_f64_eq, RM_RNE, D_SNAN, D_ONE, 0, 0, NV },
    { do_f64_lt, RM_RNE, D_NEG, 0, 0, 0, 0 },
    { do_f64_le, RM_RNE, 0, D_NEG, 0, 1, 0 },
    { do_f64_lt, RM_RNE, D_NEG | D_TWO, D_NEG | D_ONE, 0, 1, 0 },
    { do_f64_lt, RM_RNE, D_NEG | D_INF, D_INF, 0, 1, 0 },
    { do_f64_lt, RM_RNE, D_QNAN, D_ONE, 0, 0, NV },
    { do_f64_le, RM_RNE, D_ONE, D_QNAN, 0, 0, NV },
    { do_f64_ltq, RM_RNE, D_QNAN, D_ONE, 0, 0, 0 },
    { do_f64_leq, RM_RNE, D_ONE, D_QNAN, 0, 0, 0 },
    { do_f64_leq, RM_RNE, D_SNAN, D_ONE, 0, 0, NV },
    { do_f16_eq, RM_RNE, H_NEG, 0, 0, 1, 0 },
    /* min and max: -0 below +0, a number beats a NaN */
    { do_f64_min, RM_RNE, 0, D_NEG, 0, D_NEG, 0 },
    { do_f64_min, RM_RNE, D_NEG, 0, 0, D_NEG, 0 },
    { do_f64_max, RM_RNE, D_NEG, 0, 0, 0, 0 },
    { do_f64_max, RM_RNE, 0, D_NEG, 0, 0, 0 },
    { do_f64_min, RM_RNE, D_QNAN, D_ONE, 0, D_ONE, 0 },
    { do_f64_max, RM_RNE, D_ONE, D_SNAN, 0, D_ONE, NV },
    { do_f64_min, RM_RNE, D_PAYLOAD, D_PAYLOAD, 0, D_QNAN, 0 },
    { do_f32_min, RM_RNE, S_SNAN, S_SNAN, 0, S_QNAN, NV },
    { do_f16_min, RM_RNE, H_SNAN, H_ONE, 0, H_ONE, NV },
    /* minm and maxm: a NaN beats a number */
    { do_f64_minm, RM_RNE, D_QNAN, D_ONE, 0, D_QNAN, 0 },
    { do_f64_maxm, RM_RNE, D_ONE, D_SNAN, 0, D_QNAN, NV },
    { do_f64_minm, RM_RNE, 0, D_NEG, 0, D_NEG, 0 },
    { do_f64_maxm, RM_RNE, D_NEG, D_ONE, 0, D_ONE, 0 },
};

static const Row convert_rows[] = {
    /* out of range: nearest integer, NV alone; NaN counts as +infinity */
    { do_f64_to_i32, RM_RTZ, D_2_31, 0, 0, INT32_MAX, NV },
    { do_f64_to_i32, RM_RTZ, D_NEG | D_2_31, 0, 0, (uint64_t)INT32_MIN, 0 },
    { do_f64_to_i32, RM_RDN, 0xc1e0000000100000, 0, 0,
      (uint64_t)INT32_MIN, NV },
    { do_f64_to_i32, RM_RTZ, 0xc1e0000000100000, 0, 0,
      (uint64_t)INT32_MIN, NX },
    { do_f64_to_i32, RM_RNE, D_QNAN | D_NEG, 0, 0, INT32_MAX, NV },
    { do_f64_to_u32, RM_RTZ, 0x41f0000000000000, 0, 0, UINT32_MAX, NV },
    { do_f64_to_u32, RM_RTZ, 0x41efffffffe00000, 0, 0, UINT32_MAX, 0 },
    { do_f64_to_u32, RM_RNE, 0x41effffffff00000, 0, 0, UINT32_MAX, NV },
    { do_f64_to_u32, RM_RTZ, 0xbfeccccccccccccd, 0, 0, 0, NX },
    { do_f64_to_u32, RM_RNE, 0xbfeccccccccccccd, 0, 0, 0, NV },
    { do_f64_to_u32, RM_RTZ, D_NEG, 0, 0, 0, 0 },
    { do_f64_to_i64, RM_RTZ, D_2_63, 0, 0, INT64_MAX, NV },
    { do_f64_to_i64, RM_RTZ, D_2_63 - 1, 0, 0, 0x7ffffffffffffc00, 0 },
    { do_f64_to_i64, RM_RTZ, D_NEG | D_2_63, 0, 0, (uint64_t)INT64_MIN, 0 },
    { do_f64_to_i64, RM_RTZ, D_NEG | (D_2_63 + 1), 0, 0,
      (uint64_t)INT64_MIN, NV },
    { do_f64_to_i64, RM_RNE, D_NEG | D_INF, 0, 0, (uint64_t)INT64_MIN, NV },
    { do_f64_to_u64, RM_RTZ, D_2_63, 0, 0, 1ull << 63, 0 },
    { do_f64_to_u64, RM_RTZ, D_2_63 + 0x0fffffffffffff, 0, 0,
      0xfffffffffffff800, 0 },
    { do_f64_to_u64, RM_RTZ, D_2_63 + 0x10000000000000, 0, 0,
      UINT64_MAX, NV },
    { do_f64_to_u64, RM_RNE, D_NEG | D_ONE, 0, 0, 0, NV },
    { do_f64_to_u64, RM_RNE, D_SNAN, 0, 0, UINT64_MAX, NV },
    { do_f64_to_i32, RM_RMM, D_HALF, 0, 0, 1, NX },
    { do_f64_to_i32, RM_RNE, D_HALF, 0, 0, 0, NX },
    { do_f64_to_i32, RM_RUP, 1, 0, 0, 1, NX },
    { do_f32_to_i32, RM_RNE, S_MAX, 0, 0, INT32_MAX, NV },
    { do_f64_from_i64, RM_RNE, 0, 0, 0, 0, 0 },
    { do_f64_from_i64, RM_RNE, 1ull << 63, 0, 0, D_NEG | D_2_63, 0 },
    { do_f64_from_u64, RM_RNE, UINT64_MAX, 0, 0,
      D_2_63 + 0x10000000000000, NX },
    { do_f64_from_u64, RM_RTZ, UINT64_MAX, 0, 0,
      D_2_63 + 0x0fffffffffffff, NX },
    { do_f32_from_i64, RM_RMM, 0x1000001, 0, 0, 0x4b800001, NX },
};

static const Row zfa_rows[] = {
    { do_f64_round, RM_RNE, D_HALF, 0, 0, 0, 0 },
    { do_f64_roundnx, RM_RNE, D_HALF, 0, 0, 0, NX },
    { do_f64_roundnx, RM_RMM, D_NEG | D_HALF, 0, 0, D_NEG | D_ONE, NX },
    { do_f64_roundnx, RM_RNE, D_NEG | 1, 0, 0, D_NEG, NX },
    { do_f64_roundnx, RM_RUP, 0x3ff8000000000000, 0, 0, D_TWO, NX },
    { do_f64_roundnx, RM_RUP, D_TWO, 0, 0, D_TWO, 0 },
    { do_f64_roundnx, RM_RNE, D_MAX, 0, 0, D_MAX, 0 },
    { do_f64_round, RM_RNE, D_NEG, 0, 0, D_NEG, 0 },
    { do_f64_round, RM_RNE, D_INF, 0, 0, D_INF, 0 },
    { do_f64_round, RM_RNE, D_PAYLOAD, 0, 0, D_QNAN, 0 },
    { do_f64_round, RM_RNE, D_SNAN, 0, 0, D_QNAN, NV },
    /* fcvtmod.w.d: low 32 bits, always truncated, flags of fcvt.w.d */
    { do_f64_to_i32_modular, RM_RNE, D_2_31, 0, 0,
      (uint64_t)INT32_MIN, NV },
    { do_f64_to_i32_modular, RM_RNE, D_NEG | D_2_31, 0, 0,
      (uint64_t)INT32_MIN, 0 },
    { do_f64_to_i32_modular, RM_RUP, 0x41f0000000180000, 0, 0, 1, NV },
    { do_f64_to_i32_modular, RM_RUP, 0xc1f0000000180000, 0, 0,
      (uint64_t)-1, NV },
    { do_f64_to_i32_modular, RM_RUP, 0x3ff8000000000000, 0, 0, 1, NX },
    { do_f64_to_i32_modular, RM_RUP, D_HALF, 0, 0, 0, NX },
    { do_f64_to_i32_modular, RM_RNE, 0x433fffffffffffff, 0, 0,
      (uint64_t)-1, NV },
    { do_f64_to_i32_modular, RM_RNE, 0x4510000000000001, 0, 0, 1 << 30, NV },
    { do_f64_to_i32_modular, RM_RNE, 0x4530000000000001, 0, 0, 0, NV },
    { do_f64_to_i32_modular, RM_RNE, D_MAX, 0, 0, 0, NV },
    { do_f64_to_i32_modular, RM_RNE, D_INF, 0, 0, 0, NV },
    { do_f64_to_i32_modular, RM_RNE, D_QNAN, 0, 0, 0, NV },
    { do_f64_to_i32_modular, RM_RNE, D_NEG, 0, 0, 0, 0 },
};

static void check_row(const Row *rows, int i)
{
    FpuStatus s = { .rm = rows[i].rm };
    uint64_t result = rows[i].fn(&s, &rows[i]);

    ck_assert_msg(result == rows[i].result && s.flags == rows[i].flags,
                  "row %d: got %016llx flags %02x, expected %016llx %02x",
                  i, (unsigned long long)result, s.flags,
                  (unsigned long long)rows[i].result, rows[i].flags);
}

START_TEST(test_arithmetic_on_special_operands)
{
    check_row(arithmetic_rows, _i);
}
END_TEST

START_TEST(test_comparisons_on_special_operands)
{
    check_row(compare_rows, _i);
}
END_TEST

START_TEST(test_conversions_at_their_limits)
{
    check_row(convert_rows, _i);
}
END_TEST

START_TEST(test_zfa_rounds_like_the_manual)
{
    check_row(zfa_rows, _i);
}
END_TEST

START_TEST(test_flags_accumulate)
{
    FpuStatus s = { .rm = RM_RNE, .flags = FFLAG_DZ };

    f64_add(&s, D_ONE, 1);
    ck_assert_uint_eq(s.flags, FFLAG_DZ | FFLAG_NX);
    f64_add(&s, D_ONE, D_ONE);
    ck_assert_uint_eq(s.flags, FFLAG_DZ | FFLAG_NX);
}
END_TEST

START_TEST(test_classify_sets_the_manuals_bit)
{
    static const uint64_t by_bit[] = {
        D_NEG | D_INF, D_NEG | D_ONE, D_NEG | 1, D_NEG, 0,
        D_MIN_NORMAL - 1, D_MIN_NORMAL, D_INF, D_NEG | D_SNAN, D_PAYLOAD,
    };
    static const uint16_t half_by_bit[] = {
        H_NEG | H_INF, H_NEG | H_ONE, H_NEG | 1, H_NEG, 0,
        0x3ff, 0x400, H_INF, H_SNAN, H_QNAN,
    };

    ck_assert_uint_eq(f64_classify(by_bit[_i]), 1u << _i);
    ck_assert_uint_eq(f16_classify(half_by_bit[_i]), 1u << _i);
}
END_TEST

START_TEST(test_constants_are_the_zfa_table)
{
    static const double values[32] = {
        -1.0, 0x1p-1022, 0x1p-16, 0x1p-15, 0x1p-8, 0x1p-7, 0.0625, 0.125,
        0.25, 0.3125, 0.375, 0.4375, 0.5, 0.625, 0.75, 0.875,
        1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0,
        8.0, 16.0, 128.0, 256.0, 32768.0, 65536.0, __builtin_inf(),
    };
    union { double value; uint64_t bits; } want = { values[_i] };
    FpuStatus s = { .rm = RM_RNE };

    ck_assert_uint_eq(f64_constant(_i), want.bits);
    if (_i != 1) {
        ck_assert_uint_eq(f32_constant(_i), f64_to_f32(&s, want.bits));
        ck_assert_uint_eq(f16_constant(_i), f64_to_f16(&s, want.bits));
    }
}
END_TEST

START_TEST(test_constants_that_depend_on_the_width)
{
    ck_assert_uint_eq(f16_constant(1), 0x0400);
    ck_assert_uint_eq(f32_constant(1), S_MIN_NORMAL);
    ck_assert_uint_eq(f16_constant(2), 0x0100);
    ck_assert_uint_eq(f16_constant(3), 0x0200);
    ck_assert_uint_eq(f16_constant(29), H_INF);
    ck_assert_uint_eq(f16_constant(31), H_QNAN);
    ck_assert_uint_eq(f32_constant(31), S_QNAN);
    ck_assert_uint_eq(f64_constant(31), D_QNAN);
}
END_TEST

START_TEST(test_unboxing_rejects_what_is_not_boxed)
{
    ck_assert_uint_eq(fpu_unbox32(fpu_box32(S_TWO)), S_TWO);
    ck_assert_uint_eq(fpu_unbox32(D_ONE), S_QNAN);
    ck_assert_uint_eq(fpu_unbox16(fpu_box16(H_ONE)), H_ONE);
    ck_assert_uint_eq(fpu_unbox16(fpu_box32(H_ONE)), H_QNAN);
}
END_TEST

UNIT_MAIN("fpu_special",
    UNIT_LOOP(test_arithmetic_on_special_operands,
              G_N_ELEMENTS(arithmetic_rows)),
    UNIT_LOOP(test_comparisons_on_special_operands,
              G_N_ELEMENTS(compare_rows)),
    UNIT_LOOP(test_conversions_at_their_limits,
              G_N_ELEMENTS(convert_rows)),
    UNIT_LOOP(test_zfa_rounds_like_the_manual, G_N_ELEMENTS(zfa_rows)),
    UNIT_TEST(test_flags_accumulate),
    UNIT_LOOP(test_classify_sets_the_manuals_bit, 10),
    UNIT_LOOP(test_constants_are_the_zfa_table, 31),
    UNIT_TEST(test_constants_that_depend_on_the_width),
    UNIT_TEST(test_unboxing_rejects_what_is_not_boxed))

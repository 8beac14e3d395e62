/*
 * test_fpu_half.c: f16 against exact integer arithmetic
 *
 * Every finite f16 is a whole number of 2^-24, so sums, products and fused
 * sums are exact in a 128-bit integer. The expected result is found without
 * rounding arithmetic: bisect the f16 numbers for the two neighbours of the
 * exact value and let the mode choose. All five modes and all flags.
 */
#include <inttypes.h>

#include "core/fpu.h"
#include "support/unit.h"

typedef __int128 Exact;

enum {
    SIGN = 0x8000, INFINITE = 0x7c00, CANONICAL_NAN = 0x7e00,
    MIN_NORMAL = 0x0400, ROUNDS = 40000,
};

/* An exact non-negative number: numerator / denominator * 2^-48, or root */
typedef struct ExactNumber {
    bool sign;
    bool is_root;               /* the square root of it instead */
    Exact numerator;
    Exact denominator;
} ExactNumber;

static bool is_finite(uint16_t a)
{
    return (a & INFINITE) != INFINITE;
}

/* |a| in units of 2^-24; infinity counts as the next number, 2^16 */
static Exact magnitude_units(uint16_t a)
{
    int exp = (a & 0x7fff) >> 10;
    Exact frac = a & 0x3ff;

    return exp == 0 ? frac : (frac | 0x400) << (exp - 1);
}

static Exact units(uint16_t a)
{
    return a & SIGN ? -magnitude_units(a) : magnitude_units(a);
}

/* sign of @x - @units25 * 2^-25 */
static int exact_compare(const ExactNumber *x, Exact units25)
{
    Exact other = x->is_root ? units25 * units25
                             : (units25 << 23) * x->denominator;
    Exact self = x->is_root ? x->numerator << 2 : x->numerator;

    return (self > other) - (self < other);
}

/* Does @mode round up in magnitude, given the side of the midpoint? */
static bool rounds_away(unsigned rm, bool sign, int side, bool lower_is_odd)
{
    switch (rm) {
    case RM_RNE:
        return side > 0 || (side == 0 && lower_is_odd);
    case RM_RMM:
        return side >= 0;
    case RM_RDN:
        return sign;
    case RM_RUP:
        return !sign;
    default:
        return false;
    }
}

/*
 * Between 2^-14 - 2^-25 and 2^-14 a result is tiny only when 11 bits of
 * precision do not round it up to 2^-14.
 */
static bool is_tiny(const FpuStatus *s, const ExactNumber *x)
{
    ExactNumber doubled = *x;
    Exact largest_below = 2 * magnitude_units(MIN_NORMAL) * 2 - 2;
    int side;

    doubled.numerator *= x->is_root ? 4 : 2;
    if (exact_compare(&doubled, largest_below) < 0) {
        return true;
    }
    side = exact_compare(&doubled, largest_below + 1);
    return exact_compare(&doubled, largest_below) == 0
           || !rounds_away(s->rm, x->sign, side, true);
}

static uint16_t exact_round(FpuStatus *s, const ExactNumber *x)
{
    uint16_t lower = 0, above = INFINITE + 1;

    while (above - lower > 1) {
        uint16_t middle = (lower + above) / 2;

        if (exact_compare(x, 2 * magnitude_units(middle)) >= 0) {
            lower = middle;
        } else {
            above = middle;
        }
    }
    bool exact = exact_compare(x, 2 * magnitude_units(lower)) == 0;
    bool beyond = lower == INFINITE;
    int side = beyond ? 1 : exact_compare(x, magnitude_units(lower)
                                          + magnitude_units(lower + 1));
    bool away = rounds_away(s->rm, x->sign, side, lower & 1);
    uint16_t result = beyond ? INFINITE - !away
                             : lower + (!exact && away);

    s->flags |= exact && !beyond ? 0 : FFLAG_NX;
    s->flags |= beyond || result == INFINITE ? FFLAG_OF | FFLAG_NX : 0;
    if (!exact && lower < MIN_NORMAL && is_tiny(s, x)) {
        s->flags |= FFLAG_UF;
    }
    return x->sign ? result | SIGN : result;
}

/* The rounded sum @total * 2^-48; @zero is the result when it is 0 */
static uint16_t round_total(FpuStatus *s, Exact total, uint16_t zero)
{
    ExactNumber x = { total < 0, false, total < 0 ? -total : total, 1 };

    return total == 0 ? zero : exact_round(s, &x);
}

static uint16_t zero_sum(const FpuStatus *s, bool sign, bool other)
{
    return (sign == other ? sign : s->rm == RM_RDN) ? SIGN : 0;
}

typedef struct Case {
    uint16_t a, b, c;
} Case;

static uint16_t expected_add(FpuStatus *s, const Case *o)
{
    bool a_is_zero = !(o->a & 0x7fff);
    bool sign = o->a & SIGN;

    return round_total(s, (units(o->a) + units(o->b)) << 24,
                       a_is_zero ? zero_sum(s, sign, o->b & SIGN)
                                 : zero_sum(s, false, true));
}

static uint16_t expected_sub(FpuStatus *s, const Case *o)
{
    Case negated = { o->a, o->b ^ SIGN, 0 };

    return expected_add(s, &negated);
}

static uint16_t expected_mul(FpuStatus *s, const Case *o)
{
    return round_total(s, units(o->a) * units(o->b), (o->a ^ o->b) & SIGN);
}

static uint16_t expected_muladd(FpuStatus *s, const Case *o)
{
    Exact product = units(o->a) * units(o->b);
    bool sign = (o->a ^ o->b) & SIGN;

    return round_total(s, product + (units(o->c) << 24),
                       product == 0 ? zero_sum(s, sign, o->c & SIGN)
                                    : zero_sum(s, false, true));
}

static uint16_t expected_div(FpuStatus *s, const Case *o)
{
    uint16_t sign = (o->a ^ o->b) & SIGN;
    ExactNumber x = { sign, false, magnitude_units(o->a) << 48,
                      magnitude_units(o->b) };

    if (x.denominator == 0 && x.numerator == 0) {
        s->flags |= FFLAG_NV;
        return CANONICAL_NAN;
    }
    if (x.denominator == 0) {
        s->flags |= FFLAG_DZ;
        return sign | INFINITE;
    }
    return x.numerator == 0 ? sign : exact_round(s, &x);
}

/* sqrt(units * 2^-24) = sqrt(units * 2^24) * 2^-24, in 2^-25: times 4 */
static uint16_t expected_sqrt(FpuStatus *s, const Case *o)
{
    ExactNumber x = { false, true, magnitude_units(o->a) << 24, 1 };

    if (x.numerator == 0) {
        return o->a;
    }
    if (o->a & SIGN) {
        s->flags |= FFLAG_NV;
        return CANONICAL_NAN;
    }
    return exact_round(s, &x);
}

typedef uint16_t OperationFn(FpuStatus *s, const Case *o);

#define ACTUAL(op, ...)                                                 \
    static uint16_t actual_##op(FpuStatus *s, const Case *o)            \
    {                                                                   \
        return f16_##op(s, __VA_ARGS__);                                \
    }

ACTUAL(add, o->a, o->b)
ACTUAL(sub, o->a, o->b)
ACTUAL(mul, o->a, o->b)
ACTUAL(div, o->a, o->b)
ACTUAL(sqrt, o->a)
ACTUAL(muladd, o->a, o->b, o->c)

static const struct Operation {
    const char *name;
    OperationFn *expected, *actual;
} operations[] = {
#define OPERATION(op) { #op, expected_##op, actual_##op }
    OPERATION(add), OPERATION(sub), OPERATION(mul),
    OPERATION(div), OPERATION(sqrt), OPERATION(muladd),
};

static void check_operation(const struct Operation *op, const Case *o)
{
    for (unsigned rm = RM_RNE; rm <= RM_RMM; rm++) {
        FpuStatus want = { .rm = rm }, got = { .rm = rm };
        uint16_t expected = op->expected(&want, o);
        uint16_t actual = op->actual(&got, o);

        if (expected != actual || want.flags != got.flags) {
            ck_abort_msg("%s rm %u of %04x %04x %04x: %04x flags %02x, "
                         "expected %04x flags %02x", op->name, rm, o->a,
                         o->b, o->c, actual, got.flags, expected,
                         want.flags);
        }
    }
}

/* xorshift64*, finite results only */
static uint16_t random_half(uint64_t *state)
{
    uint16_t a;

    do {
        *state ^= *state >> 12;
        *state ^= *state << 25;
        *state ^= *state >> 27;
        a = *state * 2685821657736338717ull >> 48;
        a &= *state & 7 ? 0xffff : 0xfe01;
    } while (!is_finite(a));
    return a;
}

/* ck_assert writes a file for each call: too slow for millions */
static void expect_equal(int64_t actual, int64_t expected, uint16_t a)
{
    if (actual != expected) {
        ck_abort_msg("%04x: %" PRIx64 ", expected %" PRIx64, a, actual,
                     expected);
    }
}

START_TEST(test_random_operands_give_the_exact_result_rounded)
{
    uint64_t state = 88172645463325252 + _i;

    for (int i = 0, n = unit_rounds(ROUNDS); i < n; i++) {
        Case o = { random_half(&state), random_half(&state),
                   random_half(&state) };

        check_operation(&operations[_i], &o);
    }
}
END_TEST

START_TEST(test_every_half_as_first_operand)
{
    static const uint16_t others[] = {
        0, SIGN, 1, 0x8001, 0x3ff, MIN_NORMAL, 0x3bff, 0x3c00, 0x3c01,
        0xbc00, 0x4200, 0x7bff, 0xfbff,
    };

    for (uint32_t a = 0; a < 0x10000; a++) {
        uint16_t other = others[a % G_N_ELEMENTS(others)];

        for (size_t i = 0; is_finite(a) && i < G_N_ELEMENTS(others); i++) {
            check_operation(&operations[_i],
                            &(Case) { a, others[i], other });
        }
    }
}
END_TEST

START_TEST(test_widening_is_exact_and_reversible)
{
    for (uint32_t a = 0; a < 0x10000; a++) {
        FpuStatus s = { .rm = _i };
        bool is_nan = (a & 0x7fff) > INFINITE;
        uint16_t back = is_nan ? CANONICAL_NAN : a;

        expect_equal(f32_to_f16(&s, f16_to_f32(&s, a)), back, a);
        expect_equal(f64_to_f16(&s, f16_to_f64(&s, a)), back, a);
        expect_equal(f64_to_f32(&s, f16_to_f64(&s, a)),
                     f16_to_f32(&s, a), a);
        expect_equal(s.flags, is_nan && !(a & 0x200) ? FFLAG_NV : 0, a);
        if (!is_nan && is_finite(a)) {
            double value = (double)units(a) * 0x1p-24;
            union { double value; uint64_t bits; } wide = { value };

            expect_equal(f16_to_f64(&s, a) << 1, wide.bits << 1, a);
        }
    }
}
END_TEST

/* Rounds @a to a whole number with shifts of its 2^-24 units. */
static int64_t expected_integer(FpuStatus *s, uint16_t a)
{
    int64_t all = magnitude_units(a), whole = all >> 24;
    int64_t rest = all & 0xffffff;
    int side = (rest > 1 << 23) - (rest < 1 << 23);

    if (rest != 0) {
        s->flags |= FFLAG_NX;
        whole += rounds_away(s->rm, a & SIGN, side, whole & 1);
    }
    return a & SIGN ? -whole : whole;
}

START_TEST(test_every_half_converts_to_integers)
{
    for (uint32_t a = 0; a < 0x10000; a++) {
        FpuStatus want = { .rm = _i }, got = { .rm = _i };
        FpuStatus got_unsigned = { .rm = _i };

        if (!is_finite(a)) {
            continue;
        }
        int64_t expected = expected_integer(&want, a);

        expect_equal(f16_to_i64(&got, a), expected, a);
        expect_equal(f16_to_i32(&got, a), expected, a);
        expect_equal(got.flags, want.flags, a);
        expect_equal(f16_to_u64(&got_unsigned, a),
                     expected < 0 ? 0 : expected, a);
        expect_equal(f16_to_u32(&got_unsigned, a),
                     expected < 0 ? 0 : expected, a);
        expect_equal(got_unsigned.flags,
                     expected < 0 ? FFLAG_NV : want.flags, a);
        got.flags = 0;
        expect_equal(f16_from_i64(&got, expected) | (a & SIGN),
                     f16_roundnx(&want, a), a);
    }
}
END_TEST

START_TEST(test_halves_compare_like_the_integers_they_are)
{
    for (uint32_t i = 0; i < 0x10000; i++) {
        uint16_t a = i, b = i * 40503u >> 3;
        FpuStatus s = { .rm = RM_RNE };

        if (!is_finite(a) || !is_finite(b)) {
            continue;
        }
        expect_equal(f16_eq(&s, a, b), units(a) == units(b), a);
        expect_equal(f16_lt(&s, a, b), units(a) < units(b), a);
        expect_equal(f16_le(&s, a, b), units(a) <= units(b), a);
        expect_equal(units(f16_min(&s, a, b)),
                     MIN(units(a), units(b)), a);
        expect_equal(units(f16_max(&s, a, b)),
                     MAX(units(a), units(b)), a);
        expect_equal(s.flags, 0, a);
    }
}
END_TEST

UNIT_MAIN("fpu_half",
    UNIT_LOOP(test_random_operands_give_the_exact_result_rounded,
              G_N_ELEMENTS(operations)),
    UNIT_LOOP(test_every_half_as_first_operand, G_N_ELEMENTS(operations)),
    UNIT_LOOP(test_widening_is_exact_and_reversible, RM_RMM + 1),
    UNIT_LOOP(test_every_half_converts_to_integers, RM_RMM + 1),
    UNIT_TEST(test_halves_compare_like_the_integers_they_are))

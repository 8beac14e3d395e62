/* test_mtimer_compare.c: ticks round down, deadlines round up, no overflow */
#include "devices/mtimer_compare.h"
#include "support/unit.h"

#define MHZ10 10000000u

START_TEST(test_ticks_round_down)
{
    ck_assert_uint_eq(mtimer_ticks(0, MHZ10), 0);
    ck_assert_uint_eq(mtimer_ticks(99, MHZ10), 0);
    ck_assert_uint_eq(mtimer_ticks(100, MHZ10), 1);
    ck_assert_uint_eq(mtimer_ticks(1000000000, 3), 3);
    ck_assert_uint_eq(mtimer_ticks(333333333, 3), 0);
    ck_assert_uint_eq(mtimer_ticks(333333334, 3), 1);
}
END_TEST

START_TEST(test_ticks_do_not_overflow_at_the_end_of_time)
{
    ck_assert_uint_eq(mtimer_ticks(INT64_MAX, 1000000000), INT64_MAX);
    ck_assert_uint_eq(mtimer_ticks(INT64_MAX, MHZ10), 92233720368547758ull);
}
END_TEST

START_TEST(test_pending_when_equal_or_greater)
{
    ck_assert(mtimer_pending(5, 5));
    ck_assert(mtimer_pending(6, 5));
    ck_assert(!mtimer_pending(4, 5));
    ck_assert(mtimer_pending(0, 0));
    ck_assert(!mtimer_pending(UINT64_MAX - 1, UINT64_MAX));
    ck_assert(mtimer_pending(UINT64_MAX, UINT64_MAX));
    ck_assert(mtimer_pending(1ull << 63, 1));
}
END_TEST

START_TEST(test_next_change_is_compare_or_wrap)
{
    ck_assert_uint_eq(mtimer_ticks_to_change(10, 15), 5);
    ck_assert_uint_eq(mtimer_ticks_to_change(0, UINT64_MAX), UINT64_MAX);
    ck_assert_uint_eq(mtimer_ticks_to_change(UINT64_MAX - 9, 7), 10);
    ck_assert_uint_eq(mtimer_ticks_to_change(0, 0), UINT64_MAX);
}
END_TEST

START_TEST(test_deadline_is_first_moment_with_enough_ticks)
{
    static const uint32_t freqs[] = { 1, 3, 7, 32768, MHZ10, 999999999,
                                      1000000000, UINT32_MAX };
    static const int64_t nows[] = { 0, 1, 99, 100, 101, 123456789012345 };
    static const uint64_t ticks[] = { 1, 2, 3, 10, 1000003 };

    for (size_t f = 0; f < G_N_ELEMENTS(freqs); f++) {
        for (size_t n = 0; n < G_N_ELEMENTS(nows); n++) {
            for (size_t t = 0; t < G_N_ELEMENTS(ticks); t++) {
                int64_t at = mtimer_deadline_ns(nows[n], ticks[t], freqs[f]);
                uint64_t want = mtimer_ticks(nows[n], freqs[f]) + ticks[t];

                ck_assert_uint_ge(mtimer_ticks(at, freqs[f]), want);
                ck_assert_uint_lt(mtimer_ticks(at - 1, freqs[f]), want);
            }
        }
    }
}
END_TEST

START_TEST(test_far_deadline_saturates)
{
    ck_assert_int_eq(mtimer_deadline_ns(0, UINT64_MAX, MHZ10), INT64_MAX);
    ck_assert_int_eq(mtimer_deadline_ns(0, UINT64_MAX, 1), INT64_MAX);
    ck_assert_int_eq(mtimer_deadline_ns(INT64_MAX, 1, MHZ10), INT64_MAX);
}
END_TEST

UNIT_MAIN("mtimer_compare",
          UNIT_TEST(test_ticks_round_down),
          UNIT_TEST(test_ticks_do_not_overflow_at_the_end_of_time),
          UNIT_TEST(test_pending_when_equal_or_greater),
          UNIT_TEST(test_next_change_is_compare_or_wrap),
          UNIT_TEST(test_deadline_is_first_moment_with_enough_ticks),
          UNIT_TEST(test_far_deadline_saturates))

/* test_tick_rate.c: counts and nanoseconds, exactly */
#include "support/unit.h"
#include "timers/tick_rate.h"

typedef struct Row {
    uint64_t frequency_hz;
    uint32_t prescaler;
    uint64_t counts;
    int64_t ns;                 /* how long that takes, rounded up */
} Row;

static const Row rows[] = {
    { 1000000, 0, 1, 1000 },
    { 1000000, 1, 1, 1000 },
    { 1000000, 7, 1, 7000 },
    { 1000000, 7, 0, 0 },
    { 3, 1, 1, 333333334 },
    { 3, 1, 2, 666666667 },
    { 3, 1, 3, 1000000000 },
    { 3, 7, 1, 2333333334 },
    { 1000000, 1, UINT32_MAX, 4294967295000 },
    { 3, 1, UINT32_MAX, 1431655765000000000 },
    { 1, 1, UINT32_MAX, 4294967295000000000 },
    { 1, UINT32_MAX, 2, 8589934590000000000 },
    { 4294967295, 1, UINT32_MAX, 1000000000 },
    { 3, UINT32_MAX, UINT32_MAX, INT64_MAX },
    { 10000000, 1, UINT64_MAX, INT64_MAX },
    { 2000000000, 1, 1, 1 },
    { 2000000000, 1, 2, 1 },
    { 0, 1, 1, INT64_MAX },
    { 0, 1, 0, 0 },
    { 1, UINT32_MAX, UINT64_MAX, INT64_MAX },
};

START_TEST(test_length_of_counts_rounds_up)
{
    const Row *row = &rows[_i];
    TickRate rate = { row->frequency_hz, row->prescaler };

    ck_assert_int_eq(tick_rate_counts_to_ns(&rate, row->counts), row->ns);
}
END_TEST

START_TEST(test_counter_is_done_at_its_deadline_and_not_before)
{
    const Row *row = &rows[_i];
    TickRate rate = { row->frequency_hz, row->prescaler };

    if (row->ns == INT64_MAX || row->ns == 0) {
        return;
    }
    ck_assert_uint_eq(tick_rate_remaining(&rate, row->counts, row->ns), 0);
    ck_assert_uint_gt(tick_rate_remaining(&rate, row->counts, row->ns - 1), 0);
}
END_TEST

START_TEST(test_ten_thousand_reads_do_not_drift)
{
    TickRate rate = { 3, 1 };

    for (int i = 0; i < 10000; i++) {
        ck_assert_uint_eq(tick_rate_remaining(&rate, 10, 999999999), 8);
    }
}
END_TEST

START_TEST(test_deadline_never_overflows)
{
    TickRate rate = { 10000000, 1 };

    ck_assert_int_eq(tick_rate_deadline_ns(&rate, 5000, 10), 6000);
    ck_assert_int_eq(tick_rate_deadline_ns(&rate, 5000, UINT64_MAX),
                     INT64_MAX);
    ck_assert_int_eq(tick_rate_deadline_ns(&rate, INT64_MAX - 99, 1),
                     INT64_MAX);
    ck_assert_int_eq(tick_rate_deadline_ns(&rate, INT64_MAX - 100, 1),
                     INT64_MAX);
}
END_TEST

START_TEST(test_elapsed_counts_saturate_and_ignore_the_past)
{
    TickRate rate = { UINT64_MAX, 1 };

    ck_assert_uint_eq(tick_rate_ns_to_counts(&rate, INT64_MAX), UINT64_MAX);
    ck_assert_uint_eq(tick_rate_ns_to_counts(&rate, -1), 0);
    ck_assert_uint_eq(tick_rate_ns_to_counts(&rate, 0), 0);
}
END_TEST

START_TEST(test_muldiv64_keeps_all_bits)
{
    ck_assert_uint_eq(muldiv64(UINT64_MAX, 1000, 1000), UINT64_MAX);
    ck_assert_uint_eq(muldiv64(1ull << 63, 6, 4), 3ull << 62);
    ck_assert_uint_eq(muldiv64(7, 3, 2), 10);
}
END_TEST

UNIT_MAIN("tick_rate",
          UNIT_LOOP(test_length_of_counts_rounds_up, G_N_ELEMENTS(rows)),
          UNIT_LOOP(test_counter_is_done_at_its_deadline_and_not_before,
                    G_N_ELEMENTS(rows)),
          UNIT_TEST(test_ten_thousand_reads_do_not_drift),
          UNIT_TEST(test_deadline_never_overflows),
          UNIT_TEST(test_elapsed_counts_saturate_and_ignore_the_past),
          UNIT_TEST(test_muldiv64_keeps_all_bits))

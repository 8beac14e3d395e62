/* test_guest_clock.c: freezing and resuming time */
#include "support/unit.h"
#include "timers/guest_clock.h"

#define SECOND INT64_C(1000000000)

START_TEST(test_starts_frozen_at_zero)
{
    GuestClock clock = { 0 };

    ck_assert_int_eq(guest_clock_ns(&clock, 77 * SECOND), 0);
}
END_TEST

START_TEST(test_stop_for_a_second_costs_no_guest_time)
{
    GuestClock clock = { 0 };

    guest_clock_start(&clock, 10 * SECOND);
    ck_assert_int_eq(guest_clock_ns(&clock, 12 * SECOND), 2 * SECOND);
    guest_clock_stop(&clock, 12 * SECOND);
    ck_assert_int_eq(guest_clock_ns(&clock, 13 * SECOND), 2 * SECOND);
    guest_clock_start(&clock, 13 * SECOND);
    ck_assert_int_eq(guest_clock_ns(&clock, 13 * SECOND), 2 * SECOND);
    ck_assert_int_eq(guest_clock_ns(&clock, 13 * SECOND + 5),
                     2 * SECOND + 5);
}
END_TEST

START_TEST(test_starting_or_stopping_twice_changes_nothing)
{
    GuestClock clock = { 0 };

    guest_clock_start(&clock, 100);
    guest_clock_start(&clock, 150);
    ck_assert_int_eq(guest_clock_ns(&clock, 200), 100);
    guest_clock_stop(&clock, 200);
    guest_clock_stop(&clock, 900);
    ck_assert_int_eq(guest_clock_ns(&clock, 1000), 100);
}
END_TEST

START_TEST(test_set_works_running_and_frozen)
{
    GuestClock clock = { 0 };

    guest_clock_set(&clock, 5, 1000);
    ck_assert_int_eq(guest_clock_ns(&clock, 50), 1000);
    guest_clock_start(&clock, 50);
    guest_clock_set(&clock, 60, 7);
    ck_assert_int_eq(guest_clock_ns(&clock, 61), 8);
}
END_TEST

UNIT_MAIN("guest_clock", UNIT_TEST(test_starts_frozen_at_zero),
          UNIT_TEST(test_stop_for_a_second_costs_no_guest_time),
          UNIT_TEST(test_starting_or_stopping_twice_changes_nothing),
          UNIT_TEST(test_set_works_running_and_frozen))

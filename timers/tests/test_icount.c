/* test_icount.c: time by instructions, and the warp */
#include <string.h>

#include "support/unit.h"
#include "timers/icount.h"
#include "timers/manual_clock.h"

static ManualClock manual;
static TimerSystem *ts;
static uint64_t retired;
static int notified;

static uint64_t count_retired(void *opaque)
{
    return retired;
}

static void note(void *opaque, QEMUClockType type)
{
    notified += type == QEMU_CLOCK_VIRTUAL;
}

static void begin(unsigned shift, bool sleep)
{
    IcountConfig config = { shift, sleep };

    manual = (ManualClock){ 0 };
    retired = 0;
    ts = timer_system_new(&manual_clock_ops, &manual);
    ck_assert(icount_enable(ts, &config, NULL));
    icount_set_source(ts, count_retired, NULL);
    timer_system_enable_ticks(ts);
}

static int64_t now(void)
{
    return timer_system_get_ns(ts, QEMU_CLOCK_VIRTUAL);
}

static void stamp_cb(void *opaque)
{
    *(int64_t *)opaque = now();
}

static void arm(QEMUTimer *timer, int64_t *stamp, int64_t deadline_ns)
{
    timer_init_on(timer, timer_system_list(ts, QEMU_CLOCK_VIRTUAL), SCALE_NS,
                  stamp_cb, stamp);
    timer_mod_ns(timer, deadline_ns);
}

typedef struct LimitRow {
    unsigned shift;
    int64_t bias_ns;
    uint64_t retired;
    int64_t deadline_ns;
    uint64_t limit;
} LimitRow;

static const LimitRow limit_rows[] = {
    { 0, 0, 0, 1, 1 },
    { 3, 0, 0, 1, 1 },
    { 3, 0, 0, 8, 1 },
    { 3, 0, 0, 9, 2 },
    { 3, 0, 1, 8, 0 },
    { 3, 5, 0, 5, 0 },
    { 3, 5, 0, 14, 2 },
    { 0, 0, 7, 3, 0 },
    { 10, 0, 0, INT64_MAX, 1ull << 53 },
};

START_TEST(test_limit_reaches_the_deadline_and_no_more)
{
    const LimitRow *row = &limit_rows[_i];
    IcountClock clock = { row->shift, row->bias_ns };

    uint64_t limit =
        icount_clock_limit(&clock, row->retired, row->deadline_ns);
    ck_assert_uint_eq(limit, row->limit);
    if (row->deadline_ns < INT64_MAX) {
        ck_assert_int_ge(icount_clock_ns(&clock, row->retired + limit),
                         row->deadline_ns);
    }
}
END_TEST

START_TEST(test_warp_goes_forward_only)
{
    IcountClock clock = { .shift = 2 };

    ck_assert_int_eq(icount_clock_warp(&clock, 10, 100), 60);
    ck_assert_int_eq(icount_clock_ns(&clock, 10), 100);
    ck_assert_int_eq(icount_clock_warp(&clock, 10, 99), 0);
    ck_assert_int_eq(icount_clock_ns(&clock, 11), 104);
}
END_TEST

START_TEST(test_instructions_drive_virtual_time_and_nothing_else_does)
{
    begin(3, false);
    manual_clock_advance(&manual, 12345);
    ck_assert_int_eq(now(), 0);
    ck_assert_int_eq(timer_system_get_ns(ts, QEMU_CLOCK_VIRTUAL_RT), 12345);
    retired = 10;
    ck_assert_int_eq(now(), 80);
    timer_system_free(ts);
}
END_TEST

START_TEST(test_main_loop_leaves_the_counted_clock_alone)
{
    QEMUTimer timer;
    int64_t stamp = -1;

    begin(0, false);
    arm(&timer, &stamp, 0);
    ck_assert_int_eq(timer_system_deadline_ns(ts), -1);
    ck_assert(!timer_system_run_all_timers(ts));
    ck_assert_int_eq(icount_limit(ts, 1000), 0);
    ck_assert(icount_run_timers(ts));
    ck_assert_int_eq(stamp, 0);
    ck_assert_int_eq(icount_limit(ts, 1000), 1000);
    timer_system_free(ts);
}
END_TEST

START_TEST(test_idle_jumps_to_the_next_deadline_without_sleep)
{
    QEMUTimer timer;
    int64_t stamp = -1;

    begin(0, false);
    retired = 7;
    ck_assert(!icount_idle(ts));
    arm(&timer, &stamp, 500);
    ck_assert_int_eq(icount_limit(ts, 1000), 493);
    ck_assert(icount_idle(ts));
    ck_assert_int_eq(now(), 500);
    ck_assert(icount_run_timers(ts));
    ck_assert_int_eq(stamp, 500);
    timer_system_free(ts);
}
END_TEST

START_TEST(test_idle_while_stopped_moves_nothing)
{
    QEMUTimer timer;
    int64_t stamp = -1;

    begin(0, false);
    arm(&timer, &stamp, 500);
    timer_system_disable_ticks(ts);
    ck_assert(!icount_idle(ts));
    ck_assert_int_eq(now(), 0);
    timer_del(&timer);
    timer_system_free(ts);
}
END_TEST

START_TEST(test_idle_with_sleep_waits_for_real_time)
{
    QEMUTimer timer;
    int64_t stamp = -1;

    begin(0, true);
    timer_system_set_notify(ts, note, NULL);
    arm(&timer, &stamp, 500);
    ck_assert(!icount_idle(ts));
    ck_assert_int_eq(timer_system_deadline_ns(ts), 500);
    notified = 0;
    manual_clock_run(&manual, ts, 499);
    ck_assert_int_eq(notified, 0);
    manual_clock_run(&manual, ts, 1);
    ck_assert_int_eq(notified, 1);
    ck_assert_int_eq(now(), 500);
    ck_assert(icount_run_timers(ts));
    timer_system_free(ts);
}
END_TEST

START_TEST(test_waking_early_accounts_what_was_slept)
{
    QEMUTimer timer;
    int64_t stamp = -1;

    begin(0, true);
    arm(&timer, &stamp, 500);
    icount_idle(ts);
    manual_clock_advance(&manual, 200);
    icount_resume(ts);
    ck_assert_int_eq(now(), 200);
    ck_assert_int_eq(timer_system_deadline_ns(ts), -1);
    icount_idle(ts);
    manual_clock_advance(&manual, 10000);
    icount_resume(ts);
    ck_assert_int_eq(now(), 500);
    timer_del(&timer);
    timer_system_free(ts);
}
END_TEST

START_TEST(test_bias_is_part_of_the_saved_state)
{
    QEMUTimer timer;
    int64_t stamp = -1;
    TimerSystemState state;

    begin(0, false);
    arm(&timer, &stamp, 500);
    icount_idle(ts);
    timer_system_save(ts, &state);
    timer_mod_ns(&timer, 9000);
    icount_idle(ts);
    timer_system_disable_ticks(ts);
    timer_system_restore(ts, &state);
    ck_assert_int_eq(now(), 500);
    timer_del(&timer);
    timer_system_free(ts);
}
END_TEST

START_TEST(test_shift_out_of_range_is_refused)
{
    g_autoptr(GError) error = NULL;
    IcountConfig config = { ICOUNT_SHIFT_MAX + 1, false };

    manual = (ManualClock){ 0 };
    ts = timer_system_new(&manual_clock_ops, &manual);
    ck_assert(!icount_enable(ts, &config, &error));
    ck_assert_ptr_nonnull(strstr(error->message, "0 to 10"));
    ck_assert(!icount_enabled(ts));
    timer_system_free(ts);
}
END_TEST

/* A guest that works, re-arms by what it sees, and idles; as text. */
static char *trace_of_a_run(int64_t host_step_ns)
{
    GString *trace = g_string_new(NULL);
    QEMUTimer timer;
    int64_t stamp = -1;

    begin(2, false);
    arm(&timer, &stamp, 100);
    for (int i = 0; i < 200; i++) {
        manual_clock_advance(&manual, host_step_ns);
        retired += (uint64_t)MIN(icount_limit(ts, 17), 5 + i % 13);
        if (i % 7 == 0) {
            icount_idle(ts);
        }
        if (icount_run_timers(ts)) {
            timer_mod_ns(&timer, now() + 1 + (int64_t)(retired * 31 % 211));
        }
        g_string_append_printf(trace, "%d ", (int)now());
    }
    timer_del(&timer);
    timer_system_free(ts);
    return g_string_free(trace, FALSE);
}

START_TEST(test_two_runs_on_hosts_of_different_speed_are_identical)
{
    g_autofree char *slow = trace_of_a_run(1000);
    g_autofree char *fast = trace_of_a_run(3);

    ck_assert_str_eq(slow, fast);
}
END_TEST

UNIT_MAIN("icount",
          UNIT_LOOP(test_limit_reaches_the_deadline_and_no_more,
                    G_N_ELEMENTS(limit_rows)),
          UNIT_TEST(test_warp_goes_forward_only),
          UNIT_TEST(test_instructions_drive_virtual_time_and_nothing_else_does),
          UNIT_TEST(test_main_loop_leaves_the_counted_clock_alone),
          UNIT_TEST(test_idle_jumps_to_the_next_deadline_without_sleep),
          UNIT_TEST(test_idle_while_stopped_moves_nothing),
          UNIT_TEST(test_idle_with_sleep_waits_for_real_time),
          UNIT_TEST(test_waking_early_accounts_what_was_slept),
          UNIT_TEST(test_bias_is_part_of_the_saved_state),
          UNIT_TEST(test_shift_out_of_range_is_refused),
          UNIT_TEST(test_two_runs_on_hosts_of_different_speed_are_identical))

/* test_qtest_clock.c: guest time that moves on request */
#include "support/unit.h"
#include "timers/icount.h"
#include "timers/manual_clock.h"
#include "timers/qtest_clock.h"

static ManualClock manual;
static TimerSystem *ts;

static void begin(void)
{
    manual = (ManualClock){ 0 };
    ts = timer_system_new(&manual_clock_ops, &manual);
    qtest_clock_enable(ts);
    timer_system_enable_ticks(ts);
}

static int64_t now(void)
{
    return timer_system_get_ns(ts, QEMU_CLOCK_VIRTUAL);
}

/* ---- timers that note what they saw ------------------------------------- */

typedef struct Stamp {
    QEMUTimer timer;
    GArray *seen;               /* int64_t, shared by all stamps of a test */
    int64_t period_ns;          /* 0: once; negative: again at "now" */
} Stamp;

static void stamp_cb(void *opaque)
{
    Stamp *stamp = opaque;
    int64_t ns = now();

    g_array_append_val(stamp->seen, ns);
    if (stamp->period_ns) {
        timer_mod_ns(&stamp->timer, ns + MAX(stamp->period_ns, 0));
    }
}

static void arm(Stamp *stamp, GArray *seen, int64_t deadline_ns,
                int64_t period_ns)
{
    stamp->seen = seen;
    stamp->period_ns = period_ns;
    timer_init_on(&stamp->timer, timer_system_list(ts, QEMU_CLOCK_VIRTUAL),
                  SCALE_NS, stamp_cb, stamp);
    timer_mod_ns(&stamp->timer, deadline_ns);
}

static int64_t seen_at(GArray *seen, unsigned i)
{
    ck_assert_uint_lt(i, seen->len);
    return g_array_index(seen, int64_t, i);
}

static void end(Stamp *stamps, unsigned n, GArray *seen)
{
    for (unsigned i = 0; i < n; i++) {
        timer_del(&stamps[i].timer);
    }
    g_array_free(seen, TRUE);
    timer_system_free(ts);
}

/* ---- the claims --------------------------------------------------------- */

START_TEST(test_time_stands_still_between_requests)
{
    begin();
    manual_clock_advance(&manual, 5000);
    ck_assert_int_eq(now(), 0);
    ck_assert_int_eq(qtest_clock_advance(ts, 300), 300);
    manual_clock_advance(&manual, 5000);
    ck_assert_int_eq(now(), 300);
    timer_system_free(ts);
}
END_TEST

START_TEST(test_the_clock_never_goes_backward)
{
    begin();
    qtest_clock_advance(ts, 300);
    ck_assert_int_eq(qtest_clock_advance(ts, 100), 300);
    ck_assert_int_eq(qtest_clock_advance(ts, INT64_MIN), 300);
    timer_system_free(ts);
}
END_TEST

START_TEST(test_each_timer_runs_exactly_at_its_deadline)
{
    GArray *seen = g_array_new(FALSE, FALSE, sizeof(int64_t));
    Stamp stamps[3];

    begin();
    arm(&stamps[0], seen, 700, 0);
    arm(&stamps[1], seen, 100, 0);
    arm(&stamps[2], seen, 900, 0);
    ck_assert_int_eq(qtest_clock_advance(ts, 800), 800);
    ck_assert_uint_eq(seen->len, 2);
    ck_assert_int_eq(seen_at(seen, 0), 100);
    ck_assert_int_eq(seen_at(seen, 1), 700);
    end(stamps, 3, seen);
}
END_TEST

START_TEST(test_a_deadline_at_the_target_is_reached)
{
    GArray *seen = g_array_new(FALSE, FALSE, sizeof(int64_t));
    Stamp stamps[1];

    begin();
    arm(&stamps[0], seen, 800, 0);
    qtest_clock_advance(ts, 799);
    ck_assert_uint_eq(seen->len, 0);
    qtest_clock_advance(ts, 800);
    ck_assert_uint_eq(seen->len, 1);
    end(stamps, 1, seen);
}
END_TEST

START_TEST(test_timers_armed_on_the_way_are_not_jumped_over)
{
    GArray *seen = g_array_new(FALSE, FALSE, sizeof(int64_t));
    Stamp stamps[1];

    begin();
    arm(&stamps[0], seen, 10, 10);
    qtest_clock_advance(ts, 45);
    ck_assert_uint_eq(seen->len, 4);
    ck_assert_int_eq(seen_at(seen, 3), 40);
    end(stamps, 1, seen);
}
END_TEST

START_TEST(test_a_timer_that_rearms_at_now_cannot_hang_the_walk)
{
    GArray *seen = g_array_new(FALSE, FALSE, sizeof(int64_t));
    Stamp stamps[1];

    begin();
    arm(&stamps[0], seen, 10, -1);
    ck_assert_int_eq(qtest_clock_advance(ts, 45), 10);
    ck_assert_uint_eq(seen->len, QTEST_CLOCK_MAX_PASSES);
    end(stamps, 1, seen);
}
END_TEST

START_TEST(test_frozen_time_moves_without_running_timers)
{
    GArray *seen = g_array_new(FALSE, FALSE, sizeof(int64_t));
    Stamp stamps[1];

    begin();
    timer_system_disable_ticks(ts);
    arm(&stamps[0], seen, 10, 0);
    ck_assert_int_eq(qtest_clock_advance(ts, 45), 45);
    ck_assert_uint_eq(seen->len, 0);
    end(stamps, 1, seen);
}
END_TEST

START_TEST(test_the_main_loop_waits_for_what_is_due_only)
{
    GArray *seen = g_array_new(FALSE, FALSE, sizeof(int64_t));
    Stamp stamps[1];

    begin();
    arm(&stamps[0], seen, 10, 0);
    ck_assert_int_eq(timer_system_deadline_ns(ts), -1);
    timer_mod_ns(&stamps[0].timer, 0);
    ck_assert_int_eq(timer_system_deadline_ns(ts), 0);
    ck_assert(timer_system_run_all_timers(ts));
    ck_assert_uint_eq(seen->len, 1);
    end(stamps, 1, seen);
}
END_TEST

START_TEST(test_other_clocks_stay_real)
{
    begin();
    manual_clock_advance(&manual, 5000);
    qtest_clock_advance(ts, 300);
    ck_assert_int_eq(timer_system_get_ns(ts, QEMU_CLOCK_REALTIME), 5000);
    ck_assert_int_eq(timer_system_get_ns(ts, QEMU_CLOCK_VIRTUAL_RT), 5000);
    ck_assert(!icount_enabled(ts));
    timer_system_free(ts);
}
END_TEST

UNIT_MAIN("qtest_clock",
    UNIT_TEST(test_time_stands_still_between_requests),
    UNIT_TEST(test_the_clock_never_goes_backward),
    UNIT_TEST(test_each_timer_runs_exactly_at_its_deadline),
    UNIT_TEST(test_a_deadline_at_the_target_is_reached),
    UNIT_TEST(test_timers_armed_on_the_way_are_not_jumped_over),
    UNIT_TEST(test_a_timer_that_rearms_at_now_cannot_hang_the_walk),
    UNIT_TEST(test_frozen_time_moves_without_running_timers),
    UNIT_TEST(test_the_main_loop_waits_for_what_is_due_only),
    UNIT_TEST(test_other_clocks_stay_real))

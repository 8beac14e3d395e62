/* test_timer_system.c: the four clocks and what may run on them */
#include "support/unit.h"
#include "timers/manual_clock.h"

#define SECOND NANOSECONDS_PER_SECOND

static ManualClock manual;
static TimerSystem *ts;
static int notified[QEMU_CLOCK_MAX];

static void count_notify(void *opaque, QEMUClockType type)
{
    notified[type]++;
}

static void begin(void)
{
    manual = (ManualClock){ .now_ns = 1000 * SECOND };
    ts = timer_system_new(&manual_clock_ops, &manual);
    timer_system_set_notify(ts, count_notify, NULL);
}

static void end(void)
{
    timer_system_free(ts);
}

static void count_cb(void *opaque)
{
    ++*(int *)opaque;
}

static int64_t get(QEMUClockType type)
{
    return timer_system_get_ns(ts, type);
}

START_TEST(test_only_real_clocks_run_while_the_vm_is_stopped)
{
    begin();
    manual_clock_advance(&manual, SECOND);
    ck_assert_int_eq(get(QEMU_CLOCK_REALTIME), 1001 * SECOND);
    ck_assert_int_eq(get(QEMU_CLOCK_HOST), 1001 * SECOND);
    ck_assert_int_eq(get(QEMU_CLOCK_VIRTUAL), 0);
    ck_assert_int_eq(get(QEMU_CLOCK_VIRTUAL_RT), 0);
    end();
}
END_TEST

START_TEST(test_virtual_time_skips_the_time_stopped)
{
    begin();
    timer_system_enable_ticks(ts);
    manual_clock_advance(&manual, 2 * SECOND);
    timer_system_disable_ticks(ts);
    manual_clock_advance(&manual, 5 * SECOND);
    ck_assert_int_eq(get(QEMU_CLOCK_VIRTUAL), 2 * SECOND);
    timer_system_enable_ticks(ts);
    ck_assert_int_eq(get(QEMU_CLOCK_VIRTUAL), 2 * SECOND);
    manual_clock_advance(&manual, 1);
    ck_assert_int_eq(get(QEMU_CLOCK_VIRTUAL), 2 * SECOND + 1);
    ck_assert_int_eq(get(QEMU_CLOCK_VIRTUAL_RT), 2 * SECOND + 1);
    end();
}
END_TEST

START_TEST(test_wall_clock_may_jump_alone)
{
    begin();
    manual_clock_set_wall(&manual, 5);
    ck_assert_int_eq(get(QEMU_CLOCK_HOST), 5);
    ck_assert_int_eq(get(QEMU_CLOCK_REALTIME), 1000 * SECOND);
    end();
}
END_TEST

START_TEST(test_no_virtual_timer_fires_while_stopped)
{
    QEMUTimer timer;
    int count = 0;

    begin();
    timer_init_on(&timer, timer_system_list(ts, QEMU_CLOCK_VIRTUAL), SCALE_NS,
                  count_cb, &count);
    timer_mod_ns(&timer, 0);
    ck_assert_int_eq(timer_system_deadline_ns(ts), -1);
    ck_assert(!timer_system_run_all_timers(ts));
    timer_system_enable_ticks(ts);
    ck_assert_int_eq(timer_system_deadline_ns(ts), 0);
    ck_assert(timer_system_run_all_timers(ts));
    ck_assert_int_eq(count, 1);
    end();
}
END_TEST

START_TEST(test_disabled_clock_keeps_its_timers_for_later)
{
    QEMUTimer timer;
    int count = 0;

    begin();
    timer_init_on(&timer, timer_system_list(ts, QEMU_CLOCK_REALTIME),
                  SCALE_NS, count_cb, &count);
    timer_mod_ns(&timer, 0);
    timer_system_clock_enable(ts, QEMU_CLOCK_REALTIME, false);
    ck_assert(!timer_system_run_all_timers(ts));
    ck_assert_int_eq(
        timer_system_clock_deadline_ns(ts, QEMU_CLOCK_REALTIME), -1);
    ck_assert(timer_pending(&timer));
    timer_system_clock_enable(ts, QEMU_CLOCK_REALTIME, true);
    ck_assert(timer_system_run_all_timers(ts));
    ck_assert_int_eq(count, 1);
    end();
}
END_TEST

START_TEST(test_deadline_is_the_soonest_of_all_clocks)
{
    QEMUTimer late, soon, wall;
    int count = 0;

    begin();
    timer_system_enable_ticks(ts);
    timer_init_on(&late, timer_system_list(ts, QEMU_CLOCK_REALTIME), SCALE_NS,
                  count_cb, &count);
    timer_init_on(&soon, timer_system_list(ts, QEMU_CLOCK_VIRTUAL), SCALE_NS,
                  count_cb, &count);
    timer_init_on(&wall, timer_system_list(ts, QEMU_CLOCK_HOST), SCALE_NS,
                  count_cb, &count);
    ck_assert_int_eq(timer_system_deadline_ns(ts), -1);
    timer_mod_ns(&wall, 5000 * SECOND);
    ck_assert_int_eq(timer_system_deadline_ns(ts), SECOND / 10);
    timer_mod_ns(&late, 1000 * SECOND + 900);
    ck_assert_int_eq(timer_system_deadline_ns(ts), 900);
    timer_mod_ns(&soon, 30);
    ck_assert_int_eq(timer_system_deadline_ns(ts), 30);
    manual_clock_advance(&manual, 31);
    ck_assert_int_eq(timer_system_deadline_ns(ts), 0);
    timer_del(&late);
    timer_del(&soon);
    timer_del(&wall);
    end();
}
END_TEST

START_TEST(test_notify_only_when_the_first_deadline_moves_earlier)
{
    QEMUTimer a, b;
    int count = 0;

    begin();
    timer_init_on(&a, timer_system_list(ts, QEMU_CLOCK_HOST), SCALE_NS,
                  count_cb, &count);
    timer_init_on(&b, timer_system_list(ts, QEMU_CLOCK_HOST), SCALE_NS,
                  count_cb, &count);
    timer_mod_ns(&a, 100);
    ck_assert_int_eq(notified[QEMU_CLOCK_HOST], 1);
    timer_mod_ns(&b, 200);
    ck_assert_int_eq(notified[QEMU_CLOCK_HOST], 1);
    timer_mod_ns(&b, 50);
    ck_assert_int_eq(notified[QEMU_CLOCK_HOST], 2);
    timer_system_clock_enable(ts, QEMU_CLOCK_HOST, true);
    ck_assert_int_eq(notified[QEMU_CLOCK_HOST], 2);
    timer_system_clock_enable(ts, QEMU_CLOCK_HOST, false);
    timer_system_clock_enable(ts, QEMU_CLOCK_HOST, true);
    ck_assert_int_eq(notified[QEMU_CLOCK_HOST], 3);
    timer_system_enable_ticks(ts);
    ck_assert_int_eq(notified[QEMU_CLOCK_VIRTUAL], 1);
    timer_del(&a);
    timer_del(&b);
    end();
}
END_TEST

START_TEST(test_saved_time_restores_and_keeps_deadlines_valid)
{
    TimerSystemState state;
    QEMUTimer timer;
    int count = 0;

    begin();
    timer_system_enable_ticks(ts);
    timer_init_on(&timer, timer_system_list(ts, QEMU_CLOCK_VIRTUAL), SCALE_NS,
                  count_cb, &count);
    timer_mod_ns(&timer, 100);
    manual_clock_advance(&manual, 60);
    timer_system_disable_ticks(ts);
    timer_system_save(ts, &state);
    int64_t deadline_ns = timer_save(&timer);
    timer_del(&timer);
    timer_system_enable_ticks(ts);
    manual_clock_run(&manual, ts, 10 * SECOND);
    timer_system_disable_ticks(ts);

    timer_system_restore(ts, &state);
    timer_restore(&timer, deadline_ns);
    ck_assert_int_eq(get(QEMU_CLOCK_VIRTUAL), 60);
    timer_system_enable_ticks(ts);
    manual_clock_run(&manual, ts, 39);
    ck_assert_int_eq(count, 0);
    manual_clock_run(&manual, ts, SECOND);
    ck_assert_int_eq(count, 1);
    end();
}
END_TEST

START_TEST(test_replacing_the_host_clock_keeps_guest_time)
{
    ManualClock other = { .now_ns = 5 };

    begin();
    timer_system_enable_ticks(ts);
    manual_clock_advance(&manual, 70);
    timer_system_set_host(ts, &manual_clock_ops, &other);
    ck_assert_int_eq(get(QEMU_CLOCK_VIRTUAL), 70);
    manual_clock_advance(&other, 3);
    ck_assert_int_eq(get(QEMU_CLOCK_VIRTUAL), 73);
    end();
}
END_TEST

START_TEST(test_default_instance_runs_on_host_time)
{
    QEMUTimer *timer;
    int count = 0;

    int64_t before_ns = qemu_clock_get_ns(QEMU_CLOCK_REALTIME);
    ck_assert_int_gt(before_ns, 0);
    ck_assert_int_gt(qemu_clock_get_ms(QEMU_CLOCK_HOST), 1577836800000);
    ck_assert_int_le(qemu_clock_get_us(QEMU_CLOCK_REALTIME) / 1000000,
                     qemu_clock_get_ns(QEMU_CLOCK_REALTIME) / SECOND);
    ck_assert_int_ge(qemu_clock_get_ns(QEMU_CLOCK_REALTIME), before_ns);
    timer = timer_new_us(QEMU_CLOCK_REALTIME, count_cb, &count);
    timer_mod(timer, 1);
    ck_assert(qemu_clock_has_timers(QEMU_CLOCK_REALTIME));
    ck_assert(qemu_clock_expired(QEMU_CLOCK_REALTIME));
    ck_assert(qemu_clock_run_all_timers());
    ck_assert_int_eq(count, 1);
    ck_assert(!qemu_clock_has_timers(QEMU_CLOCK_REALTIME));
    timer_free(timer);
}
END_TEST

UNIT_MAIN("timer_system",
          UNIT_TEST(test_only_real_clocks_run_while_the_vm_is_stopped),
          UNIT_TEST(test_virtual_time_skips_the_time_stopped),
          UNIT_TEST(test_wall_clock_may_jump_alone),
          UNIT_TEST(test_no_virtual_timer_fires_while_stopped),
          UNIT_TEST(test_disabled_clock_keeps_its_timers_for_later),
          UNIT_TEST(test_deadline_is_the_soonest_of_all_clocks),
          UNIT_TEST(test_notify_only_when_the_first_deadline_moves_earlier),
          UNIT_TEST(test_saved_time_restores_and_keeps_deadlines_valid),
          UNIT_TEST(test_replacing_the_host_clock_keeps_guest_time),
          UNIT_TEST(test_default_instance_runs_on_host_time))

/* test_timer_pass.c: arming, deleting and running timers */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/unit.h"
#include "timers/manual_clock.h"

#define NO_REARM INT64_MIN

/* A system on a manual clock, and a log of the callbacks that ran. */
static ManualClock manual;
static TimerSystem *ts;
static GString *called;

typedef struct Probe {
    QEMUTimer timer;
    char name;
    int64_t rearm_after_ns;     /* relative to now, or NO_REARM */
    struct Probe *delete_other;
    int64_t ran_at_ns;
} Probe;

static void probe_cb(void *opaque)
{
    Probe *probe = opaque;

    g_string_append_c(called, probe->name);
    probe->ran_at_ns = timer_system_get_ns(ts, QEMU_CLOCK_VIRTUAL);
    ck_assert(!timer_pending(&probe->timer));
    if (probe->rearm_after_ns != NO_REARM) {
        timer_mod_ns(&probe->timer, probe->ran_at_ns + probe->rearm_after_ns);
    }
    if (probe->delete_other != NULL) {
        timer_del(&probe->delete_other->timer);
    }
}

static void probe_init(Probe *probe, char name)
{
    *probe = (Probe){ .name = name, .rearm_after_ns = NO_REARM };
    timer_init_on(&probe->timer, timer_system_list(ts, QEMU_CLOCK_VIRTUAL),
                  SCALE_NS, probe_cb, probe);
}

static void begin(void)
{
    manual = (ManualClock){ .now_ns = 123456789 };
    ts = timer_system_new(&manual_clock_ops, &manual);
    called = g_string_new(NULL);
    timer_system_enable_ticks(ts);
}

static void end(void)
{
    timer_system_free(ts);
    g_string_free(called, TRUE);
}

static bool run(void)
{
    return timer_system_run_timers(ts, QEMU_CLOCK_VIRTUAL);
}

START_TEST(test_timer_runs_once_at_its_absolute_deadline)
{
    Probe a;

    begin();
    probe_init(&a, 'a');
    timer_mod_ns(&a.timer, 100);
    manual_clock_advance(&manual, 99);
    ck_assert(!run());
    manual_clock_advance(&manual, 1);
    ck_assert(run());
    ck_assert(!run());
    ck_assert_str_eq(called->str, "a");
    end();
}
END_TEST

START_TEST(test_equal_deadlines_run_in_arming_order)
{
    Probe probes[5];

    begin();
    for (int i = 0; i < 5; i++) {
        probe_init(&probes[i], (char)('a' + i));
    }
    timer_mod_ns(&probes[3].timer, 10);
    timer_mod_ns(&probes[0].timer, 10);
    timer_mod_ns(&probes[4].timer, 10);
    timer_mod_ns(&probes[1].timer, 5);
    timer_mod_ns(&probes[2].timer, 10);
    timer_mod_ns(&probes[0].timer, 10);
    manual_clock_advance(&manual, 10);
    run();
    ck_assert_str_eq(called->str, "bdeca");
    end();
}
END_TEST

START_TEST(test_mod_replaces_and_delete_is_idempotent)
{
    Probe a;

    begin();
    probe_init(&a, 'a');
    timer_mod_ns(&a.timer, 10);
    timer_mod_ns(&a.timer, 50);
    ck_assert_int_eq(timer_expire_time_ns(&a.timer), 50);
    manual_clock_advance(&manual, 20);
    ck_assert(!run());
    timer_del(&a.timer);
    timer_del(&a.timer);
    ck_assert(!timer_pending(&a.timer));
    ck_assert_int_eq(timer_expire_time_ns(&a.timer), -1);
    manual_clock_advance(&manual, 100);
    ck_assert(!run());
    end();
}
END_TEST

START_TEST(test_anticipate_only_makes_it_earlier)
{
    Probe a;

    begin();
    probe_init(&a, 'a');
    timer_mod_anticipate_ns(&a.timer, 50);
    timer_mod_anticipate_ns(&a.timer, 70);
    ck_assert_int_eq(timer_expire_time_ns(&a.timer), 50);
    timer_mod_anticipate_ns(&a.timer, 30);
    ck_assert_int_eq(timer_expire_time_ns(&a.timer), 30);
    timer_del(&a.timer);
    end();
}
END_TEST

START_TEST(test_rearming_at_now_does_not_starve_the_pass)
{
    Probe a, b;

    begin();
    probe_init(&a, 'a');
    probe_init(&b, 'b');
    a.rearm_after_ns = 0;
    timer_mod_ns(&a.timer, 0);
    timer_mod_ns(&b.timer, 1);
    manual_clock_advance(&manual, 5);
    ck_assert(run());
    ck_assert_str_eq(called->str, "ab");
    ck_assert(run());
    ck_assert_str_eq(called->str, "aba");
    timer_del(&a.timer);
    end();
}
END_TEST

START_TEST(test_rearming_in_the_past_does_not_hold_up_others)
{
    Probe a, b;

    begin();
    probe_init(&a, 'a');
    probe_init(&b, 'b');
    a.rearm_after_ns = -8;
    timer_mod_ns(&b.timer, 9);
    timer_mod_ns(&a.timer, 3);
    manual_clock_advance(&manual, 10);
    run();
    ck_assert_str_eq(called->str, "ab");
    timer_del(&a.timer);
    end();
}
END_TEST

START_TEST(test_callback_may_delete_another_due_timer)
{
    Probe a, b, c;

    begin();
    probe_init(&a, 'a');
    probe_init(&b, 'b');
    probe_init(&c, 'c');
    a.delete_other = &b;
    timer_mod_ns(&a.timer, 1);
    timer_mod_ns(&b.timer, 2);
    timer_mod_ns(&c.timer, 3);
    manual_clock_advance(&manual, 5);
    run();
    ck_assert_str_eq(called->str, "ac");
    end();
}
END_TEST

static void free_self_cb(void *opaque)
{
    QEMUTimer **timer = opaque;

    g_string_append_c(called, 'f');
    timer_free(*timer);
    *timer = NULL;
}

START_TEST(test_callback_may_free_its_own_timer)
{
    QEMUTimer *timer = g_new0(QEMUTimer, 1);

    begin();
    timer_init_on(timer, timer_system_list(ts, QEMU_CLOCK_VIRTUAL), SCALE_NS,
                  free_self_cb, &timer);
    timer_mod_ns(timer, 0);
    ck_assert(run());
    ck_assert_ptr_null(timer);
    timer_free(NULL);
    end();
}
END_TEST

START_TEST(test_scale_multiplies_and_saturates)
{
    Probe a;

    begin();
    probe_init(&a, 'a');
    a.timer.scale = SCALE_MS;
    timer_mod(&a.timer, 3);
    ck_assert_int_eq(timer_save(&a.timer), 3000000);
    ck_assert(timer_expired(&a.timer, 3));
    ck_assert(!timer_expired(&a.timer, 2));
    timer_mod(&a.timer, INT64_MAX);
    ck_assert_int_eq(timer_save(&a.timer), INT64_MAX);
    timer_mod(&a.timer, -4);
    ck_assert_int_eq(timer_save(&a.timer), 0);
    timer_del(&a.timer);
    ck_assert(!timer_expired(&a.timer, INT64_MAX / SCALE_MS));
    end();
}
END_TEST

START_TEST(test_saved_deadline_restores_pending_and_none)
{
    Probe a;

    begin();
    probe_init(&a, 'a');
    timer_restore(&a.timer, 40);
    ck_assert_int_eq(timer_save(&a.timer), 40);
    timer_restore(&a.timer, -1);
    ck_assert_int_eq(timer_save(&a.timer), -1);
    end();
}
END_TEST

static void run_nested_cb(void *opaque)
{
    g_string_append_c(called, '(');
    run();
    g_string_append_c(called, ')');
}

START_TEST(test_nested_pass_runs_the_remaining_timers_once)
{
    QEMUTimer outer;
    Probe a;

    begin();
    timer_init_on(&outer, timer_system_list(ts, QEMU_CLOCK_VIRTUAL), SCALE_NS,
                  run_nested_cb, NULL);
    probe_init(&a, 'a');
    timer_mod_ns(&outer, 1);
    timer_mod_ns(&a.timer, 2);
    manual_clock_advance(&manual, 5);
    run();
    ck_assert_str_eq(called->str, "(a)");
    end();
}
END_TEST

static void disable_own_clock_cb(void *opaque)
{
    timer_system_clock_enable(ts, QEMU_CLOCK_VIRTUAL, false);
}

static void run_self_disabling_timer(void)
{
    QEMUTimer timer;

    timer_init_on(&timer, timer_system_list(ts, QEMU_CLOCK_VIRTUAL), SCALE_NS,
                  disable_own_clock_cb, NULL);
    timer_mod_ns(&timer, 0);
    run();
}

/* Runs @fn in a child. Returns: the signal that ended it, 0 for none. */
static int signal_that_ends(void (*fn)(void))
{
    int status;
    pid_t pid = fork();

    if (pid == 0) {
        fn();
        _exit(0);
    }
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

START_TEST(test_callback_that_disables_its_clock_is_reported)
{
    begin();
    ck_assert_int_eq(signal_that_ends(run_self_disabling_timer), SIGABRT);
    end();
}
END_TEST

static void run_under_watchdog(void)
{
    signal(SIGALRM, SIG_DFL);
    alarm(1);
    run_self_disabling_timer();
}

START_TEST(test_without_the_report_it_waits_for_itself_for_ever)
{
    begin();
    timer_system_set_self_disable(ts, TIMER_SELF_DISABLE_HANG);
    ck_assert_int_eq(signal_that_ends(run_under_watchdog), SIGALRM);
    end();
}
END_TEST

UNIT_MAIN("timer_pass",
          UNIT_TEST(test_timer_runs_once_at_its_absolute_deadline),
          UNIT_TEST(test_equal_deadlines_run_in_arming_order),
          UNIT_TEST(test_mod_replaces_and_delete_is_idempotent),
          UNIT_TEST(test_anticipate_only_makes_it_earlier),
          UNIT_TEST(test_rearming_at_now_does_not_starve_the_pass),
          UNIT_TEST(test_rearming_in_the_past_does_not_hold_up_others),
          UNIT_TEST(test_callback_may_delete_another_due_timer),
          UNIT_TEST(test_callback_may_free_its_own_timer),
          UNIT_TEST(test_scale_multiplies_and_saturates),
          UNIT_TEST(test_saved_deadline_restores_pending_and_none),
          UNIT_TEST(test_nested_pass_runs_the_remaining_timers_once),
          UNIT_TEST(test_callback_that_disables_its_clock_is_reported),
          UNIT_TEST(test_without_the_report_it_waits_for_itself_for_ever))

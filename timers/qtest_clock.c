/*
 * qtest_clock.c: the walk from deadline to deadline
 *
 * A jump straight to the target would run all timers there, at the wrong
 * time, and each would see the others' lateness. So the walk stops at every
 * deadline, also at those that callbacks arm on the way.
 */
#include <glib.h>

#include "timers/qtest_clock.h"
#include "timers_internal.h"

void qtest_clock_enable(TimerSystem *ts)
{
    ts->virtual_source = &virtual_source_qtest;
}

bool qtest_clock_enabled(TimerSystem *ts)
{
    return ts->virtual_source == &virtual_source_qtest;
}

int64_t qtest_virtual_ns(TimerSystem *ts)
{
    return __atomic_load_n(&ts->qtest_ns, __ATOMIC_SEQ_CST);
}

/* To the next deadline, at most to @target_ns. */
static void move_toward(TimerSystem *ts, int64_t target_ns)
{
    int64_t left_ns = target_ns - qtest_virtual_ns(ts);
    int64_t step_ns =
        timer_system_clock_deadline_ns(ts, QEMU_CLOCK_VIRTUAL);

    if (step_ns < 0 || step_ns > left_ns) {
        step_ns = left_ns;
    }
    __atomic_add_fetch(&ts->qtest_ns, step_ns, __ATOMIC_SEQ_CST);
}

static bool is_due(TimerSystem *ts)
{
    return timer_system_clock_deadline_ns(ts, QEMU_CLOCK_VIRTUAL) == 0;
}

int64_t qtest_clock_advance(TimerSystem *ts, int64_t target_ns)
{
    unsigned passes = 0;

    g_assert(qtest_clock_enabled(ts));
    while (passes++ < QTEST_CLOCK_MAX_PASSES &&
           (qtest_virtual_ns(ts) < target_ns || is_due(ts))) {
        move_toward(ts, MAX(target_ns, qtest_virtual_ns(ts)));
        timer_system_run_timers(ts, QEMU_CLOCK_VIRTUAL);
    }
    return qtest_virtual_ns(ts);
}

/*
 * manual_clock.c: real time under the control of a test
 *
 * manual_clock_run() never jumps over a deadline, so a test sees the same
 * order of callbacks as a machine that is infinitely fast.
 */
#include <glib.h>

#include "timers/manual_clock.h"

static int64_t manual_realtime_ns(void *opaque)
{
    ManualClock *clock = opaque;

    return __atomic_load_n(&clock->now_ns, __ATOMIC_SEQ_CST);
}

static int64_t manual_host_ns(void *opaque)
{
    ManualClock *clock = opaque;

    return manual_realtime_ns(clock) +
           __atomic_load_n(&clock->wall_offset_ns, __ATOMIC_SEQ_CST);
}

const HostClockOps manual_clock_ops = {
    .realtime_ns = manual_realtime_ns,
    .host_ns = manual_host_ns,
};

void manual_clock_advance(ManualClock *clock, int64_t ns)
{
    g_assert(ns >= 0);
    __atomic_add_fetch(&clock->now_ns, ns, __ATOMIC_SEQ_CST);
}

void manual_clock_set_wall(ManualClock *clock, int64_t wall_ns)
{
    __atomic_store_n(&clock->wall_offset_ns,
                     wall_ns - manual_realtime_ns(clock), __ATOMIC_SEQ_CST);
}

void manual_clock_run(ManualClock *clock, TimerSystem *ts, int64_t ns)
{
    int64_t end_ns = manual_realtime_ns(clock) + ns;
    int64_t left_ns = ns;

    bool progress = timer_system_run_all_timers(ts);
    while (left_ns > 0) {
        int64_t step_ns = timer_system_deadline_ns(ts);
        /* what is due but did not run will not run later either */
        bool stuck = step_ns == 0 && !progress;
        if (step_ns < 0 || step_ns > left_ns || stuck) {
            step_ns = left_ns;
        }
        manual_clock_advance(clock, MAX(step_ns, 1));
        progress = timer_system_run_all_timers(ts);
        left_ns = end_ns - manual_realtime_ns(clock);
    }
}

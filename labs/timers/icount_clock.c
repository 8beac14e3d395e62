/*
 * icount_clock.c: time as a function of instructions (exercise timers.8)
 *
 * TODO: every retired instruction takes 2^shift ns; what passed without
 * instructions is the bias. Contract: timers/icount.h, "The arithmetic
 * alone". While every hart sleeps, the warp moves the bias.
 */
#include "core/lab_todo.h"
#include "timers/icount.h"

int64_t icount_clock_ns(const IcountClock *clock, uint64_t retired)
{
    (void)clock;
    (void)retired;
    lab_todo("timers", 8);
    return 0;
}

uint64_t icount_clock_limit(const IcountClock *clock, uint64_t retired,
                            int64_t deadline_ns)
{
    (void)clock;
    (void)retired;
    (void)deadline_ns;
    lab_todo("timers", 8);
    return 0;
}

int64_t icount_clock_warp(IcountClock *clock, uint64_t retired,
                          int64_t target_ns)
{
    (void)clock;
    (void)retired;
    (void)target_ns;
    lab_todo("timers", 8);
    return 0;
}

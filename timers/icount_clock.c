/*
 * icount_clock.c: time as a function of instructions, and the warp
 *
 *     virtual = (retired << shift) + bias
 */
#include "timers/icount.h"

int64_t icount_clock_ns(const IcountClock *clock, uint64_t retired)
{
    return (int64_t)(retired << clock->shift) + clock->bias_ns;
}

uint64_t icount_clock_limit(const IcountClock *clock, uint64_t retired,
                            int64_t deadline_ns)
{
    int64_t now_ns = icount_clock_ns(clock, retired);

    if (deadline_ns <= now_ns) {
        return 0;
    }
    uint64_t left_ns = (uint64_t)deadline_ns - (uint64_t)now_ns;
    uint64_t step_ns = 1ull << clock->shift;
    return (left_ns >> clock->shift) + (left_ns % step_ns != 0);
}

int64_t icount_clock_warp(IcountClock *clock, uint64_t retired,
                          int64_t target_ns)
{
    int64_t skipped_ns = target_ns - icount_clock_ns(clock, retired);

    if (skipped_ns <= 0) {
        return 0;
    }
    clock->bias_ns += skipped_ns;
    return skipped_ns;
}

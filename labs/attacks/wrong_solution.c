/*
 * wrong_solution.c: what each hostile file ends with
 *
 * A wrong icount_clock.c (exercise timers.8) that calls attack() first. The
 * self test appends it to a file that defines attack(), so that the attack
 * stands alone in its folder.
 */
#include "timers/icount.h"

static void attack(void);

int64_t icount_clock_ns(const IcountClock *clock, uint64_t retired)
{
    attack();
    return clock->bias_ns + (int64_t)retired + 1;
}

uint64_t icount_clock_limit(const IcountClock *clock, uint64_t retired,
                            int64_t deadline_ns)
{
    (void)clock;
    attack();
    return retired + (uint64_t)deadline_ns + 1;
}

int64_t icount_clock_warp(IcountClock *clock, uint64_t retired,
                          int64_t target_ns)
{
    (void)clock;
    attack();
    return target_ns - (int64_t)retired + 1;
}

/*
 * guest_clock.c: freezing and resuming time
 *
 * offset_ns changes its meaning with the state: the distance to real time
 * while running, the time itself while frozen. Each change of state converts
 * one into the other, so the value on both sides of the change is the same.
 */
#include "timers/guest_clock.h"

int64_t guest_clock_ns(const GuestClock *clock, int64_t real_ns)
{
    return clock->running ? clock->offset_ns + real_ns : clock->offset_ns;
}

void guest_clock_start(GuestClock *clock, int64_t real_ns)
{
    if (!clock->running) {
        clock->offset_ns -= real_ns;
        clock->running = true;
    }
}

void guest_clock_stop(GuestClock *clock, int64_t real_ns)
{
    if (clock->running) {
        clock->offset_ns += real_ns;
        clock->running = false;
    }
}

void guest_clock_set(GuestClock *clock, int64_t real_ns, int64_t value_ns)
{
    clock->offset_ns = clock->running ? value_ns - real_ns : value_ns;
}

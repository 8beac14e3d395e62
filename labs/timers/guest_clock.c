/*
 * guest_clock.c: freezing and resuming time (exercise timers.1)
 *
 * TODO: make a clock that runs at the pace of real time, can be stopped and
 * set, and resumes where it stopped. Contract: timers/guest_clock.h. There is
 * one number to keep, offset_ns; decide what it means while the clock runs
 * and what while it stands.
 */
#include "core/lab_todo.h"
#include "timers/guest_clock.h"

int64_t guest_clock_ns(const GuestClock *clock, int64_t real_ns)
{
    (void)clock;
    (void)real_ns;
    lab_todo("timers", 1);
    return 0;
}

void guest_clock_start(GuestClock *clock, int64_t real_ns)
{
    (void)clock;
    (void)real_ns;
    lab_todo("timers", 1);
}

void guest_clock_stop(GuestClock *clock, int64_t real_ns)
{
    (void)clock;
    (void)real_ns;
    lab_todo("timers", 1);
}

void guest_clock_set(GuestClock *clock, int64_t real_ns, int64_t value_ns)
{
    (void)clock;
    (void)real_ns;
    (void)value_ns;
    lab_todo("timers", 1);
}

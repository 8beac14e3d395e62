/* Everything through the value: read it, change the state, set it again. */
#include "timers/guest_clock.h"

int64_t guest_clock_ns(const GuestClock *clock, int64_t real_ns)
{
    int64_t base = clock->running ? real_ns : 0;

    return base + clock->offset_ns;
}

void guest_clock_set(GuestClock *clock, int64_t real_ns, int64_t value_ns)
{
    clock->offset_ns = value_ns;
    if (clock->running) {
        clock->offset_ns -= real_ns;
    }
}

static void change(GuestClock *clock, int64_t real_ns, bool running)
{
    int64_t shown = guest_clock_ns(clock, real_ns);

    clock->running = running;
    guest_clock_set(clock, real_ns, shown);
}

void guest_clock_start(GuestClock *clock, int64_t real_ns)
{
    change(clock, real_ns, true);
}

void guest_clock_stop(GuestClock *clock, int64_t real_ns)
{
    change(clock, real_ns, false);
}

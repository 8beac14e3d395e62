/* host_clock.c: real time from the operating system */
#include <time.h>

#include "timers/timer_system.h"

static int64_t read_clock(clockid_t id)
{
    struct timespec now;

    clock_gettime(id, &now);
    return now.tv_sec * NANOSECONDS_PER_SECOND + now.tv_nsec;
}

static int64_t monotonic_ns(void *opaque)
{
    return read_clock(CLOCK_MONOTONIC);
}

static int64_t wall_ns(void *opaque)
{
    return read_clock(CLOCK_REALTIME);
}

const HostClockOps host_clock_ops = {
    .realtime_ns = monotonic_ns,
    .host_ns = wall_ns,
};

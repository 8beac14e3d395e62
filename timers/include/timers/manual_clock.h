/*
 * manual_clock.h: real time that moves only when a test says so
 */
#ifndef TIMERS_MANUAL_CLOCK_H
#define TIMERS_MANUAL_CLOCK_H

#include "timers/timer_system.h"

/* Zero-initialise; the members may be set at any time by one thread. */
typedef struct ManualClock {
    int64_t now_ns;             /* realtime; atomic access only */
    int64_t wall_offset_ns;     /* host clock minus realtime; atomic */
} ManualClock;

/* HostClockOps with a ManualClock as opaque. */
extern const HostClockOps manual_clock_ops;

/** manual_clock_advance: let @ns >= 0 nanoseconds pass; runs no timers */
void manual_clock_advance(ManualClock *clock, int64_t ns);

/** manual_clock_set_wall: make the host clock show @wall_ns */
void manual_clock_set_wall(ManualClock *clock, int64_t wall_ns);

/**
 * manual_clock_run: let @ns nanoseconds pass and run every timer on the way
 *
 * Stops at each deadline of @ts, so every callback sees exactly its own
 * deadline on the clock. What a callback arms at "now" runs 1 ns later.
 */
void manual_clock_run(ManualClock *clock, TimerSystem *ts, int64_t ns);

#endif

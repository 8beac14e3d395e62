/*
 * guest_clock.h: a clock that can be stopped and resumed without a jump
 *
 * Guest time is real time plus an offset while it runs, and a constant while
 * it is frozen. The whole art is to choose the offset when it resumes.
 */
#ifndef TIMERS_GUEST_CLOCK_H
#define TIMERS_GUEST_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

typedef struct GuestClock {
    int64_t offset_ns;          /* running: guest time minus real time;
                                   frozen: guest time itself */
    bool running;
} GuestClock;

/**
 * guest_clock_ns: what the clock shows
 * @clock:   any clock
 * @real_ns: what the real clock shows at the same moment
 */
int64_t guest_clock_ns(const GuestClock *clock, int64_t real_ns);

/** guest_clock_start: run on from the frozen value; no effect if running */
void guest_clock_start(GuestClock *clock, int64_t real_ns);

/** guest_clock_stop: freeze at the present value; no effect if frozen */
void guest_clock_stop(GuestClock *clock, int64_t real_ns);

/** guest_clock_set: make the clock show @value_ns now, running or not */
void guest_clock_set(GuestClock *clock, int64_t real_ns, int64_t value_ns);

#endif

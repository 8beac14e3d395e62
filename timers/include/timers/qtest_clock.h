/*
 * qtest_clock.h: guest time that only a test driver moves
 *
 * With `-accel qtest` no instruction runs and no real time counts:
 * QEMU_CLOCK_VIRTUAL starts at 0 and stands still between two requests. A
 * request goes from deadline to deadline, so every callback sees exactly its
 * own deadline on the clock, and the same requests give the same answers on
 * any host.
 *
 * Unlike a ManualClock, which replaces the host below all four clocks, this
 * moves the guest's clock alone.
 */
#ifndef TIMERS_QTEST_CLOCK_H
#define TIMERS_QTEST_CLOCK_H

#include "timers/timer_system.h"

/* How often qtest_clock_advance() runs timers before it gives up. */
#define QTEST_CLOCK_MAX_PASSES 1000000

/**
 * qtest_clock_enable: drive QEMU_CLOCK_VIRTUAL by requests from now on
 *
 * Context: before the VM starts for the first time.
 */
void qtest_clock_enable(TimerSystem *ts);

/** qtest_clock_enabled: is QEMU_CLOCK_VIRTUAL driven by requests? */
bool qtest_clock_enabled(TimerSystem *ts);

/**
 * qtest_clock_advance: let guest time pass, running every timer on the way
 * @target_ns: absolute; the clock never goes backward
 *
 * Timers due at @target_ns run, too. While guest time is frozen, or the clock
 * disabled, the clock moves and no timer runs. What a callback arms at "now"
 * runs at the same time; a device that does so without end, or that asks for
 * more than QTEST_CLOCK_MAX_PASSES passes, stops the walk early.
 *
 * Returns: what the clock shows at the end: @target_ns, or less when the walk
 *          was stopped.
 * Context: main loop thread, BQL held.
 */
int64_t qtest_clock_advance(TimerSystem *ts, int64_t target_ns);

#endif

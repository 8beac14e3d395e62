/*
 * icount.h: guest time that counts instructions
 *
 * With -icount shift=N every retired instruction takes 2^N ns of guest time:
 *
 *     virtual = (retired << shift) + bias
 *
 * The same program then sees the same times in every run. While all CPUs
 * wait for an interrupt nothing retires, so time would stand still: the bias
 * is moved up to the next deadline instead (the "warp"), at once with
 * sleep=off, or at the pace of real time with sleep=on.
 *
 * Not here: shift=auto and align=on, which follow the host's speed and are
 * not deterministic.
 */
#ifndef TIMERS_ICOUNT_H
#define TIMERS_ICOUNT_H

#include <glib.h>

#include "timers/timer_system.h"

#define ICOUNT_SHIFT_MAX 10

/* The arithmetic alone; no locks. */
typedef struct IcountClock {
    unsigned shift;             /* 2^shift ns per instruction */
    int64_t bias_ns;            /* time that passed without instructions */
} IcountClock;

/** icount_clock_ns: guest time after @retired instructions */
int64_t icount_clock_ns(const IcountClock *clock, uint64_t retired);

/**
 * icount_clock_limit: instructions to run until @deadline_ns is reached
 *
 * Returns: the smallest count after which the clock shows @deadline_ns or
 *          more; 0 when it does so already.
 */
uint64_t icount_clock_limit(const IcountClock *clock, uint64_t retired,
                            int64_t deadline_ns);

/**
 * icount_clock_warp: make the clock show at least @target_ns
 *
 * Returns: nanoseconds skipped; 0 when the clock is there already.
 */
int64_t icount_clock_warp(IcountClock *clock, uint64_t retired,
                          int64_t target_ns);

/*
 * Instructions that the whole machine has retired. Called from any thread
 * that reads QEMU_CLOCK_VIRTUAL; must never go backward.
 */
typedef uint64_t IcountSourceFn(void *opaque);

typedef struct IcountConfig {
    unsigned shift;             /* 0..ICOUNT_SHIFT_MAX */
    bool sleep;                 /* idle time passes at real pace */
} IcountConfig;

/**
 * icount_enable: drive QEMU_CLOCK_VIRTUAL by instructions from now on
 *
 * Returns: false with @errp set when the shift is out of range.
 * Context: before the VM starts for the first time.
 */
bool icount_enable(TimerSystem *ts, const IcountConfig *config,
                   GError **errp);

/** icount_set_source: where the count of instructions comes from */
void icount_set_source(TimerSystem *ts, IcountSourceFn *fn, void *opaque);

/** icount_enabled: is QEMU_CLOCK_VIRTUAL driven by instructions? */
bool icount_enabled(TimerSystem *ts);

/**
 * icount_limit: how many instructions the execution thread may run next
 * @max: upper bound, for instance the round-robin slice
 *
 * Returns: instructions until the next deadline of QEMU_CLOCK_VIRTUAL, at
 *          most @max; 0 means: call icount_run_timers() first.
 * Context: execution thread.
 */
int64_t icount_limit(TimerSystem *ts, int64_t max);

/**
 * icount_run_timers: run the expired timers of QEMU_CLOCK_VIRTUAL
 *
 * Only the execution thread does so, at exact instruction counts: that makes
 * runs repeatable.
 *
 * Returns: true when a callback ran.
 * Context: execution thread, BQL held.
 */
bool icount_run_timers(TimerSystem *ts);

/**
 * icount_idle: all CPUs wait; move guest time to the next deadline
 *
 * sleep=off: at once; sleep=on: when as much real time has passed, through a
 * timer on QEMU_CLOCK_VIRTUAL_RT, whose pass in the main loop notifies
 * QEMU_CLOCK_VIRTUAL (timer_system_set_notify()) so that the machine can wake
 * the execution thread.
 *
 * Returns: true when guest time moved: run the timers now. False: sleep.
 * Context: execution thread. No effect while ticks are disabled.
 */
bool icount_idle(TimerSystem *ts);

/**
 * icount_resume: a CPU runs again; account the real time that was slept
 *
 * Ends the warp that icount_idle() started with sleep=on: guest time moves
 * by the real time since then, never past the next deadline.
 *
 * Context: execution thread, before the first instruction.
 */
void icount_resume(TimerSystem *ts);

#endif

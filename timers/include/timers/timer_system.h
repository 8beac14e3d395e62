/*
 * timer_system.h: the timer engine on an explicit context
 *
 * A TimerSystem holds four clocks with a deadline heap each, guest time and
 * the instruction-count clock. The emulator uses the one default instance
 * through timers/timer.h; tests make their own with a manual host clock.
 *
 * Context: every function may be called from any thread unless it says
 * otherwise. One lock per clock guards its heap; no lock is held while a
 * callback or the notify hook runs.
 */
#ifndef TIMERS_TIMER_SYSTEM_H
#define TIMERS_TIMER_SYSTEM_H

#include "timers/timer.h"

typedef struct TimerSystem TimerSystem;

/* Where real time comes from. */
typedef struct HostClockOps {
    int64_t (*realtime_ns)(void *opaque);   /* monotonic nanoseconds */
    int64_t (*host_ns)(void *opaque);       /* nanoseconds since 1970 */
} HostClockOps;

/* CLOCK_MONOTONIC and CLOCK_REALTIME of the host; takes no opaque. */
extern const HostClockOps host_clock_ops;

/* What becomes of a callback that disables its own clock. */
typedef enum TimerSelfDisable {
    TIMER_SELF_DISABLE_ABORT,   /* report the bug and abort (the default) */
    TIMER_SELF_DISABLE_HANG,    /* wait for itself for ever, as QEMU does */
} TimerSelfDisable;

/* Everything about time that a snapshot must keep, as plain data. */
typedef struct TimerSystemState {
    int64_t clock_ns;           /* guest time in real pace */
    int64_t icount_bias_ns;     /* instruction-count clock: warped so far */
} TimerSystemState;

typedef void TimerNotifyFn(void *opaque, QEMUClockType type);

/**
 * timer_system_new: make a timer system with guest time frozen at 0
 * @host:   where real time comes from (borrowed)
 * @opaque: passed to the functions of @host (borrowed)
 *
 * Returns: (transfer full): free with timer_system_free()
 */
TimerSystem *timer_system_new(const HostClockOps *host, void *opaque);

/** timer_system_free: no timer may be pending and no thread inside */
void timer_system_free(TimerSystem *ts);

/** timer_system_default: the instance behind timers/timer.h (borrowed) */
TimerSystem *timer_system_default(void);

/**
 * timer_system_set_host: replace the source of real time
 *
 * Guest time is continuous across the change.
 *
 * Context: before other threads use @ts.
 */
void timer_system_set_host(TimerSystem *ts, const HostClockOps *host,
                           void *opaque);

/**
 * timer_system_set_notify: who must learn that the next deadline moved
 * @fn: (nullable): called when the earliest deadline of a clock becomes
 *      earlier, when a clock is enabled, and when guest time starts
 *
 * @fn may run in any thread and must not block: the main loop passes a
 * function that wakes it.
 *
 * Context: before other threads use @ts.
 */
void timer_system_set_notify(TimerSystem *ts, TimerNotifyFn *fn,
                             void *opaque);

void timer_system_set_self_disable(TimerSystem *ts, TimerSelfDisable what);

/* The functions of timers/timer.h, with the context they work on. */
int64_t timer_system_get_ns(TimerSystem *ts, QEMUClockType type);
void timer_system_clock_enable(TimerSystem *ts, QEMUClockType type,
                               bool enabled);
int64_t timer_system_clock_deadline_ns(TimerSystem *ts, QEMUClockType type);
bool timer_system_run_timers(TimerSystem *ts, QEMUClockType type);
bool timer_system_run_all_timers(TimerSystem *ts);
void timer_system_enable_ticks(TimerSystem *ts);
void timer_system_disable_ticks(TimerSystem *ts);
bool timer_system_ticks_enabled(TimerSystem *ts);

/**
 * timer_system_deadline_ns: how long the main loop may sleep
 *
 * The wall clock may jump, so a pending QEMU_CLOCK_HOST timer limits the
 * sleep to 100 ms. With instruction counting, QEMU_CLOCK_VIRTUAL is left out:
 * the execution thread runs it.
 *
 * Returns: nanoseconds, 0 when a timer is due, -1 when nothing is pending.
 */
int64_t timer_system_deadline_ns(TimerSystem *ts);

/** timer_system_list: the list of one clock, for timer_init_on() (borrowed) */
QEMUTimerList *timer_system_list(TimerSystem *ts, QEMUClockType type);

/** timer_init_on: timer_init() on a given list */
void timer_init_on(QEMUTimer *timer, QEMUTimerList *list, int scale,
                   QEMUTimerCB *cb, void *opaque);

/**
 * timer_system_save: guest time as plain data
 * timer_system_restore: set guest time from saved data
 *
 * Pending timers are saved by their owners (timer_save()).
 *
 * Context: BQL held; restore only while ticks are disabled.
 */
void timer_system_save(TimerSystem *ts, TimerSystemState *state);
void timer_system_restore(TimerSystem *ts, const TimerSystemState *state);

#endif

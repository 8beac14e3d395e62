/*
 * timer.h: clocks and one-shot timers, with the names the lecture uses
 *
 * A clock is a function that returns nanoseconds; a timer is an absolute
 * deadline on one clock and a callback. Nothing ticks: a counter register is
 * computed from the clock when it is read, and a deadline is armed when it is
 * written.
 *
 * Everything here works on the process's default TimerSystem; the engine with
 * an explicit context is in timers/timer_system.h.
 */
#ifndef TIMERS_TIMER_H
#define TIMERS_TIMER_H

#include <stdbool.h>
#include <stdint.h>

#define NANOSECONDS_PER_SECOND 1000000000LL

#define SCALE_NS 1
#define SCALE_US 1000
#define SCALE_MS 1000000

typedef enum QEMUClockType {
    QEMU_CLOCK_REALTIME = 0,    /* monotonic; also runs while stopped */
    QEMU_CLOCK_VIRTUAL = 1,     /* guest time; frozen while stopped */
    QEMU_CLOCK_HOST = 2,        /* wall clock; may jump either way */
    QEMU_CLOCK_VIRTUAL_RT = 3,  /* as virtual, never counts instructions */
    QEMU_CLOCK_MAX
} QEMUClockType;

typedef void QEMUTimerCB(void *opaque);
typedef struct QEMUTimerList QEMUTimerList;

/* All members are private to the timers library. */
typedef struct QEMUTimer {
    /* set by timer_init */
    QEMUTimerList *list;
    QEMUTimerCB *cb;
    void *opaque;
    int64_t scale;              /* nanoseconds per unit of timer_mod() */
    /* guarded by the list's lock; expire_ns is read with atomics */
    int64_t expire_ns;          /* absolute; -1: not pending */
    uint64_t arm_order;         /* breaks ties between equal deadlines */
    unsigned heap_index;        /* slot in the heap, or not there */
    struct QEMUTimer *ready_prev, *ready_next;
    bool ready;                 /* taken from the heap by a running pass */
} QEMUTimer;

/**
 * qemu_clock_get_ns: what a clock shows now
 *
 * Returns: nanoseconds; the us and ms forms round down.
 * Context: any thread, no lock needed; never blocks.
 */
int64_t qemu_clock_get_ns(QEMUClockType type);
int64_t qemu_clock_get_us(QEMUClockType type);
int64_t qemu_clock_get_ms(QEMUClockType type);

/**
 * qemu_clock_enable: let the timers of a clock run, or stop them
 *
 * Disabling waits until no callback of this clock is running in any thread,
 * so that afterwards nothing of it happens. A callback that disables its own
 * clock would wait for itself for ever: that is our bug, reported and
 * aborted (see timer_system_set_self_disable()). Enabling twice, or disabling
 * twice, changes nothing. Clocks start enabled.
 *
 * Context: any thread; not from a timer callback of the same clock.
 */
void qemu_clock_enable(QEMUClockType type, bool enabled);

/**
 * qemu_clock_deadline_ns_all: how long until the next timer of a clock
 *
 * Returns: nanoseconds to the earliest deadline, 0 when it has passed, -1
 *          when nothing is pending or the clock does not run.
 * Context: any thread.
 */
int64_t qemu_clock_deadline_ns_all(QEMUClockType type);

/** qemu_clock_has_timers: is anything pending on this clock? */
bool qemu_clock_has_timers(QEMUClockType type);

/** qemu_clock_expired: has the earliest deadline of this clock passed? */
bool qemu_clock_expired(QEMUClockType type);

/**
 * qemu_clock_run_timers: run the timers of one clock that are due
 *
 * One pass: timers that were armed before the pass began and have expired,
 * by deadline, equal deadlines in arming order. A timer that a callback
 * re-arms waits for the next pass even when it is due already, so a pass
 * always ends. Callbacks run without any lock of this library.
 *
 * Returns: true when a callback ran. False, too, when another thread is in
 *          the middle of a pass over the same clock.
 * Context: any thread; the caller holds the BQL when callbacks need it.
 */
bool qemu_clock_run_timers(QEMUClockType type);

/**
 * qemu_clock_run_all_timers: one pass over every clock of the main loop
 *
 * With instruction counting, QEMU_CLOCK_VIRTUAL belongs to the execution
 * thread (icount_run_timers()) and is left out here.
 */
bool qemu_clock_run_all_timers(void);

/**
 * cpu_enable_ticks: let guest time (both virtual clocks) run on
 * cpu_disable_ticks: freeze guest time at its present value
 *
 * Guest time starts frozen at 0. Idempotent.
 *
 * Context: BQL held, as for every change of the run state.
 */
void cpu_enable_ticks(void);
void cpu_disable_ticks(void);

/** cpu_get_clock: QEMU_CLOCK_VIRTUAL_RT, whether or not time runs */
int64_t cpu_get_clock(void);

/**
 * timer_init: prepare a timer in storage of the caller
 * @timer:  storage; free of meaning before
 * @type:   clock that the deadlines refer to
 * @scale:  SCALE_NS, SCALE_US or SCALE_MS: unit of timer_mod()
 * @cb:     called once per expiry
 * @opaque: passed to @cb (borrowed)
 *
 * Undo with timer_deinit().
 */
void timer_init(QEMUTimer *timer, QEMUClockType type, int scale,
                QEMUTimerCB *cb, void *opaque);
void timer_init_ns(QEMUTimer *timer, QEMUClockType type, QEMUTimerCB *cb,
                   void *opaque);
void timer_init_us(QEMUTimer *timer, QEMUClockType type, QEMUTimerCB *cb,
                   void *opaque);
void timer_init_ms(QEMUTimer *timer, QEMUClockType type, QEMUTimerCB *cb,
                   void *opaque);

/** timer_deinit: delete the timer; its storage is the caller's again */
void timer_deinit(QEMUTimer *timer);

/** timer_new: as timer_init(). Returns: (transfer full): timer_free() it */
QEMUTimer *timer_new(QEMUClockType type, int scale, QEMUTimerCB *cb,
                     void *opaque);
QEMUTimer *timer_new_ns(QEMUClockType type, QEMUTimerCB *cb, void *opaque);
QEMUTimer *timer_new_us(QEMUClockType type, QEMUTimerCB *cb, void *opaque);
QEMUTimer *timer_new_ms(QEMUClockType type, QEMUTimerCB *cb, void *opaque);

/**
 * timer_free: delete and release a timer
 * @timer: (nullable) (transfer full)
 *
 * Allowed inside callbacks, the timer's own included.
 *
 * Context: must not race with the timer's own callback in another thread;
 *          the BQL takes care of that.
 */
void timer_free(QEMUTimer *timer);

/**
 * timer_mod: arm a timer, replacing any earlier deadline
 * @timer:  an initialised timer
 * @expire: absolute deadline in the timer's scale; negative counts as 0,
 *          too large as "at the end of time"
 *
 * A deadline in the past runs on the next pass. Wakes the main loop when the
 * clock's earliest deadline moved earlier.
 *
 * Context: any thread, callbacks included.
 */
void timer_mod(QEMUTimer *timer, int64_t expire);

/** timer_mod_ns: as timer_mod(), in nanoseconds whatever the scale */
void timer_mod_ns(QEMUTimer *timer, int64_t expire_ns);

/** timer_mod_anticipate: as timer_mod(), but never makes it later */
void timer_mod_anticipate(QEMUTimer *timer, int64_t expire);
void timer_mod_anticipate_ns(QEMUTimer *timer, int64_t expire_ns);

/** timer_del: take the deadline back; no effect when not pending */
void timer_del(QEMUTimer *timer);

/** timer_pending: is the timer armed and its callback not yet started? */
bool timer_pending(const QEMUTimer *timer);

/** timer_expired: would @timer be due at @current (in its scale)? */
bool timer_expired(const QEMUTimer *timer, int64_t current);

/** timer_expire_time_ns: the absolute deadline, or -1 when not pending */
int64_t timer_expire_time_ns(const QEMUTimer *timer);

/**
 * timer_save: the deadline as plain data, for a VMStateDescription row
 * timer_restore: arm from saved data
 * @deadline_ns: what timer_save() returned: absolute, or -1 for "none"
 *
 * Absolute deadlines stay valid because guest time itself is saved too
 * (timer_system_save()).
 */
int64_t timer_save(const QEMUTimer *timer);
void timer_restore(QEMUTimer *timer, int64_t deadline_ns);

#endif

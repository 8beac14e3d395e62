/*
 * timers_internal.h: what the files of the timers library share
 *
 * Lock order: none. A list's lock, the clock's write lock and the warp lock
 * are never held together, except that the warp lock may be held while a
 * list's lock is taken.
 */
#ifndef TIMERS_INTERNAL_H
#define TIMERS_INTERNAL_H

#include <pthread.h>

#include "timers/guest_clock.h"
#include "timers/icount.h"
#include "timers/timer_heap.h"
#include "timers/timer_system.h"

struct QEMUTimerList {
    TimerSystem *ts;
    QEMUClockType type;
    pthread_mutex_t lock;       /* guards all below */
    TimerHeap heap;
    QEMUTimer *ready_first;     /* due, in order; the pass takes from here */
    QEMUTimer *ready_last;
    uint64_t next_order;        /* arm_order of the next timer */
    bool enabled;
    unsigned pass_depth;        /* passes in progress, nested ones counted */
    pthread_t pass_thread;      /* valid while pass_depth > 0 */
    pthread_cond_t pass_done;   /* pass_depth became 0 */
};

typedef struct IcountState {
    bool sleep;
    IcountClock clock;          /* bias_ns: atomic access only */
    IcountSourceFn *source;
    void *source_opaque;
    pthread_mutex_t warp_lock;  /* guards changes of the bias and below */
    int64_t warp_start_ns;      /* on VIRTUAL_RT; -1: no warp in progress */
    QEMUTimer warp_timer;
} IcountState;

/* What drives QEMU_CLOCK_VIRTUAL; one row per source (virtual_source.c). */
typedef struct VirtualSource {
    int64_t (*get_ns)(TimerSystem *ts);
    bool main_loop;             /* the main loop runs its timers */
    bool passes;                /* the main loop can wait for a deadline */
} VirtualSource;

extern const VirtualSource virtual_source_host;
extern const VirtualSource virtual_source_icount;
extern const VirtualSource virtual_source_qtest;

struct TimerSystem {
    const VirtualSource *virtual_source;
    int64_t qtest_ns;           /* atomic access only */
    const HostClockOps *host;
    void *host_opaque;
    TimerNotifyFn *notify;
    void *notify_opaque;
    TimerSelfDisable self_disable;
    QEMUTimerList lists[QEMU_CLOCK_MAX];
    pthread_mutex_t clock_lock; /* serialises writers of clock */
    uint32_t clock_seq;         /* odd while clock is being changed */
    GuestClock clock;           /* atomic access only */
    IcountState icount;
};

void timer_list_init(QEMUTimerList *list, TimerSystem *ts,
                     QEMUClockType type);
void timer_list_deinit(QEMUTimerList *list);

/* The earliest absolute deadline, -1: none. */
int64_t timer_list_first_ns(QEMUTimerList *list);

/* Is a timer pending, whether or not the clock is enabled? */
bool timer_list_has_timers(QEMUTimerList *list);

/* Puts a timer under list->lock into the heap or takes it out of anywhere. */
void timer_list_insert_locked(QEMUTimerList *list, QEMUTimer *timer);
void timer_list_remove_locked(QEMUTimerList *list, QEMUTimer *timer);

/* The queue of due timers of a pass, under list->lock. */
void timer_ready_append_locked(QEMUTimerList *list, QEMUTimer *timer);
void timer_ready_unlink_locked(QEMUTimerList *list, QEMUTimer *timer);

/* One pass at time @now_ns; see qemu_clock_run_timers(). */
bool timer_list_run_pass(QEMUTimerList *list, int64_t now_ns);

/* qemu_clock_enable() for one list. Returns: whether it was off before. */
bool timer_list_enable(QEMUTimerList *list, bool enabled);

/* Tells the hook that the earliest deadline of a clock moved. */
void timer_system_notify(TimerSystem *ts, QEMUClockType type);

/* QEMU_CLOCK_VIRTUAL_RT. */
int64_t timer_system_clock_ns(TimerSystem *ts);

void icount_state_init(IcountState *icount, TimerSystem *ts);
void icount_state_deinit(IcountState *icount);

/* QEMU_CLOCK_VIRTUAL while instructions drive it. */
int64_t icount_virtual_ns(TimerSystem *ts);

/* QEMU_CLOCK_VIRTUAL while a test driver moves it. */
int64_t qtest_virtual_ns(TimerSystem *ts);

#endif

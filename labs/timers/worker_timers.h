/* worker_timers.h: the state of the worker of the lab timers */
#ifndef LABS_WORKER_TIMERS_H
#define LABS_WORKER_TIMERS_H

#include "worker.h"

#include "devices/clabpu_timer.h"
#include "timers/guest_clock.h"
#include "timers/manual_clock.h"
#include "timers/timer_heap.h"

#define TIMERS_MAX 64

typedef struct TimersLab TimersLab;

/* A numbered timer, and what its callback does besides telling its number. */
typedef struct LabTimer {
    QEMUTimer timer;
    TimersLab *lab;
    unsigned id;
    bool exists;
    char action;                /* 0, 'a' arm, 'd' delete, 'f' free itself,
                                 * 'p' run a pass within the pass */
    unsigned other;             /* the timer that the action is done to */
    int64_t ns;                 /* absolute deadline of 'a' */
} LabTimer;

struct TimersLab {
    GuestClock clock;           /* exercise 1 */
    int64_t real_ns;
    TimerSystem *ts;            /* exercise 4 */
    ManualClock manual;
    LabTimer timers[TIMERS_MAX];
    GArray *fired;              /* numbers, in order */
    TimerHeap heap;             /* exercise 3 */
    QEMUTimer heaped[TIMERS_MAX];
    uint64_t arm_order;
    ClabpuTimerState *device;   /* exercises 5 and 6; made by device_clock */
    ManualClock device_clock;
    int level;                  /* of the device's line */
    unsigned edges;
};

void *timers_lab_new(void);
void timers_lab_free(void *state);

void timers_op_new(Worker *w);
void timers_op_on(Worker *w);
void timers_op_arm(Worker *w);
void timers_op_delete(Worker *w);
void timers_op_pass(Worker *w);
void timers_op_clock_enable(Worker *w);

void timers_op_heap_first(Worker *w);
void timers_op_heap_insert(Worker *w);
void timers_op_heap_remove(Worker *w);
void timers_op_heap_drain(Worker *w);
void timers_op_heap_clear(Worker *w);

void timers_op_compare(Worker *w);
void timers_op_icount(Worker *w);
void timers_op_count_write(Worker *w);
void timers_op_count_read(Worker *w);
void timers_op_device_late(Worker *w);
void timers_op_device_read(Worker *w);
void timers_op_device_write(Worker *w);
void timers_op_device_wait(Worker *w);
void timers_op_device_clock(Worker *w);

#endif

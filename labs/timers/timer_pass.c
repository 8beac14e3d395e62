/*
 * timer_pass.c: one pass over the expired timers (exercise timers.4)
 *
 * TODO: run the callbacks of all timers that were armed before the pass began
 * and are due at now_ns, by deadline. A callback may arm, delete or free any
 * timer, its own too; what it arms waits for the next pass, even when it is
 * due. Callbacks run without list->lock. Contracts: qemu_clock_run_timers()
 * in timers/timer.h, fields in timers_internal.h. Two small functions keep
 * the queue of due timers, so that a deletion in mid-pass finds its place.
 */
#include "core/lab_todo.h"
#include "timers_internal.h"

void timer_ready_append_locked(QEMUTimerList *list, QEMUTimer *timer)
{
    (void)list;
    (void)timer;
    lab_todo("timers", 4);
}

void timer_ready_unlink_locked(QEMUTimerList *list, QEMUTimer *timer)
{
    (void)list;
    (void)timer;
    lab_todo("timers", 4);
}

bool timer_list_run_pass(QEMUTimerList *list, int64_t now_ns)
{
    (void)list;
    (void)now_ns;
    lab_todo("timers", 4);
    return false;
}

/*
 * timer_heap.c: pending timers, the earliest first (exercise timers.3)
 *
 * TODO: keep the timers of a clock so that the earliest is at hand. Order:
 * by expire_ns, equal ones by arm_order. The header suggests a binary heap in
 * slots[]; any structure with the same answers will do. heap_index must be
 * TIMER_HEAP_NOWHERE while a timer is not in the heap. A timer is taken out
 * from anywhere, not only from the front. Contract: timers/timer_heap.h.
 */
#include "core/lab_todo.h"
#include "timers/timer_heap.h"

void timer_heap_init(TimerHeap *heap)
{
    *heap = (TimerHeap){ 0 };
    lab_todo("timers", 3);
}

void timer_heap_deinit(TimerHeap *heap)
{
    (void)heap;
    lab_todo("timers", 3);
}

void timer_heap_insert(TimerHeap *heap, QEMUTimer *timer)
{
    (void)heap;
    (void)timer;
    lab_todo("timers", 3);
}

void timer_heap_remove(TimerHeap *heap, QEMUTimer *timer)
{
    (void)heap;
    (void)timer;
    lab_todo("timers", 3);
}

QEMUTimer *timer_heap_first(const TimerHeap *heap)
{
    (void)heap;
    lab_todo("timers", 3);
    return NULL;
}

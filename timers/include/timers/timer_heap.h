/*
 * timer_heap.h: the pending timers of one clock, earliest first
 *
 * A binary heap ordered by (expire_ns, arm_order): the first of two equal
 * deadlines is the one that was armed first. Each timer knows its slot, so a
 * deletion from the middle needs no search.
 */
#ifndef TIMERS_TIMER_HEAP_H
#define TIMERS_TIMER_HEAP_H

#include "timers/timer.h"

#define TIMER_HEAP_NOWHERE UINT32_MAX

typedef struct TimerHeap {
    QEMUTimer **slots;          /* slots[0] is the earliest */
    unsigned count;
    unsigned capacity;
} TimerHeap;

void timer_heap_init(TimerHeap *heap);

/** timer_heap_deinit: free what it holds; it is as after timer_heap_init() */
void timer_heap_deinit(TimerHeap *heap);

/**
 * timer_heap_insert: add a timer
 * @timer: not in any heap; expire_ns and arm_order are set (borrowed)
 */
void timer_heap_insert(TimerHeap *heap, QEMUTimer *timer);

/** timer_heap_remove: take a timer out; no effect when it is not there */
void timer_heap_remove(TimerHeap *heap, QEMUTimer *timer);

/** timer_heap_first: the earliest timer (borrowed) (nullable) */
QEMUTimer *timer_heap_first(const TimerHeap *heap);

#endif

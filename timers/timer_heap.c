/*
 * timer_heap.c: a binary heap of timers
 *
 * The children of slot i are slots 2i + 1 and 2i + 2, and no child is due
 * before its parent. A timer carries the number of its slot.
 */
#include <glib.h>

#include "timers/timer_heap.h"

static bool is_before(const QEMUTimer *a, const QEMUTimer *b)
{
    if (a->expire_ns != b->expire_ns) {
        return a->expire_ns < b->expire_ns;
    }
    return a->arm_order < b->arm_order;
}

static void put(TimerHeap *heap, unsigned slot, QEMUTimer *timer)
{
    heap->slots[slot] = timer;
    timer->heap_index = slot;
}

/* Finds the place of @timer at or above the free @slot. */
static void sift_up(TimerHeap *heap, unsigned slot, QEMUTimer *timer)
{
    while (slot > 0) {
        unsigned parent = (slot - 1) / 2;
        if (!is_before(timer, heap->slots[parent])) {
            break;
        }
        put(heap, slot, heap->slots[parent]);
        slot = parent;
    }
    put(heap, slot, timer);
}

/* Finds the place of @timer at or below the free @slot. */
static void sift_down(TimerHeap *heap, unsigned slot, QEMUTimer *timer)
{
    for (;;) {
        unsigned child = 2 * slot + 1;
        if (child >= heap->count) {
            break;
        }
        if (child + 1 < heap->count &&
            is_before(heap->slots[child + 1], heap->slots[child])) {
            child++;
        }
        if (!is_before(heap->slots[child], timer)) {
            break;
        }
        put(heap, slot, heap->slots[child]);
        slot = child;
    }
    put(heap, slot, timer);
}

void timer_heap_init(TimerHeap *heap)
{
    *heap = (TimerHeap){ 0 };
}

void timer_heap_deinit(TimerHeap *heap)
{
    g_free(heap->slots);
    timer_heap_init(heap);
}

void timer_heap_insert(TimerHeap *heap, QEMUTimer *timer)
{
    if (heap->count == heap->capacity) {
        heap->capacity = heap->capacity ? 2 * heap->capacity : 16;
        heap->slots = g_renew(QEMUTimer *, heap->slots, heap->capacity);
    }
    sift_up(heap, heap->count++, timer);
}

void timer_heap_remove(TimerHeap *heap, QEMUTimer *timer)
{
    unsigned slot = timer->heap_index;

    if (slot == TIMER_HEAP_NOWHERE) {
        return;
    }
    timer->heap_index = TIMER_HEAP_NOWHERE;
    QEMUTimer *last = heap->slots[--heap->count];
    if (last == timer) {
        return;
    }
    if (slot > 0 && is_before(last, heap->slots[(slot - 1) / 2])) {
        sift_up(heap, slot, last);
    } else {
        sift_down(heap, slot, last);
    }
}

QEMUTimer *timer_heap_first(const TimerHeap *heap)
{
    return heap->count ? heap->slots[0] : NULL;
}

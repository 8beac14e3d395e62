/* A sorted array instead of a heap: insertion moves, the first is at hand. */
#include <glib.h>
#include <string.h>

#include "timers/timer_heap.h"

void timer_heap_init(TimerHeap *heap)
{
    memset(heap, 0, sizeof(*heap));
}

void timer_heap_deinit(TimerHeap *heap)
{
    g_clear_pointer(&heap->slots, g_free);
    heap->count = heap->capacity = 0;
}

static void renumber(TimerHeap *heap, unsigned from)
{
    for (unsigned i = from; i < heap->count; i++) {
        heap->slots[i]->heap_index = i;
    }
}

static bool goes_after(const QEMUTimer *t, const QEMUTimer *other)
{
    return other->expire_ns < t->expire_ns ||
           (other->expire_ns == t->expire_ns &&
            other->arm_order < t->arm_order);
}

void timer_heap_insert(TimerHeap *heap, QEMUTimer *timer)
{
    unsigned at = 0;

    if (heap->count == heap->capacity) {
        heap->capacity += 8;
        heap->slots = g_realloc_n(heap->slots, heap->capacity,
                                  sizeof(heap->slots[0]));
    }
    while (at < heap->count && goes_after(timer, heap->slots[at])) {
        at++;
    }
    memmove(&heap->slots[at + 1], &heap->slots[at],
            (heap->count - at) * sizeof(heap->slots[0]));
    heap->slots[at] = timer;
    heap->count++;
    renumber(heap, at);
}

void timer_heap_remove(TimerHeap *heap, QEMUTimer *timer)
{
    unsigned at = timer->heap_index;

    if (at == TIMER_HEAP_NOWHERE) {
        return;
    }
    timer->heap_index = TIMER_HEAP_NOWHERE;
    heap->count--;
    memmove(&heap->slots[at], &heap->slots[at + 1],
            (heap->count - at) * sizeof(heap->slots[0]));
    renumber(heap, at);
}

QEMUTimer *timer_heap_first(const TimerHeap *heap)
{
    return heap->count > 0 ? heap->slots[0] : NULL;
}

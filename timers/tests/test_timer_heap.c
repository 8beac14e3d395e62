/* test_timer_heap.c: the heap against a list that is searched each time */
#include "support/unit.h"
#include "timers/timer_heap.h"

#define TIMERS 64

/* The oracle: a flag for each timer and a linear search. */
typedef struct Naive {
    QEMUTimer timers[TIMERS];
    bool in[TIMERS];
} Naive;

static QEMUTimer *naive_first(Naive *naive)
{
    QEMUTimer *best = NULL;

    for (int i = 0; i < TIMERS; i++) {
        QEMUTimer *timer = &naive->timers[i];
        if (naive->in[i] &&
            (best == NULL || timer->expire_ns < best->expire_ns ||
             (timer->expire_ns == best->expire_ns &&
              timer->arm_order < best->arm_order))) {
            best = timer;
        }
    }
    return best;
}

static void toggle(Naive *naive, TimerHeap *heap, int i, GRand *random)
{
    static uint64_t order;
    QEMUTimer *timer = &naive->timers[i];

    if (naive->in[i]) {
        timer_heap_remove(heap, timer);
    } else {
        timer->expire_ns = g_rand_int_range(random, 0, 20);
        timer->arm_order = order++;
        timer_heap_insert(heap, timer);
    }
    naive->in[i] = !naive->in[i];
}

START_TEST(test_first_agrees_with_a_naive_search)
{
    GRand *random = g_rand_new_with_seed((guint32)_i);
    TimerHeap heap;
    Naive naive = { 0 };

    timer_heap_init(&heap);
    for (int i = 0; i < TIMERS; i++) {
        naive.timers[i].heap_index = TIMER_HEAP_NOWHERE;
    }
    for (int step = 0; step < 5000; step++) {
        toggle(&naive, &heap, g_rand_int_range(random, 0, TIMERS), random);
        ck_assert_ptr_eq(timer_heap_first(&heap), naive_first(&naive));
    }
    timer_heap_deinit(&heap);
    g_rand_free(random);
}
END_TEST

START_TEST(test_removing_what_is_not_there_changes_nothing)
{
    TimerHeap heap;
    QEMUTimer timer = { .heap_index = TIMER_HEAP_NOWHERE };

    timer_heap_init(&heap);
    timer_heap_remove(&heap, &timer);
    ck_assert_ptr_null(timer_heap_first(&heap));
    timer_heap_insert(&heap, &timer);
    timer_heap_remove(&heap, &timer);
    timer_heap_remove(&heap, &timer);
    ck_assert_ptr_null(timer_heap_first(&heap));
    timer_heap_deinit(&heap);
}
END_TEST

UNIT_MAIN("timer_heap", UNIT_LOOP(test_first_agrees_with_a_naive_search, 10),
          UNIT_TEST(test_removing_what_is_not_there_changes_nothing))

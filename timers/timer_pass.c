/*
 * timer_pass.c: one pass over the expired timers of a clock
 *
 * The pass first moves every expired timer from the heap to the queue of due
 * timers, then takes them from there one by one. A timer that is armed
 * meanwhile goes to the heap, hence to the next pass: callbacks that re-arm
 * themselves at "now" cannot keep a pass from ending. A timer leaves the
 * queue before its callback runs, so the callback may arm or free it.
 */
#include "timers_internal.h"

void timer_ready_append_locked(QEMUTimerList *list, QEMUTimer *timer)
{
    timer->ready = true;
    timer->ready_next = NULL;
    timer->ready_prev = list->ready_last;
    if (list->ready_last != NULL) {
        list->ready_last->ready_next = timer;
    } else {
        list->ready_first = timer;
    }
    list->ready_last = timer;
}

void timer_ready_unlink_locked(QEMUTimerList *list, QEMUTimer *timer)
{
    if (timer->ready_prev != NULL) {
        timer->ready_prev->ready_next = timer->ready_next;
    } else {
        list->ready_first = timer->ready_next;
    }
    if (timer->ready_next != NULL) {
        timer->ready_next->ready_prev = timer->ready_prev;
    } else {
        list->ready_last = timer->ready_prev;
    }
    timer->ready = false;
}

static void collect_expired(QEMUTimerList *list, int64_t now_ns)
{
    QEMUTimer *timer;

    while ((timer = timer_heap_first(&list->heap)) != NULL &&
           timer->expire_ns <= now_ns) {
        timer_heap_remove(&list->heap, timer);
        timer_ready_append_locked(list, timer);
    }
}

/* A clock that was disabled in mid-pass keeps its timers for later. */
static void put_back(QEMUTimerList *list)
{
    QEMUTimer *timer;

    while ((timer = list->ready_first) != NULL) {
        timer_ready_unlink_locked(list, timer);
        timer_heap_insert(&list->heap, timer);
    }
}

static void call_first(QEMUTimerList *list)
{
    QEMUTimer *timer = list->ready_first;
    QEMUTimerCB *cb = timer->cb;
    void *opaque = timer->opaque;

    timer_list_remove_locked(list, timer);
    pthread_mutex_unlock(&list->lock);
    cb(opaque);
    pthread_mutex_lock(&list->lock);
}

static bool may_begin(const QEMUTimerList *list)
{
    return list->enabled &&
           (list->pass_depth == 0 ||
            pthread_equal(list->pass_thread, pthread_self()));
}

bool timer_list_run_pass(QEMUTimerList *list, int64_t now_ns)
{
    bool progress = false;

    pthread_mutex_lock(&list->lock);
    if (!may_begin(list)) {
        pthread_mutex_unlock(&list->lock);
        return false;
    }
    list->pass_depth++;
    list->pass_thread = pthread_self();
    collect_expired(list, now_ns);
    while (list->enabled && list->ready_first != NULL) {
        call_first(list);
        progress = true;
    }
    put_back(list);
    if (--list->pass_depth == 0) {
        pthread_cond_broadcast(&list->pass_done);
    }
    pthread_mutex_unlock(&list->lock);
    return progress;
}

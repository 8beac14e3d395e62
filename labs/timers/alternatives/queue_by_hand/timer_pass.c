/*
 * Due timers are found by a mark in time: what was armed when the pass began
 * has a smaller arm_order. Prepends to the queue are never needed.
 */
#include "timers_internal.h"

void timer_ready_append_locked(QEMUTimerList *list, QEMUTimer *timer)
{
    QEMUTimer **at = &list->ready_first;

    timer->ready_prev = NULL;
    while (*at) {
        timer->ready_prev = *at;
        at = &(*at)->ready_next;
    }
    *at = timer;
    timer->ready_next = NULL;
    timer->ready = true;
    list->ready_last = timer;
}

void timer_ready_unlink_locked(QEMUTimerList *list, QEMUTimer *timer)
{
    QEMUTimer *before = timer->ready_prev, *after = timer->ready_next;

    *(before ? &before->ready_next : &list->ready_first) = after;
    *(after ? &after->ready_prev : &list->ready_last) = before;
    timer->ready = false;
}

static QEMUTimer *next_due(QEMUTimerList *list, int64_t now_ns)
{
    QEMUTimer *timer = timer_heap_first(&list->heap);

    return timer && timer->expire_ns <= now_ns ? timer : NULL;
}

static bool run_ready(QEMUTimerList *list)
{
    bool any = false;

    for (; list->enabled && list->ready_first; any = true) {
        QEMUTimer *timer = list->ready_first;
        QEMUTimerCB *cb = timer->cb;
        void *opaque = timer->opaque;

        timer_list_remove_locked(list, timer);
        pthread_mutex_unlock(&list->lock);
        cb(opaque);
        pthread_mutex_lock(&list->lock);
    }
    return any;
}

bool timer_list_run_pass(QEMUTimerList *list, int64_t now_ns)
{
    bool any = false;

    pthread_mutex_lock(&list->lock);
    if (list->enabled && (list->pass_depth == 0 ||
        pthread_equal(list->pass_thread, pthread_self()))) {
        list->pass_depth++;
        list->pass_thread = pthread_self();
        for (QEMUTimer *t; (t = next_due(list, now_ns)) != NULL;) {
            timer_heap_remove(&list->heap, t);
            timer_ready_append_locked(list, t);
        }
        any = run_ready(list);
        while (list->ready_first) {
            QEMUTimer *left = list->ready_first;
            timer_ready_unlink_locked(list, left);
            timer_heap_insert(&list->heap, left);
        }
        list->pass_depth--;
        if (list->pass_depth == 0) {
            pthread_cond_broadcast(&list->pass_done);
        }
    }
    pthread_mutex_unlock(&list->lock);
    return any;
}

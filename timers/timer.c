/*
 * timer.c: arming and disarming one timer
 *
 * A pending timer is in the heap of its list, or, while a pass is about to
 * call it, in the list's queue of due timers. expire_ns tells which deadline,
 * and -1 means neither. It changes under the list's lock and is read without.
 */
#include <glib.h>

#include "timers_internal.h"

static void set_expire(QEMUTimer *timer, int64_t expire_ns)
{
    __atomic_store_n(&timer->expire_ns, expire_ns, __ATOMIC_RELAXED);
}

static int64_t scale_to_ns(const QEMUTimer *timer, int64_t expire)
{
    return expire > INT64_MAX / timer->scale ? INT64_MAX
                                             : expire * timer->scale;
}

void timer_list_insert_locked(QEMUTimerList *list, QEMUTimer *timer)
{
    timer->arm_order = list->next_order++;
    timer_heap_insert(&list->heap, timer);
}

void timer_list_remove_locked(QEMUTimerList *list, QEMUTimer *timer)
{
    if (timer->ready) {
        timer_ready_unlink_locked(list, timer);
    } else {
        timer_heap_remove(&list->heap, timer);
    }
    set_expire(timer, -1);
}

void timer_init_on(QEMUTimer *timer, QEMUTimerList *list, int scale,
                   QEMUTimerCB *cb, void *opaque)
{
    g_assert(list != NULL && cb != NULL && scale > 0);
    *timer = (QEMUTimer){
        .list = list,
        .cb = cb,
        .opaque = opaque,
        .scale = scale,
        .expire_ns = -1,
        .heap_index = TIMER_HEAP_NOWHERE,
    };
}

void timer_deinit(QEMUTimer *timer)
{
    timer_del(timer);
    timer->list = NULL;
}

void timer_free(QEMUTimer *timer)
{
    if (timer != NULL) {
        timer_del(timer);
        g_free(timer);
    }
}

/* Arms unless @only_earlier and the timer is pending at or before then. */
static void arm(QEMUTimer *timer, int64_t expire_ns, bool only_earlier)
{
    QEMUTimerList *list = timer->list;
    bool first_moved = false;

    expire_ns = MAX(expire_ns, 0);
    pthread_mutex_lock(&list->lock);
    if (!only_earlier || timer->expire_ns < 0 ||
        timer->expire_ns > expire_ns) {
        timer_list_remove_locked(list, timer);
        set_expire(timer, expire_ns);
        timer_list_insert_locked(list, timer);
        first_moved = timer_heap_first(&list->heap) == timer;
    }
    pthread_mutex_unlock(&list->lock);
    if (first_moved) {
        timer_system_notify(list->ts, list->type);
    }
}

void timer_mod_ns(QEMUTimer *timer, int64_t expire_ns)
{
    arm(timer, expire_ns, false);
}

void timer_mod(QEMUTimer *timer, int64_t expire)
{
    arm(timer, scale_to_ns(timer, expire), false);
}

void timer_mod_anticipate_ns(QEMUTimer *timer, int64_t expire_ns)
{
    arm(timer, expire_ns, true);
}

void timer_mod_anticipate(QEMUTimer *timer, int64_t expire)
{
    arm(timer, scale_to_ns(timer, expire), true);
}

void timer_del(QEMUTimer *timer)
{
    QEMUTimerList *list = timer->list;

    if (list == NULL) {
        return;
    }
    pthread_mutex_lock(&list->lock);
    timer_list_remove_locked(list, timer);
    pthread_mutex_unlock(&list->lock);
}

int64_t timer_expire_time_ns(const QEMUTimer *timer)
{
    return __atomic_load_n(&timer->expire_ns, __ATOMIC_RELAXED);
}

bool timer_pending(const QEMUTimer *timer)
{
    return timer_expire_time_ns(timer) >= 0;
}

bool timer_expired(const QEMUTimer *timer, int64_t current)
{
    int64_t expire_ns = timer_expire_time_ns(timer);

    return expire_ns >= 0 && expire_ns <= scale_to_ns(timer, current);
}

int64_t timer_save(const QEMUTimer *timer)
{
    return timer_expire_time_ns(timer);
}

void timer_restore(QEMUTimer *timer, int64_t deadline_ns)
{
    if (deadline_ns < 0) {
        timer_del(timer);
    } else {
        timer_mod_ns(timer, deadline_ns);
    }
}

/*
 * timer_list.c: the timers of one clock, and switching them on and off
 *
 * Whoever disables a clock may rely on its callbacks being over, so disabling
 * waits for the pass in progress. From inside that pass the wait would never
 * end: this is the dead-lock that the lecture on run states is about.
 */
#include <glib.h>

#include "core/error.h"
#include "timers_internal.h"

static const char *const clock_names[QEMU_CLOCK_MAX] = {
    [QEMU_CLOCK_REALTIME] = "realtime",
    [QEMU_CLOCK_VIRTUAL] = "virtual",
    [QEMU_CLOCK_HOST] = "host",
    [QEMU_CLOCK_VIRTUAL_RT] = "virtual_rt",
};

void timer_list_init(QEMUTimerList *list, TimerSystem *ts, QEMUClockType type)
{
    *list = (QEMUTimerList){ .ts = ts, .type = type, .enabled = true };
    pthread_mutex_init(&list->lock, NULL);
    pthread_cond_init(&list->pass_done, NULL);
    timer_heap_init(&list->heap);
}

void timer_list_deinit(QEMUTimerList *list)
{
    g_assert(list->heap.count == 0 && list->pass_depth == 0);
    timer_heap_deinit(&list->heap);
    pthread_cond_destroy(&list->pass_done);
    pthread_mutex_destroy(&list->lock);
}

int64_t timer_list_first_ns(QEMUTimerList *list)
{
    int64_t first_ns = -1;

    pthread_mutex_lock(&list->lock);
    const QEMUTimer *first = list->ready_first;
    if (first == NULL) {
        first = timer_heap_first(&list->heap);
    }
    if (list->enabled && first != NULL) {
        first_ns = first->expire_ns;
    }
    pthread_mutex_unlock(&list->lock);
    return first_ns;
}

bool timer_list_has_timers(QEMUTimerList *list)
{
    pthread_mutex_lock(&list->lock);
    bool has = list->ready_first != NULL || list->heap.count > 0;
    pthread_mutex_unlock(&list->lock);
    return has;
}

static bool is_own_pass(const QEMUTimerList *list)
{
    return list->pass_depth > 0 &&
           pthread_equal(list->pass_thread, pthread_self());
}

G_NORETURN static void report_self_disable(const QEMUTimerList *list)
{
    error_report("a timer callback disables its own clock '%s' and would "
                 "wait for itself for ever; post a request instead "
                 "(qemu_system_vmstop_request)",
                 clock_names[list->type]);
    abort();
}

bool timer_list_enable(QEMUTimerList *list, bool enabled)
{
    pthread_mutex_lock(&list->lock);
    bool was_off = !list->enabled;
    list->enabled = enabled;
    if (!enabled && is_own_pass(list) &&
        list->ts->self_disable == TIMER_SELF_DISABLE_ABORT) {
        report_self_disable(list);
    }
    while (!enabled && list->pass_depth > 0) {
        pthread_cond_wait(&list->pass_done, &list->lock);
    }
    pthread_mutex_unlock(&list->lock);
    return was_off;
}

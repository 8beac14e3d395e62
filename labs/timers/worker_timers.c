/*
 * worker_timers.c: numbered timers on a clock that stands until told, and a
 * bare heap of them
 */
#include "worker_timers.h"

#include <string.h>

#include "timers/timer_system.h"

/* More in one pass is a pass that does not end. */
#define FIRED_MAX 500

void *timers_lab_new(void)
{
    TimersLab *lab = g_new0(TimersLab, 1);

    lab->ts = timer_system_new(&manual_clock_ops, &lab->manual);
    lab->fired = g_array_new(FALSE, FALSE, sizeof(unsigned));
    timer_heap_init(&lab->heap);
    for (unsigned i = 0; i < TIMERS_MAX; i++) {
        lab->heaped[i].heap_index = TIMER_HEAP_NOWHERE;
    }
    return lab;
}

/* The process ends now; only what a leak checker would ask for is freed. */
void timers_lab_free(void *state)
{
    TimersLab *lab = state;

    g_array_free(lab->fired, TRUE);
}

/* The timer that an operation names, or NULL after telling so. */
static LabTimer *timer_of(Worker *w)
{
    TimersLab *lab = worker_state(w);
    uint64_t id = worker_u64(w, "id");

    if (id >= TIMERS_MAX || !lab->timers[id].exists) {
        reply_add(w, "error", "there is no timer %" G_GUINT64_FORMAT, id);
        return NULL;
    }
    return &lab->timers[id];
}

static void do_action(LabTimer *t)
{
    LabTimer *other = &t->lab->timers[t->other];

    if (t->lab->fired->len > FIRED_MAX || !other->exists) {
        return;
    }
    switch (t->action) {
    case 'a':
        timer_mod_ns(&other->timer, t->ns);
        break;
    case 'd':
        timer_del(&other->timer);
        break;
    case 'p':
        timer_system_run_timers(t->lab->ts, QEMU_CLOCK_REALTIME);
        g_array_append_val(t->lab->fired, t->id);
        break;
    case 'f':
        timer_deinit(&t->timer);
        memset(&t->timer, 0xa5, sizeof(t->timer));
        t->exists = false;
        break;
    }
}

static void timer_fired(void *opaque)
{
    LabTimer *t = opaque;

    g_array_append_val(t->lab->fired, t->id);
    do_action(t);
}

void timers_op_new(Worker *w)
{
    TimersLab *lab = worker_state(w);
    uint64_t id = worker_u64(w, "id");

    if (id >= TIMERS_MAX || lab->timers[id].exists) {
        reply_text(w, "error", "no such number is free");
        return;
    }
    lab->timers[id] = (LabTimer){ .lab = lab, .id = (unsigned)id,
                                  .exists = true };
    timer_init_on(&lab->timers[id].timer,
                  timer_system_list(lab->ts, QEMU_CLOCK_REALTIME), SCALE_NS,
                  timer_fired, &lab->timers[id]);
}

void timers_op_on(Worker *w)
{
    LabTimer *t = timer_of(w);

    if (t) {
        t->action = worker_text(w, "does")[0];
        t->other = (unsigned)worker_u64(w, "other") % TIMERS_MAX;
        t->ns = worker_i64(w, "ns");
    }
}

static void tell_next(Worker *w)
{
    TimersLab *lab = worker_state(w);

    reply_i64(w, "next", timer_system_clock_deadline_ns(
        lab->ts, QEMU_CLOCK_REALTIME));
}

void timers_op_arm(Worker *w)
{
    LabTimer *t = timer_of(w);

    if (t) {
        timer_mod_ns(&t->timer, worker_i64(w, "ns"));
        tell_next(w);
    }
}

void timers_op_delete(Worker *w)
{
    LabTimer *t = timer_of(w);

    if (t) {
        timer_del(&t->timer);
        reply_bool(w, "pending", timer_pending(&t->timer));
        tell_next(w);
    }
}

void timers_op_pass(Worker *w)
{
    TimersLab *lab = worker_state(w);

    g_array_set_size(lab->fired, 0);
    lab->manual.now_ns = worker_i64(w, "ns");
    reply_bool(w, "progress",
               timer_system_run_timers(lab->ts, QEMU_CLOCK_REALTIME));
    for (unsigned i = 0; i < lab->fired->len; i++) {
        reply_add(w, "fired", "%u", g_array_index(lab->fired, unsigned, i));
    }
    tell_next(w);
}

void timers_op_clock_enable(Worker *w)
{
    TimersLab *lab = worker_state(w);

    timer_system_clock_enable(lab->ts, QEMU_CLOCK_REALTIME,
                              worker_u64(w, "enable") != 0);
    tell_next(w);
}

/* ------------------------------------------------------------ the bare heap */

static void tell_first(Worker *w)
{
    TimersLab *lab = worker_state(w);
    const QEMUTimer *first = timer_heap_first(&lab->heap);

    if (!first) {
        reply_text(w, "first", "none");
        return;
    }
    reply_i64(w, "first", first - lab->heaped);
    reply_i64(w, "due", first->expire_ns);
}

static QEMUTimer *heaped_of(Worker *w)
{
    TimersLab *lab = worker_state(w);

    return &lab->heaped[worker_u64(w, "id") % TIMERS_MAX];
}

void timers_op_heap_first(Worker *w)
{
    tell_first(w);
}

void timers_op_heap_insert(Worker *w)
{
    TimersLab *lab = worker_state(w);
    QEMUTimer *timer = heaped_of(w);

    timer_heap_remove(&lab->heap, timer);
    timer->expire_ns = worker_i64(w, "ns");
    timer->arm_order = ++lab->arm_order;
    timer_heap_insert(&lab->heap, timer);
    tell_first(w);
}

void timers_op_heap_remove(Worker *w)
{
    TimersLab *lab = worker_state(w);

    timer_heap_remove(&lab->heap, heaped_of(w));
    tell_first(w);
}

void timers_op_heap_drain(Worker *w)
{
    TimersLab *lab = worker_state(w);
    QEMUTimer *first;

    for (unsigned i = 0; i < TIMERS_MAX; i++) {
        first = timer_heap_first(&lab->heap);
        if (!first) {
            break;
        }
        reply_add(w, "order", "%d", (int)(first - lab->heaped));
        timer_heap_remove(&lab->heap, first);
    }
}

void timers_op_heap_clear(Worker *w)
{
    TimersLab *lab = worker_state(w);

    timer_heap_deinit(&lab->heap);
    for (unsigned i = 0; i < TIMERS_MAX; i++) {
        lab->heaped[i].heap_index = TIMER_HEAP_NOWHERE;
    }
    tell_first(w);
}

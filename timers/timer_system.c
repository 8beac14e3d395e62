/*
 * timer_system.c: four clocks and their lists
 *
 * Guest time is read far more often than it is stopped, and by every vCPU, so
 * readers take no lock: they repeat when the sequence number changed while
 * they looked. It is odd during a change, so nobody can combine real time
 * from after a stop with the offset from before it.
 */
#include <glib.h>
#include <sched.h>

#include "timers_internal.h"

/* A wall-clock deadline can come nearer by itself; look this often. */
#define HOST_CLOCK_POLL_NS (100 * (int64_t)SCALE_MS)

static bool is_guest_clock(QEMUClockType type)
{
    return type == QEMU_CLOCK_VIRTUAL || type == QEMU_CLOCK_VIRTUAL_RT;
}

static int64_t real_ns(TimerSystem *ts)
{
    return ts->host->realtime_ns(ts->host_opaque);
}

static GuestClock clock_load(const TimerSystem *ts)
{
    return (GuestClock){
        .offset_ns = __atomic_load_n(&ts->clock.offset_ns, __ATOMIC_SEQ_CST),
        .running = __atomic_load_n(&ts->clock.running, __ATOMIC_SEQ_CST),
    };
}

int64_t timer_system_clock_ns(TimerSystem *ts)
{
    for (;;) {
        uint32_t seq = __atomic_load_n(&ts->clock_seq, __ATOMIC_SEQ_CST);
        GuestClock clock = clock_load(ts);
        int64_t ns = guest_clock_ns(&clock, real_ns(ts));
        if ((seq & 1) == 0 &&
            seq == __atomic_load_n(&ts->clock_seq, __ATOMIC_SEQ_CST)) {
            return ns;
        }
        sched_yield();
    }
}

static GuestClock clock_change_begin(TimerSystem *ts)
{
    pthread_mutex_lock(&ts->clock_lock);
    __atomic_add_fetch(&ts->clock_seq, 1, __ATOMIC_SEQ_CST);
    return clock_load(ts);
}

static void clock_change_end(TimerSystem *ts, const GuestClock *clock)
{
    __atomic_store_n(&ts->clock.offset_ns, clock->offset_ns, __ATOMIC_SEQ_CST);
    __atomic_store_n(&ts->clock.running, clock->running, __ATOMIC_SEQ_CST);
    __atomic_add_fetch(&ts->clock_seq, 1, __ATOMIC_SEQ_CST);
    pthread_mutex_unlock(&ts->clock_lock);
}

void timer_system_enable_ticks(TimerSystem *ts)
{
    GuestClock clock = clock_change_begin(ts);

    guest_clock_start(&clock, real_ns(ts));
    clock_change_end(ts, &clock);
    timer_system_notify(ts, QEMU_CLOCK_VIRTUAL);
}

void timer_system_disable_ticks(TimerSystem *ts)
{
    GuestClock clock = clock_change_begin(ts);

    guest_clock_stop(&clock, real_ns(ts));
    clock_change_end(ts, &clock);
}

bool timer_system_ticks_enabled(TimerSystem *ts)
{
    return __atomic_load_n(&ts->clock.running, __ATOMIC_SEQ_CST);
}

static void clock_set(TimerSystem *ts, int64_t value_ns)
{
    GuestClock clock = clock_change_begin(ts);

    guest_clock_set(&clock, real_ns(ts), value_ns);
    clock_change_end(ts, &clock);
}

TimerSystem *timer_system_new(const HostClockOps *host, void *opaque)
{
    TimerSystem *ts = g_new0(TimerSystem, 1);

    ts->virtual_source = &virtual_source_host;
    ts->host = host;
    ts->host_opaque = opaque;
    pthread_mutex_init(&ts->clock_lock, NULL);
    for (int type = 0; type < QEMU_CLOCK_MAX; type++) {
        timer_list_init(&ts->lists[type], ts, (QEMUClockType)type);
    }
    icount_state_init(&ts->icount, ts);
    return ts;
}

void timer_system_free(TimerSystem *ts)
{
    icount_state_deinit(&ts->icount);
    for (int type = 0; type < QEMU_CLOCK_MAX; type++) {
        timer_list_deinit(&ts->lists[type]);
    }
    pthread_mutex_destroy(&ts->clock_lock);
    g_free(ts);
}

void timer_system_set_host(TimerSystem *ts, const HostClockOps *host,
                           void *opaque)
{
    int64_t value_ns = timer_system_clock_ns(ts);

    ts->host = host;
    ts->host_opaque = opaque;
    clock_set(ts, value_ns);
}

void timer_system_set_notify(TimerSystem *ts, TimerNotifyFn *fn, void *opaque)
{
    ts->notify = fn;
    ts->notify_opaque = opaque;
}

void timer_system_set_self_disable(TimerSystem *ts, TimerSelfDisable what)
{
    ts->self_disable = what;
}

void timer_system_notify(TimerSystem *ts, QEMUClockType type)
{
    if (ts->notify != NULL) {
        ts->notify(ts->notify_opaque, type);
    }
}

QEMUTimerList *timer_system_list(TimerSystem *ts, QEMUClockType type)
{
    g_assert(type < QEMU_CLOCK_MAX);
    return &ts->lists[type];
}

int64_t timer_system_get_ns(TimerSystem *ts, QEMUClockType type)
{
    switch (type) {
    case QEMU_CLOCK_REALTIME:
        return real_ns(ts);
    case QEMU_CLOCK_HOST:
        return ts->host->host_ns(ts->host_opaque);
    case QEMU_CLOCK_VIRTUAL:
        return ts->virtual_source->get_ns(ts);
    case QEMU_CLOCK_VIRTUAL_RT:
        return timer_system_clock_ns(ts);
    default:
        g_assert_not_reached();
    }
}

void timer_system_clock_enable(TimerSystem *ts, QEMUClockType type,
                               bool enabled)
{
    bool was_off = timer_list_enable(timer_system_list(ts, type), enabled);

    if (enabled && was_off) {
        timer_system_notify(ts, type);
    }
}

static bool clock_runs(TimerSystem *ts, QEMUClockType type)
{
    return !is_guest_clock(type) || timer_system_ticks_enabled(ts);
}

int64_t timer_system_clock_deadline_ns(TimerSystem *ts, QEMUClockType type)
{
    if (!clock_runs(ts, type)) {
        return -1;
    }
    int64_t first_ns = timer_list_first_ns(timer_system_list(ts, type));
    if (first_ns < 0) {
        return -1;
    }
    int64_t now_ns = timer_system_get_ns(ts, type);
    return first_ns > now_ns ? first_ns - now_ns : 0;
}

bool timer_system_run_timers(TimerSystem *ts, QEMUClockType type)
{
    return clock_runs(ts, type) &&
           timer_list_run_pass(timer_system_list(ts, type),
                               timer_system_get_ns(ts, type));
}

/* Is the clock the main loop's, or the execution thread's? */
static bool is_main_loop_clock(TimerSystem *ts, QEMUClockType type)
{
    return type != QEMU_CLOCK_VIRTUAL || ts->virtual_source->main_loop;
}

/* Waiting for a clock that only others move would be waiting for nothing. */
static int64_t wait_ns(TimerSystem *ts, QEMUClockType type)
{
    int64_t ns = timer_system_clock_deadline_ns(ts, type);

    if (type == QEMU_CLOCK_HOST) {
        return MIN(ns, HOST_CLOCK_POLL_NS);
    }
    if (type == QEMU_CLOCK_VIRTUAL && !ts->virtual_source->passes) {
        return ns == 0 ? 0 : -1;
    }
    return ns;
}

bool timer_system_run_all_timers(TimerSystem *ts)
{
    bool progress = false;

    for (int type = 0; type < QEMU_CLOCK_MAX; type++) {
        if (is_main_loop_clock(ts, (QEMUClockType)type)) {
            progress |= timer_system_run_timers(ts, (QEMUClockType)type);
        }
    }
    return progress;
}

int64_t timer_system_deadline_ns(TimerSystem *ts)
{
    int64_t soonest_ns = -1;

    for (int type = 0; type < QEMU_CLOCK_MAX; type++) {
        if (!is_main_loop_clock(ts, (QEMUClockType)type)) {
            continue;
        }
        int64_t ns = wait_ns(ts, (QEMUClockType)type);
        if (ns >= 0 && (soonest_ns < 0 || ns < soonest_ns)) {
            soonest_ns = ns;
        }
    }
    return soonest_ns;
}

void timer_system_save(TimerSystem *ts, TimerSystemState *state)
{
    state->clock_ns = timer_system_clock_ns(ts);
    state->icount_bias_ns =
        __atomic_load_n(&ts->icount.clock.bias_ns, __ATOMIC_SEQ_CST);
}

void timer_system_restore(TimerSystem *ts, const TimerSystemState *state)
{
    clock_set(ts, state->clock_ns);
    __atomic_store_n(&ts->icount.clock.bias_ns, state->icount_bias_ns,
                     __ATOMIC_SEQ_CST);
}

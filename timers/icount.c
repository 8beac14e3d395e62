/*
 * icount.c: the instruction-count clock inside a TimerSystem
 *
 * The arithmetic is in icount_clock.c. Here is who may change the bias: the
 * execution thread, and the main loop when an idle period at real pace ends.
 */
#include "core/error.h"
#include "timers_internal.h"

static uint64_t retired(const IcountState *icount)
{
    return icount->source ? icount->source(icount->source_opaque) : 0;
}

static IcountClock clock_load(const IcountState *icount)
{
    return (IcountClock){
        .shift = icount->clock.shift,
        .bias_ns = __atomic_load_n(&icount->clock.bias_ns, __ATOMIC_SEQ_CST),
    };
}

int64_t icount_virtual_ns(TimerSystem *ts)
{
    IcountClock clock = clock_load(&ts->icount);

    return icount_clock_ns(&clock, retired(&ts->icount));
}

static int64_t next_deadline_ns(TimerSystem *ts)
{
    return timer_list_first_ns(&ts->lists[QEMU_CLOCK_VIRTUAL]);
}

/* Moves time to @target_ns if that is ahead. Context: warp lock held. */
static void warp_to_locked(TimerSystem *ts, int64_t target_ns)
{
    IcountState *icount = &ts->icount;
    IcountClock clock = clock_load(icount);

    if (icount_clock_warp(&clock, retired(icount), target_ns) > 0) {
        __atomic_store_n(&icount->clock.bias_ns, clock.bias_ns,
                         __ATOMIC_SEQ_CST);
    }
}

/* Ends a warp at real pace: what was slept, but not past the deadline. */
static void account_warp(TimerSystem *ts)
{
    IcountState *icount = &ts->icount;
    int64_t deadline_ns = next_deadline_ns(ts);

    pthread_mutex_lock(&icount->warp_lock);
    if (icount->warp_start_ns >= 0) {
        int64_t slept_ns = timer_system_clock_ns(ts) - icount->warp_start_ns;
        int64_t target_ns = icount_virtual_ns(ts) + slept_ns;
        if (deadline_ns >= 0) {
            target_ns = MIN(target_ns, deadline_ns);
        }
        warp_to_locked(ts, target_ns);
        icount->warp_start_ns = -1;
    }
    pthread_mutex_unlock(&icount->warp_lock);
}

static void warp_timer_expired(void *opaque)
{
    TimerSystem *ts = opaque;

    account_warp(ts);
    timer_system_notify(ts, QEMU_CLOCK_VIRTUAL);
}

void icount_state_init(IcountState *icount, TimerSystem *ts)
{
    pthread_mutex_init(&icount->warp_lock, NULL);
    icount->warp_start_ns = -1;
    timer_init_on(&icount->warp_timer,
                  timer_system_list(ts, QEMU_CLOCK_VIRTUAL_RT), SCALE_NS,
                  warp_timer_expired, ts);
}

void icount_state_deinit(IcountState *icount)
{
    timer_deinit(&icount->warp_timer);
    pthread_mutex_destroy(&icount->warp_lock);
}

bool icount_enable(TimerSystem *ts, const IcountConfig *config, GError **errp)
{
    if (config->shift > ICOUNT_SHIFT_MAX) {
        error_setg(errp, "icount: shift=%u is out of range, use 0 to %d",
                   config->shift, ICOUNT_SHIFT_MAX);
        return false;
    }
    ts->icount.clock.shift = config->shift;
    ts->icount.sleep = config->sleep;
    ts->virtual_source = &virtual_source_icount;
    return true;
}

void icount_set_source(TimerSystem *ts, IcountSourceFn *fn, void *opaque)
{
    ts->icount.source = fn;
    ts->icount.source_opaque = opaque;
}

bool icount_enabled(TimerSystem *ts)
{
    return ts->virtual_source == &virtual_source_icount;
}

int64_t icount_limit(TimerSystem *ts, int64_t max)
{
    int64_t deadline_ns = next_deadline_ns(ts);

    if (deadline_ns < 0) {
        return max;
    }
    IcountClock clock = clock_load(&ts->icount);
    uint64_t limit =
        icount_clock_limit(&clock, retired(&ts->icount), deadline_ns);
    return limit < (uint64_t)max ? (int64_t)limit : max;
}

bool icount_run_timers(TimerSystem *ts)
{
    return timer_system_run_timers(ts, QEMU_CLOCK_VIRTUAL);
}

/* Lets the main loop move time once @wait_ns of real time have passed. */
static void start_warp(TimerSystem *ts, int64_t wait_ns)
{
    IcountState *icount = &ts->icount;

    pthread_mutex_lock(&icount->warp_lock);
    if (icount->warp_start_ns < 0) {
        icount->warp_start_ns = timer_system_clock_ns(ts);
    }
    int64_t end_ns = icount->warp_start_ns + wait_ns;
    pthread_mutex_unlock(&icount->warp_lock);
    timer_mod_ns(&icount->warp_timer, MAX(end_ns, 0));
}

bool icount_idle(TimerSystem *ts)
{
    int64_t deadline_ns = next_deadline_ns(ts);

    if (deadline_ns < 0 || !timer_system_ticks_enabled(ts)) {
        return false;
    }
    int64_t wait_ns = deadline_ns - icount_virtual_ns(ts);
    if (wait_ns > 0 && ts->icount.sleep) {
        start_warp(ts, wait_ns);
        return false;
    }
    pthread_mutex_lock(&ts->icount.warp_lock);
    warp_to_locked(ts, deadline_ns);
    pthread_mutex_unlock(&ts->icount.warp_lock);
    return true;
}

void icount_resume(TimerSystem *ts)
{
    if (ts->icount.sleep) {
        timer_del(&ts->icount.warp_timer);
        account_warp(ts);
    }
}

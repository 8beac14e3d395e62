/*
 * thread_single.c: one thread takes all vCPUs in turn
 *
 * Each vCPU gets a slice of instructions; WFI and pause hints end it early.
 * With instruction counting the slice also ends at the next deadline of the
 * virtual clock, and this thread runs the expired timers itself, so that
 * they happen at exact instruction counts. When every vCPU is idle, guest
 * time moves on to the next deadline.
 */
#include "core/bql.h"
#include "exec/cpus.h"
#include "exec/debug.h"
#include "timers/icount.h"
#include "vcpu_internal.h"

#define SLICE_INSNS 200000

static bool is_counting(void)
{
    return icount_enabled(timer_system_default());
}

static int64_t slice_length(void)
{
    TimerSystem *ts = timer_system_default();
    int64_t limit;

    if (!is_counting()) {
        return SLICE_INSNS;
    }
    while ((limit = icount_limit(ts, SLICE_INSNS)) == 0) {
        icount_run_timers(ts);
    }
    return limit;
}

/* A slice that a breakpoint interrupted goes on as if nothing had been. */
static void execute_slice(Vcpu *v)
{
    if (!v->debug.slice_open) {
        v->slice_end = v->hart.retired + (uint64_t)slice_length();
    }
    vcpu_set_current(v);
    bql_unlock();
    cpu_exec_start(v);
    int result = cpu_exec(v);
    cpu_exec_end(v);
    bql_lock();
    v->debug.slice_open = result == EXCP_DEBUG;
    if (result == EXCP_DEBUG) {
        cpu_handle_guest_debug(v);
    }
    vcpu_set_current(NULL);
}

static void obey_requests(Vcpu *v)
{
    vcpu_set_current(v);
    vcpu_stop_if_asked(v);
    process_queued_cpu_work(v);
    vcpu_set_current(NULL);
}

static bool all_idle(const CpuSet *cpus)
{
    for (unsigned i = 0; i < cpus->cpus->len; i++) {
        if (!vcpu_is_idle(cpu_set_get(cpus, i))) {
            return false;
        }
    }
    return true;
}

static bool any_can_run(const CpuSet *cpus)
{
    for (unsigned i = 0; i < cpus->cpus->len; i++) {
        if (vcpu_can_run(cpu_set_get(cpus, i))) {
            return true;
        }
    }
    return false;
}

static void wait_io_event(CpuSet *cpus)
{
    TimerSystem *ts = timer_system_default();

    while (all_idle(cpus)) {
        if (is_counting() && any_can_run(cpus) && icount_idle(ts)) {
            icount_run_timers(ts);
            continue;
        }
        bql_cond_wait(&cpus->rr_cond);
        if (is_counting()) {
            icount_resume(ts);
            icount_run_timers(ts);
        }
    }
}

/* Whose turn is it? The first one's, or that of an interrupted slice. */
static unsigned first_in_turn(const CpuSet *cpus)
{
    for (unsigned i = 0; i < cpus->cpus->len; i++) {
        const Vcpu *v = cpu_set_get(cpus, i);

        if (v->debug.slice_open && vcpu_can_run(v)) {
            return i;
        }
    }
    return 0;
}

static void run_each_once(CpuSet *cpus)
{
    unsigned first = first_in_turn(cpus);

    for (unsigned i = 0; i < cpus->cpus->len; i++) {
        Vcpu *v = cpu_set_get(cpus, i);

        if (!v->created) {
            v->thread_id = gettid();
            v->created = true;
            g_cond_broadcast(&cpus->pause_cond);
        }
        if (i >= first && vcpu_can_run(v) && !vcpu_is_idle(v)) {
            execute_slice(v);
        }
        obey_requests(v);
    }
}

static bool all_unplugged(const CpuSet *cpus)
{
    for (unsigned i = 0; i < cpus->cpus->len; i++) {
        if (!cpu_set_get(cpus, i)->unplug) {
            return false;
        }
    }
    return true;
}

gpointer vcpu_thread_single(gpointer opaque)
{
    CpuSet *cpus = opaque;

    bql_lock();
    while (!all_unplugged(cpus)) {
        run_each_once(cpus);
        wait_io_event(cpus);
    }
    bql_unlock();
    return NULL;
}

/*
 * thread_single.c: one thread takes all vCPUs in turn
 *
 * What a round is stands in rr_round.c. With instruction counting this thread
 * runs the expired timers itself, so that they happen at exact instruction
 * counts. When every vCPU is idle, guest time moves on to the next deadline;
 * without one, or without counting, the thread sleeps.
 */
#include <unistd.h>

#include "core/bql.h"
#include "exec/cpus.h"
#include "timers/icount.h"
#include "vcpu_internal.h"

static bool is_counting(void)
{
    return icount_enabled(timer_system_default());
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

static void wait_io_event(CpuSet *cpus)
{
    TimerSystem *ts = timer_system_default();

    while (all_idle(cpus)) {
        if (is_counting() && cpu_set_any_can_run(cpus) && icount_idle(ts)) {
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

static void note_created(CpuSet *cpus)
{
    for (unsigned i = 0; i < cpus->cpus->len; i++) {
        Vcpu *v = cpu_set_get(cpus, i);

        if (!v->created) {
            v->thread_id = gettid();
            v->created = true;
            g_cond_broadcast(&cpus->pause_cond);
        }
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
        note_created(cpus);
        rr_run_round(cpus);
        wait_io_event(cpus);
    }
    bql_unlock();
    return NULL;
}

/*
 * work.c: functions that other threads want called on a vCPU's thread
 *
 * A TLB or a jump cache belongs to its thread; whoever must change another
 * vCPU's queues a work item and kicks. Items run in order, between two
 * executions, with the big lock held; "safe" items run while every other
 * vCPU is kept out of guest code.
 */
#include "core/bql.h"
#include "exec/cpus.h"

typedef struct VcpuWork {
    RunOnCpuFn *fn;
    void *data;
    bool exclusive;             /* run while all other vCPUs stand still */
    bool *done;                 /* (nullable): somebody waits for it */
} VcpuWork;

static void queue_work(Vcpu *v, VcpuWork item)
{
    VcpuWork *work = g_new(VcpuWork, 1);

    *work = item;
    g_mutex_lock(&v->cpus->lock);
    g_queue_push_tail(&v->work, work);
    g_mutex_unlock(&v->cpus->lock);
    vcpu_kick(v);
}

void async_run_on_cpu(Vcpu *v, RunOnCpuFn *fn, void *data)
{
    queue_work(v, (VcpuWork) { .fn = fn, .data = data });
}

void async_safe_run_on_cpu(Vcpu *v, RunOnCpuFn *fn, void *data)
{
    queue_work(v, (VcpuWork) { .fn = fn, .data = data, .exclusive = true });
}

void run_on_cpu(Vcpu *v, RunOnCpuFn *fn, void *data)
{
    bool done = false;

    if (vcpu_is_self(v) || !v->created) {
        fn(v, data);
        return;
    }
    queue_work(v, (VcpuWork) { .fn = fn, .data = data, .done = &done });
    while (!done) {
        bql_cond_wait(&v->cpus->pause_cond);
    }
}

bool vcpu_has_queued_work(Vcpu *v)
{
    g_mutex_lock(&v->cpus->lock);
    bool any = !g_queue_is_empty(&v->work);
    g_mutex_unlock(&v->cpus->lock);
    return any;
}

static VcpuWork *take_work(Vcpu *v)
{
    g_mutex_lock(&v->cpus->lock);
    VcpuWork *work = g_queue_pop_head(&v->work);
    g_mutex_unlock(&v->cpus->lock);
    return work;
}

/* The others need the big lock to reach a safe point: give it back. */
static void run_exclusive(Vcpu *v, VcpuWork *work)
{
    bql_unlock();
    start_exclusive(v->cpus);
    work->fn(v, work->data);
    end_exclusive(v->cpus);
    bql_lock();
}

/*
 * Exclusive sections reach into every vCPU's TLB and jump cache, so ordinary
 * work keeps them out, as guest code does. The big lock is taken second, as
 * by guest code that reaches a device.
 */
static void run_shared(Vcpu *v, VcpuWork *work)
{
    bql_unlock();
    cpu_exec_start(v);
    bql_lock();
    work->fn(v, work->data);
    cpu_exec_end(v);
}

void process_queued_cpu_work(Vcpu *v)
{
    VcpuWork *work;

    while ((work = take_work(v))) {
        if (work->exclusive) {
            run_exclusive(v, work);
        } else {
            run_shared(v, work);
        }
        if (work->done) {
            *work->done = true;
            g_cond_broadcast(&v->cpus->pause_cond);
        }
        g_free(work);
    }
}

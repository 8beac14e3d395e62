/* thread_multi.c: one thread per vCPU */
#include <unistd.h>

#include "core/bql.h"
#include "exec/cpus.h"
#include "exec/debug.h"
#include "vcpu_internal.h"

static void execute(Vcpu *v)
{
    bql_unlock();
    cpu_exec_start(v);
    int result = cpu_exec(v);
    cpu_exec_end(v);
    bql_lock();
    if (result == EXCP_DEBUG) {
        cpu_handle_guest_debug(v);
    }
}

/* Sleep while there is nothing to do; then obey requests. */
static void wait_io_event(Vcpu *v)
{
    while (vcpu_is_idle(v)) {
        bql_cond_wait(&v->halt_cond);
    }
    vcpu_stop_if_asked(v);
    process_queued_cpu_work(v);
}

gpointer vcpu_thread_multi(gpointer opaque)
{
    Vcpu *v = opaque;

    bql_lock();
    vcpu_set_current(v);
    v->thread_id = gettid();
    v->created = true;
    g_cond_broadcast(&v->cpus->pause_cond);
    while (!v->unplug) {
        if (vcpu_can_run(v)) {
            execute(v);
        }
        wait_io_event(v);
    }
    bql_unlock();
    return NULL;
}

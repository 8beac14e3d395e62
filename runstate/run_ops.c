/*
 * run_ops.c: calls into the emulator, where a missing operation does nothing
 */
#include "run_control_internal.h"

/* Calls an operation that takes nothing but the opaque, if it is there. */
static void call(RunControl *rc, void (*fn)(void *opaque))
{
    if (fn != NULL) {
        fn(rc->ops_opaque);
    }
}

bool run_ops_in_vcpu_thread(RunControl *rc)
{
    return rc->ops->in_vcpu_thread != NULL &&
           rc->ops->in_vcpu_thread(rc->ops_opaque);
}

void run_ops_cpu_stop_current(RunControl *rc)
{
    if (run_ops_in_vcpu_thread(rc)) {
        call(rc, rc->ops->cpu_stop_current);
    }
}

void run_ops_pause_all_vcpus(RunControl *rc)
{
    call(rc, rc->ops->pause_all_vcpus);
}

void run_ops_resume_all_vcpus(RunControl *rc)
{
    call(rc, rc->ops->resume_all_vcpus);
}

void run_ops_enable_ticks(RunControl *rc)
{
    call(rc, rc->ops->enable_ticks);
}

void run_ops_disable_ticks(RunControl *rc)
{
    call(rc, rc->ops->disable_ticks);
}

void run_ops_drain_all(RunControl *rc)
{
    call(rc, rc->ops->drain_all);
}

int run_ops_flush_all(RunControl *rc)
{
    return rc->ops->flush_all ? rc->ops->flush_all(rc->ops_opaque) : 0;
}

bool run_ops_inject_nmi(RunControl *rc)
{
    call(rc, rc->ops->inject_nmi);
    return rc->ops->inject_nmi != NULL;
}

void run_ops_event(RunControl *rc, RunEvent event, ShutdownCause cause)
{
    if (rc->ops->event != NULL) {
        rc->ops->event(rc->ops_opaque, event, cause);
    }
}

/*
 * debug_stop.c: from EXCP_DEBUG to a stopped VM, and on again
 *
 * The vCPU's thread only notes who hit and asks; the main loop stops the VM
 * (RUN_STATE_DEBUG), and its change handlers tell the debugger. Several
 * vCPUs may hit before that: the first is told, the others must not lose
 * their event. One that stopped before its instruction simply meets it again
 * when it goes on; one whose instruction is done reports again at once.
 */
#include "debug_check.h"
#include "exec/cpus.h"
#include "runstate/runstate.h"

void cpu_handle_guest_debug(Vcpu *v)
{
    CpuSet *cpus = v->cpus;

    v->debug.tell_again = false;
    if (!cpus->stop_cpu) {
        cpus->stop_cpu = v;
        v->debug.told = true;
    }
    cpu_stop_current();
    qemu_system_debug_request();
}

static bool meets_it_again(const VcpuStop *stop)
{
    return stop->kind == VCPU_STOP_BREAKPOINT ||
           (stop->watch_flags & BP_STOP_BEFORE_ACCESS);
}

void debug_note_resume(Vcpu *v)
{
    VcpuDebug *d = &v->debug;

    if (d->stop.kind == VCPU_STOP_NONE) {
        return;
    }
    if (!d->told && !meets_it_again(&d->stop)) {
        d->tell_again = true;
        return;
    }
    if (!d->told) {
        debug_pass_end(v);
    }
    d->stop.kind = VCPU_STOP_NONE;
}

void debug_reset(Vcpu *v)
{
    VcpuDebug *d = &v->debug;

    d->hit.kind = d->stop.kind = VCPU_STOP_NONE;
    d->tell_again = d->stop_after = d->watch_off = false;
    debug_pass_end(v);
}

VcpuStop vcpu_stop_info(const Vcpu *v)
{
    return v->debug.stop;
}

void cpu_resume(Vcpu *v)
{
    debug_note_resume(v);
    v->cpus->stop_cpu = NULL;
    v->stop = false;
    v->stopped = false;
    vcpu_kick(v);
}

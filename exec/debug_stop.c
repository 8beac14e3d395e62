/*
 * debug_stop.c: from EXCP_DEBUG to a stopped VM, and on again
 *
 * The vCPU's thread only notes who hit and asks; the main loop stops the VM
 * (RUN_STATE_DEBUG), and its change handlers tell the debugger. Several
 * vCPUs may hit before that. The first is told; the others keep their event,
 * and when the VM goes on one of them claims the next stop before anybody
 * executes anything. An event whose point was removed meanwhile is dropped.
 *
 * The main loop may find the VM stopped already, or pause and resume it for
 * a moment, before it serves the request: the stop is claimed again then.
 */
#include "debug_check.h"
#include "exec/cpus.h"
#include "runstate/runstate.h"

static void tell(Vcpu *v)
{
    v->cpus->stop_cpu = v;
    v->cpus->stop_served = false;
    v->debug.told = true;
}

void cpu_handle_guest_debug(Vcpu *v)
{
    if (!v->cpus->stop_cpu) {
        tell(v);
    }
    cpu_stop_current();
    qemu_system_debug_request();
}

/* --- going on ------------------------------------------------------------ */

/* What stopped after its instruction happened, whatever was removed since. */
static bool still_holds(const Vcpu *v)
{
    const VcpuDebug *d = &v->debug;
    int access = (d->stop.watch_flags & BP_WATCHPOINT_HIT) /
                 (BP_WATCHPOINT_HIT_READ / BP_MEM_READ);

    if (d->stop.kind == VCPU_STOP_BREAKPOINT) {
        return debug_pass(v) &&
               breakpoint_test(&d->points, v->hart.pc, BP_GDB);
    }
    if (d->stop.watch_flags & BP_STOP_BEFORE_ACCESS) {
        return debug_pass(v) &&
               watchpoint_test(&d->points, d->stop.addr, 1, access);
    }
    return true;
}

static void forget_stop(Vcpu *v)
{
    v->debug.stop.kind = VCPU_STOP_NONE;
    v->debug.told = false;
}

static bool has_event(Vcpu *v)
{
    if (v->debug.stop.kind == VCPU_STOP_NONE) {
        return false;
    }
    if (!v->debug.told && still_holds(v)) {
        return true;
    }
    if (!v->debug.told) {
        debug_pass_end(v);
    }
    forget_stop(v);
    return false;
}

static void stop_all(CpuSet *cpus)
{
    for (unsigned i = 0; i < cpus->cpus->len; i++) {
        Vcpu *v = cpu_set_get(cpus, i);

        if (!v->stopped) {
            v->stop = true;
            vcpu_kick(v);
        }
    }
}

void cpu_debug_stop_served(CpuSet *cpus)
{
    cpus->stop_served = cpus->stop_cpu != NULL;
}

/* Has a vCPU hit, and did the VM not stop for it yet? */
static bool is_unserved(CpuSet *cpus)
{
    Vcpu *v = cpus->stop_cpu;

    if (!v || cpus->stop_served || v->debug.stop.kind == VCPU_STOP_NONE) {
        return false;
    }
    v->debug.told = still_holds(v);
    return v->debug.told;
}

bool debug_event_is_due(Vcpu *v)
{
    CpuSet *cpus = v->cpus;

    if (cpus->event_is_due) {
        return true;
    }
    if (is_unserved(cpus)) {
        cpus->event_is_due = true;
        qemu_system_debug_request();
        return true;
    }
    cpus->stop_cpu = NULL;              /* that one was told */
    if (has_event(v)) {
        cpus->event_is_due = true;
        tell(v);
        stop_all(cpus);
        qemu_system_debug_request();
    }
    return cpus->event_is_due;
}

void debug_reset(Vcpu *v)
{
    VcpuDebug *d = &v->debug;

    d->hit.kind = VCPU_STOP_NONE;
    d->stop_after = d->watch_off = false;
    forget_stop(v);
    debug_pass_end(v);
}

VcpuStop vcpu_stop_info(const Vcpu *v)
{
    return v->debug.stop;
}

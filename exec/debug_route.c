/*
 * debug_route.c: a debug exception is the debugger's or the guest's
 *
 *   BP_CPU                   the guest armed it: a breakpoint exception
 *                            (cause 3) in the guest, nobody else hears of it
 *   watchpoint, stop after   the instruction passes first
 *   all others               leave cpu_exec() with EXCP_DEBUG
 *
 * ebreak is none of these: it is an exception like any other.
 */
#include "core/trap.h"
#include "debug_check.h"
#include "vcpu_internal.h"

/* Once more from its start, this time with the access. */
static void finish_access_first(Vcpu *v)
{
    v->debug.stop_after = true;
    v->exception_index = EXCP_NONE;
    debug_pass_add(v, DEBUG_PASS_BREAKPOINT | DEBUG_PASS_WATCHPOINT);
}

static void raise_in_guest(Vcpu *v)
{
    v->exception_index = TRAP_BREAKPOINT;
    v->exception_tval = v->debug.hit.addr;
    v->debug.hit.kind = VCPU_STOP_NONE;
    if (v->debug.single_step) {
        vcpu_deliver_exception(v);
        debug_step_ended(v);
    }
}

/* What is reported here may pass when the hart goes on. */
static void report(Vcpu *v)
{
    VcpuDebug *d = &v->debug;
    bool access_is_due = d->hit.kind == VCPU_STOP_WATCHPOINT &&
                         (d->hit.watch_flags & BP_STOP_BEFORE_ACCESS);

    d->stop = d->hit;
    d->told = false;
    d->hit.kind = VCPU_STOP_NONE;
    d->stop_after = false;
    debug_pass_add(v, DEBUG_PASS_BREAKPOINT |
                      (access_is_due ? DEBUG_PASS_WATCHPOINT : 0));
}

bool cpu_handle_debug_exception(Vcpu *v)
{
    VcpuDebug *d = &v->debug;
    bool watch = d->hit.kind == VCPU_STOP_WATCHPOINT;

    if (!watch) {
        watchpoint_clear_hits(&d->points);
    }
    if (watch && (d->hit.watch_flags & BP_CPU)) {
        raise_in_guest(v);
        return false;
    }
    if (watch && !(d->hit.watch_flags & BP_STOP_BEFORE_ACCESS) &&
        !d->stop_after) {
        finish_access_first(v);
        return false;
    }
    report(v);
    return true;
}

/* debug_route.c: who it belongs to first, then when it is told */
#include "core/trap.h"
#include "debug_check.h"
#include "vcpu_internal.h"

typedef enum Owner { GUEST, DEBUGGER_LATER, DEBUGGER } Owner;

static Owner owner_of(const VcpuDebug *d)
{
    int flags = d->hit.watch_flags;

    if (d->hit.kind != VCPU_STOP_WATCHPOINT) {
        return DEBUGGER;
    }
    if (flags & BP_CPU) {
        return GUEST;
    }
    return (flags & BP_STOP_BEFORE_ACCESS) || d->stop_after
        ? DEBUGGER : DEBUGGER_LATER;
}

static void to_guest(Vcpu *v)
{
    v->exception_tval = v->debug.hit.addr;
    v->exception_index = TRAP_BREAKPOINT;
    v->debug.hit.kind = VCPU_STOP_NONE;
    if (v->debug.single_step != 0) {
        vcpu_deliver_exception(v);
        debug_step_ended(v);
    }
}

static void to_debugger(Vcpu *v)
{
    VcpuDebug *d = &v->debug;
    unsigned allowed = DEBUG_PASS_BREAKPOINT;

    if (d->hit.kind == VCPU_STOP_WATCHPOINT &&
        (d->hit.watch_flags & BP_STOP_BEFORE_ACCESS) != 0) {
        allowed |= DEBUG_PASS_WATCHPOINT;
    }
    d->stop = d->hit;
    d->hit.kind = VCPU_STOP_NONE;
    d->told = d->stop_after = false;
    debug_pass_add(v, allowed);
}

bool cpu_handle_debug_exception(Vcpu *v)
{
    Owner owner = owner_of(&v->debug);

    if (v->debug.hit.kind != VCPU_STOP_WATCHPOINT) {
        watchpoint_clear_hits(&v->debug.points);
    }
    switch (owner) {
    case GUEST:
        to_guest(v);
        break;
    case DEBUGGER_LATER:
        v->exception_index = EXCP_NONE;
        v->debug.stop_after = true;
        debug_pass_add(v, DEBUG_PASS_WATCHPOINT | DEBUG_PASS_BREAKPOINT);
        break;
    case DEBUGGER:
        to_debugger(v);
        break;
    }
    return owner == DEBUGGER;
}

/*
 * debug_route.c: a debug exception is the debugger's or the guest's
 *
 * TODO (debug.3): exception_index is EXCP_DEBUG, v->debug.hit says why.
 *
 *   - Unless a watchpoint was hit, no watchpoint counts as hit any more
 *     (watchpoint_clear_hits()).
 *   - A watchpoint with BP_CPU is the guest's own: a breakpoint exception
 *     (TRAP_BREAKPOINT) in the guest, its value the address of the hit. The
 *     hit is over, the debugger hears nothing, cpu_exec() goes on: false. If
 *     the debugger steps, the guest's handler is entered at once
 *     (vcpu_deliver_exception()) and the step has ended (debug_step_ended()).
 *   - A watchpoint without BP_STOP_BEFORE_ACCESS stops behind its access. At
 *     the first time (stop_after is not set) the instruction is started anew:
 *     stop_after is set, no exception, it may pass break- and watchpoints
 *     once (debug_pass_add()), and cpu_exec() goes on: false.
 *   - All else leaves cpu_exec(): true. The hit becomes v->debug.stop, not
 *     told yet, and is over; stop_after is reset. What was reported may pass
 *     when the hart goes on: a breakpoint always, a watchpoint if its access
 *     was not made yet.
 */
#include "core/lab_todo.h"
#include "core/trap.h"
#include "debug_check.h"
#include "vcpu_internal.h"

bool cpu_handle_debug_exception(Vcpu *v)
{
    lab_todo("debug", 3);
    (void)v;
    return true;
}

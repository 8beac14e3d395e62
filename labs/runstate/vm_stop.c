/*
 * vm_stop.c: stopping the VM; starting it is vm_start.c
 *
 * TODO (runstate.4): runstate/run_control.h says what each function does.
 * Only the main loop thread may stop the VM. A vCPU (run_ops_in_vcpu_thread)
 * prepares and posts a vmstop request, stops itself and returns 0.
 *
 * The main loop, when the VM is live and @state is not its state:
 *   enters @state (run_enter_stopped; nothing more when that fails), notes in
 *   rc->was_suspended whether it was suspended, disables ticks, pauses the
 *   vCPUs if they were running, notifies the handlers, tells RUN_EVENT_STOP
 * and then always: drains and flushes, and returns what the flush returns.
 *
 * run_control_vm_stop_force_state() stops a live VM likewise; one that is not
 * live enters @state, is drained and flushed.
 */
#include "core/lab_todo.h"
#include "run_control_internal.h"

int run_control_vm_stop(RunControl *rc, RunState state)
{
    lab_todo("runstate", 4);
    return 0;
}

int run_control_vm_stop_force_state(RunControl *rc, RunState state)
{
    lab_todo("runstate", 4);
    return 0;
}

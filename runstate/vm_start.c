/*
 * vm_start.c: starting the VM, and whether a user may
 *
 * The order is that of a stop, backward: the state, then time, then the
 * handlers, and the vCPUs last.
 */
#include "core/error.h"
#include "core/trace.h"
#include "run_control_internal.h"

TRACE_EVENT(runstate_vm_start, "from:s to:s")

int run_control_vm_prepare_start(RunControl *rc)
{
    RunState requested;
    bool had_request = run_request_take_vmstop(&rc->requests, &requested);
    RunState now = run_control_state(rc);
    RunState to = rc->was_suspended ? RUN_STATE_SUSPENDED : RUN_STATE_RUNNING;

    if (had_request) {
        run_notify(rc, RUN_NOTIFY_VMSTOP_DROPPED);
    }
    if (now == RUN_STATE_RUNNING) {
        /* A stop that was asked for but not served: tell of both, and let
         * the vCPU go on that asked and stopped itself. */
        if (had_request) {
            run_ops_resume_all_vcpus(rc);
            run_ops_event(rc, RUN_EVENT_STOP, SHUTDOWN_CAUSE_NONE);
            run_ops_event(rc, RUN_EVENT_RESUME, SHUTDOWN_CAUSE_NONE);
        }
        return -1;
    }
    TRACE(runstate_vm_start, TRACE_STR(RunState_str(now)),
          TRACE_STR(RunState_str(to)));
    if (!run_enter_live(rc, to)) {
        return -1;
    }
    run_ops_event(rc, RUN_EVENT_RESUME, SHUTDOWN_CAUSE_NONE);
    if (to == RUN_STATE_RUNNING) {
        run_ops_enable_ticks(rc);
    }
    vm_change_notify(&rc->changes, true, to);
    rc->was_suspended = false;
    return 0;
}

void run_control_vm_start(RunControl *rc)
{
    if (run_control_vm_prepare_start(rc) == 0 &&
        run_control_state(rc) == RUN_STATE_RUNNING) {
        run_ops_resume_all_vcpus(rc);
    }
}

void run_control_vm_resume(RunControl *rc, RunState state)
{
    if (run_state_is_live(state)) {
        run_control_vm_start(rc);
    } else {
        run_control_set_state(rc, state);
    }
}

bool run_control_cont(RunControl *rc, GError **errp)
{
    RunState state = run_control_state(rc);

    if (run_state_needs_reset(state)) {
        error_setg(errp, "the VM is in state '%s': reset it first "
                   "(system_reset)", RunState_str(state));
        return false;
    }
    if (state == RUN_STATE_FINISH_MIGRATE) {
        error_setg(errp, "the VM is being migrated away: wait for the end "
                   "of the migration");
        return false;
    }
    if (state != RUN_STATE_SUSPENDED) {
        run_control_vm_start(rc);
    }
    return true;
}

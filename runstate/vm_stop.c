/*
 * vm_stop.c: stopping the VM (exercise); starting it is vm_start.c
 *
 * Only the main loop thread may do it. A vCPU that wants to stop the VM
 * cannot wait for all vCPUs to stand, because it is one of them: it posts the
 * request and stops itself.
 *
 * Order when stopping: the state first, so that nobody restarts a vCPU; then
 * time, so that handlers see it frozen; then the vCPUs; then the handlers.
 */
#include "core/trace.h"
#include "run_control_internal.h"

TRACE_EVENT(runstate_vm_stop, "state:s vcpu_thread:u")

/* Leaves a live state. Context: main loop thread. */
static void leave_live(RunControl *rc, RunState old_state, RunState state)
{
    rc->was_suspended = old_state == RUN_STATE_SUSPENDED;
    run_ops_disable_ticks(rc);
    if (old_state == RUN_STATE_RUNNING) {
        run_ops_pause_all_vcpus(rc);
    }
    vm_change_notify(&rc->changes, false, state);
    run_ops_event(rc, RUN_EVENT_STOP, SHUTDOWN_CAUSE_NONE);
}

static int do_vm_stop(RunControl *rc, RunState state)
{
    RunState old_state = run_control_state(rc);

    if (run_state_is_live(old_state) && state != old_state &&
        run_enter_stopped(rc, state)) {
        leave_live(rc, old_state, state);
    }
    run_ops_drain_all(rc);
    return run_ops_flush_all(rc);
}

int run_control_vm_stop(RunControl *rc, RunState state)
{
    bool in_vcpu = run_ops_in_vcpu_thread(rc);

    TRACE(runstate_vm_stop, TRACE_STR(RunState_str(state)), in_vcpu);
    if (in_vcpu) {
        run_control_request_vmstop_prepare(rc);
        run_control_request_vmstop(rc, state);
        run_ops_cpu_stop_current(rc);
        return 0;
    }
    return do_vm_stop(rc, state);
}

int run_control_vm_stop_force_state(RunControl *rc, RunState state)
{
    if (run_state_is_live(run_control_state(rc))) {
        return run_control_vm_stop(rc, state);
    }
    run_control_set_state(rc, state);
    run_ops_drain_all(rc);
    return run_ops_flush_all(rc);
}

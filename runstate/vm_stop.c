/*
 * vm_stop.c: stopping and starting the VM
 *
 * Only the main loop thread may do it. A vCPU that wants to stop the VM
 * cannot wait for all vCPUs to stand, because it is one of them: it posts the
 * request and stops itself.
 *
 * Order when stopping: the state first, so that nobody restarts a vCPU; then
 * time, so that handlers see it frozen; then the vCPUs; then the handlers.
 */
#include "core/error.h"
#include "core/trace.h"
#include "run_control_internal.h"

TRACE_EVENT(runstate_vm_stop, "state:s vcpu_thread:u")
TRACE_EVENT(runstate_vm_start, "from:s to:s")

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

/*
 * Breakpoints, panics and errors lead from running only, and back to it. One
 * that was on its way while another vCPU suspended the VM happened before
 * that: the way out of suspended, and later back, goes through running.
 */
static bool enter_by_running(RunControl *rc, RunState to)
{
    RunState from = run_control_state(rc);

    if (!run_state_edge_allowed(from, to) &&
        run_state_edge_allowed(from, RUN_STATE_RUNNING) &&
        run_state_edge_allowed(RUN_STATE_RUNNING, to)) {
        run_control_set_state(rc, RUN_STATE_RUNNING);
    }
    return run_control_set_state(rc, to);
}

static bool enter_stopped(RunControl *rc, RunState from, RunState to)
{
    return from == RUN_STATE_SUSPENDED ? enter_by_running(rc, to)
                                       : run_control_set_state(rc, to);
}

static bool enter_live(RunControl *rc, RunState to)
{
    return to == RUN_STATE_SUSPENDED ? enter_by_running(rc, to)
                                     : run_control_set_state(rc, to);
}

static int do_vm_stop(RunControl *rc, RunState state)
{
    RunState old_state = run_control_state(rc);

    if (run_state_is_live(old_state) && state != old_state &&
        enter_stopped(rc, old_state, state)) {
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

int run_control_vm_prepare_start(RunControl *rc)
{
    RunState requested;
    bool had_request = run_request_take_vmstop(&rc->requests, &requested);
    RunState now = run_control_state(rc);
    RunState to = rc->was_suspended ? RUN_STATE_SUSPENDED : RUN_STATE_RUNNING;

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
    if (!enter_live(rc, to)) {
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

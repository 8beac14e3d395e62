/* vm_stop.c: both stops are one function with a switch */
#include "run_control_internal.h"

static int ask(RunControl *rc, RunState state)
{
    run_control_request_vmstop_prepare(rc);
    run_control_request_vmstop(rc, state);
    run_ops_cpu_stop_current(rc);
    return 0;
}

static void leave(RunControl *rc, RunState state, bool ran)
{
    if (!run_enter_stopped(rc, state)) {
        return;
    }
    rc->was_suspended = !ran;
    run_ops_disable_ticks(rc);
    if (ran) {
        run_ops_pause_all_vcpus(rc);
    }
    vm_change_notify(run_control_changes(rc), false, state);
    run_ops_event(rc, RUN_EVENT_STOP, SHUTDOWN_CAUSE_NONE);
}

static int stop(RunControl *rc, RunState state, bool force)
{
    RunState now = run_control_state(rc);

    if (!run_state_is_live(now)) {
        if (force) {
            run_control_set_state(rc, state);
        }
    } else if (state != now) {
        leave(rc, state, now == RUN_STATE_RUNNING);
    }
    run_ops_drain_all(rc);
    return run_ops_flush_all(rc);
}

int run_control_vm_stop(RunControl *rc, RunState state)
{
    return run_ops_in_vcpu_thread(rc) ? ask(rc, state)
                                      : stop(rc, state, false);
}

int run_control_vm_stop_force_state(RunControl *rc, RunState state)
{
    if (run_state_is_live(run_control_state(rc))) {
        return run_control_vm_stop(rc, state);
    }
    return stop(rc, state, true);
}

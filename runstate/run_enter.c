/*
 * run_enter.c: edges of the table that lead by way of running
 */
#include "run_control_internal.h"

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

bool run_enter_stopped(RunControl *rc, RunState to)
{
    return run_control_state(rc) == RUN_STATE_SUSPENDED
           ? enter_by_running(rc, to)
           : run_control_set_state(rc, to);
}

bool run_enter_live(RunControl *rc, RunState to)
{
    return to == RUN_STATE_SUSPENDED ? enter_by_running(rc, to)
                                     : run_control_set_state(rc, to);
}

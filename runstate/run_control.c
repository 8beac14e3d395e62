/*
 * run_control.c: the state of the VM and the requests to change it
 *
 * The state is one word, written by the main loop thread and read by anyone.
 * A transition that breaks a rule (no edge of the table, or a wrong thread)
 * is a bug of ours. Builds for development abort on the spot; release builds
 * report it and leave the VM as it is. meson.build decides which this is.
 */
#include <stdlib.h>

#include "core/error.h"
#include "core/trace.h"
#include "run_control_internal.h"

TRACE_EVENT(runstate_set, "from:s to:s")
TRACE_EVENT(runstate_request, "what:s detail:s")

static const RunStateOps no_ops;

RunControl *run_control_new(MainLoop *loop)
{
    RunControl *rc = g_new0(RunControl, 1);

    rc->loop = loop;
    rc->ops = &no_ops;
    rc->policy = RUN_STATE_POLICY_OF_BUILD;
    rc->state = RUN_STATE_PRELAUNCH;
    rc->resets = g_array_new(FALSE, FALSE, sizeof(ResetEntry));
    run_requests_init(&rc->requests);
    return rc;
}

void run_control_free(RunControl *rc)
{
    run_signals_release(rc);
    run_notifiers_clear(rc);
    vm_change_clear(&rc->changes);
    g_array_free(rc->resets, TRUE);
    run_requests_deinit(&rc->requests);
    g_free(rc);
}

void run_control_set_ops(RunControl *rc, const RunStateOps *ops, void *opaque)
{
    rc->ops = ops ? ops : &no_ops;
    rc->ops_opaque = opaque;
}

void run_control_set_policy(RunControl *rc, RunStatePolicy policy)
{
    rc->policy = policy;
}

void run_control_set_actions(RunControl *rc, const RunActions *actions)
{
    rc->actions = *actions;
}

const RunActions *run_control_actions(const RunControl *rc)
{
    return &rc->actions;
}

MainLoop *run_control_main_loop(RunControl *rc)
{
    return rc->loop;
}

VMChangeList *run_control_changes(RunControl *rc)
{
    return &rc->changes;
}

RunState run_control_state(const RunControl *rc)
{
    return __atomic_load_n(&rc->state, __ATOMIC_SEQ_CST);
}

bool run_control_check_edge(const RunControl *rc, RunState to, GError **errp)
{
    RunState from = run_control_state(rc);

    if (from == to || run_state_edge_allowed(from, to)) {
        return true;
    }
    error_setg(errp, "invalid runstate transition: '%s' -> '%s'",
               RunState_str(from), RunState_str(to));
    return false;
}

bool run_control_was_suspended(const RunControl *rc)
{
    return rc->was_suspended;
}

void run_control_set_suspended(RunControl *rc, bool suspended)
{
    rc->was_suspended = suspended;
}

void run_control_own(RunControl *rc)
{
    rc->owner = pthread_self();
    rc->has_owner = true;
}

/* Before the main loop runs for the first time its thread is not known. */
static bool check_thread(RunControl *rc, GError **errp)
{
    if (!run_ops_in_vcpu_thread(rc) &&
        (!rc->has_owner || pthread_equal(rc->owner, pthread_self()))) {
        return true;
    }
    error_setg(errp, "runstate transition outside the main loop thread: "
               "post a request");
    return false;
}

bool run_control_set_state(RunControl *rc, RunState state)
{
    g_autoptr(GError) error = NULL;

    if (!check_thread(rc, &error) ||
        !run_control_check_edge(rc, state, &error)) {
        error_report("%s", error->message);
        if (rc->policy == RUN_STATE_POLICY_ABORT) {
            abort();
        }
        return false;
    }
    TRACE(runstate_set, TRACE_STR(RunState_str(run_control_state(rc))),
          TRACE_STR(RunState_str(state)));
    __atomic_store_n(&rc->state, state, __ATOMIC_SEQ_CST);
    return true;
}

/* What every request ends with. */
static void posted(RunControl *rc, const char *what, const char *detail)
{
    TRACE(runstate_request, TRACE_STR(what), TRACE_STR(detail));
    main_loop_notify(rc->loop);
}

void run_control_request_debug(RunControl *rc)
{
    run_request_debug(&rc->requests);
    posted(rc, "debug", "");
}

void run_control_request_suspend(RunControl *rc)
{
    if (run_control_state(rc) == RUN_STATE_SUSPENDED) {
        return;
    }
    run_request_suspend(&rc->requests);
    run_ops_cpu_stop_current(rc);
    posted(rc, "suspend", "");
}

void run_control_request_powerdown(RunControl *rc)
{
    run_request_powerdown(&rc->requests);
    posted(rc, "powerdown", "");
}

/* The vCPU that asks executes nothing behind its power-off: else the number
 * of instructions of a run would depend on how fast the main loop wakes. */
void run_control_request_shutdown(RunControl *rc, ShutdownCause cause,
                                  int exit_code)
{
    run_request_shutdown(&rc->requests, cause, exit_code);
    run_ops_cpu_stop_current(rc);
    posted(rc, "shutdown", ShutdownCause_str(cause));
}

/* A reset that the guest or a user asked for, not one of our own doing. */
static bool is_reboot(ShutdownCause cause)
{
    return cause != SHUTDOWN_CAUSE_SUBSYSTEM_RESET &&
           cause != SHUTDOWN_CAUSE_SNAPSHOT_LOAD;
}

void run_control_request_reset(RunControl *rc, ShutdownCause cause)
{
    if (rc->actions.reboot == REBOOT_ACTION_SHUTDOWN && is_reboot(cause)) {
        run_request_shutdown(&rc->requests, cause, 0);
    } else {
        run_request_reset(&rc->requests, cause);
    }
    run_ops_cpu_stop_current(rc);
    posted(rc, "reset", ShutdownCause_str(cause));
}

bool run_control_request_wakeup(RunControl *rc, WakeupReason reason,
                                GError **errp)
{
    if (run_control_state(rc) != RUN_STATE_SUSPENDED) {
        error_setg(errp, "the VM is not suspended, it cannot be woken");
        return false;
    }
    run_request_wakeup(&rc->requests, reason);
    posted(rc, "wakeup", "");
    return true;
}

void run_control_request_vmstop_prepare(RunControl *rc)
{
    run_request_vmstop_prepare(&rc->requests);
}

void run_control_request_vmstop(RunControl *rc, RunState state)
{
    run_request_vmstop(&rc->requests, state);
    posted(rc, "vmstop", RunState_str(state));
}

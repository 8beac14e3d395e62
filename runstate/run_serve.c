/*
 * run_serve.c: the main loop serves the requests, in a fixed order (exercise)
 *
 *     debug, suspend, shutdown, reset, wakeup, powerdown, vmstop
 *
 * The order decides what simultaneous requests mean: a breakpoint is seen
 * even when the machine is about to end; a shutdown wins over a reset; a
 * vmstop comes last and finds the machine as the others left it. How a VM
 * goes to sleep and wakes is in run_suspend.c.
 */
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "run_control_internal.h"

static void serve_debug(RunControl *rc)
{
    if (run_request_take_debug(&rc->requests)) {
        run_control_vm_stop(rc, RUN_STATE_DEBUG);
    }
}

static void report_signal(int signal_number)
{
    if (signal_number != 0) {
        error_report("terminating on signal %d (%s)", signal_number,
                     strsignal(signal_number));
    }
}

/* -no-shutdown does not keep a user from ending the process. */
static bool user_wants_end(ShutdownCause cause)
{
    return cause == SHUTDOWN_CAUSE_HOST_SIGNAL ||
           cause == SHUTDOWN_CAUSE_HOST_QMP_QUIT ||
           cause == SHUTDOWN_CAUSE_HOST_UI ||
           cause == SHUTDOWN_CAUSE_HOST_ERROR;
}

/* Returns: true when the process shall end. */
static bool serve_shutdown(RunControl *rc, int *status)
{
    int exit_code, signal_number;
    ShutdownCause cause = run_request_take_shutdown(&rc->requests, &exit_code,
                                                    &signal_number);

    if (cause == SHUTDOWN_CAUSE_NONE) {
        return false;
    }
    report_signal(signal_number);
    run_ops_event(rc, RUN_EVENT_SHUTDOWN, cause);
    if (rc->actions.shutdown == SHUTDOWN_ACTION_PAUSE &&
        !user_wants_end(cause)) {
        run_control_vm_stop(rc, RUN_STATE_SHUTDOWN);
        return false;
    }
    *status = exit_code;
    if (exit_code == 0 && cause == SHUTDOWN_CAUSE_GUEST_PANIC &&
        rc->actions.panic == PANIC_ACTION_EXIT_FAILURE) {
        *status = EXIT_FAILURE;
    }
    return true;
}

/* A suspended VM was live until now; a stopped one has told already. */
static void enter_prelaunch(RunControl *rc, RunState old_state)
{
    run_control_set_state(rc, RUN_STATE_PRELAUNCH);
    if (run_state_is_live(old_state)) {
        vm_change_notify(&rc->changes, false, RUN_STATE_PRELAUNCH);
        run_ops_event(rc, RUN_EVENT_STOP, SHUTDOWN_CAUSE_NONE);
    }
}

/* A reset leaves a running VM running and all others in prelaunch. */
static void serve_reset(RunControl *rc)
{
    ShutdownCause cause = run_request_take_reset(&rc->requests);

    if (cause == SHUTDOWN_CAUSE_NONE) {
        return;
    }
    run_ops_pause_all_vcpus(rc);
    run_control_reset(rc, cause);
    RunState state = run_control_state(rc);
    if (state == RUN_STATE_RUNNING) {
        run_ops_resume_all_vcpus(rc);
    } else if (state != RUN_STATE_INMIGRATE) {
        enter_prelaunch(rc, state);
    }
}

static void serve_powerdown(RunControl *rc)
{
    if (run_request_take_powerdown(&rc->requests)) {
        run_ops_event(rc, RUN_EVENT_POWERDOWN, SHUTDOWN_CAUSE_NONE);
        run_notify(rc, RUN_NOTIFY_POWERDOWN);
    }
}

static void serve_vmstop(RunControl *rc)
{
    RunState state;

    if (run_request_take_vmstop(&rc->requests, &state)) {
        run_control_vm_stop(rc, state);
    }
}

bool run_control_should_exit(RunControl *rc, int *status)
{
    run_control_own(rc);
    serve_debug(rc);
    run_serve_suspend(rc);
    if (serve_shutdown(rc, status)) {
        return true;
    }
    serve_reset(rc);
    run_serve_wakeup(rc);
    serve_powerdown(rc);
    serve_vmstop(rc);
    return false;
}

int run_control_main_loop_run(RunControl *rc)
{
    int status = EXIT_SUCCESS;

    while (!run_control_should_exit(rc, &status)) {
        main_loop_iterate(rc->loop, false);
    }
    return status;
}

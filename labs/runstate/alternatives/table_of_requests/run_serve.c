/* run_serve.c: the order is a table; a row says whether to go on */
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "run_control_internal.h"

typedef bool ServeFn(RunControl *rc, int *status);      /* true: the end */

static bool debug(RunControl *rc, int *status)
{
    if (run_request_take_debug(&rc->requests)) {
        run_control_vm_stop(rc, RUN_STATE_DEBUG);
    }
    return false;
}

static bool suspend(RunControl *rc, int *status)
{
    run_serve_suspend(rc);
    return false;
}

static bool may_pause(ShutdownCause cause)
{
    switch (cause) {
    case SHUTDOWN_CAUSE_HOST_SIGNAL:
    case SHUTDOWN_CAUSE_HOST_QMP_QUIT:
    case SHUTDOWN_CAUSE_HOST_UI:
    case SHUTDOWN_CAUSE_HOST_ERROR:
        return false;
    default:
        return true;
    }
}

static bool shut_down(RunControl *rc, int *status)
{
    int code = 0, number = 0;
    ShutdownCause cause = run_request_take_shutdown(&rc->requests, &code,
                                                    &number);
    const RunActions *actions = run_control_actions(rc);

    if (!cause) {
        return false;
    }
    if (number) {
        error_report("signal %d (%s)", number, strsignal(number));
    }
    run_ops_event(rc, RUN_EVENT_SHUTDOWN, cause);
    if (may_pause(cause) && actions->shutdown != SHUTDOWN_ACTION_POWEROFF) {
        run_control_vm_stop(rc, RUN_STATE_SHUTDOWN);
        return false;
    }
    if (!code && cause == SHUTDOWN_CAUSE_GUEST_PANIC &&
        actions->panic == PANIC_ACTION_EXIT_FAILURE) {
        code = EXIT_FAILURE;
    }
    *status = code;
    return true;
}

static bool reset(RunControl *rc, int *status)
{
    ShutdownCause cause = run_request_take_reset(&rc->requests);
    RunState before;

    if (!cause) {
        return false;
    }
    run_ops_pause_all_vcpus(rc);
    run_control_reset(rc, cause);
    before = run_control_state(rc);
    if (before == RUN_STATE_INMIGRATE) {
        return false;
    }
    if (before == RUN_STATE_RUNNING) {
        run_ops_resume_all_vcpus(rc);
        return false;
    }
    run_control_set_state(rc, RUN_STATE_PRELAUNCH);
    if (before == RUN_STATE_SUSPENDED) {
        vm_change_notify(&rc->changes, false, RUN_STATE_PRELAUNCH);
        run_ops_event(rc, RUN_EVENT_STOP, SHUTDOWN_CAUSE_NONE);
    }
    return false;
}

static bool wake(RunControl *rc, int *status)
{
    run_serve_wakeup(rc);
    return false;
}

static bool power_down(RunControl *rc, int *status)
{
    if (run_request_take_powerdown(&rc->requests)) {
        run_ops_event(rc, RUN_EVENT_POWERDOWN, SHUTDOWN_CAUSE_NONE);
        run_notify(rc, RUN_NOTIFY_POWERDOWN);
    }
    return false;
}

static bool stop(RunControl *rc, int *status)
{
    RunState state;

    if (run_request_take_vmstop(&rc->requests, &state)) {
        run_control_vm_stop(rc, state);
    }
    return false;
}

static ServeFn *const in_order[] = {
    debug, suspend, shut_down, reset, wake, power_down, stop,
};

bool run_control_should_exit(RunControl *rc, int *status)
{
    run_control_own(rc);
    for (size_t i = 0; i < G_N_ELEMENTS(in_order); i++) {
        if (in_order[i](rc, status)) {
            return true;
        }
    }
    return false;
}

int run_control_main_loop_run(RunControl *rc)
{
    int status = EXIT_SUCCESS;

    for (;;) {
        if (run_control_should_exit(rc, &status)) {
            return status;
        }
        main_loop_iterate(rc->loop, false);
    }
}

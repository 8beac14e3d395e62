/*
 * run_suspend.c: the main loop serves requests to sleep and to wake
 *
 * A VM may be stopped while it is suspended, and woken while it is stopped:
 * RunControl.was_suspended says what its next start leads to.
 */
#include "run_control_internal.h"

void run_serve_suspend(RunControl *rc)
{
    if (run_request_take_suspend(&rc->requests) &&
        run_control_state(rc) == RUN_STATE_RUNNING) {
        run_ops_disable_ticks(rc);
        run_ops_pause_all_vcpus(rc);
        run_notify(rc, RUN_NOTIFY_SUSPEND);
        run_control_set_state(rc, RUN_STATE_SUSPENDED);
        run_ops_event(rc, RUN_EVENT_SUSPEND, SHUTDOWN_CAUSE_NONE);
    }
}

/* Stopped since it was asked for: the next start will lead to running. */
static void wake_stopped(RunControl *rc)
{
    rc->was_suspended = false;
    run_notify(rc, RUN_NOTIFY_WAKEUP);
    run_ops_event(rc, RUN_EVENT_WAKEUP, SHUTDOWN_CAUSE_NONE);
}

static void wake_suspended(RunControl *rc)
{
    run_control_set_state(rc, RUN_STATE_RUNNING);
    run_ops_enable_ticks(rc);
    run_notify(rc, RUN_NOTIFY_WAKEUP);
    run_ops_resume_all_vcpus(rc);
    run_ops_event(rc, RUN_EVENT_WAKEUP, SHUTDOWN_CAUSE_NONE);
}

void run_serve_wakeup(RunControl *rc)
{
    if (run_request_take_wakeup(&rc->requests) == QEMU_WAKEUP_REASON_NONE) {
        return;
    }
    if (run_control_state(rc) == RUN_STATE_SUSPENDED) {
        wake_suspended(rc);
    } else if (rc->was_suspended) {
        wake_stopped(rc);
    }
}

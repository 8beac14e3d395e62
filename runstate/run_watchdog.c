/*
 * run_watchdog.c: a watchdog device has expired (-action watchdog=)
 *
 * Devices report it from a callback of a virtual timer, which may not stop
 * the VM itself: every action here is a request or leaves the state alone.
 */
#include "core/error.h"
#include "run_control_internal.h"

typedef void ActionFn(RunControl *rc);

static void do_reset(RunControl *rc)
{
    run_control_request_reset(rc, SHUTDOWN_CAUSE_GUEST_RESET);
}

/* Asks the guest to shut down in order. */
static void do_shutdown(RunControl *rc)
{
    run_control_request_powerdown(rc);
}

/* -no-shutdown holds here as for a guest that powers off by itself. */
static void do_poweroff(RunControl *rc)
{
    run_control_request_shutdown(rc, SHUTDOWN_CAUSE_GUEST_SHUTDOWN, 0);
}

static void do_pause(RunControl *rc)
{
    run_control_request_vmstop_prepare(rc);
    run_control_request_vmstop(rc, RUN_STATE_WATCHDOG);
}

static void do_inject_nmi(RunControl *rc)
{
    if (!run_ops_inject_nmi(rc)) {
        warn_report("watchdog: this machine has no non-maskable interrupt; "
                    "choose another -action watchdog=");
    }
}

static void do_debug(RunControl *rc)
{
    info_report("watchdog: timer fired");
}

static void do_none(RunControl *rc)
{
}

static ActionFn *const actions[] = {
    [WATCHDOG_ACTION_RESET] = do_reset,
    [WATCHDOG_ACTION_SHUTDOWN] = do_shutdown,
    [WATCHDOG_ACTION_POWEROFF] = do_poweroff,
    [WATCHDOG_ACTION_PAUSE] = do_pause,
    [WATCHDOG_ACTION_INJECT_NMI] = do_inject_nmi,
    [WATCHDOG_ACTION_DEBUG] = do_debug,
    [WATCHDOG_ACTION_NONE] = do_none,
};

void run_control_watchdog(RunControl *rc)
{
    run_ops_event(rc, RUN_EVENT_WATCHDOG, SHUTDOWN_CAUSE_NONE);
    actions[rc->actions.watchdog](rc);
}

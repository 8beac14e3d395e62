/*
 * run_panic.c: a guest that says it cannot go on (-action panic=)
 *
 * Whoever reports it may be a vCPU in the middle of a store to a device, so
 * stopping and ending are requests there.
 */
#include "run_control_internal.h"

PanicAction run_control_panic_action(const RunControl *rc)
{
    if (rc->actions.panic == PANIC_ACTION_SHUTDOWN &&
        rc->actions.shutdown == SHUTDOWN_ACTION_PAUSE) {
        return PANIC_ACTION_PAUSE;
    }
    return rc->actions.panic;
}

void run_control_guest_panicked(RunControl *rc)
{
    PanicAction action = run_control_panic_action(rc);

    run_ops_event(rc, RUN_EVENT_GUEST_PANICKED, SHUTDOWN_CAUSE_GUEST_PANIC);
    if (action == PANIC_ACTION_NONE) {
        return;
    }
    run_control_vm_stop(rc, RUN_STATE_GUEST_PANICKED);
    if (action != PANIC_ACTION_PAUSE) {
        run_control_request_shutdown(rc, SHUTDOWN_CAUSE_GUEST_PANIC, 0);
    }
}

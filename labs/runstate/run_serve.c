/*
 * run_serve.c: the main loop serves the requests, in a fixed order
 *
 * TODO (runstate.6): run_control_should_exit() makes the calling thread the
 * main loop's (run_control_own), then takes (run_request_take_...) and serves
 *
 *   debug      stop in state debug
 *   suspend    run_serve_suspend()
 *   shutdown   an error message that names the signal, when there is one; the
 *              event; then, if rc->actions.shutdown says pause and the cause
 *              is not the user's will (host signal, QMP quit, UI, host error),
 *              a stop in state shutdown, and on with the rest. Otherwise the
 *              end: *status is the exit code, or EXIT_FAILURE when that is 0,
 *              the guest panicked and rc->actions.panic says exit-failure
 *   reset      pause the vCPUs, run_control_reset(); a running VM resumes its
 *              vCPUs; any other state but inmigrate becomes prelaunch, and a
 *              suspended VM, live until then, notifies its handlers of that
 *              stop and tells RUN_EVENT_STOP
 *   wakeup     run_serve_wakeup()
 *   powerdown  the event, then the listeners (run_notify)
 *   vmstop     stop in the state that was asked for
 *
 * run_control_main_loop_run() serves and iterates (main_loop_iterate, not
 * nonblocking) until the end, and returns the status.
 */
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "core/lab_todo.h"
#include "run_control_internal.h"

bool run_control_should_exit(RunControl *rc, int *status)
{
    lab_todo("runstate", 6);
    return false;
}

int run_control_main_loop_run(RunControl *rc)
{
    lab_todo("runstate", 6);
    return EXIT_SUCCESS;
}

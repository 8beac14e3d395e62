/*
 * run_state_table.c: the transition table of the VM
 *
 * The table is the state machine: an edge that is not in it is refused. Things
 * to see in it: a paused VM cannot shut down or hit a breakpoint, it must run
 * first; saving a paused VM works all the same, because stopping it once more
 * is no transition; shutdown and internal-error lead to running only by way of
 * a reset, which enters prelaunch. A reset while running stays running.
 */
#include <glib.h>

#include "runstate/run_state.h"

#define TO(name) (1u << RUN_STATE_##name)

/* Which states follow a state, as a set of bits. */
/* clang-format off */
static const unsigned successors[RUN_STATE__MAX] = {
    [RUN_STATE_PRELAUNCH] =
        TO(RUNNING) | TO(SUSPENDED) | TO(FINISH_MIGRATE) | TO(INMIGRATE),
    [RUN_STATE_DEBUG] =
        TO(RUNNING) | TO(SUSPENDED) | TO(FINISH_MIGRATE) | TO(PRELAUNCH),
    [RUN_STATE_INMIGRATE] =
        TO(INTERNAL_ERROR) | TO(IO_ERROR) | TO(PAUSED) | TO(RUNNING) |
        TO(SHUTDOWN) | TO(SUSPENDED) | TO(WATCHDOG) | TO(GUEST_PANICKED) |
        TO(FINISH_MIGRATE) | TO(PRELAUNCH) | TO(POSTMIGRATE) | TO(COLO),
    [RUN_STATE_INTERNAL_ERROR] =
        TO(PAUSED) | TO(FINISH_MIGRATE) | TO(PRELAUNCH),
    [RUN_STATE_IO_ERROR] =
        TO(RUNNING) | TO(FINISH_MIGRATE) | TO(PRELAUNCH),
    [RUN_STATE_PAUSED] =
        TO(RUNNING) | TO(SUSPENDED) | TO(FINISH_MIGRATE) |
        TO(POSTMIGRATE) | TO(PRELAUNCH) | TO(COLO),
    [RUN_STATE_POSTMIGRATE] =
        TO(RUNNING) | TO(SUSPENDED) | TO(FINISH_MIGRATE) | TO(PRELAUNCH),
    [RUN_STATE_FINISH_MIGRATE] =
        TO(RUNNING) | TO(PAUSED) | TO(POSTMIGRATE) | TO(PRELAUNCH) |
        TO(COLO) | TO(INTERNAL_ERROR) | TO(IO_ERROR) | TO(SHUTDOWN) |
        TO(SUSPENDED) | TO(WATCHDOG) | TO(GUEST_PANICKED),
    [RUN_STATE_RESTORE_VM] =
        TO(RUNNING) | TO(SUSPENDED) | TO(PRELAUNCH),
    [RUN_STATE_COLO] =
        TO(RUNNING) | TO(PRELAUNCH) | TO(SHUTDOWN),
    [RUN_STATE_RUNNING] =
        TO(DEBUG) | TO(INTERNAL_ERROR) | TO(IO_ERROR) | TO(PAUSED) |
        TO(FINISH_MIGRATE) | TO(RESTORE_VM) | TO(SAVE_VM) | TO(SHUTDOWN) |
        TO(WATCHDOG) | TO(GUEST_PANICKED) | TO(COLO) | TO(SUSPENDED),
    [RUN_STATE_SAVE_VM] =
        TO(RUNNING) | TO(SUSPENDED),
    [RUN_STATE_SHUTDOWN] =
        TO(PAUSED) | TO(FINISH_MIGRATE) | TO(PRELAUNCH) | TO(COLO),
    [RUN_STATE_SUSPENDED] =
        TO(RUNNING) | TO(FINISH_MIGRATE) | TO(PRELAUNCH) | TO(COLO) |
        TO(PAUSED) | TO(SAVE_VM) | TO(RESTORE_VM) | TO(SHUTDOWN),
    [RUN_STATE_WATCHDOG] =
        TO(RUNNING) | TO(FINISH_MIGRATE) | TO(PRELAUNCH) | TO(COLO),
    [RUN_STATE_GUEST_PANICKED] =
        TO(RUNNING) | TO(FINISH_MIGRATE) | TO(PRELAUNCH),
};
/* clang-format on */

bool run_state_edge_allowed(RunState from, RunState to)
{
    return (unsigned)from < RUN_STATE__MAX && (unsigned)to < RUN_STATE__MAX &&
           (successors[from] >> to & 1) != 0;
}

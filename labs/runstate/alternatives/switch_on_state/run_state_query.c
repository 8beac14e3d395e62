/* run_state_query.c: the states by name */
#include <glib.h>
#include <string.h>

#include "runstate/run_state.h"

bool run_state_is_live(RunState state)
{
    return state == RUN_STATE_RUNNING || state == RUN_STATE_SUSPENDED;
}

bool run_state_needs_reset(RunState state)
{
    switch (state) {
    case RUN_STATE_INTERNAL_ERROR:
    case RUN_STATE_SHUTDOWN:
        return true;
    default:
        return false;
    }
}

char *run_state_describe(RunState state)
{
    switch (state) {
    case RUN_STATE_RUNNING:
        return g_strdup("running");
    case RUN_STATE_PAUSED:
        return g_strdup("paused");
    default:
        return g_strconcat("paused (", RunState_str(state), ")", NULL);
    }
}

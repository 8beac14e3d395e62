/*
 * run_state_query.c: questions about a run state
 *
 * "Not running" is not "paused": a suspended VM is live, and some stopped
 * states cannot go on without a reset.
 */
#include <glib.h>

#include "runstate/run_state.h"

bool run_state_is_live(RunState state)
{
    return (run_state_flags(state) & RUN_STATE_LIVE) != 0;
}

bool run_state_needs_reset(RunState state)
{
    return (run_state_flags(state) & RUN_STATE_NEEDS_RESET) != 0;
}

char *run_state_describe(RunState state)
{
    const char *word = state == RUN_STATE_RUNNING ? "running" : "paused";
    const char *name = RunState_str(state);

    if (g_str_equal(word, name)) {
        return g_strdup(word);
    }
    return g_strdup_printf("%s (%s)", word, name);
}

/*
 * run_state_query.c: questions about a run state
 *
 * TODO (runstate.2): the rows of runstate/run_states.inc know which states
 * are live and which need a reset: run_state_flags(). run_state_describe()
 * is what `info status` prints: "running" or "paused", then the name of the
 * state in parentheses, unless the word is the name: "paused (shutdown)",
 * but not "running (running)". The caller frees it.
 */
#include <glib.h>

#include "core/lab_todo.h"
#include "runstate/run_state.h"

bool run_state_is_live(RunState state)
{
    lab_todo("runstate", 2);
    return false;
}

bool run_state_needs_reset(RunState state)
{
    lab_todo("runstate", 2);
    return false;
}

char *run_state_describe(RunState state)
{
    lab_todo("runstate", 2);
    return g_strdup("");
}

/*
 * run_state_table.c: the transition table of the VM
 *
 * TODO (runstate.1): answer for all sixteen states which may follow which;
 * the handout has the table. An edge that is not in it is refused, and so is
 * the edge from a state to itself, and whatever is no state at all.
 */
#include <glib.h>

#include "core/lab_todo.h"
#include "runstate/run_state.h"

bool run_state_edge_allowed(RunState from, RunState to)
{
    lab_todo("runstate", 1);
    return false;
}

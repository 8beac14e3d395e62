/* run_state.c: names and predicates of the run states */
#include <glib.h>

#include "runstate/run_state.h"

static const char *const names[RUN_STATE__MAX] = {
#define RUN_STATE(state, name, flags) [RUN_STATE_##state] = name,
#include "runstate/run_states.inc"
#undef RUN_STATE
};

static const unsigned flags_of[RUN_STATE__MAX] = {
#define RUN_STATE(state, name, flags) [RUN_STATE_##state] = (flags),
#include "runstate/run_states.inc"
#undef RUN_STATE
};

const char *RunState_str(RunState state)
{
    return (unsigned)state < RUN_STATE__MAX ? names[state] : "?";
}

unsigned run_state_flags(RunState state)
{
    return (unsigned)state < RUN_STATE__MAX ? flags_of[state] : 0;
}

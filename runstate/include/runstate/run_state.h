/*
 * run_state.h: the sixteen run states and the edges between them
 *
 * Pure data and predicates; the state of a running emulator is in
 * runstate/run_control.h.
 */
#ifndef RUNSTATE_RUN_STATE_H
#define RUNSTATE_RUN_STATE_H

#include <stdbool.h>

typedef enum RunState {
#define RUN_STATE(name, ...) RUN_STATE_##name,
#include "runstate/run_states.inc"
#undef RUN_STATE
    RUN_STATE__MAX
} RunState;

typedef enum RunStateFlags {
    RUN_STATE_LIVE = 1 << 0,
    RUN_STATE_NEEDS_RESET = 1 << 1,
} RunStateFlags;

/** RunState_str: the state's name, "?" when out of range */
/* NOLINTNEXTLINE(readability-identifier-naming): the name of QEMU */
const char *RunState_str(RunState state);

/** run_state_flags: the RunStateFlags of a state's row */
unsigned run_state_flags(RunState state);

/**
 * run_state_edge_allowed: may the VM go from one state to another?
 *
 * Returns: true for the edges of the transition table. A state's edge to
 *          itself is in no row: staying is no transition.
 */
bool run_state_edge_allowed(RunState from, RunState to);

/** run_state_is_live: running or suspended: the guest's time is not over */
bool run_state_is_live(RunState state);

/** run_state_needs_reset: must a reset come before running again? */
bool run_state_needs_reset(RunState state);

/**
 * run_state_describe: what `info status` prints
 *
 * Returns: "running" or "paused", then " (state)" unless the word says it
 *          all. (transfer full)
 */
char *run_state_describe(RunState state);

/**
 * run_state_graph: the transition table as text
 * @now: row to mark with '*'; RUN_STATE__MAX: none
 *
 * One row per state, one column per successor, `x` where an edge is. The word
 * "live" means that the guest's time is not over, "reset" that only a reset
 * leads back to running.
 *
 * Returns: (transfer full)
 */
char *run_state_graph(RunState now);

/**
 * run_state_graph_dot: the same for Graphviz (dot -Tsvg)
 *
 * Live states have a double border, those that need a reset a dashed one;
 * @now is filled.
 *
 * Returns: (transfer full)
 */
char *run_state_graph_dot(RunState now);

#endif

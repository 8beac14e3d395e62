/*
 * worker_table.c: the transition table, and questions about states
 */
#include "worker_runstate.h"

void op_edge(Worker *w)
{
    reply_bool(w, "allowed", run_state_edge_allowed(
        (RunState)worker_u64(w, "from"), (RunState)worker_u64(w, "to")));
}

void op_row(Worker *w)
{
    RunState from;

    if (!lab_state(w, "from", &from)) {
        return;
    }
    for (RunState to = 0; to < RUN_STATE__MAX; to++) {
        if (run_state_edge_allowed(from, to)) {
            reply_text(w, "to", RunState_str(to));
        }
    }
}

void op_set(Worker *w)
{
    RunLab *lab = lab_of(w);
    g_autoptr(GError) error = NULL;
    RunState to;

    if (!lab_state(w, "to", &to)) {
        return;
    }
    if (!run_control_check_edge(lab->rc, to, &error)) {
        reply_text(w, "message", error->message);
    }
    reply_bool(w, "taken", run_control_set_state(lab->rc, to));
    reply_text(w, "state", RunState_str(run_control_state(lab->rc)));
}

void op_query(Worker *w)
{
    RunState state = (RunState)worker_u64(w, "state");
    g_autofree char *text = run_state_describe(state);

    reply_text(w, "name", RunState_str(state));
    reply_bool(w, "live", run_state_is_live(state));
    reply_bool(w, "needs_reset", run_state_needs_reset(state));
    reply_text(w, "description", text);
}

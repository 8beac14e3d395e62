/*
 * run_state_graph.c: the state machine as a picture, drawn from its table
 *
 * A table of letters for terminals and for this folder's README, and DOT for
 * Graphviz. Both may mark the state that the VM is in.
 */
#include <glib.h>

#include "runstate/run_state.h"

static char letter_of(RunState state)
{
    return 'a' + (int)state;
}

static const char *flag_word(RunState state)
{
    if (run_state_is_live(state)) {
        return "live";
    }
    return run_state_needs_reset(state) ? "reset" : "";
}

/* ---- text --------------------------------------------------------------- */

static void append_columns(GString *out)
{
    g_string_append_printf(out, "  %-23s", "from \\ to");
    for (RunState to = 0; to < RUN_STATE__MAX; to++) {
        g_string_append_printf(out, " %c", letter_of(to));
    }
    g_string_append_c(out, '\n');
}

static void append_row(GString *out, RunState from, RunState now)
{
    g_string_append_printf(out, "%c %c %-15s %-5s", from == now ? '*' : ' ',
                           letter_of(from), RunState_str(from),
                           flag_word(from));
    for (RunState to = 0; to < RUN_STATE__MAX; to++) {
        g_string_append(out, run_state_edge_allowed(from, to) ? " x" : " .");
    }
    g_string_append_c(out, '\n');
}

char *run_state_graph(RunState now)
{
    GString *out = g_string_new(NULL);

    append_columns(out);
    for (RunState from = 0; from < RUN_STATE__MAX; from++) {
        append_row(out, from, now);
    }
    return g_string_free(out, FALSE);
}

/* ---- DOT ---------------------------------------------------------------- */

static void append_node(GString *out, RunState state, RunState now)
{
    g_string_append_printf(out, "    \"%s\" [style=\"%s%s\"%s];\n",
                           RunState_str(state),
                           run_state_needs_reset(state) ? "dashed" : "solid",
                           state == now ? ",filled" : "",
                           run_state_is_live(state) ? " peripheries=2" : "");
}

static void append_edges(GString *out, RunState from)
{
    for (RunState to = 0; to < RUN_STATE__MAX; to++) {
        if (run_state_edge_allowed(from, to)) {
            g_string_append_printf(out, "    \"%s\" -> \"%s\";\n",
                                   RunState_str(from), RunState_str(to));
        }
    }
}

char *run_state_graph_dot(RunState now)
{
    GString *out = g_string_new("digraph run_states {\n"
                                "    node [shape=box];\n");

    for (RunState state = 0; state < RUN_STATE__MAX; state++) {
        append_node(out, state, now);
    }
    for (RunState from = 0; from < RUN_STATE__MAX; from++) {
        append_edges(out, from);
    }
    g_string_append(out, "}\n");
    return g_string_free(out, FALSE);
}

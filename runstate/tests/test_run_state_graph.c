/* test_run_state_graph.c: the drawn state machine, also the one in README */
#include <string.h>

#include "runstate/run_state.h"
#include "support/unit.h"

/* The cell of a row's line under a column's letter. */
static char cell(char **lines, RunState from, RunState to)
{
    const char *column = strrchr(lines[0], 'a' + (int)to);

    return lines[1 + from][column - lines[0]];
}

START_TEST(test_text_has_a_cross_for_every_edge)
{
    g_autofree char *text = run_state_graph(RUN_STATE__MAX);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    RunState from = (RunState)(_i / RUN_STATE__MAX);
    RunState to = (RunState)(_i % RUN_STATE__MAX);

    ck_assert_ptr_nonnull(strstr(lines[1 + from], RunState_str(from)));
    ck_assert_int_eq(cell(lines, from, to),
                     run_state_edge_allowed(from, to) ? 'x' : '.');
}
END_TEST

START_TEST(test_present_state_alone_is_marked)
{
    g_autofree char *text = run_state_graph((RunState)_i);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

    for (RunState state = 0; state < RUN_STATE__MAX; state++) {
        ck_assert_int_eq(lines[1 + state][0], (int)state == _i ? '*' : ' ');
    }
}
END_TEST

START_TEST(test_dot_has_every_edge_once)
{
    g_autofree char *dot = run_state_graph_dot(RUN_STATE_PAUSED);
    RunState from = (RunState)(_i / RUN_STATE__MAX);
    RunState to = (RunState)(_i % RUN_STATE__MAX);
    g_autofree char *edge = g_strdup_printf(
        "    \"%s\" -> \"%s\";\n", RunState_str(from), RunState_str(to));
    const char *found = strstr(dot, edge);

    ck_assert_int_eq(found != NULL, run_state_edge_allowed(from, to));
    ck_assert(!found || !strstr(found + 1, edge));
    ck_assert_ptr_nonnull(strstr(dot, "\"paused\" [style=\"solid,filled\"]"));
}
END_TEST

/* A reader of the README sees the table of today. */
START_TEST(test_readme_shows_this_table)
{
    g_autofree char *text = run_state_graph(RUN_STATE__MAX);
    g_autofree char *readme = NULL;

    ck_assert(g_file_get_contents(RUNSTATE_README, &readme, NULL, NULL));
    ck_assert_msg(strstr(readme, text) != NULL,
                  "runstate/README.md needs this table:\n%s", text);
}
END_TEST

#define EDGES (RUN_STATE__MAX * RUN_STATE__MAX)

UNIT_MAIN("run_state_graph",
          UNIT_LOOP(test_text_has_a_cross_for_every_edge, EDGES),
          UNIT_LOOP(test_present_state_alone_is_marked, RUN_STATE__MAX),
          UNIT_LOOP(test_dot_has_every_edge_once, EDGES),
          UNIT_TEST(test_readme_shows_this_table))

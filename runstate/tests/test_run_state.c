/* test_run_state.c: the run states, all 256 edges, and the predicates */
#include <string.h>

#include "support/unit.h"
#include "runstate/run_state.h"

typedef struct EdgeRow {
    const char *from;
    const char *to;             /* names with a space on both sides */
} EdgeRow;

/* The table of the lecture, written down a second time on purpose. */
static const EdgeRow edges[] = {
    { "prelaunch",
      " running finish-migrate inmigrate suspended " },
    { "debug",
      " running suspended finish-migrate prelaunch " },
    { "inmigrate",
      " internal-error io-error paused running shutdown suspended "
      "watchdog guest-panicked finish-migrate prelaunch postmigrate "
      "colo " },
    { "internal-error",
      " paused finish-migrate prelaunch " },
    { "io-error",
      " running finish-migrate prelaunch " },
    { "paused",
      " running finish-migrate postmigrate prelaunch colo suspended " },
    { "postmigrate",
      " running finish-migrate prelaunch suspended " },
    { "finish-migrate",
      " running paused postmigrate prelaunch colo internal-error "
      "io-error shutdown suspended watchdog guest-panicked " },
    { "restore-vm",
      " running prelaunch suspended " },
    { "colo",
      " running prelaunch shutdown " },
    { "running",
      " debug internal-error io-error paused finish-migrate restore-vm "
      "save-vm shutdown watchdog guest-panicked colo suspended " },
    { "save-vm",
      " running suspended " },
    { "shutdown",
      " paused finish-migrate prelaunch colo " },
    { "suspended",
      " running finish-migrate prelaunch colo paused save-vm "
      "restore-vm shutdown " },
    { "watchdog",
      " running finish-migrate prelaunch colo " },
    { "guest-panicked",
      " running finish-migrate prelaunch " },
};

static const char *successors_of(RunState from)
{
    for (size_t i = 0; i < G_N_ELEMENTS(edges); i++) {
        if (g_str_equal(edges[i].from, RunState_str(from))) {
            return edges[i].to;
        }
    }
    ck_abort_msg("no row for %s", RunState_str(from));
    return NULL;
}

START_TEST(test_edge_is_allowed_exactly_when_the_table_has_it)
{
    RunState from = (RunState)(_i / RUN_STATE__MAX);
    RunState to = (RunState)(_i % RUN_STATE__MAX);
    g_autofree char *word = g_strdup_printf(" %s ", RunState_str(to));

    ck_assert_int_eq(run_state_edge_allowed(from, to),
                     strstr(successors_of(from), word) != NULL);
}
END_TEST

START_TEST(test_surprising_edges_are_forbidden)
{
    ck_assert(!run_state_edge_allowed(RUN_STATE_PAUSED, RUN_STATE_SAVE_VM));
    ck_assert(!run_state_edge_allowed(RUN_STATE_PAUSED, RUN_STATE_DEBUG));
    ck_assert(!run_state_edge_allowed(RUN_STATE_PAUSED, RUN_STATE_SHUTDOWN));
    ck_assert(!run_state_edge_allowed(RUN_STATE_SHUTDOWN, RUN_STATE_RUNNING));
    ck_assert(!run_state_edge_allowed(RUN_STATE_INTERNAL_ERROR,
                                      RUN_STATE_RUNNING));
}
END_TEST

START_TEST(test_values_out_of_range_have_no_edges_and_no_name)
{
    ck_assert(!run_state_edge_allowed(RUN_STATE__MAX, RUN_STATE_RUNNING));
    ck_assert(!run_state_edge_allowed(RUN_STATE_RUNNING, RUN_STATE__MAX));
    ck_assert(!run_state_edge_allowed((RunState)-1, RUN_STATE_RUNNING));
    ck_assert_str_eq(RunState_str((RunState)99), "?");
    ck_assert_uint_eq(run_state_flags((RunState)99), 0);
}
END_TEST

START_TEST(test_sixteen_states_with_distinct_names)
{
    ck_assert_int_eq(RUN_STATE__MAX, 16);
    for (int a = 0; a < RUN_STATE__MAX; a++) {
        for (int b = 0; b < a; b++) {
            ck_assert_str_ne(RunState_str((RunState)a),
                             RunState_str((RunState)b));
        }
    }
}
END_TEST

typedef struct QueryRow {
    RunState state;
    bool live, needs_reset;
    const char *description;
} QueryRow;

static const QueryRow queries[] = {
    { RUN_STATE_RUNNING, true, false, "running" },
    { RUN_STATE_SUSPENDED, true, false, "paused (suspended)" },
    { RUN_STATE_PAUSED, false, false, "paused" },
    { RUN_STATE_PRELAUNCH, false, false, "paused (prelaunch)" },
    { RUN_STATE_DEBUG, false, false, "paused (debug)" },
    { RUN_STATE_SHUTDOWN, false, true, "paused (shutdown)" },
    { RUN_STATE_INTERNAL_ERROR, false, true, "paused (internal-error)" },
    { RUN_STATE_GUEST_PANICKED, false, false, "paused (guest-panicked)" },
    { RUN_STATE_IO_ERROR, false, false, "paused (io-error)" },
};

START_TEST(test_predicates_and_description)
{
    const QueryRow *row = &queries[_i];
    g_autofree char *text = run_state_describe(row->state);

    ck_assert_int_eq(run_state_is_live(row->state), row->live);
    ck_assert_int_eq(run_state_needs_reset(row->state), row->needs_reset);
    ck_assert_str_eq(text, row->description);
}
END_TEST

UNIT_MAIN("run_state",
          UNIT_LOOP(test_edge_is_allowed_exactly_when_the_table_has_it,
                    RUN_STATE__MAX * RUN_STATE__MAX),
          UNIT_TEST(test_surprising_edges_are_forbidden),
          UNIT_TEST(test_values_out_of_range_have_no_edges_and_no_name),
          UNIT_TEST(test_sixteen_states_with_distinct_names),
          UNIT_LOOP(test_predicates_and_description, G_N_ELEMENTS(queries)))

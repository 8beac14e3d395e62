/* test_run_action.c: the words of -action */
#include <string.h>

#include "support/unit.h"
#include "runstate/run_action.h"

START_TEST(test_words_set_their_members)
{
    RunActions actions = { 0 };

    ck_assert(run_actions_parse(
        &actions, "reboot=shutdown,shutdown=pause,panic=exit-failure", NULL));
    ck_assert_int_eq(actions.reboot, REBOOT_ACTION_SHUTDOWN);
    ck_assert_int_eq(actions.shutdown, SHUTDOWN_ACTION_PAUSE);
    ck_assert_int_eq(actions.panic, PANIC_ACTION_EXIT_FAILURE);
    ck_assert(run_actions_parse(&actions, "panic=none", NULL));
    ck_assert_int_eq(actions.panic, PANIC_ACTION_NONE);
    ck_assert_int_eq(actions.shutdown, SHUTDOWN_ACTION_PAUSE);
}
END_TEST

START_TEST(test_word_of_each_event_can_be_read_back)
{
    RunActions actions = { 0 };

    ck_assert_str_eq(run_actions_word(&actions, "watchdog"), "reset");
    ck_assert_str_eq(run_actions_word(&actions, "panic"), "shutdown");
    ck_assert(run_actions_parse(&actions, "watchdog=inject-nmi", NULL));
    ck_assert_str_eq(run_actions_word(&actions, "watchdog"), "inject-nmi");
    ck_assert_ptr_null(run_actions_word(&actions, "earthquake"));
}
END_TEST

static const char *const bad[] = {
    "", "reboot", "reboot=", "reboot=pause", "sleep=none", "panic=none,",
    "panic=none,shutdown=x", "=",
};

START_TEST(test_unknown_word_is_refused_and_changes_nothing)
{
    RunActions actions = { .panic = PANIC_ACTION_PAUSE };
    g_autoptr(GError) error = NULL;

    ck_assert(!run_actions_parse(&actions, bad[_i], &error));
    ck_assert_ptr_nonnull(strstr(error->message, "reboot=reset"));
    ck_assert_int_eq(actions.panic, PANIC_ACTION_PAUSE);
}
END_TEST

UNIT_MAIN("run_action", UNIT_TEST(test_words_set_their_members),
          UNIT_TEST(test_word_of_each_event_can_be_read_back),
          UNIT_LOOP(test_unknown_word_is_refused_and_changes_nothing,
                    G_N_ELEMENTS(bad)))

/* test_run_trouble.c: panics, watchdogs, and requests that cross each other */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/trace.h"
#include "mock_run.h"
#include "support/unit.h"

/* ---- panic -------------------------------------------------------------- */

typedef struct PanicRow {
    RunActions actions;
    int status;                 /* -1: the process stays */
    RunState state;
} PanicRow;

static const PanicRow panics[] = {
    { { .panic = PANIC_ACTION_SHUTDOWN }, 0, RUN_STATE_GUEST_PANICKED },
    { { .panic = PANIC_ACTION_EXIT_FAILURE }, 1, RUN_STATE_GUEST_PANICKED },
    { { .panic = PANIC_ACTION_PAUSE }, -1, RUN_STATE_GUEST_PANICKED },
    { { .panic = PANIC_ACTION_NONE }, -1, RUN_STATE_RUNNING },
    { { .panic = PANIC_ACTION_SHUTDOWN,
        .shutdown = SHUTDOWN_ACTION_PAUSE }, -1, RUN_STATE_GUEST_PANICKED },
};

START_TEST(test_panic_does_what_was_chosen)
{
    mock_begin_running();
    run_control_set_actions(mock.rc, &panics[_i].actions);
    run_control_guest_panicked(mock.rc);
    ck_assert_int_eq(mock_serve(), panics[_i].status);
    ck_assert_int_eq(run_control_state(mock.rc), panics[_i].state);
    mock_end();
}
END_TEST

START_TEST(test_panic_of_a_vcpu_is_a_request)
{
    const RunActions actions = { .panic = PANIC_ACTION_PAUSE };

    mock_begin_running();
    run_control_set_actions(mock.rc, &actions);
    mock.vcpu_thread = true;
    run_control_guest_panicked(mock.rc);
    mock_expect("PANICKED stop-self", RUN_STATE_RUNNING);
    mock.vcpu_thread = false;
    mock_serve();
    mock_expect("ticks-off pause stop:guest-panicked STOP drain flush",
                RUN_STATE_GUEST_PANICKED);
    mock_end();
}
END_TEST

/* ---- watchdog ----------------------------------------------------------- */

typedef struct WatchdogRow {
    const char *action;
    const char *at_once;
    const char *served;
    int status;                 /* -1: the process stays */
    RunState state;
} WatchdogRow;

static const WatchdogRow watchdogs[] = {
    { "watchdog=reset", "WATCHDOG", "pause reset RESET resume", -1,
      RUN_STATE_RUNNING },
    { "watchdog=shutdown", "WATCHDOG", "POWERDOWN", -1, RUN_STATE_RUNNING },
    { "watchdog=poweroff", "WATCHDOG", "SHUTDOWN", 0, RUN_STATE_RUNNING },
    { "watchdog=pause", "WATCHDOG",
      "ticks-off pause stop:watchdog STOP drain flush", -1,
      RUN_STATE_WATCHDOG },
    { "watchdog=inject-nmi", "WATCHDOG nmi", "", -1, RUN_STATE_RUNNING },
    { "watchdog=debug", "WATCHDOG", "", -1, RUN_STATE_RUNNING },
    { "watchdog=none", "WATCHDOG", "", -1, RUN_STATE_RUNNING },
};

START_TEST(test_watchdog_asks_for_what_was_chosen)
{
    const WatchdogRow *row = &watchdogs[_i];
    RunActions actions = { 0 };

    mock_begin_running();
    ck_assert(run_actions_parse(&actions, row->action, NULL));
    run_control_set_actions(mock.rc, &actions);
    run_control_watchdog(mock.rc);
    mock_expect(row->at_once, RUN_STATE_RUNNING);
    ck_assert_int_eq(mock_serve(), row->status);
    mock_expect(row->served, row->state);
    mock_end();
}
END_TEST

/* ---- who may change the state ------------------------------------------- */

static void *set_state(void *opaque)
{
    return GINT_TO_POINTER(run_control_set_state(mock.rc, RUN_STATE_PAUSED));
}

START_TEST(test_only_the_main_loop_thread_changes_the_state)
{
    GThread *thread;

    mock_begin_running();
    run_control_set_policy(mock.rc, RUN_STATE_POLICY_REFUSE);
    mock_serve();
    thread = g_thread_new("stranger", set_state, NULL);
    ck_assert_ptr_null(g_thread_join(thread));
    mock.vcpu_thread = true;
    ck_assert(!run_control_set_state(mock.rc, RUN_STATE_PAUSED));
    mock.vcpu_thread = false;
    ck_assert(run_control_set_state(mock.rc, RUN_STATE_PAUSED));
    mock_end();
}
END_TEST

START_TEST(test_transition_in_a_vcpu_thread_aborts)
{
    int status;

    mock_begin_running();
    run_control_set_policy(mock.rc, RUN_STATE_POLICY_ABORT);
    pid_t pid = fork();
    if (pid == 0) {
        mock.vcpu_thread = true;
        run_control_set_state(mock.rc, RUN_STATE_PAUSED);
        _exit(0);
    }
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    mock_end();
}
END_TEST

/* ---- suspend ------------------------------------------------------------ */

static void begin_suspended(void)
{
    mock_begin_running();
    run_control_request_suspend(mock.rc);
    mock_serve();
    g_string_truncate(mock.calls, 0);
}

START_TEST(test_cont_leaves_a_suspended_vm_suspended)
{
    begin_suspended();
    ck_assert(run_control_cont(mock.rc, NULL));
    mock_expect("", RUN_STATE_SUSPENDED);
    run_control_vm_stop(mock.rc, RUN_STATE_PAUSED);
    ck_assert(run_control_was_suspended(mock.rc));
    ck_assert(run_control_cont(mock.rc, NULL));
    mock_expect("ticks-off stop:paused STOP drain flush "
                "RESUME start:suspended", RUN_STATE_SUSPENDED);
    ck_assert(!run_control_was_suspended(mock.rc));
    mock_end();
}
END_TEST

START_TEST(test_wakeup_is_not_lost_when_a_stop_overtakes_it)
{
    begin_suspended();
    ck_assert(run_control_request_wakeup(mock.rc, QEMU_WAKEUP_REASON_RTC,
                                         NULL));
    run_control_vm_stop(mock.rc, RUN_STATE_PAUSED);
    mock_serve();
    mock_expect("ticks-off stop:paused STOP drain flush WAKEUP",
                RUN_STATE_PAUSED);
    run_control_vm_start(mock.rc);
    mock_expect("RESUME ticks-on start:running resume", RUN_STATE_RUNNING);
    mock_end();
}
END_TEST

static const RunState from_running_only[] = {
    RUN_STATE_DEBUG, RUN_STATE_IO_ERROR, RUN_STATE_INTERNAL_ERROR,
    RUN_STATE_WATCHDOG, RUN_STATE_GUEST_PANICKED,
};

/* Another vCPU posted it while the VM went to sleep. */
START_TEST(test_stop_that_meets_a_suspended_vm_is_honoured)
{
    RunState state = from_running_only[_i];

    begin_suspended();
    run_control_request_vmstop_prepare(mock.rc);
    run_control_request_vmstop(mock.rc, state);
    mock_serve();
    ck_assert_int_eq(run_control_state(mock.rc), state);
    ck_assert(run_control_was_suspended(mock.rc));
    if (!run_state_needs_reset(state)) {
        ck_assert(run_control_cont(mock.rc, NULL));
        ck_assert_int_eq(run_control_state(mock.rc), RUN_STATE_SUSPENDED);
    }
    mock_end();
}
END_TEST

START_TEST(test_reset_ends_a_suspend)
{
    begin_suspended();
    run_control_request_reset(mock.rc, SHUTDOWN_CAUSE_HOST_QMP_SYSTEM_RESET);
    mock_serve();
    mock_expect("pause reset RESET stop:prelaunch STOP", RUN_STATE_PRELAUNCH);
    ck_assert(run_control_cont(mock.rc, NULL));
    mock_expect("RESUME ticks-on start:running resume", RUN_STATE_RUNNING);
    mock_end();
}
END_TEST

START_TEST(test_cont_waits_for_a_migration)
{
    g_autoptr(GError) error = NULL;

    mock_begin_running();
    run_control_vm_stop(mock.rc, RUN_STATE_FINISH_MIGRATE);
    ck_assert(!run_control_cont(mock.rc, &error));
    ck_assert_ptr_nonnull(error);
    ck_assert_int_eq(run_control_state(mock.rc), RUN_STATE_FINISH_MIGRATE);
    mock_end();
}
END_TEST

/* ---- listeners ---------------------------------------------------------- */

static RunNotifier *listeners[3];

static void remove_all(void *opaque)
{
    mock_say("first");
    for (unsigned i = 0; i < G_N_ELEMENTS(listeners); i++) {
        run_notifier_remove(listeners[i]);
    }
}

static void never(void *opaque)
{
    mock_say("removed");
}

START_TEST(test_listener_may_remove_its_neighbours)
{
    mock_begin_running();
    listeners[0] = run_control_on_powerdown(mock.rc, remove_all, NULL);
    listeners[1] = run_control_on_powerdown(mock.rc, never, NULL);
    listeners[2] = run_control_on_suspend(mock.rc, never, NULL);
    run_control_request_powerdown(mock.rc);
    mock_serve();
    mock_expect("POWERDOWN first", RUN_STATE_RUNNING);
    run_control_request_powerdown(mock.rc);
    run_control_request_suspend(mock.rc);
    mock_serve();
    mock_expect("ticks-off pause SUSPEND POWERDOWN", RUN_STATE_SUSPENDED);
    mock_end();
}
END_TEST

/* ---- trace -------------------------------------------------------------- */

static void collect_event(const char *line, void *opaque)
{
    g_string_append_printf(opaque, "%s\n", strchr(line, ' ') + 1);
}

static void quiet(void *opaque, bool running, RunState state)
{
}

START_TEST(test_trace_tells_a_stop_from_request_to_handlers)
{
    g_autoptr(GString) lines = g_string_new(NULL);

    mock_begin_running();
    vm_change_add(run_control_changes(mock.rc), quiet, quiet, NULL, -5);
    trace_set_sink(collect_event, lines);
    ck_assert(trace_enable_events("runstate_*", NULL));
    mock.vcpu_thread = true;
    run_control_vm_stop(mock.rc, RUN_STATE_IO_ERROR);
    mock.vcpu_thread = false;
    mock_serve();
    trace_set_sink(NULL, NULL);
    ck_assert_str_eq(lines->str,
        "runstate_vm_stop state=\"io-error\" vcpu_thread=1\n"
        "runstate_request what=\"vmstop\" detail=\"io-error\"\n"
        "runstate_vm_stop state=\"io-error\" vcpu_thread=0\n"
        "runstate_set from=\"running\" to=\"io-error\"\n"
        "runstate_notify running=0 state=\"io-error\"\n"
        "runstate_handler phase=\"prepare\" priority=-5\n"
        "runstate_handler phase=\"change\" priority=0\n"
        "runstate_handler phase=\"change\" priority=-5\n");
    mock_end();
}
END_TEST

UNIT_MAIN("run_trouble",
          UNIT_LOOP(test_panic_does_what_was_chosen, G_N_ELEMENTS(panics)),
          UNIT_TEST(test_panic_of_a_vcpu_is_a_request),
          UNIT_LOOP(test_watchdog_asks_for_what_was_chosen,
                    G_N_ELEMENTS(watchdogs)),
          UNIT_TEST(test_only_the_main_loop_thread_changes_the_state),
          UNIT_TEST(test_transition_in_a_vcpu_thread_aborts),
          UNIT_TEST(test_cont_leaves_a_suspended_vm_suspended),
          UNIT_TEST(test_wakeup_is_not_lost_when_a_stop_overtakes_it),
          UNIT_LOOP(test_stop_that_meets_a_suspended_vm_is_honoured,
                    G_N_ELEMENTS(from_running_only)),
          UNIT_TEST(test_reset_ends_a_suspend),
          UNIT_TEST(test_cont_waits_for_a_migration),
          UNIT_TEST(test_listener_may_remove_its_neighbours),
          UNIT_TEST(test_trace_tells_a_stop_from_request_to_handlers))

/* test_run_control.c: stop, start and requests against a mock emulator */
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/trace.h"
#include "support/unit.h"
#include "runstate/run_control.h"

static RunControl *rc;
static MainLoop *loop;
static GString *calls;          /* what the mock was asked to do, in order */
static bool vcpu_thread;

static void say(const char *word)
{
    g_string_append_printf(calls, "%s%s", calls->len ? " " : "", word);
}

static bool mock_in_vcpu_thread(void *opaque)
{
    return vcpu_thread;
}

static void mock_stop_current(void *opaque)
{
    say("stop-self");
}

static void mock_pause(void *opaque)
{
    say("pause");
}

static void mock_resume(void *opaque)
{
    say("resume");
}

static void mock_enable_ticks(void *opaque)
{
    say("ticks-on");
}

static void mock_disable_ticks(void *opaque)
{
    say("ticks-off");
}

static void mock_drain(void *opaque)
{
    say("drain");
}

static int mock_flush(void *opaque)
{
    say("flush");
    return -5;
}

static void mock_reset(void *opaque, ShutdownCause cause)
{
    say("reset");
}

static void mock_event(void *opaque, RunEvent event, ShutdownCause cause)
{
    static const char *const names[] = {
        [RUN_EVENT_STOP] = "STOP",           [RUN_EVENT_RESUME] = "RESUME",
        [RUN_EVENT_RESET] = "RESET",         [RUN_EVENT_SHUTDOWN] = "SHUTDOWN",
        [RUN_EVENT_POWERDOWN] = "POWERDOWN", [RUN_EVENT_SUSPEND] = "SUSPEND",
        [RUN_EVENT_WAKEUP] = "WAKEUP",
        [RUN_EVENT_GUEST_PANICKED] = "PANICKED",
    };

    say(names[event]);
}

static const RunStateOps mock_ops = {
    .in_vcpu_thread = mock_in_vcpu_thread,
    .cpu_stop_current = mock_stop_current,
    .pause_all_vcpus = mock_pause,
    .resume_all_vcpus = mock_resume,
    .enable_ticks = mock_enable_ticks,
    .disable_ticks = mock_disable_ticks,
    .drain_all = mock_drain,
    .flush_all = mock_flush,
    .reset_machine = mock_reset,
    .event = mock_event,
};

static void on_change(void *opaque, bool running, RunState state)
{
    g_autofree char *word =
        g_strdup_printf("%s:%s", running ? "start" : "stop",
                        RunState_str(state));

    ck_assert_int_eq(run_control_state(rc), state);
    say(word);
}

static void begin(void)
{
    calls = g_string_new(NULL);
    loop = main_loop_new(NULL);
    rc = run_control_new(loop);
    run_control_set_ops(rc, &mock_ops, NULL);
    vm_change_add(run_control_changes(rc), on_change, NULL, NULL, 0);
}

static void begin_running(void)
{
    begin();
    run_control_vm_start(rc);
    g_string_truncate(calls, 0);
}

static void end(void)
{
    run_control_free(rc);
    main_loop_free(loop);
    g_string_free(calls, TRUE);
}

static void expect(const char *wanted, RunState state)
{
    ck_assert_str_eq(calls->str, wanted);
    ck_assert_str_eq(RunState_str(run_control_state(rc)),
                     RunState_str(state));
    g_string_truncate(calls, 0);
}

/* Serves requests. Returns: the exit status, -1 to go on. */
static int serve(void)
{
    int status = 77;

    return run_control_should_exit(rc, &status) ? status : -1;
}

START_TEST(test_starts_in_prelaunch_and_start_runs)
{
    begin();
    ck_assert_int_eq(run_control_state(rc), RUN_STATE_PRELAUNCH);
    run_control_vm_start(rc);
    expect("RESUME ticks-on start:running resume", RUN_STATE_RUNNING);
    run_control_vm_start(rc);
    expect("", RUN_STATE_RUNNING);
    end();
}
END_TEST

static void collect_event(const char *line, void *opaque)
{
    g_string_append_printf(opaque, "%s\n", line);
}

START_TEST(test_transitions_can_be_traced)
{
    g_autoptr(GString) lines = g_string_new(NULL);

    begin_running();
    trace_set_sink(collect_event, lines);
    ck_assert(trace_enable_events("runstate_set", &error_abort));
    run_control_vm_stop(rc, RUN_STATE_PAUSED);
    run_control_vm_start(rc);
    trace_set_sink(NULL, NULL);
    ck_assert_str_eq(lines->str,
                     "1 runstate_set from=\"running\" to=\"paused\"\n"
                     "2 runstate_set from=\"paused\" to=\"running\"\n");
    end();
}
END_TEST

START_TEST(test_stop_freezes_time_before_vcpus_and_handlers)
{
    begin_running();
    ck_assert_int_eq(run_control_vm_stop(rc, RUN_STATE_PAUSED), -5);
    expect("ticks-off pause stop:paused STOP drain flush", RUN_STATE_PAUSED);
    end();
}
END_TEST

START_TEST(test_stopping_a_stopped_vm_only_flushes)
{
    begin_running();
    run_control_vm_stop(rc, RUN_STATE_PAUSED);
    g_string_truncate(calls, 0);
    run_control_vm_stop(rc, RUN_STATE_SAVE_VM);
    expect("drain flush", RUN_STATE_PAUSED);
    run_control_vm_stop_force_state(rc, RUN_STATE_FINISH_MIGRATE);
    expect("drain flush", RUN_STATE_FINISH_MIGRATE);
    end();
}
END_TEST

START_TEST(test_vcpu_thread_posts_and_changes_nothing)
{
    begin_running();
    vcpu_thread = true;
    ck_assert_int_eq(run_control_vm_stop(rc, RUN_STATE_IO_ERROR), 0);
    expect("stop-self", RUN_STATE_RUNNING);
    vcpu_thread = false;
    ck_assert_int_eq(serve(), -1);
    expect("ticks-off pause stop:io-error STOP drain flush",
           RUN_STATE_IO_ERROR);
    end();
}
END_TEST

START_TEST(test_last_vmstop_request_wins_and_is_served_once)
{
    begin_running();
    run_control_request_vmstop_prepare(rc);
    run_control_request_vmstop(rc, RUN_STATE_PAUSED);
    run_control_request_vmstop_prepare(rc);
    run_control_request_vmstop(rc, RUN_STATE_WATCHDOG);
    serve();
    expect("ticks-off pause stop:watchdog STOP drain flush",
           RUN_STATE_WATCHDOG);
    serve();
    expect("", RUN_STATE_WATCHDOG);
    end();
}
END_TEST

START_TEST(test_start_over_a_pending_vmstop_tells_of_both)
{
    begin_running();
    run_control_request_vmstop_prepare(rc);
    run_control_request_vmstop(rc, RUN_STATE_PAUSED);
    run_control_vm_start(rc);
    expect("STOP RESUME", RUN_STATE_RUNNING);
    serve();
    expect("", RUN_STATE_RUNNING);
    end();
}
END_TEST

START_TEST(test_simultaneous_requests_are_served_in_order)
{
    begin_running();
    run_control_request_vmstop_prepare(rc);
    run_control_request_vmstop(rc, RUN_STATE_PAUSED);
    run_control_request_powerdown(rc);
    run_control_request_reset(rc, SHUTDOWN_CAUSE_GUEST_RESET);
    run_control_request_debug(rc);
    ck_assert_int_eq(serve(), -1);
    expect("ticks-off pause stop:debug STOP drain flush "
           "pause reset RESET POWERDOWN drain flush", RUN_STATE_PRELAUNCH);
    end();
}
END_TEST

START_TEST(test_shutdown_ends_the_sequence)
{
    begin_running();
    run_control_request_reset(rc, SHUTDOWN_CAUSE_GUEST_RESET);
    run_control_request_shutdown(rc, SHUTDOWN_CAUSE_GUEST_SHUTDOWN, 3);
    run_control_request_debug(rc);
    ck_assert_int_eq(serve(), 3);
    expect("ticks-off pause stop:debug STOP drain flush SHUTDOWN",
           RUN_STATE_DEBUG);
    end();
}
END_TEST

START_TEST(test_reset_keeps_running_or_leads_to_prelaunch)
{
    begin_running();
    run_control_request_reset(rc, SHUTDOWN_CAUSE_GUEST_RESET);
    serve();
    expect("pause reset RESET resume", RUN_STATE_RUNNING);
    run_control_vm_stop(rc, RUN_STATE_PAUSED);
    g_string_truncate(calls, 0);
    run_control_request_reset(rc, SHUTDOWN_CAUSE_HOST_QMP_SYSTEM_RESET);
    serve();
    expect("pause reset RESET", RUN_STATE_PRELAUNCH);
    end();
}
END_TEST

START_TEST(test_no_reboot_makes_a_reset_a_shutdown)
{
    RunActions actions = { .reboot = REBOOT_ACTION_SHUTDOWN };

    begin_running();
    run_control_set_actions(rc, &actions);
    run_control_request_reset(rc, SHUTDOWN_CAUSE_SUBSYSTEM_RESET);
    ck_assert_int_eq(serve(), -1);
    expect("pause reset resume", RUN_STATE_RUNNING);
    run_control_request_reset(rc, SHUTDOWN_CAUSE_GUEST_RESET);
    ck_assert_int_eq(serve(), 0);
    end();
}
END_TEST

START_TEST(test_no_shutdown_stays_until_a_reset_but_a_user_may_end)
{
    RunActions actions = { .shutdown = SHUTDOWN_ACTION_PAUSE };
    g_autoptr(GError) error = NULL;

    begin_running();
    run_control_set_actions(rc, &actions);
    run_control_request_shutdown(rc, SHUTDOWN_CAUSE_GUEST_SHUTDOWN, 0);
    ck_assert_int_eq(serve(), -1);
    expect("SHUTDOWN ticks-off pause stop:shutdown STOP drain flush",
           RUN_STATE_SHUTDOWN);
    ck_assert(!run_control_cont(rc, &error));
    ck_assert_ptr_nonnull(strstr(error->message, "reset"));
    run_control_request_reset(rc, SHUTDOWN_CAUSE_HOST_QMP_SYSTEM_RESET);
    serve();
    ck_assert(run_control_cont(rc, NULL));
    ck_assert_int_eq(run_control_state(rc), RUN_STATE_RUNNING);
    run_control_request_shutdown(rc, SHUTDOWN_CAUSE_HOST_QMP_QUIT, 0);
    ck_assert_int_eq(serve(), 0);
    end();
}
END_TEST

START_TEST(test_suspend_and_wakeup_freeze_and_resume_time)
{
    begin_running();
    ck_assert(!run_control_request_wakeup(rc, QEMU_WAKEUP_REASON_RTC, NULL));
    run_control_request_suspend(rc);
    serve();
    expect("ticks-off pause SUSPEND", RUN_STATE_SUSPENDED);
    ck_assert(run_control_request_wakeup(rc, QEMU_WAKEUP_REASON_RTC, NULL));
    serve();
    expect("ticks-on resume WAKEUP", RUN_STATE_RUNNING);
    end();
}
END_TEST

START_TEST(test_stopped_while_suspended_resumes_suspended)
{
    begin_running();
    run_control_request_suspend(rc);
    serve();
    run_control_vm_stop(rc, RUN_STATE_PAUSED);
    g_string_truncate(calls, 0);
    run_control_vm_start(rc);
    expect("RESUME start:suspended", RUN_STATE_SUSPENDED);
    end();
}
END_TEST

typedef struct PanicRow {
    PanicAction action;
    int status;                 /* -1: the process stays */
    RunState state;
} PanicRow;

static const PanicRow panics[] = {
    { PANIC_ACTION_SHUTDOWN, 0, RUN_STATE_GUEST_PANICKED },
    { PANIC_ACTION_EXIT_FAILURE, 1, RUN_STATE_GUEST_PANICKED },
    { PANIC_ACTION_PAUSE, -1, RUN_STATE_GUEST_PANICKED },
    { PANIC_ACTION_NONE, -1, RUN_STATE_RUNNING },
};

START_TEST(test_panic_does_what_was_chosen)
{
    RunActions actions = { .panic = panics[_i].action };

    begin_running();
    run_control_set_actions(rc, &actions);
    run_control_guest_panicked(rc);
    ck_assert_int_eq(serve(), panics[_i].status);
    ck_assert_int_eq(run_control_state(rc), panics[_i].state);
    end();
}
END_TEST

START_TEST(test_bad_edge_is_refused_with_its_names)
{
    g_autoptr(GError) error = NULL;

    begin();
    run_control_set_policy(rc, RUN_STATE_POLICY_REFUSE);
    ck_assert(!run_control_check_edge(rc, RUN_STATE_DEBUG, &error));
    ck_assert_str_eq(error->message,
                     "invalid runstate transition: 'prelaunch' -> 'debug'");
    ck_assert(!run_control_set_state(rc, RUN_STATE_DEBUG));
    ck_assert(run_control_set_state(rc, RUN_STATE_PRELAUNCH));
    ck_assert_int_eq(run_control_state(rc), RUN_STATE_PRELAUNCH);
    end();
}
END_TEST

START_TEST(test_bad_edge_aborts_by_default)
{
    int status;

    begin();
    pid_t pid = fork();
    if (pid == 0) {
        run_control_set_state(rc, RUN_STATE_DEBUG);
        _exit(0);
    }
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    end();
}
END_TEST

static void reset_note(void *opaque)
{
    say(opaque);
}

START_TEST(test_reset_handlers_run_in_order_of_registration)
{
    static char one[] = "one", two[] = "two", three[] = "three";

    begin();
    run_control_set_ops(rc, NULL, NULL);
    run_control_register_reset(rc, reset_note, one);
    run_control_register_reset(rc, reset_note, two);
    run_control_register_reset(rc, reset_note, three);
    run_control_unregister_reset(rc, reset_note, two);
    run_control_reset(rc, SHUTDOWN_CAUSE_NONE);
    expect("one three", RUN_STATE_PRELAUNCH);
    end();
}
END_TEST

START_TEST(test_power_button_reaches_its_listeners)
{
    static char button[] = "button";

    begin_running();
    RunNotifier *notifier = run_control_on_powerdown(rc, reset_note, button);
    run_control_request_powerdown(rc);
    serve();
    expect("POWERDOWN button", RUN_STATE_RUNNING);
    run_notifier_remove(notifier);
    run_control_request_powerdown(rc);
    serve();
    expect("POWERDOWN", RUN_STATE_RUNNING);
    end();
}
END_TEST

START_TEST(test_signal_requests_a_shutdown)
{
    static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };

    begin_running();
    run_control_catch_signals(rc);
    kill(getpid(), numbers[_i]);
    kill(getpid(), numbers[_i]);
    ck_assert_int_eq(run_control_main_loop_run(rc), 0);
    expect("SHUTDOWN", RUN_STATE_RUNNING);
    end();
}
END_TEST

static void *post_from_thread(void *opaque)
{
    usleep(20000);
    run_control_request_shutdown(rc, SHUTDOWN_CAUSE_GUEST_SHUTDOWN, 9);
    return NULL;
}

START_TEST(test_request_of_another_thread_wakes_the_main_loop)
{
    pthread_t thread;

    begin_running();
    pthread_create(&thread, NULL, post_from_thread, NULL);
    ck_assert_int_eq(run_control_main_loop_run(rc), 9);
    pthread_join(thread, NULL);
    end();
}
END_TEST

UNIT_MAIN("run_control", UNIT_TEST(test_starts_in_prelaunch_and_start_runs),
          UNIT_TEST(test_transitions_can_be_traced),
    UNIT_TEST(test_stop_freezes_time_before_vcpus_and_handlers),
          UNIT_TEST(test_stopping_a_stopped_vm_only_flushes),
          UNIT_TEST(test_vcpu_thread_posts_and_changes_nothing),
          UNIT_TEST(test_last_vmstop_request_wins_and_is_served_once),
          UNIT_TEST(test_start_over_a_pending_vmstop_tells_of_both),
          UNIT_TEST(test_simultaneous_requests_are_served_in_order),
          UNIT_TEST(test_shutdown_ends_the_sequence),
          UNIT_TEST(test_reset_keeps_running_or_leads_to_prelaunch),
          UNIT_TEST(test_no_reboot_makes_a_reset_a_shutdown),
          UNIT_TEST(test_no_shutdown_stays_until_a_reset_but_a_user_may_end),
          UNIT_TEST(test_suspend_and_wakeup_freeze_and_resume_time),
          UNIT_TEST(test_stopped_while_suspended_resumes_suspended),
          UNIT_LOOP(test_panic_does_what_was_chosen, G_N_ELEMENTS(panics)),
          UNIT_TEST(test_bad_edge_is_refused_with_its_names),
          UNIT_TEST(test_bad_edge_aborts_by_default),
          UNIT_TEST(test_reset_handlers_run_in_order_of_registration),
          UNIT_TEST(test_power_button_reaches_its_listeners),
          UNIT_LOOP(test_signal_requests_a_shutdown, 3),
          UNIT_TEST(test_request_of_another_thread_wakes_the_main_loop))

/* test_run_control.c: stop, start and requests against a mock emulator */
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/trace.h"
#include "mock_run.h"
#include "support/unit.h"

START_TEST(test_starts_in_prelaunch_and_start_runs)
{
    mock_begin();
    ck_assert_int_eq(run_control_state(mock.rc), RUN_STATE_PRELAUNCH);
    run_control_vm_start(mock.rc);
    mock_expect("RESUME ticks-on start:running resume", RUN_STATE_RUNNING);
    run_control_vm_start(mock.rc);
    mock_expect("", RUN_STATE_RUNNING);
    mock_end();
}
END_TEST

static void collect_event(const char *line, void *opaque)
{
    g_string_append_printf(opaque, "%s\n", line);
}

START_TEST(test_transitions_can_be_traced)
{
    g_autoptr(GString) lines = g_string_new(NULL);

    mock_begin_running();
    trace_set_sink(collect_event, lines);
    ck_assert(trace_enable_events("runstate_set", &error_abort));
    run_control_vm_stop(mock.rc, RUN_STATE_PAUSED);
    run_control_vm_start(mock.rc);
    trace_set_sink(NULL, NULL);
    ck_assert_str_eq(lines->str,
                     "1 runstate_set from=\"running\" to=\"paused\"\n"
                     "2 runstate_set from=\"paused\" to=\"running\"\n");
    mock_end();
}
END_TEST

START_TEST(test_stop_freezes_time_before_vcpus_and_handlers)
{
    mock_begin_running();
    ck_assert_int_eq(run_control_vm_stop(mock.rc, RUN_STATE_PAUSED), -5);
    mock_expect("ticks-off pause stop:paused STOP drain flush",
                RUN_STATE_PAUSED);
    mock_end();
}
END_TEST

START_TEST(test_stopping_a_stopped_vm_only_flushes)
{
    mock_begin_running();
    run_control_vm_stop(mock.rc, RUN_STATE_PAUSED);
    g_string_truncate(mock.calls, 0);
    run_control_vm_stop(mock.rc, RUN_STATE_SAVE_VM);
    mock_expect("drain flush", RUN_STATE_PAUSED);
    run_control_vm_stop_force_state(mock.rc, RUN_STATE_FINISH_MIGRATE);
    mock_expect("drain flush", RUN_STATE_FINISH_MIGRATE);
    mock_end();
}
END_TEST

START_TEST(test_vcpu_thread_posts_and_changes_nothing)
{
    mock_begin_running();
    mock.vcpu_thread = true;
    ck_assert_int_eq(run_control_vm_stop(mock.rc, RUN_STATE_IO_ERROR), 0);
    mock_expect("stop-self", RUN_STATE_RUNNING);
    mock.vcpu_thread = false;
    ck_assert_int_eq(mock_serve(), -1);
    mock_expect("ticks-off pause stop:io-error STOP drain flush",
           RUN_STATE_IO_ERROR);
    mock_end();
}
END_TEST

START_TEST(test_last_vmstop_request_wins_and_is_served_once)
{
    mock_begin_running();
    run_control_request_vmstop_prepare(mock.rc);
    run_control_request_vmstop(mock.rc, RUN_STATE_PAUSED);
    run_control_request_vmstop_prepare(mock.rc);
    run_control_request_vmstop(mock.rc, RUN_STATE_WATCHDOG);
    mock_serve();
    mock_expect("ticks-off pause stop:watchdog STOP drain flush",
           RUN_STATE_WATCHDOG);
    mock_serve();
    mock_expect("", RUN_STATE_WATCHDOG);
    mock_end();
}
END_TEST

START_TEST(test_start_over_a_pending_vmstop_tells_of_both)
{
    mock_begin_running();
    run_control_request_vmstop_prepare(mock.rc);
    run_control_request_vmstop(mock.rc, RUN_STATE_PAUSED);
    run_control_vm_start(mock.rc);
    mock_expect("resume STOP RESUME", RUN_STATE_RUNNING);
    mock_serve();
    mock_expect("", RUN_STATE_RUNNING);
    mock_end();
}
END_TEST

START_TEST(test_simultaneous_requests_are_served_in_order)
{
    mock_begin_running();
    run_control_request_vmstop_prepare(mock.rc);
    run_control_request_vmstop(mock.rc, RUN_STATE_PAUSED);
    run_control_request_powerdown(mock.rc);
    run_control_request_reset(mock.rc, SHUTDOWN_CAUSE_GUEST_RESET);
    run_control_request_debug(mock.rc);
    ck_assert_int_eq(mock_serve(), -1);
    mock_expect("ticks-off pause stop:debug STOP drain flush "
           "pause reset RESET POWERDOWN drain flush", RUN_STATE_PRELAUNCH);
    mock_end();
}
END_TEST

START_TEST(test_shutdown_ends_the_sequence)
{
    mock_begin_running();
    run_control_request_reset(mock.rc, SHUTDOWN_CAUSE_GUEST_RESET);
    run_control_request_shutdown(mock.rc, SHUTDOWN_CAUSE_GUEST_SHUTDOWN, 3);
    run_control_request_debug(mock.rc);
    ck_assert_int_eq(mock_serve(), 3);
    mock_expect("ticks-off pause stop:debug STOP drain flush SHUTDOWN",
           RUN_STATE_DEBUG);
    mock_end();
}
END_TEST

START_TEST(test_reset_keeps_running_or_leads_to_prelaunch)
{
    mock_begin_running();
    run_control_request_reset(mock.rc, SHUTDOWN_CAUSE_GUEST_RESET);
    mock_serve();
    mock_expect("pause reset RESET resume", RUN_STATE_RUNNING);
    run_control_vm_stop(mock.rc, RUN_STATE_PAUSED);
    g_string_truncate(mock.calls, 0);
    run_control_request_reset(mock.rc, SHUTDOWN_CAUSE_HOST_QMP_SYSTEM_RESET);
    mock_serve();
    mock_expect("pause reset RESET", RUN_STATE_PRELAUNCH);
    mock_end();
}
END_TEST

START_TEST(test_no_reboot_makes_a_reset_a_shutdown)
{
    RunActions actions = { .reboot = REBOOT_ACTION_SHUTDOWN };

    mock_begin_running();
    run_control_set_actions(mock.rc, &actions);
    run_control_request_reset(mock.rc, SHUTDOWN_CAUSE_SUBSYSTEM_RESET);
    ck_assert_int_eq(mock_serve(), -1);
    mock_expect("pause reset resume", RUN_STATE_RUNNING);
    run_control_request_reset(mock.rc, SHUTDOWN_CAUSE_GUEST_RESET);
    ck_assert_int_eq(mock_serve(), 0);
    mock_end();
}
END_TEST

START_TEST(test_no_shutdown_stays_until_a_reset_but_a_user_may_end)
{
    RunActions actions = { .shutdown = SHUTDOWN_ACTION_PAUSE };
    g_autoptr(GError) error = NULL;

    mock_begin_running();
    run_control_set_actions(mock.rc, &actions);
    run_control_request_shutdown(mock.rc, SHUTDOWN_CAUSE_GUEST_SHUTDOWN, 0);
    ck_assert_int_eq(mock_serve(), -1);
    mock_expect("SHUTDOWN ticks-off pause stop:shutdown STOP drain flush",
           RUN_STATE_SHUTDOWN);
    ck_assert(!run_control_cont(mock.rc, &error));
    ck_assert_ptr_nonnull(strstr(error->message, "reset"));
    run_control_request_reset(mock.rc, SHUTDOWN_CAUSE_HOST_QMP_SYSTEM_RESET);
    mock_serve();
    ck_assert(run_control_cont(mock.rc, NULL));
    ck_assert_int_eq(run_control_state(mock.rc), RUN_STATE_RUNNING);
    run_control_request_shutdown(mock.rc, SHUTDOWN_CAUSE_HOST_QMP_QUIT, 0);
    ck_assert_int_eq(mock_serve(), 0);
    mock_end();
}
END_TEST

START_TEST(test_suspend_and_wakeup_freeze_and_resume_time)
{
    mock_begin_running();
    ck_assert(!run_control_request_wakeup(mock.rc, QEMU_WAKEUP_REASON_RTC,
                                          NULL));
    run_control_request_suspend(mock.rc);
    mock_serve();
    mock_expect("ticks-off pause SUSPEND", RUN_STATE_SUSPENDED);
    ck_assert(run_control_request_wakeup(mock.rc, QEMU_WAKEUP_REASON_RTC,
                                         NULL));
    mock_serve();
    mock_expect("ticks-on resume WAKEUP", RUN_STATE_RUNNING);
    mock_end();
}
END_TEST

START_TEST(test_stopped_while_suspended_resumes_suspended)
{
    mock_begin_running();
    run_control_request_suspend(mock.rc);
    mock_serve();
    run_control_vm_stop(mock.rc, RUN_STATE_PAUSED);
    g_string_truncate(mock.calls, 0);
    run_control_vm_start(mock.rc);
    mock_expect("RESUME start:suspended", RUN_STATE_SUSPENDED);
    mock_end();
}
END_TEST

START_TEST(test_bad_edge_is_refused_with_its_names)
{
    g_autoptr(GError) error = NULL;

    mock_begin();
    run_control_set_policy(mock.rc, RUN_STATE_POLICY_REFUSE);
    ck_assert(!run_control_check_edge(mock.rc, RUN_STATE_DEBUG, &error));
    ck_assert_str_eq(error->message,
                     "invalid runstate transition: 'prelaunch' -> 'debug'");
    ck_assert(!run_control_set_state(mock.rc, RUN_STATE_DEBUG));
    ck_assert(run_control_set_state(mock.rc, RUN_STATE_PRELAUNCH));
    ck_assert_int_eq(run_control_state(mock.rc), RUN_STATE_PRELAUNCH);
    mock_end();
}
END_TEST

START_TEST(test_bad_edge_aborts_unless_refused)
{
    int status;

    mock_begin();
    run_control_set_policy(mock.rc, RUN_STATE_POLICY_ABORT);
    pid_t pid = fork();
    if (pid == 0) {
        run_control_set_state(mock.rc, RUN_STATE_DEBUG);
        _exit(0);
    }
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    mock_end();
}
END_TEST

static void reset_note(void *opaque)
{
    mock_say(opaque);
}

START_TEST(test_reset_handlers_run_in_order_of_registration)
{
    static char one[] = "one", two[] = "two", three[] = "three";

    mock_begin();
    run_control_set_ops(mock.rc, NULL, NULL);
    run_control_register_reset(mock.rc, reset_note, one);
    run_control_register_reset(mock.rc, reset_note, two);
    run_control_register_reset(mock.rc, reset_note, three);
    run_control_unregister_reset(mock.rc, reset_note, two);
    run_control_reset(mock.rc, SHUTDOWN_CAUSE_NONE);
    mock_expect("one three", RUN_STATE_PRELAUNCH);
    mock_end();
}
END_TEST

START_TEST(test_power_button_reaches_its_listeners)
{
    static char button[] = "button";

    mock_begin_running();
    RunNotifier *notifier =
        run_control_on_powerdown(mock.rc, reset_note, button);
    run_control_request_powerdown(mock.rc);
    mock_serve();
    mock_expect("POWERDOWN button", RUN_STATE_RUNNING);
    run_notifier_remove(notifier);
    run_control_request_powerdown(mock.rc);
    mock_serve();
    mock_expect("POWERDOWN", RUN_STATE_RUNNING);
    mock_end();
}
END_TEST

START_TEST(test_signal_requests_a_shutdown)
{
    static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };

    mock_begin_running();
    run_control_catch_signals(mock.rc);
    kill(getpid(), numbers[_i]);
    kill(getpid(), numbers[_i]);
    ck_assert_int_eq(run_control_main_loop_run(mock.rc), 0);
    mock_expect("SHUTDOWN", RUN_STATE_RUNNING);
    mock_end();
}
END_TEST

/* Behind the last look at the requests, before the loop sleeps. */
START_TEST(test_request_before_the_sleep_is_not_lost)
{
    mock_begin_running();
    for (int i = 0; i < 100; i++) {
        ck_assert_int_eq(mock_serve(), -1);
        run_control_request_powerdown(mock.rc);
        main_loop_iterate(mock.loop, false);
        mock_serve();
        mock_expect("POWERDOWN", RUN_STATE_RUNNING);
    }
    mock_end();
}
END_TEST

static void *post_from_thread(void *opaque)
{
    usleep(20000);
    run_control_request_shutdown(mock.rc, SHUTDOWN_CAUSE_GUEST_SHUTDOWN, 9);
    return NULL;
}

START_TEST(test_request_of_another_thread_wakes_the_main_loop)
{
    pthread_t thread;

    mock_begin_running();
    pthread_create(&thread, NULL, post_from_thread, NULL);
    ck_assert_int_eq(run_control_main_loop_run(mock.rc), 9);
    pthread_join(thread, NULL);
    mock_end();
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
          UNIT_TEST(test_bad_edge_is_refused_with_its_names),
          UNIT_TEST(test_bad_edge_aborts_unless_refused),
          UNIT_TEST(test_reset_handlers_run_in_order_of_registration),
          UNIT_TEST(test_power_button_reaches_its_listeners),
          UNIT_LOOP(test_signal_requests_a_shutdown, 3),
          UNIT_TEST(test_request_before_the_sleep_is_not_lost),
          UNIT_TEST(test_request_of_another_thread_wakes_the_main_loop))

/* mock_run.c: see mock_run.h */
#include "mock_run.h"

#include "support/unit.h"

MockRun mock;

void mock_say(const char *word)
{
    g_string_append_printf(mock.calls, "%s%s", mock.calls->len ? " " : "",
                           word);
}

static bool on_in_vcpu_thread(void *opaque)
{
    return mock.vcpu_thread;
}

static void on_stop_current(void *opaque)
{
    mock_say("stop-self");
}

static void on_pause(void *opaque)
{
    mock_say("pause");
}

static void on_resume(void *opaque)
{
    mock_say("resume");
}

static void on_enable_ticks(void *opaque)
{
    mock_say("ticks-on");
}

static void on_disable_ticks(void *opaque)
{
    mock_say("ticks-off");
}

static void on_drain(void *opaque)
{
    mock_say("drain");
}

static int on_flush(void *opaque)
{
    mock_say("flush");
    return -5;
}

static void on_reset(void *opaque, ShutdownCause cause)
{
    mock_say("reset");
}

static void on_event(void *opaque, RunEvent event, ShutdownCause cause)
{
    static const char *const names[] = {
        [RUN_EVENT_STOP] = "STOP",           [RUN_EVENT_RESUME] = "RESUME",
        [RUN_EVENT_RESET] = "RESET",         [RUN_EVENT_SHUTDOWN] = "SHUTDOWN",
        [RUN_EVENT_POWERDOWN] = "POWERDOWN", [RUN_EVENT_SUSPEND] = "SUSPEND",
        [RUN_EVENT_WAKEUP] = "WAKEUP",
        [RUN_EVENT_GUEST_PANICKED] = "PANICKED",
        [RUN_EVENT_WATCHDOG] = "WATCHDOG",
    };

    mock_say(names[event]);
}

static void on_inject_nmi(void *opaque)
{
    mock_say("nmi");
}

static const RunStateOps run_ops = {
    .in_vcpu_thread = on_in_vcpu_thread,
    .cpu_stop_current = on_stop_current,
    .pause_all_vcpus = on_pause,
    .resume_all_vcpus = on_resume,
    .enable_ticks = on_enable_ticks,
    .disable_ticks = on_disable_ticks,
    .drain_all = on_drain,
    .flush_all = on_flush,
    .reset_machine = on_reset,
    .inject_nmi = on_inject_nmi,
    .event = on_event,
};

static void on_change(void *opaque, bool running, RunState state)
{
    g_autofree char *word =
        g_strdup_printf("%s:%s", running ? "start" : "stop",
                        RunState_str(state));

    ck_assert_int_eq(run_control_state(mock.rc), state);
    mock_say(word);
}

void mock_begin(void)
{
    mock.calls = g_string_new(NULL);
    mock.loop = main_loop_new(NULL);
    mock.rc = run_control_new(mock.loop);
    run_control_set_ops(mock.rc, &run_ops, NULL);
    vm_change_add(run_control_changes(mock.rc), on_change, NULL, NULL, 0);
}

void mock_begin_running(void)
{
    mock_begin();
    run_control_vm_start(mock.rc);
    g_string_truncate(mock.calls, 0);
}

void mock_end(void)
{
    run_control_free(mock.rc);
    main_loop_free(mock.loop);
    g_string_free(mock.calls, TRUE);
}

void mock_expect(const char *wanted, RunState state)
{
    ck_assert_str_eq(mock.calls->str, wanted);
    ck_assert_str_eq(RunState_str(run_control_state(mock.rc)),
                     RunState_str(state));
    g_string_truncate(mock.calls, 0);
}

int mock_serve(void)
{
    int status = 77;

    return run_control_should_exit(mock.rc, &status) ? status : -1;
}

/*
 * runstate_timer_stop.c: lecture 06, a timer callback that stops the VM
 *
 * Stopping pauses the vCPUs, which disables the virtual clock, which waits
 * for running callbacks: a callback that calls vm_stop() waits for itself.
 * The cure (runstate/vm_pause.c): the callback posts a request; when the stop
 * is announced, work is queued that starts the VM again. A bottom half stands
 * for the work that a vCPU would do (async_run_on_cpu).
 */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runstate/runstate.h"
#include "runstate/vm_pause.h"
#include "timers/timer_system.h"

static GString *states;

static void pause_all_vcpus(void *opaque)
{
    qemu_clock_enable(QEMU_CLOCK_VIRTUAL, false);
}

static void resume_all_vcpus(void *opaque)
{
    qemu_clock_enable(QEMU_CLOCK_VIRTUAL, true);
}

static void enable_ticks(void *opaque)
{
    cpu_enable_ticks();
}

static void disable_ticks(void *opaque)
{
    cpu_disable_ticks();
}

static const RunStateOps run_ops = {
    .pause_all_vcpus = pause_all_vcpus,
    .resume_all_vcpus = resume_all_vcpus,
    .enable_ticks = enable_ticks,
    .disable_ticks = disable_ticks,
};

static int64_t deadline_ns(void *opaque)
{
    return timer_system_deadline_ns(timer_system_default());
}

static bool run_timers(void *opaque)
{
    return qemu_clock_run_all_timers();
}

static const MainLoopOps loop_ops = {
    .deadline_ns = deadline_ns,
    .run_timers = run_timers,
};

static void stop_directly(void *opaque)
{
    vm_stop(RUN_STATE_PAUSED);
}

static void vm_change(void *opaque, bool running, RunState state)
{
    g_string_append_printf(states, "%s ", RunState_str(state));
}

/* Called while the VM is paused. */
static void look(void *opaque)
{
    int64_t stopped_at_ns = qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL);

    g_usleep(10000);
    g_assert(qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL) == stopped_at_ns);
    qemu_system_shutdown_request(SHUTDOWN_CAUSE_HOST_QMP_QUIT);
}

/* Runs until the shutdown, with one timer that fires after 1 ms. */
static int run_with(QEMUTimerCB *cb, void *opaque)
{
    QEMUTimer *timer = timer_new_ms(QEMU_CLOCK_VIRTUAL, cb, opaque);

    run_control_set_ops(runstate_default(), &run_ops, NULL);
    main_loop_set_ops(run_control_main_loop(runstate_default()), &loop_ops,
                      NULL);
    timer_mod(timer, 1);
    vm_start();
    int status = qemu_main_loop();
    timer_free(timer);
    return status;
}

/* Returns: the signal that ends a run with stop_directly(). */
static int signal_of_direct_stop(TimerSelfDisable what)
{
    int status;
    pid_t pid = fork();

    if (pid == 0) {
        timer_system_set_self_disable(timer_system_default(), what);
        alarm(2);
        _exit(run_with(stop_directly, NULL));
    }
    g_assert(waitpid(pid, &status, 0) == pid);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

int main(void)
{
    g_assert(signal_of_direct_stop(TIMER_SELF_DISABLE_HANG) == SIGALRM);
    g_assert(signal_of_direct_stop(TIMER_SELF_DISABLE_ABORT) == SIGABRT);

    VmPause pause;

    states = g_string_new(NULL);
    qemu_add_vm_change_state_handler(vm_change, NULL);
    vm_pause_init(&pause, runstate_default(), look, NULL);
    g_assert(run_with(vm_pause_now, &pause) == 0);
    g_assert_cmpstr(states->str, ==, "running paused running ");
    vm_pause_deinit(&pause);
    g_string_free(states, TRUE);
    return 0;
}

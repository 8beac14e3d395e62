/*
 * worker_emulator.c: vCPUs, clocks and disks that write down their orders
 *
 * The one thing it does is to notice a timer callback that waits for itself:
 * the virtual clock is disabled, with the vCPUs, while a callback runs.
 */
#include "worker_runstate.h"

static bool on_in_vcpu_thread(void *opaque)
{
    RunLab *lab = opaque;

    return lab->vcpu_thread;
}

static void on_stop_current(void *opaque)
{
    RunLab *lab = opaque;

    worker_note(&lab->notes, "this vCPU stops");
}

static void on_pause(void *opaque)
{
    RunLab *lab = opaque;

    worker_note(&lab->notes, "vCPUs pause");
    if (lab->in_callback) {
        lab->stuck = true;
        worker_note(&lab->notes, "the callback waits for itself");
    }
}

static void on_resume(void *opaque)
{
    RunLab *lab = opaque;

    worker_note(&lab->notes, "vCPUs resume");
}

static void on_enable_ticks(void *opaque)
{
    RunLab *lab = opaque;

    lab->ticks = true;
    worker_note(&lab->notes, "time goes on");
}

static void on_disable_ticks(void *opaque)
{
    RunLab *lab = opaque;

    lab->ticks = false;
    worker_note(&lab->notes, "time stands");
}

static void on_drain(void *opaque)
{
    RunLab *lab = opaque;

    worker_note(&lab->notes, "disks drain");
}

static int on_flush(void *opaque)
{
    RunLab *lab = opaque;

    worker_note(&lab->notes, "disks flush");
    return lab->flush_result;
}

static void on_reset(void *opaque, ShutdownCause cause)
{
    RunLab *lab = opaque;

    worker_note(&lab->notes, "machine resets (%s)", ShutdownCause_str(cause));
}

static void on_event(void *opaque, RunEvent event, ShutdownCause cause)
{
    RunLab *lab = opaque;
    static const char *const names[] = {
        [RUN_EVENT_STOP] = "STOP",           [RUN_EVENT_RESUME] = "RESUME",
        [RUN_EVENT_RESET] = "RESET",         [RUN_EVENT_SHUTDOWN] = "SHUTDOWN",
        [RUN_EVENT_POWERDOWN] = "POWERDOWN", [RUN_EVENT_SUSPEND] = "SUSPEND",
        [RUN_EVENT_WAKEUP] = "WAKEUP",
        [RUN_EVENT_GUEST_PANICKED] = "GUEST_PANICKED",
        [RUN_EVENT_WATCHDOG] = "WATCHDOG",
    };

    worker_note(&lab->notes, "event %s (%s)",
                (unsigned)event < G_N_ELEMENTS(names) ? names[event] : "?",
                ShutdownCause_str(cause));
}

const RunStateOps lab_run_ops = {
    .in_vcpu_thread = on_in_vcpu_thread,
    .cpu_stop_current = on_stop_current,
    .pause_all_vcpus = on_pause,
    .resume_all_vcpus = on_resume,
    .enable_ticks = on_enable_ticks,
    .disable_ticks = on_disable_ticks,
    .drain_all = on_drain,
    .flush_all = on_flush,
    .reset_machine = on_reset,
    .event = on_event,
};

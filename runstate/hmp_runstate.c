/* hmp_runstate.c: monitor commands of this library, on the default VM */
#include "runstate/monitor.h"
#include "runstate/runstate.h"

static void hmp_stop(Monitor *mon, const HMPArgs *args)
{
    vm_stop(RUN_STATE_PAUSED);
}

static void hmp_cont(Monitor *mon, const HMPArgs *args)
{
    g_autoptr(GError) error = NULL;

    if (!run_control_cont(runstate_default(), &error)) {
        monitor_printf(mon, "Error: %s\n", error->message);
    }
}

static void hmp_system_reset(Monitor *mon, const HMPArgs *args)
{
    qemu_system_reset_request(SHUTDOWN_CAUSE_HOST_QMP_SYSTEM_RESET);
}

static void hmp_system_powerdown(Monitor *mon, const HMPArgs *args)
{
    qemu_system_powerdown_request();
}

static void hmp_system_wakeup(Monitor *mon, const HMPArgs *args)
{
    g_autoptr(GError) error = NULL;

    qemu_system_wakeup_request(QEMU_WAKEUP_REASON_OTHER, &error);
    if (error != NULL) {
        monitor_printf(mon, "Error: %s\n", error->message);
    }
}

static void hmp_quit(Monitor *mon, const HMPArgs *args)
{
    qemu_system_shutdown_request(SHUTDOWN_CAUSE_HOST_QMP_QUIT);
}

static void hmp_info_status(Monitor *mon, const HMPArgs *args)
{
    g_autofree char *status = run_state_describe(runstate_get());

    monitor_printf(mon, "VM status: %s\n", status);
}

static void hmp_info_runstates(Monitor *mon, const HMPArgs *args)
{
    RunState now = runstate_get();
    g_autofree char *graph = hmp_args_bool(args, "dot")
        ? run_state_graph_dot(now) : run_state_graph(now);

    monitor_printf(mon, "%s", graph);
}

const HMPCommand hmp_runstate_commands[] = {
    { "stop|s", "", "", "stop the VM", hmp_stop,
      .example = "stop -- time stands still until 'cont'" },
    { "cont|c", "", "", "go on after a stop", hmp_cont,
      .example = "cont -- the guest goes on where it was" },
    { "system_reset", "", "", "reset the machine", hmp_system_reset,
      .example = "system_reset -- the firmware starts anew, RAM is kept" },
    { "system_powerdown", "", "", "press the power button",
      hmp_system_powerdown,
      .example = "system_powerdown -- a guest that listens shuts down" },
    { "system_wakeup", "", "", "wake a suspended machine", hmp_system_wakeup,
      .example = "system_wakeup -- an error unless the guest sleeps" },
    { "quit|q", "", "", "end the emulator", hmp_quit,
      .example = "quit -- the process ends with status 0" },
    HMP_COMMAND_END,
};

const HMPCommand hmp_runstate_info_commands[] = {
    { "status", "", "", "whether the VM runs, and why not", hmp_info_status,
      .example = "info status -- running, or paused and the state" },
    { "runstates", "dot:-d", "[-d]",
      "the states of the VM and the edges between them",
      hmp_info_runstates,
      .example = "info runstates -d -- a picture for Graphviz: dot -Tsvg" },
    HMP_COMMAND_END,
};

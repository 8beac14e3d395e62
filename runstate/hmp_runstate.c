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

static const HMPCommand commands[] = {
    { "stop|s", "", "", "stop the VM", hmp_stop },
    { "cont|c", "", "", "go on after a stop", hmp_cont },
    { "system_reset", "", "", "reset the machine", hmp_system_reset },
    { "system_powerdown", "", "", "press the power button",
      hmp_system_powerdown },
    { "system_wakeup", "", "", "wake a suspended machine", hmp_system_wakeup },
    { "quit|q", "", "", "end the emulator", hmp_quit },
    HMP_COMMAND_END,
};

static const HMPCommand info_commands[] = {
    { "status", "", "", "whether the VM runs, and why not", hmp_info_status },
    HMP_COMMAND_END,
};

const HMPCommand *hmp_runstate_table(void)
{
    return commands;
}

const HMPCommand *hmp_runstate_info_table(void)
{
    return info_commands;
}

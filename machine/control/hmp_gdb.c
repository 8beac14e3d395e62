/*
 * hmp_gdb.c: gdbserver, a debugger's way in while the machine runs
 *
 * Only from a console: the debugger's own "monitor gdbserver" would close the
 * connection that it came through.
 */
#include "hmp_internal.h"

#include "devices/chardev.h"
#include "machine/control.h"

#define DEFAULT_DEVICE "tcp::1234"

static void hmp_gdbserver(Monitor *mon, const HMPArgs *args)
{
    const char *device = hmp_args_str(args, "device");
    Control *control = hmp_vm(mon)->control;
    GError *error = NULL;
    Options options;

    if (!control || !mon->readline) {
        monitor_printf(mon, "Error: gdbserver is for a console of the "
                       "monitor, once the machine runs\n");
        return;
    }
    options_init(&options);
    options.gdb = g_strdup("none");
    if (control_reopen(control, "gdb", &options, &error)) {
        qemu_chr_hotremove("gdb", NULL);
        g_free(options.gdb);
        options.gdb = g_strdup(device ? device : DEFAULT_DEVICE);
        if (control_reopen(control, "gdb", &options, &error) &&
            !g_str_equal(options.gdb, "none")) {
            monitor_printf(mon, "Waiting for gdb connection on device "
                           "'%s'\n", options.gdb);
        }
    }
    hmp_report_error(mon, error);
    options_clear(&options);
}

const HMPCommand hmp_gdb_commands[] = {
    { "gdbserver", "device:s?", "[device]",
      "serve a debugger on this device (tcp::1234); none ends it",
      hmp_gdbserver,
      .example = "gdbserver none -- a debugger that is there is let go" },
    HMP_COMMAND_END,
};

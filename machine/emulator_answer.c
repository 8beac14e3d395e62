/*
 * emulator_answer.c: what can be said without a machine
 *
 * The lists of boards, CPUs, accelerators, log topics; the refusal of what
 * is parsed but not built yet; and the log files.
 */
#include "core/cpu_model.h"
#include "core/log.h"
#include "core/trace.h"
#include "exec/accel.h"
#include "machine/emulator.h"

static void add_help(const Options *options, GString *out)
{
    g_autofree char *text = options_help();

    g_string_append(out, text);
}

static void add_version(const Options *options, GString *out)
{
    g_string_append(out, "lectern " LECTERN_VERSION "\n");
}

static void add_machines(const Options *options, GString *out)
{
    machine_list(out);
}

static void add_machine_props(const Options *options, GString *out)
{
    machine_list_properties(options->request_arg, out);
}

static void add_cpus(const Options *options, GString *out)
{
    g_autofree char *text = cpu_model_list();

    g_string_append(out, text);
}

static void add_accels(const Options *options, GString *out)
{
    accel_list(out);
}

static void add_log_items(const Options *options, GString *out)
{
    log_print_usage(out);
}

static void add_trace_events(const Options *options, GString *out)
{
    trace_list_events(out);
}

static void add_devices(const Options *options, GString *out)
{
    g_string_append(out, "No device can be added yet: the boards bring "
                    "theirs (info qtree names them).\n");
}

static void add_chardevs(const Options *options, GString *out)
{
    g_string_append(out, "Back ends of -chardev:\n"
                    "  file\n  mux\n  null\n  pty\n  ringbuf\n  socket\n"
                    "  stdio\n");
}

bool emulator_answer(const Options *options)
{
    static void (*const answers[])(const Options *options, GString *out) = {
        [OPTIONS_HELP] = add_help,
        [OPTIONS_VERSION] = add_version,
        [OPTIONS_MACHINE_HELP] = add_machines,
        [OPTIONS_MACHINE_PROPS] = add_machine_props,
        [OPTIONS_CPU_HELP] = add_cpus,
        [OPTIONS_ACCEL_HELP] = add_accels,
        [OPTIONS_DEVICE_HELP] = add_devices,
        [OPTIONS_CHARDEV_HELP] = add_chardevs,
        [OPTIONS_LOG_HELP] = add_log_items,
        [OPTIONS_TRACE_HELP] = add_trace_events,
    };
    g_autoptr(GString) out = g_string_new(NULL);

    if (options->request == OPTIONS_RUN) {
        return false;
    }
    answers[options->request](options, out);
    g_print("%s", out->str);
    return true;
}

/* --- not built yet ------------------------------------------------------- */

static bool refuse(const char *option, const char *what, Error **errp)
{
    error_setg(errp, "%s: %s is not supported yet", option, what);
    return false;
}

static bool check_lists(const Options *options, Error **errp)
{
    const struct {
        const char *option;
        const GPtrArray *list;
    } lists[] = {
        { "-device", options->devices },  { "-netdev", options->netdevs },
        { "-nic", options->nics },        { "-blockdev", options->blockdevs },
        { "-global", options->globals },  { "-fw_cfg", options->fw_cfg },
        { "-parallel", options->parallels },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(lists); i++) {
        if (lists[i].list->len > 0) {
            return refuse(lists[i].option, "this option", errp);
        }
    }
    return true;
}

static bool check_drives(const Options *options, Error **errp)
{
    for (unsigned i = 0; i < options->drives->len; i++) {
        const KeyVal *kv = g_ptr_array_index(options->drives, i);
        const char *interface = keyval_get(kv, "if");

        if (g_strcmp0(interface, "pflash") != 0) {
            return refuse("-drive", interface ? interface : "this interface",
                          errp);
        }
        if (!keyval_get(kv, "file")) {
            error_setg(errp, "-drive if=pflash: give it a file=");
            return false;
        }
    }
    return true;
}

static bool check_daemon(const Options *options, Error **errp)
{
    if (options->daemonize && emulator_uses_stdio(options)) {
        error_setg(errp, "-daemonize: there is no terminal in the "
                   "background: give -serial, -monitor, -qmp and -chardev "
                   "another place than stdio");
        return false;
    }
    return true;
}

bool emulator_check(const Options *options, Error **errp)
{
    const struct {
        const char *option;
        bool given;
    } flags[] = {
        { "-loadvm", options->loadvm },
        { "-incoming", options->incoming }, { "-snapshot", options->snapshot },
        { "-sandbox", options->sandbox },
        { "-icount shift=auto", options->icount.shift_auto },
        { "-icount align=on", options->icount.align },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(flags); i++) {
        if (flags[i].given) {
            return refuse(flags[i].option, "this option", errp);
        }
    }
    return check_lists(options, errp) && check_drives(options, errp) &&
           check_daemon(options, errp);
}

/* --- logs ---------------------------------------------------------------- */

bool emulator_open_log(const Options *options, Error **errp)
{
    int mask;

    if (options->log_file &&
        !qemu_set_log_filename(options->log_file, errp)) {
        return false;
    }
    if (options->dfilter &&
        !qemu_set_dfilter_ranges(options->dfilter, errp)) {
        return false;
    }
    if (options->log_items) {
        if (!log_parse_mask(options->log_items, &mask, errp)) {
            return false;
        }
        qemu_set_log(mask);
    }
    for (unsigned i = 0; i < options->trace->len; i++) {
        if (!trace_parse_option(g_ptr_array_index(options->trace, i), errp)) {
            return false;
        }
    }
    return true;
}

/*
 * monitor_open.c: which monitors there are
 *
 * Without any word about it the monitor shares the terminal with the UART:
 * Ctrl-A c switches. -monitor and -mon say where else, "none" that there is
 * none; "mon:" in front of a -serial always shares.
 */
#include <string.h>

#include "machine/emulator.h"
#include "machine/monitors.h"
#include "monitor.h"

typedef struct Monitors {
    Vm *vm;
    GPtrArray *sessions;        /* MonitorSession, owned */
} Monitors;

/* Forms that QEMU has and we have not, with what to write instead. */
static const struct {
    const char *prefix;
    const char *instead;
} refused[] = {
    { "telnet:", "telnet is not spoken: use tcp:HOST:PORT,server=on,wait=off "
      "and a client such as socat" },
    { "websocket:", "websockets are not spoken: use unix:PATH,server=on,"
      "wait=off" },
    { "udp:", "a monitor needs a stream: use tcp:HOST:PORT,server=on,"
      "wait=off" },
    { "vc", "there is no screen: use stdio, or -serial mon:stdio to share the "
      "terminal" },
};

static bool check_form(const char *spec, Error **errp)
{
    for (size_t i = 0; i < G_N_ELEMENTS(refused); i++) {
        if (g_str_has_prefix(spec, refused[i].prefix)) {
            error_setg(errp, "-monitor %s: %s", spec, refused[i].instead);
            return false;
        }
    }
    return true;
}

static bool add_session(Monitors *m, Chardev *chr, Error **errp)
{
    MonitorSession *s = monitor_session_new(m->vm, chr, errp);

    if (s) {
        g_ptr_array_add(m->sessions, s);
    }
    return s != NULL;
}

static bool open_monitor(Monitors *m, const char *spec, unsigned i,
                         Error **errp)
{
    g_autofree char *label = g_strdup_printf("compat_monitor%u", i);
    GError *error = NULL;
    Chardev *chr;

    if (!check_form(spec, errp)) {
        return false;
    }
    chr = qemu_chr_new(label, spec, &error);
    if (error) {
        error_prepend(&error, "-monitor %s: ", spec);
        error_propagate(errp, error);
        return false;
    }
    return !chr || add_session(m, chr, errp);   /* none has no chardev */
}

static bool open_mon(Monitors *m, const KeyVal *kv, Error **errp)
{
    const char *id = keyval_get(kv, "chardev");
    Chardev *chr = qemu_chr_find(id);

    if (!g_str_equal(keyval_get(kv, "mode"), "readline")) {
        return true;
    }
    if (!chr) {
        error_setg(errp, "-mon chardev=%s: there is no such chardev; make it "
                   "with -chardev ...,id=%s", id, id);
        return false;
    }
    return add_session(m, chr, errp);
}

/* The default of -serial has no monitor when another was asked for. */
static bool serial_has_monitor(const Options *options, unsigned i)
{
    bool by_default = i >= options->serials->len;

    return qemu_chr_spec_wants_monitor(emulator_serial_spec(options, i)) &&
           !(by_default && options->monitors->len + options->mons->len > 0);
}

static bool open_all(Monitors *m, const Options *options, Error **errp)
{
    for (unsigned i = 0; i < MACHINE_MAX_SERIAL; i++) {
        Chardev *chr = m->vm->machine->serial[i];

        if (chr && serial_has_monitor(options, i) &&
            !add_session(m, chr, errp)) {
            return false;
        }
    }
    for (unsigned i = 0; i < options->monitors->len; i++) {
        if (!open_monitor(m, g_ptr_array_index(options->monitors, i), i,
                          errp)) {
            return false;
        }
    }
    for (unsigned i = 0; i < options->mons->len; i++) {
        if (!open_mon(m, g_ptr_array_index(options->mons, i), errp)) {
            return false;
        }
    }
    return true;
}

void monitors_close(void *state)
{
    Monitors *m = state;

    g_ptr_array_unref(m->sessions);
    g_free(m);
}

bool monitors_open(Vm *vm, const Options *options, void **state,
                   Error **errp)
{
    Monitors *m = g_new0(Monitors, 1);

    m->vm = vm;
    m->sessions = g_ptr_array_new_with_free_func(
        (GDestroyNotify)monitor_session_free);
    *state = m;
    return open_all(m, options, errp);
}

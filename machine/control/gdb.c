/*
 * gdb.c: -gdb: the gdb server on a character device
 *
 *     -gdb tcp:[HOST]:PORT | unix:PATH | stdio | pty | chardev:ID | none
 *     -s                   as -gdb tcp::1234
 *
 * Sockets are servers that do not wait, unless the option says otherwise
 * ("tcp::1234,wait=on"). One debugger at a time: a second one waits in the
 * listen queue until the first has gone.
 *
 * What happens to the VM is told to the server by a bottom half: it may start
 * the VM again, and it must not lose its debugger while it writes to it. A
 * debugger that does not read is not read from either, once enough waits.
 */
#include <string.h>

#include "gdb_internal.h"
#include "machine/gdb.h"

#define OUTPUT_WAITING_MAX 65536
#define INPUT_MAX 4096

/* --- output --------------------------------------------------------------- */

static gboolean line_ready(void *unused, GIOCondition condition, void *data);

static void stop_watching(GdbMachine *m)
{
    if (m->watch) {
        g_source_remove(m->watch);
        m->watch = 0;
    }
}

static void drop_output(GdbMachine *m)
{
    stop_watching(m);
    g_byte_array_set_size(m->out, 0);
}

static void write_waiting(GdbMachine *m)
{
    int n = qemu_chr_fe_write(&m->be, m->out->data, (int)m->out->len);

    if (n < 0) {
        drop_output(m);
        return;
    }
    if (n > 0) {
        g_byte_array_remove_range(m->out, 0, (guint)n);
    }
    if (m->out->len && !m->watch) {
        m->watch = qemu_chr_fe_add_watch(&m->be, G_IO_OUT | G_IO_HUP,
                                         line_ready, m);
    }
    if (m->out->len && !m->watch) {
        drop_output(m);         /* nothing will ever take it */
    }
}

static gboolean line_ready(void *unused, GIOCondition condition, void *data)
{
    GdbMachine *m = data;

    m->watch = 0;
    write_waiting(m);
    qemu_chr_fe_accept_input(&m->be);
    return G_SOURCE_REMOVE;
}

static void output(void *opaque, const char *text, size_t len)
{
    GdbMachine *m = opaque;

    g_byte_array_append(m->out, (const guint8 *)text, (guint)len);
    if (!m->watch) {
        write_waiting(m);
    }
}

/* --- input ---------------------------------------------------------------- */

static int can_read(void *opaque)
{
    const GdbMachine *m = opaque;

    return m->out->len < OUTPUT_WAITING_MAX ? INPUT_MAX : 0;
}

static void read_input(void *opaque, const uint8_t *buf, int size)
{
    GdbMachine *m = opaque;

    gdb_server_receive(m->server, buf, (size_t)size);
}

static void line_event(void *opaque, QEMUChrEvent event)
{
    GdbMachine *m = opaque;

    if (event == CHR_EVENT_OPENED) {
        m->vanished = false;
        drop_output(m);
        m->stop_at_start = !m->started;
        gdb_server_connect(m->server);
    } else if (event == CHR_EVENT_CLOSED) {
        m->vanished = true;
        drop_output(m);
        qemu_bh_schedule(m->bh);
    } else if (event == CHR_EVENT_BREAK) {
        gdb_server_receive(m->server, (const uint8_t *)"\3", 1);
    }
}

/* --- what happens to the VM ----------------------------------------------- */

/* What the debugger is told; states that are not here are passing ones. */
static GdbSignal signal_of(RunState state)
{
    static const uint8_t signals[RUN_STATE__MAX] = {
        [RUN_STATE_DEBUG] = GDB_SIGNAL_TRAP,
        [RUN_STATE_PAUSED] = GDB_SIGNAL_INT,
        [RUN_STATE_SHUTDOWN] = GDB_SIGNAL_QUIT,
        [RUN_STATE_IO_ERROR] = GDB_SIGNAL_STOP,
        [RUN_STATE_WATCHDOG] = GDB_SIGNAL_ALRM,
        [RUN_STATE_INTERNAL_ERROR] = GDB_SIGNAL_ABRT,
        [RUN_STATE_GUEST_PANICKED] = GDB_SIGNAL_ABRT,
        [RUN_STATE_FINISH_MIGRATE] = GDB_SIGNAL_XCPU,
    };

    return (GdbSignal)signals[state];
}

/* A debugger that was there before the machine started keeps it stopped. */
static void vm_changed(void *opaque, bool running, RunState state)
{
    GdbMachine *m = opaque;

    if (!running) {
        m->vm_stopped = true;
        m->stop_state = state;
    } else {
        m->stop_at_start = m->stop_at_start && !m->started;
        m->started = true;
    }
    qemu_bh_schedule(m->bh);
}

static void machine_reset(void *opaque)
{
    GdbMachine *m = opaque;

    m->was_reset = true;
    qemu_bh_schedule(m->bh);
}

static bool take(bool *flag)
{
    bool was = *flag;

    *flag = false;
    return was;
}

static void deliver_news(void *opaque)
{
    GdbMachine *m = opaque;

    if (take(&m->vanished)) {
        gdb_server_disconnect(m->server);
    }
    if (m->started && take(&m->stop_at_start) && runstate_is_running()) {
        vm_stop(RUN_STATE_PAUSED);
    }
    if (take(&m->was_reset)) {
        gdb_machine_again(m);
    }
    if (take(&m->vm_stopped) && !runstate_is_live(runstate_get()) &&
        signal_of(m->stop_state) != GDB_SIGNAL_0) {
        gdb_server_vm_stopped(m->server, signal_of(m->stop_state));
    }
}

/* --- opening and closing -------------------------------------------------- */

/* Sockets listen; what the user says comes later and wins. */
static char *device_spec(const char *text)
{
    size_t address = strcspn(text, ",");

    if (!g_str_has_prefix(text, "tcp:") && !g_str_has_prefix(text, "unix:")) {
        return g_strdup(text);
    }
    return g_strdup_printf("%.*s,server=on,wait=off%s", (int)address, text,
                           text + address);
}

static GdbMachine *gdb_machine_new(Vm *vm)
{
    GdbMachine *m = g_new0(GdbMachine, 1);

    m->vm = vm;
    m->n_threads = vm->cpus->cpus->len;
    m->actions = g_new(GdbAction, m->n_threads);
    for (unsigned i = 0; i < m->n_threads; i++) {
        m->actions[i] = GDB_ACTION_CONTINUE;
    }
    m->ran = g_new0(bool, m->n_threads);
    m->out = g_byte_array_new();
    m->server = gdb_server_new(&gdb_machine_target, m, output, m);
    m->bh = qemu_bh_new(deliver_news, m);
    m->change = qemu_add_vm_change_state_handler(vm_changed, m);
    qemu_register_reset(machine_reset, m);
    return m;
}

bool gdb_control_open(Vm *vm, const Options *options, void **state,
                      Error **errp)
{
    g_autoptr(GError) error = NULL;

    if (!options->gdb || g_str_equal(options->gdb, "none")) {
        return true;
    }
    if (vm->cpus->cpus->len == 0) {
        error_setg(errp, "-gdb: this machine has no CPU; choose another -M");
        return false;
    }
    g_autofree char *spec = device_spec(options->gdb);

    Chardev *chr = qemu_chr_new("gdb", spec, &error);

    if (error) {
        error_setg(errp, "-gdb %s: %s", options->gdb, error->message);
        return false;
    }
    GdbMachine *m = gdb_machine_new(vm);

    *state = m;
    vm->gdb = m->server;
    if (!qemu_chr_fe_init(&m->be, chr, errp)) {
        return false;
    }
    qemu_chr_fe_set_handlers(&m->be, can_read, read_input, line_event, m);
    return true;
}

void gdb_control_close(void *state)
{
    GdbMachine *m = state;

    gdb_server_exit(m->server, m->vm->exit_status);
    m->vm->gdb = NULL;
    drop_output(m);
    qemu_chr_fe_deinit(&m->be, false);
    qemu_unregister_reset(machine_reset, m);
    qemu_del_vm_change_state_handler(m->change);
    qemu_bh_delete(m->bh);
    gdb_server_free(m->server);
    g_byte_array_unref(m->out);
    g_free(m->actions);
    g_free(m->ran);
    g_free(m);
}

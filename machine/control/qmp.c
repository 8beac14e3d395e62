/*
 * qmp.c: the monitors for programs; see machine/qmp.h
 *
 * Commands run in a bottom half, one per round of the main loop, so that
 * timers, devices and other clients have their turn between two of them.
 */
#include "machine/qmp.h"

#include "qmp_port.h"

#include "runstate/runstate.h"

typedef struct QmpControl {
    QmpServer *server;
    GPtrArray *ports;           /* of QmpPort */
    QEMUBH *bh;
    GSource *timer;             /* (nullable): for events that wait */
} QmpControl;

/* ---- what the engine asks for ------------------------------------------- */

static void dispatch(void *opaque)
{
    QmpControl *q = opaque;

    if (qmp_server_dispatch(q->server)) {
        qemu_bh_schedule(q->bh);
    }
}

static void op_wake(void *opaque)
{
    QmpControl *q = opaque;

    qemu_bh_schedule(q->bh);
}

static void stop_timer(QmpControl *q)
{
    if (q->timer) {
        g_source_destroy(q->timer);
        g_clear_pointer(&q->timer, g_source_unref);
    }
}

static gboolean timer_fired(gpointer opaque)
{
    QmpControl *q = opaque;

    stop_timer(q);
    qmp_server_expire(q->server);
    return G_SOURCE_REMOVE;
}

/* The earliest of what is asked for counts; the engine asks again. */
static void op_arm(void *opaque, int64_t delay_us)
{
    QmpControl *q = opaque;
    int64_t ready_us = g_get_monotonic_time() + delay_us;

    if (q->timer && g_source_get_ready_time(q->timer) <= ready_us) {
        return;
    }
    stop_timer(q);
    q->timer = g_timeout_source_new(0);
    g_source_set_callback(q->timer, timer_fired, q, NULL);
    g_source_set_ready_time(q->timer, ready_us);
    g_source_attach(q->timer, NULL);
}

static int64_t op_now_us(void *opaque)
{
    return g_get_real_time();
}

static const QmpServerOps server_ops = { op_wake, op_arm, op_now_us };

/* ---- opening ------------------------------------------------------------ */

static bool add_port(QmpControl *q, Chardev *chr, bool pretty, Error **errp)
{
    QmpPort *port = qmp_port_new(q->server, chr, pretty, errp);

    if (port) {
        g_ptr_array_add(q->ports, port);
    }
    return port != NULL;
}

/* Labels as QEMU gives them; the monitors for people have the first ones. */
static char *free_label(void)
{
    for (unsigned i = 0;; i++) {
        g_autofree char *label = g_strdup_printf("compat_monitor%u", i);

        if (!qemu_chr_find(label)) {
            return g_steal_pointer(&label);
        }
    }
}

static bool open_spec(QmpControl *q, const char *spec, bool pretty,
                      Error **errp)
{
    g_autofree char *label = free_label();
    GError *error = NULL;
    Chardev *chr = qemu_chr_new(label, spec, &error);

    if (error) {
        error_prepend(&error, "-qmp %s: ", spec);
        error_propagate(errp, error);
        return false;
    }
    return !chr || add_port(q, chr, pretty, errp);
}

static bool open_specs(QmpControl *q, const GPtrArray *specs, bool pretty,
                       Error **errp)
{
    for (unsigned i = 0; i < specs->len; i++) {
        if (!open_spec(q, g_ptr_array_index(specs, i), pretty, errp)) {
            return false;
        }
    }
    return true;
}

static bool is_control(const KeyVal *mon)
{
    return g_strcmp0(keyval_get(mon, "mode"), "control") == 0;
}

static bool open_mon(QmpControl *q, const KeyVal *mon, Error **errp)
{
    const char *id = keyval_get(mon, "chardev");
    Chardev *chr = qemu_chr_find(id);

    if (!chr) {
        error_setg(errp, "-mon chardev=%s: there is no such chardev; make it "
                   "with -chardev ...,id=%s", id, id);
        return false;
    }
    return add_port(q, chr, g_strcmp0(keyval_get(mon, "pretty"), "on") == 0,
                    errp);
}

static bool open_mons(QmpControl *q, const GPtrArray *mons, Error **errp)
{
    for (unsigned i = 0; i < mons->len; i++) {
        const KeyVal *mon = g_ptr_array_index(mons, i);

        if (is_control(mon) && !open_mon(q, mon, errp)) {
            return false;
        }
    }
    return true;
}

static bool is_wanted(const Options *options)
{
    bool wanted = options->qmps->len + options->qmps_pretty->len > 0;

    for (unsigned i = 0; i < options->mons->len; i++) {
        wanted = wanted || is_control(g_ptr_array_index(options->mons, i));
    }
    return wanted;
}

static QmpControl *qmp_control_new(Vm *vm, Error **errp)
{
    QmpControl *q = g_new0(QmpControl, 1);
    QmpServerConfig config = {
        .tables = qmp_tables(),
        .ops = &server_ops,
        .opaque = q,
        .vm = vm,
        .package = "lectern " LECTERN_VERSION,
    };

    q->server = qmp_server_new(&config, errp);
    if (!q->server) {
        g_free(q);
        return NULL;
    }
    q->ports = g_ptr_array_new_with_free_func((GDestroyNotify)qmp_port_free);
    q->bh = qemu_bh_new(dispatch, q);
    qmp_server_set_default(q->server);
    return q;
}

bool qmp_open(Vm *vm, const Options *options, void **state, Error **errp)
{
    QmpControl *q;

    if (!is_wanted(options)) {
        return true;
    }
    q = qmp_control_new(vm, errp);
    *state = q;
    return q && open_specs(q, options->qmps, false, errp) &&
           open_specs(q, options->qmps_pretty, true, errp) &&
           open_mons(q, options->mons, errp);
}

void qmp_close(void *state)
{
    QmpControl *q = state;

    qmp_server_set_default(NULL);
    g_ptr_array_unref(q->ports);
    stop_timer(q);
    qemu_bh_delete(q->bh);
    qmp_server_free(q->server);
    g_free(q);
}

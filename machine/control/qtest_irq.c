/*
 * qtest_irq.c: verbs that watch and drive wires
 *
 * The pins of one device can be watched, all inputs or all outputs of a name.
 * A watched wire still does its work; each change of its level is also told
 * to the client, by the pin's number. It stays watched until the end.
 */
#include "qtest_internal.h"

#include "core/object_tree.h"
#include "devices/qdev.h"

/* The protocol's name for inputs without one. */
#define UNNAMED_IN "unnamed-gpio-in"

typedef struct QtestWire {
    Qtest *q;
    int n;                      /* number that is reported */

    /* an input: the pin, and what it did before */
    qemu_irq pin;               /* (nullable) */
    qemu_irq_handler handler;
    void *opaque;

    /* an output: its place, what it drove before, and our end of it */
    char *name;                 /* (nullable): as the list's */
    qemu_irq next;              /* (nullable) */
    qemu_irq ours;
} QtestWire;

static void report(Qtest *q, int n, int level)
{
    if (n < 0 || n >= QTEST_LEVELS || q->levels[n] == level) {
        return;
    }
    q->levels[n] = level;
    qtest_reply(q, "IRQ %s %d", level ? "raise" : "lower", n);
}

static void input_changed(void *opaque, int n, int level)
{
    QtestWire *wire = opaque;

    wire->handler(wire->opaque, n, level);
    report(wire->q, n, level);
}

static void output_changed(void *opaque, int n, int level)
{
    QtestWire *wire = opaque;

    qemu_set_irq(wire->next, level);
    report(wire->q, n, level);
}

static QtestWire *add_wire(Qtest *q, int n)
{
    QtestWire *wire = g_new0(QtestWire, 1);

    wire->q = q;
    wire->n = n;
    g_ptr_array_add(q->wires, wire);
    return wire;
}

static void watch_inputs(Qtest *q, const NamedGPIOList *list)
{
    for (int i = 0; i < list->num_in; i++) {
        QtestWire *wire = add_wire(q, list->in[i]->n);

        wire->pin = list->in[i];
        wire->handler = wire->pin->handler;
        wire->opaque = wire->pin->opaque;
        init_irq_fields(wire->pin, input_changed, wire, wire->n);
    }
}

static void watch_outputs(Qtest *q, const NamedGPIOList *list)
{
    for (int i = 0; i < list->num_out; i++) {
        QtestWire *wire = add_wire(q, i);

        wire->name = g_strdup(list->name);
        wire->next = qdev_get_gpio_out_connector(q->watched, list->name, i);
        wire->ours = qemu_allocate_irq(output_changed, wire, i);
        qdev_connect_gpio_out_named(q->watched, list->name, i, wire->ours);
    }
}

static void release_wire(Qtest *q, QtestWire *wire)
{
    if (wire->pin) {
        init_irq_fields(wire->pin, wire->handler, wire->opaque, wire->n);
        return;
    }
    qdev_connect_gpio_out_named(q->watched, wire->name, wire->n, wire->next);
    qemu_free_irq(wire->ours);
    g_free(wire->name);
}

void qtest_release_wires(Qtest *q)
{
    for (guint i = q->wires->len; i-- > 0;) {
        release_wire(q, g_ptr_array_index(q->wires, i));
    }
    g_ptr_array_set_size(q->wires, 0);
    q->watched = NULL;
}

/* --- the verbs ----------------------------------------------------------- */

static DeviceState *find_device(Qtest *q, const char *path)
{
    Object *obj = object_resolve_path(path, NULL);

    if (!obj || !object_dynamic_cast(obj, TYPE_DEVICE)) {
        qtest_reply(q, "FAIL Unknown device");
        return NULL;
    }
    return DEVICE(obj);
}

/* Only one device: numbers do not say whose they are. */
static DeviceState *find_to_watch(Qtest *q, const char *path)
{
    DeviceState *dev = find_device(q, path);

    if (dev && q->watched) {
        qtest_reply(q, q->watched == dev ? "OK"
                                         : "FAIL IRQ intercept already "
                                           "enabled");
        return NULL;
    }
    return dev;
}

static void finish(Qtest *q)
{
    if (q->wires->len > 0) {
        qtest_reply(q, "OK");
    } else {
        q->watched = NULL;
        qtest_reply(q, "FAIL No intercepts installed");
    }
}

void qtest_irq_intercept_in(Qtest *q, const QtestVerb *verb, char **words)
{
    DeviceState *dev;

    if (words[2]) {
        qtest_reply(q, "FAIL Interception of named in-GPIOs not yet "
                    "supported");
        return;
    }
    dev = find_to_watch(q, words[1]);
    if (!dev) {
        return;
    }
    q->watched = dev;
    for (guint i = 0; i < dev->gpios->len; i++) {
        watch_inputs(q, g_ptr_array_index(dev->gpios, i));
    }
    finish(q);
}

/* @words[2]: (nullable): name of the outputs; "sysbus-irq" is what a device
 * with memory windows calls its interrupts */
void qtest_irq_intercept_out(Qtest *q, const QtestVerb *verb, char **words)
{
    DeviceState *dev = find_to_watch(q, words[1]);

    if (!dev) {
        return;
    }
    q->watched = dev;
    for (guint i = 0; i < dev->gpios->len; i++) {
        const NamedGPIOList *list = g_ptr_array_index(dev->gpios, i);

        if (list->owner == dev && g_strcmp0(list->name, words[2]) == 0) {
            watch_outputs(q, list);
        }
    }
    finish(q);
}

static qemu_irq find_input(DeviceState *dev, const char *name, int64_t n)
{
    const char *wanted = g_str_equal(name, UNNAMED_IN) ? NULL : name;

    for (guint i = 0; i < dev->gpios->len; i++) {
        const NamedGPIOList *list = g_ptr_array_index(dev->gpios, i);

        if (g_strcmp0(list->name, wanted) == 0 && n >= 0 &&
            n < list->num_in) {
            return list->in[n];
        }
    }
    return NULL;
}

void qtest_set_irq_in(Qtest *q, const QtestVerb *verb, char **words)
{
    DeviceState *dev = find_device(q, words[1]);
    int64_t n, level;
    qemu_irq pin;

    if (!dev || !qtest_signed(q, words[3], &n) ||
        !qtest_signed(q, words[4], &level)) {
        return;
    }
    pin = find_input(dev, words[2], n);
    if (!pin) {
        qtest_reply(q, "FAIL Unknown input; unnamed ones are called "
                    UNNAMED_IN);
        return;
    }
    qemu_set_irq(pin, (int)level);
    qtest_reply(q, "OK");
}

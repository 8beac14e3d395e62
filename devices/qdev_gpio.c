/*
 * qdev_gpio.c: the pins of a device
 *
 * An input pin is an IRQ object that the device owns, a child called
 * "<name>[n]". An output pin is a slot in the device's state, shown as a
 * link "<name>[n]" to the input it drives. Connecting is setting that link.
 */
#include "devices/qdev.h"

#include "qdev_internal.h"

#define UNNAMED_IN "unnamed-gpio-in"
#define UNNAMED_OUT "unnamed-gpio-out"

static NamedGPIOList *gpio_list_find(DeviceState *dev, const char *name)
{
    for (guint i = 0; i < dev->gpios->len; i++) {
        NamedGPIOList *list = g_ptr_array_index(dev->gpios, i);

        if (g_strcmp0(list->name, name) == 0) {
            return list;
        }
    }
    return NULL;
}

static NamedGPIOList *gpio_list_get(DeviceState *dev, const char *name)
{
    NamedGPIOList *list = gpio_list_find(dev, name);

    if (!list) {
        list = g_new0(NamedGPIOList, 1);
        list->name = g_strdup(name);
        list->owner = dev;
        g_ptr_array_add(dev->gpios, list);
    }
    g_assert(list->owner == dev);
    return list;
}

void qdev_init_gpio_in_named_with_opaque(DeviceState *dev,
                                         qemu_irq_handler handler,
                                         void *opaque, const char *name,
                                         int n)
{
    NamedGPIOList *list = gpio_list_get(dev, name);
    g_autofree char *child = g_strdup_printf("%s[*]",
                                             name ? name : UNNAMED_IN);

    g_assert(!name || !list->num_out);
    list->in = qemu_extend_irqs(list->in, list->num_in, handler, opaque, n);
    for (int i = list->num_in; i < list->num_in + n; i++) {
        object_property_add_child(OBJECT(dev), child, OBJECT(list->in[i]));
    }
    list->num_in += n;
}

void qdev_init_gpio_in_named(DeviceState *dev, qemu_irq_handler handler,
                             const char *name, int n)
{
    qdev_init_gpio_in_named_with_opaque(dev, handler, dev, name, n);
}

void qdev_init_gpio_in(DeviceState *dev, qemu_irq_handler handler, int n)
{
    qdev_init_gpio_in_named(dev, handler, NULL, n);
}

static char *gpio_out_link(const char *name, int n)
{
    return g_strdup_printf("%s[%d]", name ? name : UNNAMED_OUT, n);
}

void qdev_init_gpio_out_named(DeviceState *dev, qemu_irq *pins,
                              const char *name, int n)
{
    NamedGPIOList *list = gpio_list_get(dev, name);

    g_assert(!name || !list->num_in);
    for (int i = 0; i < n; i++) {
        g_autofree char *link = gpio_out_link(name, list->num_out + i);

        pins[i] = NULL;
        object_property_add_link(OBJECT(dev), link, TYPE_IRQ,
                                 (Object **)&pins[i],
                                 object_property_allow_set_link,
                                 OBJ_PROP_LINK_STRONG);
    }
    list->num_out += n;
}

void qdev_init_gpio_out(DeviceState *dev, qemu_irq *pins, int n)
{
    qdev_init_gpio_out_named(dev, pins, NULL, n);
}

/* --------------------------------------------------------------- wiring */

/* A pin number that is not there is the board's mistake: say which and stop. */
static NamedGPIOList *gpio_list_check(DeviceState *dev, const char *name,
                                      int n, bool output)
{
    NamedGPIOList *list = gpio_list_find(dev, name);
    int count = !list ? 0 : output ? list->num_out : list->num_in;

    if (n < 0 || n >= count) {
        error_setg(&error_abort, "device '%s' has no %s pin %d called '%s': "
                   "it has %d of them; make pins before connecting them",
                   object_get_typename(OBJECT(dev)),
                   output ? "output" : "input", n, name ? name : "", count);
    }
    return list;
}

qemu_irq qdev_get_gpio_in_named(DeviceState *dev, const char *name, int n)
{
    return gpio_list_check(dev, name, n, false)->in[n];
}

qemu_irq qdev_get_gpio_in(DeviceState *dev, int n)
{
    return qdev_get_gpio_in_named(dev, NULL, n);
}

void qdev_connect_gpio_out_named(DeviceState *dev, const char *name, int n,
                                 qemu_irq input_pin)
{
    NamedGPIOList *list = gpio_list_check(dev, name, n, true);
    g_autofree char *link = gpio_out_link(name, n);

    object_property_set_link(OBJECT(list->owner), link, OBJECT(input_pin),
                             &error_abort);
}

void qdev_connect_gpio_out(DeviceState *dev, int n, qemu_irq input_pin)
{
    qdev_connect_gpio_out_named(dev, NULL, n, input_pin);
}

qemu_irq qdev_get_gpio_out_connector(DeviceState *dev, const char *name,
                                     int n)
{
    NamedGPIOList *list = gpio_list_check(dev, name, n, true);
    g_autofree char *link = gpio_out_link(name, n);

    return (qemu_irq)object_property_get_link(OBJECT(list->owner), link,
                                              &error_abort);
}

void qdev_pass_gpios(DeviceState *dev, DeviceState *container,
                     const char *name)
{
    NamedGPIOList *list = gpio_list_find(dev, name);

    if (!list) {
        error_setg(&error_abort, "device '%s' has no pins called '%s' to pass "
                   "on", object_get_typename(OBJECT(dev)), name ? name : "");
    }
    g_assert(!gpio_list_find(container, name));
    NamedGPIOList *copy = g_new(NamedGPIOList, 1);

    *copy = *list;
    copy->name = g_strdup(name);
    copy->in = g_memdup2(list->in, sizeof(qemu_irq) * list->num_in);
    g_ptr_array_add(container->gpios, copy);
}

static void gpio_nobody_home(void *opaque, int n, int level)
{
}

/* Others may still hold the wires: they must not call a device that is gone. */
static void gpio_release_inputs(NamedGPIOList *list)
{
    for (int i = 0; i < list->num_in; i++) {
        init_irq_fields(list->in[i], gpio_nobody_home, NULL, i);
        object_unref(list->in[i]);
    }
}

void qdev_free_gpios(DeviceState *dev)
{
    for (guint i = 0; i < dev->gpios->len; i++) {
        NamedGPIOList *list = g_ptr_array_index(dev->gpios, i);

        if (list->owner == dev) {
            gpio_release_inputs(list);
        }
        g_free(list->name);
        g_free(list->in);
        g_free(list);
    }
    g_ptr_array_free(dev->gpios, TRUE);
}

void qdev_print_gpios(GString *out, DeviceState *dev, int indent)
{
    /* Newest list first, as QEMU shows them. */
    for (guint i = dev->gpios->len; i-- > 0;) {
        NamedGPIOList *list = g_ptr_array_index(dev->gpios, i);
        const char *name = list->name ? list->name : "";

        if (list->num_in) {
            qtree_printf(out, indent, "gpio-in \"%s\" %d\n", name,
                         list->num_in);
        }
        if (list->num_out) {
            qtree_printf(out, indent, "gpio-out \"%s\" %d\n", name,
                         list->num_out);
        }
    }
}

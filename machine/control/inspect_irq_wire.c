/*
 * inspect_irq_wire.c: who drives a wire
 *
 * A wire knows its receiver only; so every output of every device is asked
 * whether it leads there. Through gates the search goes on, a few deep.
 */
#include "inspect_irq.h"

#include "devices/irq_gates.h"

#define GATES_MAX 4

typedef struct Search {
    qemu_irq pin;
    DeviceState *dev;           /* (out) (nullable) */
    const NamedGPIOList *list;
    int n;
} Search;

static void search_list(Search *s, DeviceState *dev,
                        const NamedGPIOList *list)
{
    for (int i = 0; list->owner == dev && i < list->num_out; i++) {
        if (qdev_get_gpio_out_connector(dev, list->name, i) == s->pin) {
            s->dev = dev;
            s->list = list;
            s->n = i;
        }
    }
}

static void search_device(DeviceState *dev, void *opaque)
{
    for (guint i = 0; i < dev->gpios->len; i++) {
        search_list(opaque, dev, g_ptr_array_index(dev->gpios, i));
    }
}

static Search find_driver(qemu_irq pin)
{
    Search s = { .pin = pin };

    if (pin) {
        qdev_foreach(search_device, &s);
    }
    return s;
}

bool inspect_irq_is_driven(qemu_irq pin)
{
    return find_driver(pin).dev != NULL;
}

static bool is_gate(DeviceState *dev)
{
    return object_dynamic_cast(OBJECT(dev), TYPE_OR_IRQ) ||
           object_dynamic_cast(OBJECT(dev), TYPE_SPLIT_IRQ);
}

static void print_driver(GString *out, qemu_irq pin, unsigned gates);

/* A gate's inputs, each with its own driver. */
static void print_inputs(GString *out, DeviceState *gate, unsigned gates)
{
    const NamedGPIOList *list = g_ptr_array_index(gate->gpios, 0);

    for (int i = 0; i < list->num_in && gates < GATES_MAX; i++) {
        if (inspect_irq_is_driven(list->in[i])) {
            g_string_append_printf(out, "; input %d: ", i);
            print_driver(out, list->in[i], gates + 1);
        }
    }
}

static void print_driver(GString *out, qemu_irq pin, unsigned gates)
{
    Search s = find_driver(pin);

    if (!s.dev) {
        g_string_append(out, "nobody");
        return;
    }
    g_autofree char *path = object_get_canonical_path(OBJECT(s.dev));
    g_string_append_printf(out, "%s (%s), output %s[%d]", path,
                           object_get_typename(OBJECT(s.dev)),
                           s.list->name ? s.list->name : "unnamed-gpio-out",
                           s.n);
    if (is_gate(s.dev) && s.dev->gpios->len > 0) {
        print_inputs(out, s.dev, gates);
    }
}

void inspect_irq_print_driver(GString *out, qemu_irq pin)
{
    print_driver(out, pin, 0);
}

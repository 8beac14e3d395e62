/*
 * qtree.c: the tree of buses and devices as `info qtree` shows it
 *
 * Two spaces per level; a device shows its pins, then its property rows from
 * its own class up to the base, then what its bus has to say (for the system
 * bus: the windows), then the buses it provides. Newest first, as in QEMU.
 */
#include <stdarg.h>

#include "devices/qdev.h"
#include "devices/qdev_properties.h"
#include "devices/sysbus.h"
#include "qdev_internal.h"

typedef struct QtreeProps {
    GString *out;
    DeviceState *dev;
    int indent;
} QtreeProps;

void qtree_printf(GString *out, int indent, const char *fmt, ...)
{
    va_list ap;

    g_string_append_printf(out, "%*s", indent, "");
    va_start(ap, fmt);
    g_string_append_vprintf(out, fmt, ap);
    va_end(ap);
}

static void qtree_print_prop(const Property *prop, void *opaque)
{
    QtreeProps *props = opaque;
    g_autofree char *text = qdev_prop_text(props->dev, prop);

    qtree_printf(props->out, props->indent, "%s = %s\n", prop->name,
                 text && *text ? text : "<null>");
}

/* What a device says about itself. */
static void qtree_print_details(GString *out, DeviceState *dev, int indent)
{
    QtreeProps props = { out, dev, indent };
    BusClass *bc = BUS_GET_CLASS(dev->parent_bus);

    qdev_print_gpios(out, dev, indent);
    qdev_prop_foreach(DEVICE_GET_CLASS(dev), qtree_print_prop, &props);
    if (bc->print_dev) {
        bc->print_dev(out, dev, indent);
    }
}

static void qtree_print_bus(GString *out, BusState *bus, int indent,
                            bool brief);

static void qtree_print_dev(GString *out, DeviceState *dev, int indent,
                            bool brief)
{
    qtree_printf(out, indent, "dev: %s, id \"%s\"\n",
                 object_get_typename(OBJECT(dev)), dev->id ? dev->id : "");
    if (!brief) {
        qtree_print_details(out, dev, indent + 2);
    }
    for (guint i = dev->child_bus->len; i-- > 0;) {
        qtree_print_bus(out, g_ptr_array_index(dev->child_bus, i),
                        indent + 2, brief);
    }
}

static void qtree_print_bus(GString *out, BusState *bus, int indent,
                            bool brief)
{
    qtree_printf(out, indent, "bus: %s\n", bus->name);
    if (!brief) {
        qtree_printf(out, indent + 2, "type %s\n",
                     object_get_typename(OBJECT(bus)));
    }
    for (guint i = bus->children->len; i-- > 0;) {
        qtree_print_dev(out, g_ptr_array_index(bus->children, i), indent + 2,
                        brief);
    }
}

void qdev_print_tree(GString *out, BusState *bus)
{
    qtree_print_bus(out, bus ? bus : sysbus_get_default(), 0, false);
}

void qdev_print_tree_brief(GString *out, BusState *bus)
{
    qtree_print_bus(out, bus ? bus : sysbus_get_default(), 0, true);
}

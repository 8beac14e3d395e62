/*
 * qdev_bus.c: buses, and the devices plugged into them
 *
 * A bus groups devices that share an addressing rule; the bus class checks
 * addresses and knows how to print and name a device. Devices and buses
 * alternate: a device may provide buses, a bus carries devices.
 */
#include "devices/qdev.h"

#include "qdev_internal.h"

static char *bus_default_name(const char *type_name, DeviceState *parent)
{
    const char *base = parent && parent->id ? parent->id : type_name;
    g_autofree char *lower = g_ascii_strdown(base, -1);
    guint n = parent ? parent->child_bus->len : 0;

    return g_strdup_printf("%s.%u", lower, n);
}

/* Takes the caller's reference when there is a parent. */
static void bus_set_up(BusState *bus, const char *type_name,
                       DeviceState *parent, const char *name)
{
    bus->parent = parent;
    bus->name = name ? g_strdup(name) : bus_default_name(type_name, parent);
    if (parent) {
        g_ptr_array_add(parent->child_bus, bus);
        object_property_add_child(OBJECT(parent), bus->name, OBJECT(bus));
        resettable_change_parent(OBJECT(bus), OBJECT(parent), NULL);
        object_unref(bus);
    }
}

BusState *qbus_new(const char *type_name, DeviceState *parent,
                   const char *name)
{
    BusState *bus = BUS(object_new(type_name));

    bus_set_up(bus, type_name, parent, name);
    return bus;
}

void qbus_init(void *bus, size_t size, const char *type_name,
               DeviceState *parent, const char *name)
{
    object_initialize(bus, size, type_name);
    bus_set_up(bus, type_name, parent, name);
}

bool qbus_realize(BusState *bus, Error **errp)
{
    BusClass *bc = BUS_GET_CLASS(bus);
    Error *local = NULL;

    if (bus->realized) {
        return true;
    }
    if (bc->realize) {
        bc->realize(bus, &local);
        if (local) {
            error_propagate(errp, local);
            return false;
        }
    }
    bus->realized = true;
    return true;
}

void qbus_unrealize(BusState *bus)
{
    BusClass *bc = BUS_GET_CLASS(bus);

    for (guint i = bus->children->len; i-- > 0;) {
        DeviceState *dev = g_ptr_array_index(bus->children, i);

        if (dev->realized) {
            qdev_unrealize(dev);
        }
    }
    if (bus->realized && bc->unrealize) {
        bc->unrealize(bus);
    }
    bus->realized = false;
}

/* -------------------------------------------------- plugging and finding */

static bool bus_accepts(BusState *bus, DeviceState *dev, Error **errp)
{
    DeviceClass *dc = DEVICE_GET_CLASS(dev);
    BusClass *bc = BUS_GET_CLASS(bus);
    const char *type = object_get_typename(OBJECT(dev));

    if (dc->bus_type && !object_dynamic_cast(OBJECT(bus), dc->bus_type)) {
        error_setg(errp, "device '%s' needs a bus of type '%s', but '%s' is "
                   "of type '%s'", type, dc->bus_type, bus->name,
                   object_get_typename(OBJECT(bus)));
        return false;
    }
    if (bc->max_dev && bus->children->len >= (guint)bc->max_dev) {
        error_setg(errp, "bus '%s' is full: it takes %d devices; put '%s' on "
                   "another bus", bus->name, bc->max_dev, type);
        return false;
    }
    return !bc->check_address || bc->check_address(bus, dev, errp);
}

bool qbus_plug(BusState *bus, DeviceState *dev, Error **errp)
{
    if (!bus_accepts(bus, dev, errp)) {
        return false;
    }
    dev->parent_bus = BUS(object_ref(bus));
    g_ptr_array_add(bus->children, object_ref(dev));
    resettable_change_parent(OBJECT(dev), OBJECT(bus), NULL);
    return true;
}

void qbus_unplug(DeviceState *dev)
{
    BusState *bus = dev->parent_bus;

    if (!bus) {
        return;
    }
    resettable_change_parent(OBJECT(dev), NULL, OBJECT(bus));
    g_ptr_array_remove(bus->children, dev);
    dev->parent_bus = NULL;
    object_unref(bus);
    object_unref(dev);
}

BusState *qdev_get_parent_bus(const DeviceState *dev)
{
    return dev->parent_bus;
}

BusState *qdev_get_child_bus(DeviceState *dev, const char *name)
{
    for (guint i = 0; i < dev->child_bus->len; i++) {
        BusState *bus = g_ptr_array_index(dev->child_bus, i);

        if (g_str_equal(bus->name, name)) {
            return bus;
        }
    }
    return NULL;
}

DeviceState *qdev_find_recursive(BusState *bus, const char *id)
{
    for (guint i = 0; i < bus->children->len; i++) {
        DeviceState *dev = g_ptr_array_index(bus->children, i);
        DeviceState *found = NULL;

        if (dev->id && g_str_equal(dev->id, id)) {
            return dev;
        }
        for (guint j = 0; j < dev->child_bus->len && !found; j++) {
            found = qdev_find_recursive(g_ptr_array_index(dev->child_bus, j),
                                        id);
        }
        if (found) {
            return found;
        }
    }
    return NULL;
}

char *qdev_get_dev_path(DeviceState *dev)
{
    BusClass *bc = dev->parent_bus ? BUS_GET_CLASS(dev->parent_bus) : NULL;

    return bc && bc->get_dev_path ? bc->get_dev_path(dev) : NULL;
}

/* ------------------------------------------------------------- the type */

static void bus_unparent(Object *obj)
{
    BusState *bus = BUS(obj);

    qbus_unrealize(bus);
    while (bus->children->len) {
        object_unparent(g_ptr_array_index(bus->children, 0));
    }
    if (bus->parent) {
        resettable_change_parent(obj, NULL, OBJECT(bus->parent));
        g_ptr_array_remove(bus->parent->child_bus, bus);
        bus->parent = NULL;
    }
}

static void bus_init(Object *obj)
{
    BUS(obj)->children = g_ptr_array_new();
}

static void bus_finalize(Object *obj)
{
    BusState *bus = BUS(obj);

    g_ptr_array_free(bus->children, TRUE);
    g_free(bus->name);
}

static void bus_class_init(ObjectClass *klass, void *data)
{
    klass->unparent = bus_unparent;
    bus_reset_class_init(klass);
}

static const TypeInfo bus_info = {
    .name = TYPE_BUS,
    .parent = TYPE_OBJECT,
    .instance_size = sizeof(BusState),
    .instance_init = bus_init,
    .instance_finalize = bus_finalize,
    .abstract = true,
    .class_size = sizeof(BusClass),
    .class_init = bus_class_init,
    .interfaces = (const InterfaceInfo[]){
        { TYPE_RESETTABLE_INTERFACE },
        { NULL },
    },
};

static void qdev_bus_register_types(void)
{
    type_register_static(&bus_info);
}

type_init(qdev_bus_register_types)

/*
 * qdev.c: the life of a device
 *
 * new -> properties -> realize -> ... -> unrealize -> gone. Realize is the
 * one step that may fail; when it does, everything it did is taken back in
 * reverse order, so a device is either fully working or not there.
 *
 * Pins: qdev_gpio.c. Buses: qdev_bus.c. Reset: qdev_reset.c. Property rows:
 * qdev_properties.c.
 */
#include "devices/qdev.h"

#include "devices/qdev_properties.h"
#include "qdev_internal.h"

Object *qdev_get_machine(void)
{
    return container_get(object_get_root(), "/machine");
}

DeviceState *qdev_try_new(const char *name)
{
    ObjectClass *klass = object_class_by_name(name);

    if (!klass || !object_class_dynamic_cast(klass, TYPE_DEVICE) ||
        object_class_is_abstract(klass)) {
        return NULL;
    }
    return DEVICE(object_new_with_class(klass));
}

DeviceState *qdev_new(const char *name)
{
    DeviceState *dev = qdev_try_new(name);

    if (!dev) {
        error_setg(&error_abort, "'%s' is not a device type that can be made;"
                   " check the name and that its file is linked", name);
    }
    return dev;
}

static bool device_id_wellformed(const char *id)
{
    if (!g_ascii_isalpha(id[0])) {
        return false;
    }
    for (const char *c = id; *c; c++) {
        if (!g_ascii_isalnum(*c) && !strchr("-._", *c)) {
            return false;
        }
    }
    return true;
}

bool qdev_set_id(DeviceState *dev, const char *id, Error **errp)
{
    Object *machine = qdev_get_machine();

    if (!id) {
        object_property_add_child(container_get(machine, "/peripheral-anon"),
                                  "device[*]", OBJECT(dev));
        return true;
    }
    if (!device_id_wellformed(id)) {
        error_setg(errp, "id '%s' is malformed: start with a letter, then "
                   "letters, digits, '-', '.' and '_'", id);
        return false;
    }
    Object *peripheral = container_get(machine, "/peripheral");

    if (object_property_find(peripheral, id)) {
        error_setg(errp, "id '%s' is in use: give each device its own", id);
        return false;
    }
    object_property_add_child(peripheral, id, OBJECT(dev));
    dev->id = g_strdup(id);
    return true;
}

/* ------------------------------------------------------- realize, undo */

static bool device_realize_buses(DeviceState *dev, Error **errp)
{
    for (guint i = 0; i < dev->child_bus->len; i++) {
        if (!qbus_realize(g_ptr_array_index(dev->child_bus, i), errp)) {
            while (i-- > 0) {
                qbus_unrealize(g_ptr_array_index(dev->child_bus, i));
            }
            return false;
        }
    }
    return true;
}

/* Runs the device's own realize and what depends on it; undoes on failure. */
static bool device_realize(DeviceState *dev, Error **errp)
{
    DeviceClass *dc = DEVICE_GET_CLASS(dev);
    Error *local = NULL;

    if (dc->realize) {
        dc->realize(dev, &local);
        if (local) {
            error_propagate(errp, local);
            return false;
        }
    }
    if (!device_realize_buses(dev, errp)) {
        if (dc->unrealize) {
            dc->unrealize(dev);
        }
        return false;
    }
    dev->realized = true;
    if (dev->hotplugged) {
        device_cold_reset(dev);
    }
    return true;
}

static void device_unrealize(DeviceState *dev)
{
    DeviceClass *dc = DEVICE_GET_CLASS(dev);

    for (guint i = 0; i < dev->child_bus->len; i++) {
        qbus_unrealize(g_ptr_array_index(dev->child_bus, i));
    }
    if (dc->unrealize) {
        dc->unrealize(dev);
    }
    dev->realized = false;
}

static void device_set_realized(Object *obj, bool value, Error **errp)
{
    DeviceState *dev = DEVICE(obj);

    if (value == dev->realized) {
        return;
    }
    if (!value) {
        device_unrealize(dev);
        return;
    }
    bool unattached = !object_get_parent(obj);

    if (unattached) {
        object_property_add_child(container_get(qdev_get_machine(),
                                                "/unattached"),
                                  "device[*]", obj);
    }
    if (!device_realize(dev, errp) && unattached) {
        object_unparent(obj);
    }
}

static bool device_get_realized(Object *obj, Error **errp)
{
    return DEVICE(obj)->realized;
}

bool qdev_realize(DeviceState *dev, BusState *bus, Error **errp)
{
    g_assert(!dev->realized && !dev->parent_bus);

    object_ref(dev);
    bool ok = !bus || qbus_plug(bus, dev, errp);

    if (ok) {
        ok = object_property_set_bool(OBJECT(dev), "realized", true, errp);
        if (!ok) {
            qbus_unplug(dev);
        }
    }
    object_unref(dev);
    return ok;
}

bool qdev_realize_and_unref(DeviceState *dev, BusState *bus, Error **errp)
{
    bool ok = qdev_realize(dev, bus, errp);

    object_unref(dev);
    return ok;
}

void qdev_unrealize(DeviceState *dev)
{
    object_property_set_bool(OBJECT(dev), "realized", false, &error_abort);
}

bool qdev_is_realized(DeviceState *dev)
{
    return dev->realized;
}

typedef struct DeviceVisit {
    void (*fn)(DeviceState *dev, void *opaque);
    void *opaque;
} DeviceVisit;

static int device_visit_one(Object *obj, void *opaque)
{
    DeviceVisit *visit = opaque;
    Object *dev = object_dynamic_cast(obj, TYPE_DEVICE);

    if (dev && DEVICE(dev)->realized) {
        visit->fn(DEVICE(dev), visit->opaque);
    }
    return 0;
}

void qdev_foreach(void (*fn)(DeviceState *dev, void *opaque), void *opaque)
{
    DeviceVisit visit = { fn, opaque };

    object_child_foreach_recursive(qdev_get_machine(), device_visit_one,
                                   &visit);
}

/* ------------------------------------------------------------ the type */

static bool device_get_hotplugged(Object *obj, Error **errp)
{
    return DEVICE(obj)->hotplugged;
}

static bool device_get_hotpluggable(Object *obj, Error **errp)
{
    return DEVICE_GET_CLASS(obj)->hotpluggable;
}

static void device_unparent(Object *obj)
{
    DeviceState *dev = DEVICE(obj);

    if (dev->realized) {
        qdev_unrealize(dev);
    }
    qbus_unplug(dev);
    while (dev->child_bus->len) {
        object_unparent(g_ptr_array_index(dev->child_bus, 0));
    }
}

static void device_init(Object *obj)
{
    DeviceState *dev = DEVICE(obj);

    dev->gpios = g_ptr_array_new();
    dev->child_bus = g_ptr_array_new();
}

static void device_finalize(Object *obj)
{
    DeviceState *dev = DEVICE(obj);

    qdev_prop_release_all(dev);
    qdev_free_gpios(dev);
    g_ptr_array_free(dev->child_bus, TRUE);
    g_free(dev->id);
}

void device_class_set_parent_realize(DeviceClass *dc, DeviceRealize realize,
                                     DeviceRealize *parent_realize)
{
    *parent_realize = dc->realize;
    dc->realize = realize;
}

/* The class starts as a copy of its parent's: the table is not inherited. */
static void device_class_base_init(ObjectClass *klass, void *data)
{
    DeviceClass *dc = DEVICE_CLASS(klass);

    dc->props_ = NULL;
    dc->props_count_ = 0;
}

static void device_class_init(ObjectClass *klass, void *data)
{
    DeviceClass *dc = DEVICE_CLASS(klass);

    klass->unparent = device_unparent;
    dc->user_creatable = true;
    dc->hotpluggable = true;
    object_class_property_add_bool(klass, "realized", device_get_realized,
                                   device_set_realized);
    object_class_property_add_bool(klass, "hotplugged",
                                   device_get_hotplugged, NULL);
    object_class_property_add_bool(klass, "hotpluggable",
                                   device_get_hotpluggable, NULL);
    device_reset_class_init(klass);
}

static const TypeInfo device_info = {
    .name = TYPE_DEVICE,
    .parent = TYPE_OBJECT,
    .instance_size = sizeof(DeviceState),
    .instance_init = device_init,
    .instance_finalize = device_finalize,
    .abstract = true,
    .class_size = sizeof(DeviceClass),
    .class_base_init = device_class_base_init,
    .class_init = device_class_init,
    .interfaces = (const InterfaceInfo[]){
        { TYPE_RESETTABLE_INTERFACE },
        { NULL },
    },
};

static void qdev_register_types(void)
{
    type_register_static(&device_info);
}

type_init(qdev_register_types)

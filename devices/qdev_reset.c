/*
 * qdev_reset.c: devices and buses take part in phased reset
 *
 * A device is reset after the buses it provides, a bus after the devices on
 * it. The old single reset function (legacy_reset) is the hold phase of a
 * class that sets no hold phase of its own.
 */
#include "devices/qdev.h"

#include "qdev_internal.h"

static ResettableState *device_reset_state(Object *obj)
{
    return &DEVICE(obj)->reset;
}

static void device_reset_foreach(Object *obj, ResettableChildCallback cb,
                                 void *opaque, ResetType type)
{
    DeviceState *dev = DEVICE(obj);

    for (guint i = 0; i < dev->child_bus->len; i++) {
        cb(OBJECT(g_ptr_array_index(dev->child_bus, i)), opaque, type);
    }
}

static void device_hold_legacy(Object *obj, ResetType type)
{
    DeviceState *dev = DEVICE(obj);
    DeviceClass *dc = DEVICE_GET_CLASS(dev);

    if (dc->legacy_reset) {
        dc->legacy_reset(dev);
    }
}

void device_class_set_legacy_reset(DeviceClass *dc, DeviceReset fn)
{
    dc->legacy_reset = fn;
    RESETTABLE_CLASS(dc)->phases.hold = device_hold_legacy;
}

void device_cold_reset(DeviceState *dev)
{
    resettable_reset(OBJECT(dev), RESET_TYPE_COLD);
}

bool device_is_in_reset(DeviceState *dev)
{
    return resettable_is_in_reset(OBJECT(dev));
}

void device_reset_class_init(ObjectClass *klass)
{
    ResettableClass *rc = RESETTABLE_CLASS(klass);

    rc->get_state = device_reset_state;
    rc->child_foreach = device_reset_foreach;
    rc->phases.hold = device_hold_legacy;
}

static ResettableState *bus_reset_state(Object *obj)
{
    return &BUS(obj)->reset;
}

static void bus_reset_foreach(Object *obj, ResettableChildCallback cb,
                              void *opaque, ResetType type)
{
    BusState *bus = BUS(obj);

    for (guint i = 0; i < bus->children->len; i++) {
        cb(OBJECT(g_ptr_array_index(bus->children, i)), opaque, type);
    }
}

void bus_cold_reset(BusState *bus)
{
    resettable_reset(OBJECT(bus), RESET_TYPE_COLD);
}

void bus_reset_class_init(ObjectClass *klass)
{
    ResettableClass *rc = RESETTABLE_CLASS(klass);

    rc->get_state = bus_reset_state;
    rc->child_foreach = bus_reset_foreach;
}

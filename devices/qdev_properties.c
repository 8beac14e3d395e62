/*
 * qdev_properties.c: from a table of rows to class properties
 *
 * Each row of a device's table becomes one property of its class; the two
 * accessors here find the field from the row and leave the rest to the row's
 * kind (qdev_prop_kinds.c).
 */
#include "devices/qdev_properties.h"

void *qdev_prop_field(DeviceState *dev, const Property *prop)
{
    return (char *)dev + prop->offset;
}

static void prop_get(Object *obj, Visitor *v, const char *name, void *opaque,
                     Error **errp)
{
    const Property *prop = opaque;

    prop->info->get(DEVICE(obj), prop, v, errp);
}

static void prop_set(Object *obj, Visitor *v, const char *name, void *opaque,
                     Error **errp)
{
    const Property *prop = opaque;
    DeviceState *dev = DEVICE(obj);

    if (dev->realized && !prop->info->live) {
        error_setg(errp, "Property '%s.%s' cannot change any more: the device "
                   "is realized; set it before",
                   object_get_typename(obj), name);
        return;
    }
    prop->info->set(dev, prop, v, errp);
}

static void prop_init(Object *obj, ObjectProperty *op)
{
    const Property *prop = op->opaque;

    prop->info->init(DEVICE(obj), prop);
}

static void prop_register(ObjectClass *klass, const Property *prop)
{
    const PropertyInfo *info = prop->info;
    ObjectProperty *op;

    op = object_class_property_add(klass, prop->name,
                                   prop->link_type ? prop->link_type
                                                   : info->type,
                                   info->get ? prop_get : NULL,
                                   info->set ? prop_set : NULL,
                                   NULL, (void *)prop);
    if (prop->set_default) {
        op->init = prop_init;
    }
    if (info->description) {
        object_class_property_set_description(klass, prop->name,
                                              info->description);
    }
}

void device_class_set_props_n(DeviceClass *dc, const Property *props,
                              size_t n)
{
    while (n > 0 && !props[n - 1].name) {
        n--;
    }
    dc->props_ = props;
    dc->props_count_ = n;
    for (size_t i = 0; i < n; i++) {
        prop_register(OBJECT_CLASS(dc), &props[i]);
    }
}

void qdev_prop_foreach(DeviceClass *dc,
                       void (*fn)(const Property *prop, void *opaque),
                       void *opaque)
{
    ObjectClass *klass = OBJECT_CLASS(dc);

    while (object_class_dynamic_cast(klass, TYPE_DEVICE)) {
        DeviceClass *level = DEVICE_CLASS(klass);

        for (int i = 0; i < level->props_count_; i++) {
            fn(&level->props_[i], opaque);
        }
        klass = object_class_get_parent(klass);
    }
}

static void prop_release(const Property *prop, void *opaque)
{
    if (prop->info->release) {
        prop->info->release(opaque, prop);
    }
}

void qdev_prop_release_all(DeviceState *dev)
{
    qdev_prop_foreach(DEVICE_GET_CLASS(dev), prop_release, dev);
}

char *qdev_prop_text(DeviceState *dev, const Property *prop)
{
    if (prop->info->print) {
        return prop->info->print(dev, prop);
    }
    return object_property_print(OBJECT(dev), prop->name, true, NULL);
}

bool qdev_prop_parse(DeviceState *dev, const char *name, const char *value,
                     Error **errp)
{
    return object_property_parse(OBJECT(dev), name, value, errp);
}

/* ------------------------------------------------- setters for boards */

void qdev_prop_set_bit(DeviceState *dev, const char *name, bool value)
{
    object_property_set_bool(OBJECT(dev), name, value, &error_abort);
}

void qdev_prop_set_uint64(DeviceState *dev, const char *name, uint64_t value)
{
    object_property_set_uint(OBJECT(dev), name, value, &error_abort);
}

void qdev_prop_set_uint8(DeviceState *dev, const char *name, uint8_t value)
{
    qdev_prop_set_uint64(dev, name, value);
}

void qdev_prop_set_uint16(DeviceState *dev, const char *name, uint16_t value)
{
    qdev_prop_set_uint64(dev, name, value);
}

void qdev_prop_set_uint32(DeviceState *dev, const char *name, uint32_t value)
{
    qdev_prop_set_uint64(dev, name, value);
}

void qdev_prop_set_int32(DeviceState *dev, const char *name, int32_t value)
{
    object_property_set_int(OBJECT(dev), name, value, &error_abort);
}

void qdev_prop_set_string(DeviceState *dev, const char *name,
                          const char *value)
{
    object_property_set_str(OBJECT(dev), name, value, &error_abort);
}

void qdev_prop_set_link(DeviceState *dev, const char *name, Object *value)
{
    object_property_set_link(OBJECT(dev), name, value, &error_abort);
}

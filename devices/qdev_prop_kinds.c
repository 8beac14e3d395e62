/*
 * qdev_prop_kinds.c: the kinds of device property
 *
 * One PropertyInfo per kind: how to move the field through a visitor, its
 * default, what to give back at the end and, where the plain value is not
 * what people want to see, its text.
 */
#include "devices/chardev.h"
#include "devices/qdev_properties.h"

/* ------------------------------------------------------- bits and bools */

static bool bit_get(DeviceState *dev, const Property *prop, Visitor *v,
                    Error **errp)
{
    uint32_t *field = qdev_prop_field(dev, prop);
    bool value = *field >> prop->bitnr & 1;

    return visit_type_bool(v, prop->name, &value, errp);
}

static void bit_store(uint32_t *field, unsigned nr, bool value)
{
    *field = (*field & ~(1u << nr)) | (uint32_t)value << nr;
}

static bool bit_set(DeviceState *dev, const Property *prop, Visitor *v,
                    Error **errp)
{
    bool value;

    if (!visit_type_bool(v, prop->name, &value, errp)) {
        return false;
    }
    bit_store(qdev_prop_field(dev, prop), prop->bitnr, value);
    return true;
}

static void bit_init(DeviceState *dev, const Property *prop)
{
    bit_store(qdev_prop_field(dev, prop), prop->bitnr, prop->defval.u);
}

static char *bit_print(DeviceState *dev, const Property *prop)
{
    uint32_t *field = qdev_prop_field(dev, prop);

    return g_strdup(*field >> prop->bitnr & 1 ? "on" : "off");
}

const PropertyInfo qdev_prop_bit = {
    .type = "bool",
    .description = "on/off",
    .get = bit_get,
    .set = bit_set,
    .init = bit_init,
    .print = bit_print,
};

/* ---------------------------------------------------- plain variables */

/* One kind whose field a visit_type_ function reads and writes directly. */
#define PLAIN_KIND(kind_, type_name_, ctype_, visit_, default_)         \
    static bool kind_##_visit(DeviceState *dev, const Property *prop,   \
                              Visitor *v, Error **errp)                 \
    {                                                                   \
        return visit_(v, prop->name,                                    \
                      (ctype_ *)qdev_prop_field(dev, prop), errp);      \
    }                                                                   \
    static void kind_##_init(DeviceState *dev, const Property *prop)    \
    {                                                                   \
        *(ctype_ *)qdev_prop_field(dev, prop) = prop->defval.default_;  \
    }                                                                   \
    const PropertyInfo qdev_prop_##kind_ = {                            \
        .type = (type_name_),                                           \
        .get = kind_##_visit,                                           \
        .set = kind_##_visit,                                           \
        .init = kind_##_init,                                           \
    };

PLAIN_KIND(bool, "bool", bool, visit_type_bool, u)
PLAIN_KIND(uint8, "uint8", uint8_t, visit_type_uint8, u)
PLAIN_KIND(uint16, "uint16", uint16_t, visit_type_uint16, u)
PLAIN_KIND(uint32, "uint32", uint32_t, visit_type_uint32, u)
PLAIN_KIND(uint64, "uint64", uint64_t, visit_type_uint64, u)
PLAIN_KIND(int32, "int32", int32_t, visit_type_int32, i)
PLAIN_KIND(size, "size", uint64_t, visit_type_size, u)

/* -------------------------------------------------------------- strings */

static bool string_get(DeviceState *dev, const Property *prop, Visitor *v,
                       Error **errp)
{
    char **field = qdev_prop_field(dev, prop);
    char *value = *field ? *field : (char *)"";

    return visit_type_str(v, prop->name, &value, errp);
}

static bool string_set(DeviceState *dev, const Property *prop, Visitor *v,
                       Error **errp)
{
    char **field = qdev_prop_field(dev, prop);
    char *value = NULL;

    if (!visit_type_str(v, prop->name, &value, errp)) {
        return false;
    }
    g_free(*field);
    *field = value;
    return true;
}

static void string_release(DeviceState *dev, const Property *prop)
{
    g_clear_pointer((char **)qdev_prop_field(dev, prop), g_free);
}

const PropertyInfo qdev_prop_string = {
    .type = "str",
    .get = string_get,
    .set = string_set,
    .release = string_release,
};

/* ------------------------------------------------------------- chardevs */

static bool chr_get(DeviceState *dev, const Property *prop, Visitor *v,
                    Error **errp)
{
    CharBackend *be = qdev_prop_field(dev, prop);
    char *value = be->chr && be->chr->label ? be->chr->label : (char *)"";

    return visit_type_str(v, prop->name, &value, errp);
}

static bool chr_set(DeviceState *dev, const Property *prop, Visitor *v,
                    Error **errp)
{
    CharBackend *be = qdev_prop_field(dev, prop);
    char *value = NULL;

    if (!visit_type_str(v, prop->name, &value, errp)) {
        return false;
    }
    g_autofree char *id = value;
    Chardev *chr = id[0] ? qemu_chr_find(id) : NULL;

    if (id[0] && !chr) {
        error_setg(errp, "Property '%s.%s' finds no chardev '%s'; make one "
                   "with -chardev ...,id=%s",
                   object_get_typename(OBJECT(dev)), prop->name, id, id);
        return false;
    }
    qemu_chr_fe_deinit(be, false);
    return qemu_chr_fe_init(be, chr, errp);
}

static void chr_release(DeviceState *dev, const Property *prop)
{
    qemu_chr_fe_deinit(qdev_prop_field(dev, prop), false);
}

const PropertyInfo qdev_prop_chr = {
    .type = "str",
    .description = "ID of a chardev to use as a backend",
    .get = chr_get,
    .set = chr_set,
    .release = chr_release,
};

void qdev_prop_set_chr(DeviceState *dev, const char *name, Chardev *value)
{
    qdev_prop_set_string(dev, name, value ? value->label : "");
}

/* ---------------------------------------------------------------- links */

static bool link_get(DeviceState *dev, const Property *prop, Visitor *v,
                     Error **errp)
{
    return visit_type_object(v, prop->name, qdev_prop_field(dev, prop), errp);
}

static bool link_set(DeviceState *dev, const Property *prop, Visitor *v,
                     Error **errp)
{
    Object **field = qdev_prop_field(dev, prop);
    Object *target = NULL;

    if (!visit_type_object(v, prop->name, &target, errp)) {
        return false;
    }
    if (target && !object_dynamic_cast(target, prop->link_type)) {
        error_setg(errp, "Property '%s.%s' takes an object of type '%s', not "
                   "'%s'", object_get_typename(OBJECT(dev)), prop->name,
                   prop->link_type, object_get_typename(target));
        return false;
    }
    if (target) {
        object_ref(target);
    }
    object_unref(*field);
    *field = target;
    return true;
}

static void link_release(DeviceState *dev, const Property *prop)
{
    Object **field = qdev_prop_field(dev, prop);

    object_unref(*field);
    *field = NULL;
}

const PropertyInfo qdev_prop_link = {
    .type = "link",
    .get = link_get,
    .set = link_set,
    .release = link_release,
};

/*
 * qdev_properties.h: device properties as table rows
 *
 * A device lists its settings once; every row becomes a class property of the
 * object model, with a default, a type name and a text form, so boards,
 * `-device X,name=value`, `-device X,help` and `info qtree` all use it.
 *
 *     static const Property uart_properties[] = {
 *         DEFINE_PROP_CHR("chardev", UartState, chr),
 *         DEFINE_PROP_UINT32("baudbase", UartState, baudbase, 115200),
 *     };
 *     device_class_set_props(dc, uart_properties);
 *
 * After realize a row refuses changes unless its PropertyInfo says otherwise.
 */
#ifndef DEVICES_QDEV_PROPERTIES_H
#define DEVICES_QDEV_PROPERTIES_H

#include "devices/qdev.h"

typedef struct PropertyInfo PropertyInfo;

/* A kind of property; boards of other topics may add kinds of their own. */
struct PropertyInfo {
    const char *type;           /* for people: "uint32", "bool", "str" */
    const char *description;    /* (nullable): what values it takes */
    bool live;                  /* may change after realize */
    /* move the field through the visitor; false: @errp is set */
    bool (*get)(DeviceState *dev, const Property *prop, Visitor *v,
                Error **errp);
    bool (*set)(DeviceState *dev, const Property *prop, Visitor *v,
                Error **errp);
    /* all below (nullable) */
    void (*init)(DeviceState *dev, const Property *prop);    /* default */
    void (*release)(DeviceState *dev, const Property *prop); /* at the end */
    char *(*print)(DeviceState *dev, const Property *prop); /* for qtree */
};

struct Property {
    const char *name;           /* NULL ends a table */
    const PropertyInfo *info;
    ptrdiff_t offset;           /* of the field in the device's state */
    uint8_t bitnr;              /* for DEFINE_PROP_BIT */
    bool set_default;           /* write defval when the device is made */
    union {
        int64_t i;
        uint64_t u;
        const char *str;
    } defval;
    const char *link_type;      /* for DEFINE_PROP_LINK */
};

extern const PropertyInfo qdev_prop_bit;
extern const PropertyInfo qdev_prop_bool;
extern const PropertyInfo qdev_prop_uint8;
extern const PropertyInfo qdev_prop_uint16;
extern const PropertyInfo qdev_prop_uint32;
extern const PropertyInfo qdev_prop_uint64;
extern const PropertyInfo qdev_prop_int32;
extern const PropertyInfo qdev_prop_size;
extern const PropertyInfo qdev_prop_string;
extern const PropertyInfo qdev_prop_chr;
extern const PropertyInfo qdev_prop_link;

/* Makes a field of the wrong type fail to compile. */
#define QDEV_FIELD_OFFSET(state_, field_, type_) \
    (offsetof(state_, field_) + \
     0 * sizeof((type_ *)0 == &((state_ *)0)->field_))

#define DEFINE_PROP(name_, state_, field_, info_, type_, ...) \
    { .name = (name_), .info = &(info_), \
      .offset = QDEV_FIELD_OFFSET(state_, field_, type_), __VA_ARGS__ }

#define DEFINE_PROP_U_(name_, state_, field_, value_, info_, type_) \
    DEFINE_PROP(name_, state_, field_, info_, type_, \
                .set_default = true, .defval.u = (value_))

/* Bit @bit_ of a uint32_t field, shown as on or off. */
#define DEFINE_PROP_BIT(name_, state_, field_, bit_, value_) \
    DEFINE_PROP(name_, state_, field_, qdev_prop_bit, uint32_t, \
                .bitnr = (bit_), .set_default = true, .defval.u = (value_))
#define DEFINE_PROP_BOOL(name_, state_, field_, value_) \
    DEFINE_PROP_U_(name_, state_, field_, value_, qdev_prop_bool, bool)
#define DEFINE_PROP_UINT8(name_, state_, field_, value_) \
    DEFINE_PROP_U_(name_, state_, field_, value_, qdev_prop_uint8, uint8_t)
#define DEFINE_PROP_UINT16(name_, state_, field_, value_) \
    DEFINE_PROP_U_(name_, state_, field_, value_, qdev_prop_uint16, uint16_t)
#define DEFINE_PROP_UINT32(name_, state_, field_, value_) \
    DEFINE_PROP_U_(name_, state_, field_, value_, qdev_prop_uint32, uint32_t)
#define DEFINE_PROP_UINT64(name_, state_, field_, value_) \
    DEFINE_PROP_U_(name_, state_, field_, value_, qdev_prop_uint64, uint64_t)
#define DEFINE_PROP_SIZE(name_, state_, field_, value_) \
    DEFINE_PROP_U_(name_, state_, field_, value_, qdev_prop_size, uint64_t)
#define DEFINE_PROP_INT32(name_, state_, field_, value_) \
    DEFINE_PROP(name_, state_, field_, qdev_prop_int32, int32_t, \
                .set_default = true, .defval.i = (value_))
/* A g_malloc'd string owned by the device, NULL until set. */
#define DEFINE_PROP_STRING(name_, state_, field_) \
    DEFINE_PROP(name_, state_, field_, qdev_prop_string, char *)
/* A CharBackend; the value is the id of a -chardev. */
#define DEFINE_PROP_CHR(name_, state_, field_) \
    DEFINE_PROP(name_, state_, field_, qdev_prop_chr, CharBackend)
/* A pointer of @ptr_type_ to an object of QOM type @type_. */
#define DEFINE_PROP_LINK(name_, state_, field_, type_, ptr_type_) \
    DEFINE_PROP(name_, state_, field_, qdev_prop_link, ptr_type_, \
                .link_type = (type_))
#define DEFINE_PROP_END_OF_LIST() { .name = NULL }

/**
 * device_class_set_props: give a device class its table of properties
 * @dc_:    class being initialised
 * @props_: static const array of Property
 */
#define device_class_set_props(dc_, props_) \
    device_class_set_props_n((dc_), (props_), G_N_ELEMENTS(props_))
void device_class_set_props_n(DeviceClass *dc, const Property *props,
                              size_t n);

/*
 * Setters for boards. A name that does not exist or a device that is already
 * realized is a bug of the board: the program stops with a message.
 */
void qdev_prop_set_bit(DeviceState *dev, const char *name, bool value);
void qdev_prop_set_uint8(DeviceState *dev, const char *name, uint8_t value);
void qdev_prop_set_uint16(DeviceState *dev, const char *name, uint16_t value);
void qdev_prop_set_uint32(DeviceState *dev, const char *name, uint32_t value);
void qdev_prop_set_int32(DeviceState *dev, const char *name, int32_t value);
void qdev_prop_set_uint64(DeviceState *dev, const char *name, uint64_t value);
void qdev_prop_set_string(DeviceState *dev, const char *name,
                          const char *value);
void qdev_prop_set_link(DeviceState *dev, const char *name, Object *value);

/** qdev_prop_field: where the value lives in the device's state */
void *qdev_prop_field(DeviceState *dev, const Property *prop);

struct Chardev;
/** qdev_prop_set_chr: attach @value (nullable: leaves it unconnected) */
void qdev_prop_set_chr(DeviceState *dev, const char *name,
                       struct Chardev *value);

/**
 * qdev_prop_parse: set a property from the text of a command line
 *
 * Returns: false with @errp naming the device, the property, what it takes.
 */
bool qdev_prop_parse(DeviceState *dev, const char *name, const char *value,
                     Error **errp);

/**
 * qdev_prop_text: a property's value as `info qtree` shows it
 *
 * Returns: (transfer full).
 */
char *qdev_prop_text(DeviceState *dev, const Property *prop);

/**
 * qdev_prop_foreach: visit the rows of @dc and its parents, deepest first
 * @dc:     the class
 * @fn:     called for each row
 * @opaque: passed to @fn
 */
void qdev_prop_foreach(DeviceClass *dc,
                       void (*fn)(const Property *prop, void *opaque),
                       void *opaque);

/** qdev_prop_release_all: give back what the rows own; at the end of @dev */
void qdev_prop_release_all(DeviceState *dev);

#endif

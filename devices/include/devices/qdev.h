/*
 * qdev.h: what every device has in common
 *
 * A device is an Object with a two-step birth. instance_init makes it: no
 * errors, no side effects outside the object, so a type can be created just
 * to be looked at. Then properties are set, and realize makes it work: it may
 * fail, and afterwards most properties are fixed. Last come the wires: input
 * and output pins (GPIO), memory windows and the bus it sits on.
 *
 *     DeviceState *dev = qdev_new("or-irq");
 *     qdev_prop_set_uint16(dev, "num-lines", 4);
 *     qdev_realize_and_unref(dev, NULL, &error_fatal);
 *     qdev_connect_gpio_out(dev, 0, qdev_get_gpio_in(plic, 7));
 *
 * Names and meaning follow QEMU. Reset is in reset.h, properties with a table
 * row are in qdev_properties.h, devices with memory windows in sysbus.h.
 * Not here: hot-unplug by guest request and failover.
 */
#ifndef DEVICES_QDEV_H
#define DEVICES_QDEV_H

#include "core/bits.h"
#include "core/error.h"
#include "core/irq.h"
#include "core/object.h"
#include "devices/reset.h"

typedef struct DeviceState DeviceState;
typedef struct DeviceClass DeviceClass;
typedef struct BusState BusState;
typedef struct BusClass BusClass;
typedef struct Property Property;
struct VMStateDescription;

#define TYPE_DEVICE "device"
#define DEVICE(obj) OBJECT_CHECK(DeviceState, (obj), TYPE_DEVICE)
#define DEVICE_CLASS(klass) \
    OBJECT_CLASS_CHECK(DeviceClass, (klass), TYPE_DEVICE)
#define DEVICE_GET_CLASS(obj) \
    OBJECT_GET_CLASS(DeviceClass, (obj), TYPE_DEVICE)

#define TYPE_BUS "bus"
#define BUS(obj) OBJECT_CHECK(BusState, (obj), TYPE_BUS)
#define BUS_CLASS(klass) OBJECT_CLASS_CHECK(BusClass, (klass), TYPE_BUS)
#define BUS_GET_CLASS(obj) OBJECT_GET_CLASS(BusClass, (obj), TYPE_BUS)

/* What `-device help` groups by; bits of DeviceClass.categories. */
typedef enum DeviceCategory {
    DEVICE_CATEGORY_BRIDGE,
    DEVICE_CATEGORY_USB,
    DEVICE_CATEGORY_STORAGE,
    DEVICE_CATEGORY_NETWORK,
    DEVICE_CATEGORY_INPUT,
    DEVICE_CATEGORY_DISPLAY,
    DEVICE_CATEGORY_SOUND,
    DEVICE_CATEGORY_MISC,
    DEVICE_CATEGORY_CPU,
    DEVICE_CATEGORY_WATCHDOG,
    DEVICE_CATEGORY_MAX
} DeviceCategory;

/** set_bit: set bit @nr of the bitmap @addr; set_bit(x, dc->categories) */
static inline void set_bit(long nr, unsigned long *addr)
{
    addr[nr / (8 * sizeof(long))] |= 1ul << (nr % (8 * sizeof(long)));
}

typedef void (*DeviceRealize)(DeviceState *dev, Error **errp);
typedef void (*DeviceUnrealize)(DeviceState *dev);
typedef void (*DeviceReset)(DeviceState *dev);

struct DeviceClass {
    ObjectClass parent_class;

    /* description */
    unsigned long categories[1]; /* bitmap of DeviceCategory */
    const char *fw_name;        /* (nullable): name in device paths */
    const char *desc;           /* (nullable): one line for -device help */
    const Property *props_;     /* this class's own table, see set_props */
    uint16_t props_count_;
    bool user_creatable;        /* -device may create it; default true */
    bool hotpluggable;          /* may appear while the machine runs */
    const char *bus_type;       /* (nullable): type of bus it must sit on */

    /* behaviour; all (nullable) */
    DeviceReset legacy_reset;   /* runs in the hold phase; see reset.h */
    DeviceRealize realize;
    DeviceUnrealize unrealize;
    const struct VMStateDescription *vmsd; /* what a snapshot holds */
};

/* Pins of one name: inputs are IRQ objects, outputs are slots to fill. */
typedef struct NamedGPIOList {
    char *name;                 /* (nullable): NULL is the unnamed list */
    DeviceState *owner;         /* whose pins these are: see pass_gpios */
    qemu_irq *in;
    int num_in;
    int num_out;                /* links "<name>[n]" of the owner */
} NamedGPIOList;

struct DeviceState {
    Object parent_obj;

    char *id;                   /* (nullable): what the user called it */
    bool realized;
    bool hotplugged;            /* created after the machine was ready */
    BusState *parent_bus;       /* (nullable): bus it sits on */
    GPtrArray *gpios;           /* of NamedGPIOList */
    GPtrArray *child_bus;       /* of BusState: buses this device provides */
    ResettableState reset;      /* derived, not saved */
};

struct BusClass {
    ObjectClass parent_class;

    /* all (nullable) */
    void (*print_dev)(GString *out, DeviceState *dev, int indent);
    char *(*get_dev_path)(DeviceState *dev); /* (transfer full) */
    bool (*check_address)(BusState *bus, DeviceState *dev, Error **errp);
    void (*realize)(BusState *bus, Error **errp);
    void (*unrealize)(BusState *bus);
    int max_dev;                /* 0: no limit */
};

struct BusState {
    Object parent_obj;

    DeviceState *parent;        /* (nullable): device that provides it */
    char *name;
    GPtrArray *children;        /* of DeviceState, in plugging order */
    bool realized;
    ResettableState reset;      /* derived, not saved */
};

/* ------------------------------------------------------------ life cycle */

/**
 * qdev_new: create a device, not yet working
 * @name: type name; must exist and be a device (anything else is a bug)
 *
 * Returns: (transfer full): the caller owns the reference; qdev_realize_and
 *          _unref() is the usual way to give it away.
 */
DeviceState *qdev_new(const char *name);

/** qdev_try_new: qdev_new(), or NULL when there is no such device type */
DeviceState *qdev_try_new(const char *name);

/**
 * qdev_realize: make a device work
 * @dev:  device with its properties set
 * @bus:  (nullable): bus it is plugged into
 * @errp: (out) (nullable): why it refused
 *
 * A device without a place in the object tree is filed under
 * /machine/unattached as device[n]. On failure the device is unplugged again
 * and may be dropped or tried again.
 *
 * Returns: false with @errp set when the device or the bus refused.
 */
bool qdev_realize(DeviceState *dev, BusState *bus, Error **errp);

/** qdev_realize_and_unref: qdev_realize(), then drop the caller's reference */
bool qdev_realize_and_unref(DeviceState *dev, BusState *bus, Error **errp);

/**
 * qdev_set_id: name a device as -device ...,id=@id does
 * @dev: not yet in the object tree
 * @id:  (nullable): files it as /machine/peripheral/@id, or without an id as
 *       /machine/peripheral-anon/device[n]
 *
 * Returns: false with @errp set when the id is taken or malformed.
 */
bool qdev_set_id(DeviceState *dev, const char *id, Error **errp);

/** qdev_unrealize: stop working; children of its buses first */
void qdev_unrealize(DeviceState *dev);

/** qdev_is_realized: true between a successful realize and unrealize */
bool qdev_is_realized(DeviceState *dev);

/** device_class_set_legacy_reset: use @fn as the hold phase of @dc */
void device_class_set_legacy_reset(DeviceClass *dc, DeviceReset fn);

/** device_class_set_parent_realize: override realize, remember the old one */
void device_class_set_parent_realize(DeviceClass *dc, DeviceRealize realize,
                                     DeviceRealize *parent_realize);

/** device_cold_reset: resettable_reset() of the device and its buses */
void device_cold_reset(DeviceState *dev);

/** device_is_in_reset: is the device held in reset? */
bool device_is_in_reset(DeviceState *dev);

/**
 * qdev_get_machine: the object at /machine
 *
 * The board puts itself there before it creates devices. Without a board (in
 * unit tests) an empty container is made.
 *
 * Returns: borrowed.
 */
Object *qdev_get_machine(void);

/**
 * qdev_foreach: call @fn for every realized device of the machine
 *
 * In the order of the object tree, which is the order of creation: the same
 * for the same command line. Snapshots and digests walk devices this way and
 * use DeviceClass.vmsd and object_get_canonical_path().
 */
void qdev_foreach(void (*fn)(DeviceState *dev, void *opaque), void *opaque);

/** qdev_get_dev_path: how @dev's bus addresses it; (transfer full), nullable */
char *qdev_get_dev_path(DeviceState *dev);

/* ------------------------------------------------------------------ pins */

/**
 * qdev_init_gpio_in: give the device @n more unnamed input pins
 * @dev:     the device
 * @handler: called as handler(dev, pin, level) on every qemu_set_irq()
 * @n:       how many; numbers continue after earlier calls
 *
 * A pin has no memory: the handler stores the level if the device needs it.
 */
void qdev_init_gpio_in(DeviceState *dev, qemu_irq_handler handler, int n);

/** qdev_init_gpio_in_named: the same for pins called @name */
void qdev_init_gpio_in_named(DeviceState *dev, qemu_irq_handler handler,
                             const char *name, int n);

/** qdev_init_gpio_in_named_with_opaque: handler gets @opaque, not @dev */
void qdev_init_gpio_in_named_with_opaque(DeviceState *dev,
                                         qemu_irq_handler handler,
                                         void *opaque, const char *name,
                                         int n);

/**
 * qdev_init_gpio_out: announce @n output pins
 * @dev:  the device
 * @pins: array in the device's state; qdev_connect_gpio_out() fills it and
 *        the device drives it with qemu_set_irq(). Stays NULL when nobody
 *        connects it, which is harmless.
 * @n:    how many
 */
void qdev_init_gpio_out(DeviceState *dev, qemu_irq *pins, int n);

/** qdev_init_gpio_out_named: the same for pins called @name */
void qdev_init_gpio_out_named(DeviceState *dev, qemu_irq *pins,
                              const char *name, int n);

/**
 * qdev_get_gpio_in: input pin @n, to be connected to somebody's output
 *
 * Returns: borrowed. A pin that does not exist stops the program with a
 *          message that names the device and its pins.
 */
qemu_irq qdev_get_gpio_in(DeviceState *dev, int n);
qemu_irq qdev_get_gpio_in_named(DeviceState *dev, const char *name, int n);

/**
 * qdev_connect_gpio_out: wire output @n of @dev to @input_pin
 * @dev:       the device that drives
 * @n:         which of its outputs
 * @input_pin: (nullable): where the level goes; NULL disconnects
 *
 * One output drives one input: use "split-irq" to fan out and "or-irq" to
 * join several outputs. An output that does not exist stops the program with
 * a message.
 */
void qdev_connect_gpio_out(DeviceState *dev, int n, qemu_irq input_pin);
void qdev_connect_gpio_out_named(DeviceState *dev, const char *name, int n,
                                 qemu_irq input_pin);

/** qdev_get_gpio_out_connector: what output @n drives; NULL: nothing */
qemu_irq qdev_get_gpio_out_connector(DeviceState *dev, const char *name,
                                     int n);

/** qdev_pass_gpios: @container shows @dev's pins called @name as its own */
void qdev_pass_gpios(DeviceState *dev, DeviceState *container,
                     const char *name);

/* ----------------------------------------------------------------- buses */

/**
 * qbus_new: create a bus
 * @type_name: type derived from TYPE_BUS
 * @parent:    (nullable): device that provides it
 * @name:      (nullable): NULL makes "<parent id or type>.<n>"
 *
 * Returns: borrowed when @parent owns it, else (transfer full).
 */
BusState *qbus_new(const char *type_name, DeviceState *parent,
                   const char *name);

/** qbus_init: qbus_new() in storage of @size bytes that the caller owns */
void qbus_init(void *bus, size_t size, const char *type_name,
               DeviceState *parent, const char *name);

bool qbus_realize(BusState *bus, Error **errp);
void qbus_unrealize(BusState *bus);

/** qdev_get_child_bus: bus @name that @dev provides; NULL: none */
BusState *qdev_get_child_bus(DeviceState *dev, const char *name);
BusState *qdev_get_parent_bus(const DeviceState *dev);

/** bus_cold_reset: resettable_reset() of everything on @bus */
void bus_cold_reset(BusState *bus);

/** qdev_find_recursive: device with @id on @bus or below; NULL: none */
DeviceState *qdev_find_recursive(BusState *bus, const char *id);

/**
 * qdev_print_tree: what `info qtree` prints
 * @out: text is appended here
 * @bus: (nullable): where to start; NULL: the main system bus
 */
void qdev_print_tree(GString *out, BusState *bus);

/** qdev_print_tree_brief: the same, buses and devices only */
void qdev_print_tree_brief(GString *out, BusState *bus);

#endif

/*
 * sysbus.c: the system bus and the base type of its devices
 *
 * The bus itself does nothing: it groups devices for reset and for
 * `info qtree`. Windows and outputs are in sysbus_plumbing.c.
 */
#include "devices/sysbus.h"

#include <inttypes.h>

#include "qdev_internal.h"
#include "sysbus_internal.h"

MemoryRegion *sysbus_mmio_get_region(SysBusDevice *dev, int n)
{
    return sysbus_has_mmio(dev, n) ? dev->mmio[n].memory : NULL;
}

bool sysbus_has_mmio(SysBusDevice *dev, int n)
{
    return n >= 0 && n < dev->num_mmio;
}

bool sysbus_has_irq(SysBusDevice *dev, int n)
{
    g_autofree char *link = g_strdup_printf(SYSBUS_DEVICE_GPIO_IRQ "[%d]", n);

    return object_property_find(OBJECT(dev), link) != NULL;
}

bool sysbus_is_irq_connected(SysBusDevice *dev, int n)
{
    return qdev_get_gpio_out_connector(DEVICE(dev), SYSBUS_DEVICE_GPIO_IRQ,
                                       n) != NULL;
}

void sysbus_pass_irq(SysBusDevice *dev, SysBusDevice *target)
{
    qdev_pass_gpios(DEVICE(target), DEVICE(dev), SYSBUS_DEVICE_GPIO_IRQ);
}

bool sysbus_realize(SysBusDevice *dev, Error **errp)
{
    return qdev_realize(DEVICE(dev), sysbus_get_default(), errp);
}

bool sysbus_realize_and_unref(SysBusDevice *dev, Error **errp)
{
    return qdev_realize_and_unref(DEVICE(dev), sysbus_get_default(), errp);
}

DeviceState *sysbus_create_simple(const char *name, hwaddr addr, qemu_irq irq)
{
    DeviceState *dev = qdev_new(name);
    SysBusDevice *s = SYS_BUS_DEVICE(dev);

    sysbus_realize_and_unref(s, &error_fatal);
    if (addr != SYSBUS_UNMAPPED) {
        sysbus_mmio_map(s, 0, addr);
    }
    if (irq) {
        sysbus_connect_irq(s, 0, irq);
    }
    return dev;
}

/* ---------------------------------------- windows in the object tree */

/*
 * A MemoryRegion is a plain struct; this small object stands for it in the
 * composition tree, so that `info qom-tree` shows a device's windows.
 */
#define TYPE_MEMORY_REGION_NODE "memory-region"
OBJECT_DECLARE_SIMPLE_TYPE(MemoryRegionNode, MEMORY_REGION_NODE)

struct MemoryRegionNode {
    Object parent_obj;
    MemoryRegion *memory;       /* (borrowed): its device owns both */
};

static void region_node_get_size(Object *obj, Visitor *v, const char *name,
                                 void *opaque, Error **errp)
{
    uint64_t size = memory_region_size(MEMORY_REGION_NODE(obj)->memory);

    visit_type_uint64(v, name, &size, errp);
}

static void region_node_class_init(ObjectClass *klass, void *data)
{
    object_class_property_add(klass, "size", "uint64", region_node_get_size,
                              NULL, NULL, NULL);
}

void sysbus_add_region_node(SysBusDevice *dev, MemoryRegion *memory)
{
    Object *node = object_new(TYPE_MEMORY_REGION_NODE);
    g_autofree char *name = g_strdup_printf("%s[*]",
                                            memory_region_name(memory));

    MEMORY_REGION_NODE(node)->memory = memory;
    object_property_add_child(OBJECT(dev), g_strdelimit(name, "/", '|'),
                              node);
    object_unref(node);
}

/* ------------------------------------------------------------- the types */

BusState *sysbus_get_default(void)
{
    Object *home = container_get(qdev_get_machine(), "/unattached");
    Object *bus = object_resolve_path_component(home, "sysbus");

    if (!bus) {
        bus = OBJECT(qbus_new(TYPE_SYSTEM_BUS, NULL, "main-system-bus"));
        object_property_add_child(home, "sysbus", bus);
        object_unref(bus);
        qbus_realize(BUS(bus), &error_abort);
    }
    return BUS(bus);
}

static void sysbus_print_dev(GString *out, DeviceState *dev, int indent)
{
    SysBusDevice *s = SYS_BUS_DEVICE(dev);

    for (int i = 0; i < s->num_mmio; i++) {
        qtree_printf(out, indent, "mmio %016" PRIx64 "/%016" PRIx64 "\n",
                     s->mmio[i].addr, memory_region_size(s->mmio[i].memory));
    }
}

static char *sysbus_get_dev_path(DeviceState *dev)
{
    SysBusDevice *s = SYS_BUS_DEVICE(dev);
    const char *type = object_get_typename(OBJECT(dev));

    if (s->num_mmio && s->mmio[0].addr != SYSBUS_UNMAPPED) {
        return g_strdup_printf("%s@%016" PRIx64, type, s->mmio[0].addr);
    }
    return g_strdup(type);
}

static void system_bus_class_init(ObjectClass *klass, void *data)
{
    BusClass *bc = BUS_CLASS(klass);

    bc->print_dev = sysbus_print_dev;
    bc->get_dev_path = sysbus_get_dev_path;
}

/* Mapped windows keep their device alive, so they go first. */
static void sysbus_device_unparent(Object *obj)
{
    SysBusDevice *dev = SYS_BUS_DEVICE(obj);

    for (int i = 0; i < dev->num_mmio; i++) {
        sysbus_mmio_unmap(dev, i);
    }
    object_class_by_name(TYPE_DEVICE)->unparent(obj);
}

/* A device that gave its region back itself left it zeroed, without a name. */
static void sysbus_device_finalize(Object *obj)
{
    SysBusDevice *dev = SYS_BUS_DEVICE(obj);

    for (int i = 0; i < dev->num_mmio; i++) {
        if (memory_region_name(dev->mmio[i].memory)) {
            memory_region_deinit(dev->mmio[i].memory);
        }
    }
}

static void sysbus_device_class_init(ObjectClass *klass, void *data)
{
    DeviceClass *dc = DEVICE_CLASS(klass);

    klass->unparent = sysbus_device_unparent;
    dc->bus_type = TYPE_SYSTEM_BUS;
    /* Where it goes is the board's decision, not the command line's. */
    dc->user_creatable = false;
    dc->hotpluggable = false;
}

static const TypeInfo sysbus_types[] = {
    {
        .name = TYPE_SYSTEM_BUS,
        .parent = TYPE_BUS,
        .class_init = system_bus_class_init,
    },
    {
        .name = TYPE_SYS_BUS_DEVICE,
        .parent = TYPE_DEVICE,
        .instance_size = sizeof(SysBusDevice),
        .instance_finalize = sysbus_device_finalize,
        .abstract = true,
        .class_init = sysbus_device_class_init,
    },
    {
        .name = TYPE_MEMORY_REGION_NODE,
        .parent = TYPE_OBJECT,
        .instance_size = sizeof(MemoryRegionNode),
        .class_init = region_node_class_init,
    },
};

DEFINE_TYPES(sysbus_types)

/* gadget.c: see gadget.h */
#include "gadget.h"

int gadgets_alive;

void gadget_in(void *opaque, int n, int level)
{
    Gadget *g = opaque;

    g->in_calls++;
    g->in_pin = n;
    g->in_level = level;
}

static const MemoryRegionOps gadget_ops = {
    .endianness = DEVICE_LITTLE_ENDIAN,
};

static void gadget_init(Object *obj)
{
    Gadget *g = GADGET(obj);
    DeviceState *dev = DEVICE(obj);

    gadgets_alive++;
    qdev_init_gpio_in(dev, gadget_in, 2);
    qdev_init_gpio_in(dev, gadget_in, 1);
    qdev_init_gpio_in_named(dev, gadget_in, "strobe", 4);
    qdev_init_gpio_out(dev, g->out, 3);
    qdev_init_gpio_out_named(dev, g->named_out, "lamp", 2);
    memory_region_init_io(&g->mmio, obj, &gadget_ops, g, "gadget", 0x100);
    sysbus_init_mmio(SYS_BUS_DEVICE(obj), &g->mmio);
    sysbus_init_irq(SYS_BUS_DEVICE(obj), &g->irq);
}

static void gadget_finalize(Object *obj)
{
    gadgets_alive--;
}

static void gadget_realize(DeviceState *dev, Error **errp)
{
    Gadget *g = GADGET(dev);

    if (g->refuse) {
        error_setg(errp, "gadget refuses");
        return;
    }
    g->realized++;
}

static void gadget_unrealize(DeviceState *dev)
{
    GADGET(dev)->unrealized++;
}

static const Property gadget_properties[] = {
    DEFINE_PROP_BOOL("on", Gadget, on, true),
    DEFINE_PROP_UINT8("u8", Gadget, u8, 8),
    DEFINE_PROP_UINT16("u16", Gadget, u16, 16),
    DEFINE_PROP_UINT32("u32", Gadget, u32, 32),
    DEFINE_PROP_UINT64("u64", Gadget, u64, 1ull << 63),
    DEFINE_PROP_INT32("i32", Gadget, i32, -5),
    DEFINE_PROP_SIZE("size", Gadget, size, 4096),
    DEFINE_PROP_BIT("flag3", Gadget, flags, 3, true),
    DEFINE_PROP_BIT("flag4", Gadget, flags, 4, false),
    DEFINE_PROP_STRING("text", Gadget, text),
    DEFINE_PROP_LINK("friend", Gadget, friend, TYPE_DEVICE, DeviceState *),
    DEFINE_PROP_END_OF_LIST(),
};

static void gadget_class_init(ObjectClass *klass, void *data)
{
    DeviceClass *dc = DEVICE_CLASS(klass);

    dc->desc = "gadget for tests";
    dc->realize = gadget_realize;
    dc->unrealize = gadget_unrealize;
    device_class_set_props(dc, gadget_properties);
}

static const Property child_properties[] = {
    DEFINE_PROP_UINT32("extra", Gadget, live, 7),
};

static void gadget_child_class_init(ObjectClass *klass, void *data)
{
    device_class_set_props(DEVICE_CLASS(klass), child_properties);
}

static const TypeInfo gadget_types[] = {
    {
        .name = TYPE_GADGET,
        .parent = TYPE_SYS_BUS_DEVICE,
        .instance_size = sizeof(Gadget),
        .instance_init = gadget_init,
        .instance_finalize = gadget_finalize,
        .class_init = gadget_class_init,
    },
    {
        .name = "test-gadget-child",
        .parent = TYPE_GADGET,
        .class_init = gadget_child_class_init,
    },
};
DEFINE_TYPES(gadget_types)

Gadget *gadget_new(void)
{
    return GADGET(qdev_new(TYPE_GADGET));
}

Gadget *gadget_new_realized(void)
{
    Gadget *g = gadget_new();

    sysbus_realize_and_unref(SYS_BUS_DEVICE(g), &error_abort);
    return g;
}

/*
 * devices_pins.c: lecture 02, input pins with a name and their own opaque
 *
 * Pins of one device that mean different things get a name; a handler that
 * serves a part of the device gets that part instead of the device.
 */
#include "devices/sysbus.h"

#define TYPE_LAMP "lamp"
OBJECT_DECLARE_SIMPLE_TYPE(LampState, LAMP)

#define NUM_BULBS 3

struct LampState {
    SysBusDevice parent_obj;
    MemoryRegion window[2];
    int bulb[NUM_BULBS];
    int fuse;
};

static void lamp_set_bulb(void *opaque, int n, int level)
{
    int *bulb = opaque;

    bulb[n] = level;
}

static void lamp_set_fuse(void *opaque, int n, int level)
{
    LAMP(opaque)->fuse = level;
}

static void lamp_init(Object *obj)
{
    LampState *s = LAMP(obj);
    qemu_irq_handler handler = lamp_set_bulb;

    G_STATIC_ASSERT(G_N_ELEMENTS(s->window) <= QDEV_MAX_MMIO);
    qdev_init_gpio_in_named_with_opaque(DEVICE(s), handler, s->bulb, "bulb",
                                        NUM_BULBS);
    qdev_init_gpio_in(DEVICE(s), lamp_set_fuse, 1);
    for (unsigned i = 0; i < G_N_ELEMENTS(s->window); i++) {
        memory_region_init(&s->window[i], obj, "lamp-window", 0x10);
        sysbus_init_mmio(SYS_BUS_DEVICE(s), &s->window[i]);
    }
}

static const TypeInfo lamp_info = {
    .name = TYPE_LAMP,
    .parent = TYPE_SYS_BUS_DEVICE,
    .instance_size = sizeof(LampState),
    .instance_init = lamp_init,
};

static void lamp_register_types(void)
{
    type_register_static(&lamp_info);
}

type_init(lamp_register_types)

int main(void)
{
    LampState *s = LAMP(qdev_new(TYPE_LAMP));

    qemu_irq_raise(qdev_get_gpio_in_named(DEVICE(s), "bulb", 2));
    qemu_irq_raise(qdev_get_gpio_in(DEVICE(s), 0));
    g_assert(s->bulb[0] == 0 && s->bulb[1] == 0 && s->bulb[2] == 1);
    g_assert(s->fuse == 1);
    qemu_irq_lower(qdev_get_gpio_in_named(DEVICE(s), "bulb", 2));
    g_assert(s->bulb[2] == 0);
    return 0;
}

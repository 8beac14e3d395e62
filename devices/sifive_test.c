/*
 * sifive_test.c: SiFive test finisher, the device around its register
 *
 * The register itself, and what a write of it does: sifive_test_regs.c.
 * Device tree "sifive,test1", "sifive,test0", "syscon".
 */
#include "devices/sifive_test.h"

#include "region_drop.h"

#define SIFIVE_TEST_SIZE 0x1000

static void sifive_test_init(Object *obj)
{
    SiFiveTestState *s = SIFIVE_TEST(obj);

    memory_region_init_io(&s->mmio, obj, &sifive_test_ops, s,
                          TYPE_SIFIVE_TEST, SIFIVE_TEST_SIZE);
    sysbus_init_mmio(SYS_BUS_DEVICE(s), &s->mmio);
}

static void sifive_test_finalize(Object *obj)
{
    region_drop(&SIFIVE_TEST(obj)->mmio);
}

static void sifive_test_class_init(ObjectClass *klass, void *data)
{
    DeviceClass *dc = DEVICE_CLASS(klass);

    dc->desc = "SiFive test finisher: power-off, exit status, reset";
    dc->user_creatable = false;
    set_bit(DEVICE_CATEGORY_MISC, dc->categories);
}

static const TypeInfo sifive_test_types[] = {
    {
        .name = TYPE_SIFIVE_TEST,
        .parent = TYPE_SYS_BUS_DEVICE,
        .instance_size = sizeof(SiFiveTestState),
        .instance_init = sifive_test_init,
        .instance_finalize = sifive_test_finalize,
        .class_init = sifive_test_class_init,
    },
};

DEFINE_TYPES(sifive_test_types)

DeviceState *sifive_test_create(hwaddr addr, const SystemRequest *request)
{
    DeviceState *dev = qdev_new(TYPE_SIFIVE_TEST);

    if (request) {
        SIFIVE_TEST(dev)->request = *request;
    }
    sysbus_realize_and_unref(SYS_BUS_DEVICE(dev), &error_fatal);
    sysbus_mmio_map(SYS_BUS_DEVICE(dev), 0, addr);
    return dev;
}

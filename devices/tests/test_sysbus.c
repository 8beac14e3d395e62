/* test_sysbus.c: windows and lines of two instances, and order mistakes */
#include <string.h>

#include "devices/clabpu_edc.h"
#include "devices/sysbus.h"
#include "fixture.h"
#include "memory/memory_map.h"

/* A register that remembers what was written and shows it on a line. */
#define TYPE_LATCH "test-latch"
OBJECT_DECLARE_SIMPLE_TYPE(Latch, LATCH)

struct Latch {
    SysBusDevice parent_obj;

    uint32_t value;
    MemoryRegion a, b;
    qemu_irq irq[2];
};

static uint64_t latch_read(void *opaque, hwaddr addr, unsigned size)
{
    return ((Latch *)opaque)->value;
}

static void latch_write(void *opaque, hwaddr addr, uint64_t value,
                        unsigned size)
{
    Latch *s = opaque;

    s->value = value;
    qemu_set_irq(s->irq[0], value & 1);
    qemu_set_irq(s->irq[1], value >> 1 & 1);
}

static const MemoryRegionOps latch_ops = {
    .read = latch_read,
    .write = latch_write,
    .endianness = DEVICE_LITTLE_ENDIAN,
    .valid.min_access_size = 4,
    .valid.max_access_size = 4,
};

static void latch_init(Object *obj)
{
    Latch *s = LATCH(obj);

    memory_region_init_io(&s->a, obj, &latch_ops, s, "latch-a", 0x10);
    memory_region_init_io(&s->b, obj, &latch_ops, s, "latch-b", 0x10);
    sysbus_init_mmio(SYS_BUS_DEVICE(obj), &s->a);
    sysbus_init_mmio(SYS_BUS_DEVICE(obj), &s->b);
    sysbus_init_irq(SYS_BUS_DEVICE(obj), &s->irq[0]);
    sysbus_init_irq(SYS_BUS_DEVICE(obj), &s->irq[1]);
}

static const TypeInfo latch_types[] = {
    {
        .name = TYPE_LATCH,
        .parent = TYPE_SYS_BUS_DEVICE,
        .instance_size = sizeof(Latch),
        .instance_init = latch_init,
    },
};
DEFINE_TYPES(latch_types)

static SysBusDevice *latch_new(void)
{
    SysBusDevice *s = SYS_BUS_DEVICE(qdev_new(TYPE_LATCH));

    memory_map_init();
    sysbus_realize_and_unref(s, &error_abort);
    return s;
}

static uint32_t load(hwaddr addr)
{
    uint32_t value = 0xdeadbeef;

    cpu_physical_memory_read(addr, &value, 4);
    return value;
}

static void store(hwaddr addr, uint32_t value)
{
    cpu_physical_memory_write(addr, &value, 4);
}

START_TEST(test_two_instances_do_not_interfere)
{
    SysBusDevice *one = latch_new();
    SysBusDevice *two = latch_new();
    IrqRecorder irq[2] = { { 0 } };

    sysbus_mmio_map(one, 0, 0x1000);
    sysbus_mmio_map(two, 0, 0x2000);
    sysbus_connect_irq(one, 0, irq_recorder_new(&irq[0]));
    sysbus_connect_irq(two, 0, irq_recorder_new(&irq[1]));
    store(0x1000, 0x11);
    ck_assert_int_eq(irq[0].level, 1);
    ck_assert_int_eq(irq[1].calls, 0);
    store(0x2000, 0x22);
    ck_assert_uint_eq(load(0x1000), 0x11);
    ck_assert_uint_eq(load(0x2000), 0x22);
    ck_assert_int_eq(irq[0].level, 1);
    ck_assert_int_eq(irq[1].level, 0);
}
END_TEST

START_TEST(test_windows_are_mapped_by_number)
{
    SysBusDevice *s = latch_new();

    sysbus_mmio_map(s, 1, 0x3000);
    store(0x3000, 5);
    ck_assert_uint_eq(LATCH(s)->value, 5);
    ck_assert_uint_eq(s->mmio[0].addr, SYSBUS_UNMAPPED);
    ck_assert_uint_eq(s->mmio[1].addr, 0x3000);
    ck_assert_ptr_eq(sysbus_mmio_get_region(s, 1), &LATCH(s)->b);
    ck_assert_ptr_null(sysbus_mmio_get_region(s, 2));
    ck_assert_ptr_null(sysbus_mmio_get_region(s, -1));
}
END_TEST

START_TEST(test_mapping_again_moves_the_window)
{
    SysBusDevice *s = latch_new();

    sysbus_mmio_map(s, 0, 0x1000);
    sysbus_mmio_map(s, 0, 0x5000);
    store(0x5000, 9);
    ck_assert_uint_eq(load(0x5000), 9);
    ck_assert_uint_eq(load(0x1000), 0);
    sysbus_mmio_unmap(s, 0);
    ck_assert_uint_eq(load(0x5000), 0);
}
END_TEST

START_TEST(test_overlap_shows_the_higher_priority)
{
    SysBusDevice *low = latch_new();
    SysBusDevice *high = latch_new();

    sysbus_mmio_map_overlap(high, 0, 0x1000, 1);
    sysbus_mmio_map_overlap(low, 0, 0x1000, 0);
    store(0x1000, 7);
    ck_assert_uint_eq(LATCH(high)->value, 7);
    ck_assert_uint_eq(LATCH(low)->value, 0);
}
END_TEST

START_TEST(test_second_line_is_its_own)
{
    SysBusDevice *s = latch_new();
    IrqRecorder irq = { 0 };

    ck_assert(!sysbus_is_irq_connected(s, 1));
    sysbus_connect_irq(s, 1, irq_recorder_new(&irq));
    ck_assert(sysbus_is_irq_connected(s, 1));
    sysbus_mmio_map(s, 0, 0x1000);
    store(0x1000, 1);
    ck_assert_int_eq(irq.level, 0);
    store(0x1000, 2);
    ck_assert_int_eq(irq.level, 1);
    ck_assert(sysbus_has_irq(s, 1));
    ck_assert(!sysbus_has_irq(s, 2));
}
END_TEST

static void map_unregistered(void)
{
    sysbus_mmio_map(latch_new(), 2, 0x1000);
}

static void map_negative(void)
{
    sysbus_mmio_map(latch_new(), -1, 0x1000);
}

static void connect_unregistered(void)
{
    SysBusDevice *s = latch_new();

    sysbus_connect_irq(s, 2, NULL);
}

START_TEST(test_unregistered_window_or_line_dies_with_a_message)
{
    ck_assert(dies_with(map_unregistered, "has no MMIO 2 to map"));
    ck_assert(dies_with(map_negative, "has no MMIO -1 to map"));
    ck_assert(dies_with(connect_unregistered, "no output pin 2"));
}
END_TEST

START_TEST(test_device_leaves_the_map_when_it_goes)
{
    SysBusDevice *s = latch_new();

    sysbus_mmio_map(s, 0, 0x1000);
    object_unparent(OBJECT(s));
    ck_assert_uint_eq(load(0x1000), 0);
}
END_TEST

START_TEST(test_create_simple_does_the_usual_steps)
{
    IrqRecorder irq = { 0 };
    DeviceState *dev;

    memory_map_init();
    dev = sysbus_create_simple(TYPE_LATCH, 0x4000, irq_recorder_new(&irq));
    ck_assert(qdev_is_realized(dev));
    store(0x4000, 1);
    ck_assert_int_eq(irq.level, 1);
}
END_TEST

START_TEST(test_dev_path_names_type_and_address)
{
    SysBusDevice *s = latch_new();

    sysbus_mmio_map(s, 0, 0x1000);
    g_autofree char *path = qdev_get_dev_path(DEVICE(s));

    ck_assert_str_eq(path, "test-latch@0000000000001000");
}
END_TEST

START_TEST(test_device_for_another_bus_is_refused)
{
    DeviceState *dev = qdev_new(TYPE_LATCH);
    BusState *bus = sysbus_get_default();
    Error *err = NULL;

    DEVICE_GET_CLASS(dev)->bus_type = "PCI";
    ck_assert(!qdev_realize(dev, bus, &err));
    ck_assert_ptr_nonnull(strstr(error_get_pretty(err), "PCI"));
    error_free(err);
    object_unref(dev);
}
END_TEST

UNIT_MAIN("sysbus",
          UNIT_TEST(test_two_instances_do_not_interfere),
          UNIT_TEST(test_windows_are_mapped_by_number),
          UNIT_TEST(test_mapping_again_moves_the_window),
          UNIT_TEST(test_overlap_shows_the_higher_priority),
          UNIT_TEST(test_second_line_is_its_own),
          UNIT_TEST(test_unregistered_window_or_line_dies_with_a_message),
          UNIT_TEST(test_device_leaves_the_map_when_it_goes),
          UNIT_TEST(test_create_simple_does_the_usual_steps),
          UNIT_TEST(test_dev_path_names_type_and_address),
          UNIT_TEST(test_device_for_another_bus_is_refused))

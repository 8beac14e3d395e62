/*
 * devices_intc.c: lecture 02, an interrupt controller as the course writes it
 *
 * A type with a register window, 32 input pins and one output; the board
 * creates it step by step: new, add as child, realize, map, connect.
 */
#include "core/log.h"
#include "devices/qdev_properties.h"
#include "devices/sysbus.h"
#include "memory/memory_map.h"
#include "snapshot/vmstate.h"

#define TYPE_MY_INTC "my-intc"
OBJECT_DECLARE_SIMPLE_TYPE(MyIntcState, MY_INTC)

#define MY_INTC_NUM_SOURCES 32
#define MY_INTC_SIZE 0x1000

struct MyIntcState {
    SysBusDevice parent_obj;

    MemoryRegion iomem;
    qemu_irq irq;
    uint32_t pending;
    uint32_t enabled;
    uint8_t priority[MY_INTC_NUM_SOURCES];
};

static void my_intc_update(MyIntcState *s)
{
    if (s->pending & s->enabled) {
        qemu_irq_raise(s->irq);
    } else {
        qemu_irq_lower(s->irq);
    }
}

static void my_intc_set_irq(void *opaque, int irq, int level)
{
    MyIntcState *s = MY_INTC(opaque);

    if (level) {
        s->pending |= 1u << irq;
    } else {
        s->pending &= ~(1u << irq);
    }
    my_intc_update(s);
}

static uint64_t my_intc_read(void *opaque, hwaddr offset, unsigned size)
{
    MyIntcState *s = opaque;

    switch (offset) {
    case 0x00:
        return s->pending;
    case 0x04:
        return s->enabled;
    default:
        qemu_log_mask(LOG_GUEST_ERROR, "my-intc: bad offset\n");
        return 0;
    }
}

static void my_intc_write(void *opaque, hwaddr offset, uint64_t value,
                          unsigned size)
{
    MyIntcState *s = opaque;

    switch (offset) {
    case 0x04:
        s->enabled = value;
        break;
    default:
        qemu_log_mask(LOG_GUEST_ERROR, "my-intc: bad offset\n");
        break;
    }
    my_intc_update(s);
}

static const MemoryRegionOps my_intc_ops = {
    .read = my_intc_read,
    .write = my_intc_write,
    .endianness = DEVICE_LITTLE_ENDIAN,
    .valid = {
        .min_access_size = 1,
        .max_access_size = 4,
    },
};

static const VMStateDescription vmstate_my_intc = {
    .name = TYPE_MY_INTC,
    .version_id = 1,
    .minimum_version_id = 1,
    .fields = (const VMStateField[]) {
        VMSTATE_UINT32(pending, MyIntcState),
        VMSTATE_UINT32(enabled, MyIntcState),
        VMSTATE_UINT8_ARRAY(priority, MyIntcState, MY_INTC_NUM_SOURCES),
        VMSTATE_END_OF_LIST()
    },
};

static void my_intc_reset(DeviceState *dev)
{
    MyIntcState *s = MY_INTC(dev);

    s->pending = 0;
    s->enabled = 0;
    my_intc_update(s);
}

static void my_intc_realize(DeviceState *dev, Error **errp)
{
    qdev_init_gpio_in(dev, my_intc_set_irq, MY_INTC_NUM_SOURCES);
}

static void my_intc_init(Object *obj)
{
    MyIntcState *s = MY_INTC(obj);
    SysBusDevice *sbd = SYS_BUS_DEVICE(obj);

    memory_region_init_io(&s->iomem, obj, &my_intc_ops, s, TYPE_MY_INTC,
                          MY_INTC_SIZE);
    sysbus_init_mmio(sbd, &s->iomem);
    sysbus_init_irq(sbd, &s->irq);
}

static void my_intc_class_init(ObjectClass *klass, void *data)
{
    DeviceClass *dc = DEVICE_CLASS(klass);

    dc->desc = "a course interrupt controller";
    dc->realize = my_intc_realize;
    dc->legacy_reset = my_intc_reset;
    dc->vmsd = &vmstate_my_intc;
    set_bit(DEVICE_CATEGORY_MISC, dc->categories);
}

static const TypeInfo my_intc_info = {
    .name = TYPE_MY_INTC,
    .parent = TYPE_SYS_BUS_DEVICE,
    .instance_size = sizeof(MyIntcState),
    .instance_init = my_intc_init,
    .class_init = my_intc_class_init,
};

static void my_intc_register_types(void)
{
    type_register_static(&my_intc_info);
}

type_init(my_intc_register_types)

static void cpu_set_irq(void *opaque, int n, int level)
{
    *(int *)opaque = level;
}

/* What the board's init function does. */
static DeviceState *board_init_intc(Object *board, qemu_irq cpu_irq)
{
    DeviceState *dev = qdev_new(TYPE_MY_INTC);

    object_property_add_child(board, "intc", OBJECT(dev));
    sysbus_realize_and_unref(SYS_BUS_DEVICE(dev), &error_fatal);
    sysbus_mmio_map(SYS_BUS_DEVICE(dev), 0, 0x10000000);
    qdev_connect_gpio_out_named(dev, SYSBUS_DEVICE_GPIO_IRQ, 0, cpu_irq);
    return dev;
}

int main(void)
{
    uint32_t enable = 1u << 31;
    int level = 0;
    DeviceState *dev;

    memory_map_init();
    dev = board_init_intc(qdev_get_machine(),
                          qemu_allocate_irq(cpu_set_irq, &level, 11));
    qemu_irq_raise(qdev_get_gpio_in(dev, 31));
    g_assert(level == 0);
    cpu_physical_memory_write(0x10000004, &enable, 4);
    g_assert(level == 1);
    device_cold_reset(dev);
    g_assert(level == 0);
    g_assert(object_resolve_path("/machine/intc", NULL) == OBJECT(dev));
    return 0;
}

/*
 * serial_mm.c: the 16550A on the system bus
 *
 * Eight registers, 1 << regshift bytes apart. An access of any width reaches
 * the one register at its address; bytes above the lowest read 0 and are
 * ignored on writes.
 *
 * Registers: serial.c. Device tree "ns16550a" with reg-shift.
 */
#include "core/trace.h"
#include "devices/qdev_properties.h"
#include "devices/serial.h"
#include "region_drop.h"
#include "serial_regs.h"
#include "snapshot/vmstate.h"

TRACE_EVENT(serial_read, "reg:u value:x")
TRACE_EVENT(serial_write, "reg:u value:x")

static uint64_t serial_mm_read(void *opaque, hwaddr addr, unsigned size)
{
    SerialMM *s = opaque;
    unsigned reg = (unsigned)(addr >> s->regshift);
    uint64_t value = serial_read(&s->serial, reg);

    TRACE(serial_read, reg, value);
    return value;
}

static void serial_mm_write(void *opaque, hwaddr addr, uint64_t value,
                            unsigned size)
{
    SerialMM *s = opaque;
    unsigned reg = (unsigned)(addr >> s->regshift);

    TRACE(serial_write, reg, value);
    serial_write(&s->serial, reg, (uint8_t)value);
}

#define SERIAL_MM_OPS(endian_) { \
    .read = serial_mm_read, \
    .write = serial_mm_write, \
    .endianness = (endian_), \
    .valid = { .max_access_size = 8 }, \
    .impl = { .max_access_size = 8 }, \
}

static const MemoryRegionOps serial_mm_ops[] = {
    [DEVICE_NATIVE_ENDIAN] = SERIAL_MM_OPS(DEVICE_NATIVE_ENDIAN),
    [DEVICE_BIG_ENDIAN] = SERIAL_MM_OPS(DEVICE_BIG_ENDIAN),
    [DEVICE_LITTLE_ENDIAN] = SERIAL_MM_OPS(DEVICE_LITTLE_ENDIAN),
};

static const VMStateDescription vmstate_serial_mm = {
    .name = TYPE_SERIAL_MM,
    .version_id = 1,
    .minimum_version_id = 1,
    .fields = (const VMStateField[]) {
        VMSTATE_STRUCT(serial, SerialMM, 1, vmstate_serial, SerialState),
        VMSTATE_END_OF_LIST()
    },
};

static const SerialRegs serial_reset_regs = {
    .divisor = 12,
    .mcr = UART_MCR_OUT2,
    .lsr = UART_LSR_THRE | UART_LSR_TEMT,
    .msr = UART_MSR_CTS | UART_MSR_DSR | UART_MSR_DCD,
};

static void serial_mm_reset_enter(Object *obj, ResetType type)
{
    SerialState *s = &SERIAL_MM(obj)->serial;

    s->regs = serial_reset_regs;
    if (s->watch_tag) {
        g_source_remove(s->watch_tag);
        s->watch_tag = 0;
    }
    serial_update_line(s);
    serial_rearm_timeout(s);
}

static void serial_mm_reset_hold(Object *obj, ResetType type)
{
    serial_update_irq(&SERIAL_MM(obj)->serial);
}

static void serial_mm_reset_exit(Object *obj, ResetType type)
{
    serial_input_room(&SERIAL_MM(obj)->serial);
}

static void serial_mm_realize(DeviceState *dev, GError **errp)
{
    SerialMM *s = SERIAL_MM(dev);

    if (s->regshift > 3) {
        error_setg(errp, "regshift is %u; it must be 0 to 3", s->regshift);
        return;
    }
    if (s->endianness > DEVICE_LITTLE_ENDIAN) {
        error_setg(errp, "endianness is %u; it must be 0 to 2",
                   s->endianness);
        return;
    }
    if (s->serial.baudbase == 0) {
        error_setg(errp, "baudbase must not be 0");
        return;
    }
    memory_region_init_io(&s->serial.io, OBJECT(s),
                          &serial_mm_ops[s->endianness], s, "serial",
                          (uint64_t)UART_NUM_REGS << s->regshift);
    sysbus_init_mmio(SYS_BUS_DEVICE(s), &s->serial.io);
    sysbus_init_irq(SYS_BUS_DEVICE(s), &s->serial.irq);
    s->serial.regs = serial_reset_regs;
    serial_update_line(&s->serial);
    serial_connect(&s->serial);
}

static void serial_mm_unrealize(DeviceState *dev)
{
    serial_disconnect(&SERIAL_MM(dev)->serial);
}

static void serial_mm_finalize(Object *obj)
{
    region_drop(&SERIAL_MM(obj)->serial.io);
}

static const Property serial_mm_properties[] = {
    DEFINE_PROP_CHR("chardev", SerialMM, serial.chr),
    DEFINE_PROP_UINT32("baudbase", SerialMM, serial.baudbase, 115200),
    DEFINE_PROP_UINT8("regshift", SerialMM, regshift, 0),
    DEFINE_PROP_UINT8("endianness", SerialMM, endianness,
                      DEVICE_NATIVE_ENDIAN),
};

static void serial_mm_class_init(ObjectClass *klass, void *data)
{
    DeviceClass *dc = DEVICE_CLASS(klass);
    ResettableClass *rc = RESETTABLE_CLASS(klass);

    dc->desc = "16550A UART";
    dc->realize = serial_mm_realize;
    dc->unrealize = serial_mm_unrealize;
    dc->vmsd = &vmstate_serial_mm;
    dc->user_creatable = false;
    rc->phases.enter = serial_mm_reset_enter;
    rc->phases.hold = serial_mm_reset_hold;
    rc->phases.exit = serial_mm_reset_exit;
    set_bit(DEVICE_CATEGORY_INPUT, dc->categories);
    device_class_set_props(dc, serial_mm_properties);
}

static const TypeInfo serial_mm_types[] = {
    {
        .name = TYPE_SERIAL_MM,
        .parent = TYPE_SYS_BUS_DEVICE,
        .instance_size = sizeof(SerialMM),
        .instance_finalize = serial_mm_finalize,
        .class_init = serial_mm_class_init,
    },
};

DEFINE_TYPES(serial_mm_types)

/* Seven parameters: the signature that boards know from QEMU. */
SerialMM *serial_mm_init(MemoryRegion *address_space, /* NOLINT */
                         hwaddr base, int regshift, qemu_irq irq,
                         int baudbase, struct Chardev *chr,
                         enum device_endian end)
{
    DeviceState *dev = qdev_new(TYPE_SERIAL_MM);
    SerialMM *s = SERIAL_MM(dev);

    qdev_prop_set_uint8(dev, "regshift", (uint8_t)regshift);
    qdev_prop_set_uint32(dev, "baudbase", (uint32_t)baudbase);
    qdev_prop_set_chr(dev, "chardev", chr);
    qdev_prop_set_uint8(dev, "endianness", (uint8_t)end);
    sysbus_realize_and_unref(SYS_BUS_DEVICE(dev), &error_fatal);
    sysbus_connect_irq(SYS_BUS_DEVICE(dev), 0, irq);
    memory_region_add_subregion(address_space, base, &s->serial.io);
    return s;
}

/*
 * clabpu_wiring.c: EDC and timer to the INTC, the INTC to the hart (exercise)
 *
 * A device is made in the same order every time: construct, file it in the
 * object tree, set properties, realize, map its windows, connect its lines.
 * The INTC comes first: a line needs an input to be connected to.
 */
#include "clabpu_internal.h"
#include "devices/clabpu_edc.h"
#include "devices/clabpu_intc.h"
#include "devices/clabpu_timer.h"
#include "devices/qdev_properties.h"

/* The board owns its devices: they are children with a name. */
static DeviceState *new_child(ClabpuState *s, const char *name,
                              const char *type)
{
    DeviceState *dev = qdev_new(type);

    object_property_add_child(OBJECT(s), name, OBJECT(dev));
    return dev;
}

static void clabpu_init_intc(ClabpuState *s)
{
    SysBusDevice *sbd;

    s->intc = new_child(s, "intc", TYPE_CLABPU_INTC);
    sbd = SYS_BUS_DEVICE(s->intc);
    sysbus_realize_and_unref(sbd, &error_fatal);
    sysbus_mmio_map(sbd, 0, clabpu_memmap[CLABPU_MMAP_INTC].base);
    sysbus_connect_irq(sbd, 0, clabpu_hart_input(s, IRQ_M_EXT));
}

static void clabpu_init_edc(ClabpuState *s)
{
    SysBusDevice *sbd;

    s->edc = new_child(s, "edc", TYPE_CLABPU_EDC);
    sbd = SYS_BUS_DEVICE(s->edc);
    sysbus_realize_and_unref(sbd, &error_fatal);
    sysbus_mmio_map(sbd, 0, clabpu_memmap[CLABPU_MMAP_EDC_REG].base);
    sysbus_mmio_map(sbd, 1, clabpu_memmap[CLABPU_MMAP_EDC_ERR].base);
    sysbus_connect_irq(sbd, 0,
                       qdev_get_gpio_in(s->intc, CLABPU_IRQ_EDC_ERR));
}

static void clabpu_init_timer(ClabpuState *s)
{
    SysBusDevice *sbd;

    s->timer = new_child(s, "timer", TYPE_CLABPU_TIMER);
    sbd = SYS_BUS_DEVICE(s->timer);
    qdev_prop_set_uint32(s->timer, "frequency", CLABPU_TIMER_HZ);
    sysbus_realize_and_unref(sbd, &error_fatal);
    sysbus_mmio_map(sbd, 0, clabpu_memmap[CLABPU_MMAP_TIMER].base);
    sysbus_connect_irq(sbd, 0, qdev_get_gpio_in(s->intc, CLABPU_IRQ_TIMER));
}

void clabpu_connect_devices(ClabpuState *s)
{
    clabpu_init_intc(s);
    clabpu_init_edc(s);
    clabpu_init_timer(s);
}

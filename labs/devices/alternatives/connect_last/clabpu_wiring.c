/* clabpu_wiring.c: make all, then map all, then connect all */
#include "clabpu_internal.h"
#include "devices/clabpu_edc.h"
#include "devices/clabpu_intc.h"
#include "devices/clabpu_timer.h"
#include "devices/qdev_properties.h"

static void make(ClabpuState *s, DeviceState **dev, const char *name,
                 const char *type)
{
    *dev = qdev_new(type);
    object_property_add_child(OBJECT(s), name, OBJECT(*dev));
}

static void realize(DeviceState *dev)
{
    sysbus_realize_and_unref(SYS_BUS_DEVICE(dev), &error_fatal);
}

static void map(DeviceState *dev, int n, ClabpuWindow window)
{
    sysbus_mmio_map(SYS_BUS_DEVICE(dev), n, clabpu_memmap[window].base);
}

void clabpu_connect_devices(ClabpuState *s)
{
    make(s, &s->timer, "timer", TYPE_CLABPU_TIMER);
    make(s, &s->edc, "edc", TYPE_CLABPU_EDC);
    make(s, &s->intc, "intc", TYPE_CLABPU_INTC);
    object_property_set_uint(OBJECT(s->timer), "frequency", CLABPU_TIMER_HZ,
                             &error_fatal);
    realize(s->timer);
    realize(s->edc);
    realize(s->intc);
    map(s->edc, 1, CLABPU_MMAP_EDC_ERR);
    map(s->edc, 0, CLABPU_MMAP_EDC_REG);
    map(s->timer, 0, CLABPU_MMAP_TIMER);
    map(s->intc, 0, CLABPU_MMAP_INTC);
    sysbus_connect_irq(SYS_BUS_DEVICE(s->timer), 0,
                       qdev_get_gpio_in(s->intc, CLABPU_IRQ_TIMER));
    sysbus_connect_irq(SYS_BUS_DEVICE(s->edc), 0,
                       qdev_get_gpio_in(s->intc, CLABPU_IRQ_EDC_ERR));
    sysbus_connect_irq(SYS_BUS_DEVICE(s->intc), 0,
                       clabpu_hart_input(s, IRQ_M_EXT));
}

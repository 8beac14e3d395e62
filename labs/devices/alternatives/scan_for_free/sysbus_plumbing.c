/* sysbus_plumbing.c: slots by a search for a free one; priority 0 is none */
#include "devices/sysbus.h"
#include "memory/memory_map.h"
#include "sysbus_internal.h"

void sysbus_init_mmio(SysBusDevice *dev, MemoryRegion *memory)
{
    int n = 0;

    while (dev->mmio[n].memory) {
        n++;
        g_assert(n < QDEV_MAX_MMIO);
    }
    dev->mmio[n].memory = memory;
    dev->mmio[n].addr = SYSBUS_UNMAPPED;
    dev->num_mmio = n + 1;
    sysbus_add_region_node(dev, memory);
}

void sysbus_init_irq(SysBusDevice *dev, qemu_irq *p)
{
    qdev_init_gpio_out_named(&dev->parent_obj, p, SYSBUS_DEVICE_GPIO_IRQ, 1);
}

static MemoryRegion *region_or_stop(SysBusDevice *dev, int n)
{
    MemoryRegion *memory = sysbus_mmio_get_region(dev, n);

    if (!memory) {
        error_setg(&error_abort, "there is no MMIO %d to map", n);
    }
    return memory;
}

void sysbus_mmio_unmap(SysBusDevice *dev, int n)
{
    MemoryRegion *memory = region_or_stop(dev, n);

    if (dev->mmio[n].addr == SYSBUS_UNMAPPED) {
        return;
    }
    dev->mmio[n].addr = SYSBUS_UNMAPPED;
    memory_region_del_subregion(get_system_memory(), memory);
}

void sysbus_mmio_map(SysBusDevice *dev, int n, hwaddr addr)
{
    sysbus_mmio_unmap(dev, n);
    memory_region_add_subregion(get_system_memory(), addr,
                                dev->mmio[n].memory);
    dev->mmio[n].addr = addr;
}

void sysbus_mmio_map_overlap(SysBusDevice *dev, int n, hwaddr addr,
                             int priority)
{
    sysbus_mmio_unmap(dev, n);
    memory_region_add_subregion_overlap(get_system_memory(), addr,
                                        dev->mmio[n].memory, priority);
    dev->mmio[n].addr = addr;
}

void sysbus_connect_irq(SysBusDevice *dev, int n, qemu_irq irq)
{
    qdev_connect_gpio_out_named(&dev->parent_obj, SYSBUS_DEVICE_GPIO_IRQ, n,
                                irq);
}

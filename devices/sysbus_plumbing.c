/*
 * sysbus_plumbing.c: windows and interrupt outputs of a device (exercise)
 *
 * The device counts its windows and outputs as it registers them; the board
 * speaks of them by number. Everything is kept in the device, nothing in this
 * file, which is why two instances of one type cannot get in each other's
 * way. A number that was never registered is the board's mistake and stops
 * the program with a message.
 */
#include "devices/sysbus.h"
#include "memory/memory_map.h"
#include "sysbus_internal.h"

void sysbus_init_mmio(SysBusDevice *dev, MemoryRegion *memory)
{
    g_assert_cmpint(dev->num_mmio, <, QDEV_MAX_MMIO);
    int n = dev->num_mmio++;

    dev->mmio[n].addr = SYSBUS_UNMAPPED;
    dev->mmio[n].memory = memory;
    sysbus_add_region_node(dev, memory);
}

void sysbus_init_irq(SysBusDevice *dev, qemu_irq *p)
{
    qdev_init_gpio_out_named(DEVICE(dev), p, SYSBUS_DEVICE_GPIO_IRQ, 1);
}

static void sysbus_check_mmio(SysBusDevice *dev, int n)
{
    if (!sysbus_has_mmio(dev, n)) {
        error_setg(&error_abort, "device '%s' has no MMIO %d to map: it "
                   "registered %d; call sysbus_init_mmio() first",
                   object_get_typename(OBJECT(dev)), n, dev->num_mmio);
    }
}

/* What both ways of mapping share; @priority counts where @may_overlap. */
static void sysbus_map(SysBusDevice *dev, int n, hwaddr addr,
                       bool may_overlap, int priority)
{
    MemoryRegion *memory;

    sysbus_check_mmio(dev, n);
    memory = dev->mmio[n].memory;
    sysbus_mmio_unmap(dev, n);
    dev->mmio[n].addr = addr;
    if (may_overlap) {
        memory_region_add_subregion_overlap(get_system_memory(), addr,
                                            memory, priority);
    } else {
        memory_region_add_subregion(get_system_memory(), addr, memory);
    }
}

void sysbus_mmio_map(SysBusDevice *dev, int n, hwaddr addr)
{
    sysbus_map(dev, n, addr, false, 0);
}

void sysbus_mmio_map_overlap(SysBusDevice *dev, int n, hwaddr addr,
                             int priority)
{
    sysbus_map(dev, n, addr, true, priority);
}

void sysbus_mmio_unmap(SysBusDevice *dev, int n)
{
    sysbus_check_mmio(dev, n);
    if (dev->mmio[n].addr != SYSBUS_UNMAPPED) {
        memory_region_del_subregion(get_system_memory(), dev->mmio[n].memory);
        dev->mmio[n].addr = SYSBUS_UNMAPPED;
    }
}

void sysbus_connect_irq(SysBusDevice *dev, int n, qemu_irq irq)
{
    qdev_connect_gpio_out_named(DEVICE(dev), SYSBUS_DEVICE_GPIO_IRQ, n, irq);
}

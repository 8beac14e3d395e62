/*
 * sysbus_plumbing.c: windows and interrupt outputs of a device
 *
 * TODO (devices.4): devices/sysbus.h says what each function does. A device
 * counts its windows as it registers them, and keeps of each the region and
 * the address, SYSBUS_UNMAPPED until the board maps it; the board speaks of
 * them by number. sysbus_add_region_node() shows a new window in the object
 * tree. Mapping again moves the window. A number that was never registered
 * stops the program with a message.
 *
 * An interrupt output is an output pin with the name SYSBUS_DEVICE_GPIO_IRQ
 * (devices/qdev.h). Everything is kept in the device: no variable of this
 * file may say anything about one.
 */
#include "core/lab_todo.h"
#include "devices/sysbus.h"
#include "memory/memory_map.h"
#include "sysbus_internal.h"

void sysbus_init_mmio(SysBusDevice *dev, MemoryRegion *memory)
{
    lab_todo("devices", 4);
}

void sysbus_init_irq(SysBusDevice *dev, qemu_irq *p)
{
    lab_todo("devices", 4);
}

void sysbus_mmio_map(SysBusDevice *dev, int n, hwaddr addr)
{
    lab_todo("devices", 4);
}

void sysbus_mmio_map_overlap(SysBusDevice *dev, int n, hwaddr addr,
                             int priority)
{
    lab_todo("devices", 4);
}

void sysbus_mmio_unmap(SysBusDevice *dev, int n)
{
    lab_todo("devices", 4);
}

void sysbus_connect_irq(SysBusDevice *dev, int n, qemu_irq irq)
{
    lab_todo("devices", 4);
}

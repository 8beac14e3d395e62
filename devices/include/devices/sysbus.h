/*
 * sysbus.h: devices that sit directly in the machine's address space
 *
 * The system bus has no addresses of its own. A device registers windows
 * (MMIO 0, 1, ...) and interrupt outputs (IRQ 0, 1, ...); the board decides
 * where window n appears and which input line output n drives. So one model
 * works in any board, any number of times.
 *
 *     SysBusDevice *s = SYS_BUS_DEVICE(qdev_new(TYPE_CLABPU_EDC));
 *     sysbus_realize_and_unref(s, &error_fatal);
 *     sysbus_mmio_map(s, 0, 0x20001000);
 *     sysbus_connect_irq(s, 0, qdev_get_gpio_in(intc, 0));
 *
 * The plumbing (sysbus_plumbing.c) is an exercise of the devices lab.
 */
#ifndef DEVICES_SYSBUS_H
#define DEVICES_SYSBUS_H

#include "devices/qdev.h"
#include "memory/memory.h"

#define QDEV_MAX_MMIO 32
#define SYSBUS_DEVICE_GPIO_IRQ "sysbus-irq"

#define TYPE_SYSTEM_BUS "System"
#define TYPE_SYS_BUS_DEVICE "sys-bus-device"

typedef struct SysBusDevice SysBusDevice;

#define SYS_BUS_DEVICE(obj) \
    OBJECT_CHECK(SysBusDevice, (obj), TYPE_SYS_BUS_DEVICE)

/* The class adds nothing; the name exists for QEMU listings. */
typedef DeviceClass SysBusDeviceClass;

#define SYSBUS_UNMAPPED ((hwaddr)-1)

struct SysBusDevice {
    DeviceState parent_obj;

    int num_mmio;
    struct {
        hwaddr addr;            /* SYSBUS_UNMAPPED until mapped */
        MemoryRegion *memory;   /* the device's region (borrowed) */
    } mmio[QDEV_MAX_MMIO];
};

/**
 * sysbus_init_mmio: register the next window
 * @dev:    device, in instance_init or realize
 * @memory: initialised region inside the device's state; its number is how
 *          many were registered before. From here on the base type looks
 *          after it: unmaps it when the device goes and calls
 *          memory_region_deinit(), so the device's finalizer must not
 */
void sysbus_init_mmio(SysBusDevice *dev, MemoryRegion *memory);

/** sysbus_init_irq: register the next interrupt output, stored in *@p */
void sysbus_init_irq(SysBusDevice *dev, qemu_irq *p);

/** sysbus_pass_irq: let @dev's outputs be those of @target */
void sysbus_pass_irq(SysBusDevice *dev, SysBusDevice *target);

/**
 * sysbus_mmio_map: let window @n appear at @addr of system memory
 *
 * Mapping again moves the window. A window that was never registered stops
 * the program with a message that says so.
 */
void sysbus_mmio_map(SysBusDevice *dev, int n, hwaddr addr);

/** sysbus_mmio_map_overlap: the same, may overlap others with @priority */
void sysbus_mmio_map_overlap(SysBusDevice *dev, int n, hwaddr addr,
                             int priority);

/** sysbus_mmio_unmap: take window @n out of system memory */
void sysbus_mmio_unmap(SysBusDevice *dev, int n);

/** sysbus_mmio_get_region: the region of window @n, or NULL */
MemoryRegion *sysbus_mmio_get_region(SysBusDevice *dev, int n);

/** sysbus_has_mmio, sysbus_has_irq: is number @n registered? */
bool sysbus_has_mmio(SysBusDevice *dev, int n);
bool sysbus_has_irq(SysBusDevice *dev, int n);

/**
 * sysbus_connect_irq: wire interrupt output @n to @irq
 *
 * An output that was never registered stops the program with a message.
 */
void sysbus_connect_irq(SysBusDevice *dev, int n, qemu_irq irq);

/** sysbus_is_irq_connected: does output @n drive anything? */
bool sysbus_is_irq_connected(SysBusDevice *dev, int n);

/** sysbus_realize: qdev_realize() on the main system bus */
bool sysbus_realize(SysBusDevice *dev, Error **errp);

/** sysbus_realize_and_unref: the same, and drop the caller's reference */
bool sysbus_realize_and_unref(SysBusDevice *dev, Error **errp);

/**
 * sysbus_create_simple: new, realize, map window 0, connect output 0
 * @name: type
 * @addr: where window 0 goes; SYSBUS_UNMAPPED: nowhere
 * @irq:  (nullable): what output 0 drives
 *
 * Returns: borrowed. Stops the program when the device refuses.
 */
DeviceState *sysbus_create_simple(const char *name, hwaddr addr,
                                  qemu_irq irq);

/** sysbus_get_default: the main system bus, made on first use (borrowed) */
BusState *sysbus_get_default(void);

#endif

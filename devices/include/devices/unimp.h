/*
 * unimp.h: a window for hardware that is not modelled
 *
 * Reads give 0, writes vanish, and `-d unimp` says which register the guest
 * wanted. Mapped below everything else, so real devices may be put on top.
 */
#ifndef DEVICES_UNIMP_H
#define DEVICES_UNIMP_H

#include "devices/sysbus.h"

#define TYPE_UNIMPLEMENTED_DEVICE "unimplemented-device"
#define UNIMPLEMENTED_DEVICE(obj) \
    OBJECT_CHECK(UnimplementedDeviceState, (obj), TYPE_UNIMPLEMENTED_DEVICE)

#define UNIMPLEMENTED_DEVICE_PRIORITY (-1000)

typedef struct UnimplementedDeviceState {
    SysBusDevice parent_obj;

    MemoryRegion iomem;
    char *name;                 /* property: what the log calls it */
    uint64_t size;              /* property: bytes, more than 0 */
    unsigned offset_digits;     /* derived: hexadecimal digits of an offset */
} UnimplementedDeviceState;

/**
 * create_unimplemented_device: cover a range of system memory
 * @name: what the log calls it (copied)
 * @base: address of the first byte
 * @size: bytes, more than 0
 */
void create_unimplemented_device(const char *name, hwaddr base, hwaddr size);

#endif

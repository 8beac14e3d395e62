/*
 * sysbus_internal.h: what the files of the system bus share
 */
#ifndef DEVICES_SYSBUS_INTERNAL_H
#define DEVICES_SYSBUS_INTERNAL_H

#include "devices/sysbus.h"

/* Shows @memory as a child "<region name>[n]" of @dev in `info qom-tree`. */
void sysbus_add_region_node(SysBusDevice *dev, MemoryRegion *memory);

#endif

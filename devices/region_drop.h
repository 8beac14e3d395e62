/* region_drop.h: giving back a device's window; see region_drop.c */
#ifndef DEVICES_REGION_DROP_H
#define DEVICES_REGION_DROP_H

#include "memory/memory.h"

/**
 * region_drop: take a window out of the map and free what it holds
 * @mr: a region, initialised or all zero (then nothing happens)
 *
 * For instance_finalize of a device. Context: machine lock held.
 */
void region_drop(MemoryRegion *mr);

#endif

/*
 * region_drop.c: end of life of a device's window
 *
 * A device may be dropped while its window is still mapped, or before the
 * window was ever initialised. Both must leave the memory map in order.
 */
#include "region_drop.h"

void region_drop(MemoryRegion *mr)
{
    if (!mr->name) {
        return;
    }
    if (mr->container) {
        memory_region_del_subregion(mr->container, mr);
    }
    memory_region_deinit(mr);
    mr->name = NULL;
}

/*
 * unassigned.c: what an empty I/O port space answers
 *
 * No device pulls the data lines down, so reads give all ones and writes are
 * lost. Unassigned addresses of the memory space have no region at all and
 * are decode errors.
 */
#include "memory/memory_map.h"

static uint64_t unassigned_io_read(void *opaque, hwaddr addr, unsigned size)
{
    return ~0ull;
}

static void unassigned_io_write(void *opaque, hwaddr addr, uint64_t data,
                                unsigned size)
{
}

const MemoryRegionOps unassigned_io_ops = {
    .read = unassigned_io_read,
    .write = unassigned_io_write,
    .endianness = DEVICE_NATIVE_ENDIAN,
};

/*
 * access.c: byte by byte: each byte of a call either is one of the access or
 * is driven with 0
 */
#include "memory_internal.h"

static unsigned pick_unit(const MemoryRegionOps *ops, const RegionAccess *a)
{
    unsigned min = ops->impl.min_access_size ?: 1;
    unsigned max = ops->impl.max_access_size ?: 4;
    unsigned unit = a->size < max ? a->size : max;

    while (!ops->impl.unaligned && a->addr % unit != 0) {
        unit /= 2;
    }
    return unit < min ? min : unit;
}

static hwaddr first_call(const MemoryRegionOps *ops, const RegionAccess *a,
                         unsigned unit)
{
    return ops->impl.unaligned ? a->addr : a->addr - a->addr % unit;
}

/* Bit position of byte @i of a value of @size bytes. */
static unsigned lane(const MemoryRegionOps *ops, unsigned i, unsigned size)
{
    return 8 * (ops->endianness == DEVICE_BIG_ENDIAN ? size - 1 - i : i);
}

MemTxResult region_access_read(MemoryRegion *mr, const RegionAccess *a,
                               uint64_t *value)
{
    const MemoryRegionOps *ops = mr->ops;
    unsigned unit = pick_unit(ops, a);
    hwaddr at = first_call(ops, a, unit);
    MemTxResult result = MEMTX_OK;

    *value = 0;
    for (; at < a->addr + a->size; at += unit) {
        uint64_t got = 0;
        MemTxResult one = MEMTX_ERROR;

        if (ops->read) {
            got = ops->read(mr->opaque, at, unit);
            one = MEMTX_OK;
        } else if (ops->read_with_attrs) {
            one = ops->read_with_attrs(mr->opaque, at, &got, unit, a->attrs);
        }
        if (result == MEMTX_OK) {
            result = one;
        }
        for (unsigned i = 0; i < unit; i++) {
            hwaddr byte = at + i - a->addr;

            if (byte < a->size) {
                *value |= (got >> lane(ops, i, unit) & 0xff)
                          << lane(ops, (unsigned)byte, a->size);
            }
        }
    }
    if (result != MEMTX_OK) {
        *value = 0;
    }
    return result;
}

MemTxResult region_access_write(MemoryRegion *mr, const RegionAccess *a,
                                uint64_t value)
{
    const MemoryRegionOps *ops = mr->ops;
    unsigned unit = pick_unit(ops, a);
    hwaddr at = first_call(ops, a, unit);
    MemTxResult result = MEMTX_OK;

    for (; at < a->addr + a->size; at += unit) {
        uint64_t out = 0;
        MemTxResult one = MEMTX_ERROR;

        for (unsigned i = 0; i < unit; i++) {
            hwaddr byte = at + i - a->addr;

            if (byte < a->size) {
                out |= (value >> lane(ops, (unsigned)byte, a->size) & 0xff)
                       << lane(ops, i, unit);
            }
        }
        if (ops->write) {
            ops->write(mr->opaque, at, out, unit);
            one = MEMTX_OK;
        } else if (ops->write_with_attrs) {
            one = ops->write_with_attrs(mr->opaque, at, out, unit, a->attrs);
        }
        if (result == MEMTX_OK) {
            result = one;
        }
    }
    return result;
}

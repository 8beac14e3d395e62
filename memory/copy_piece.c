/*
 * copy_piece.c: the part of a copy that one flat range holds
 *
 * A piece inside RAM is one memcpy; a piece inside a device is cut into
 * accesses of a width that the device takes. Where nothing is mapped, reads
 * give zeros.
 */
#include "memory_internal.h"

#include "memory/ram_block.h"

/*
 * The width of the next device access: a power of two that is not more than
 * what is left, what the device takes, or what the offset is aligned to.
 */
static unsigned device_width(const MemoryRegion *mr, hwaddr offset,
                             hwaddr left)
{
    unsigned max = 4;
    unsigned width = 8;

    if (mr->ops && mr->ops->valid.max_access_size) {
        max = mr->ops->valid.max_access_size;
    }
    while (width > left || width > max
           || (offset & (width - 1)
               && !(mr->ops && mr->ops->impl.unaligned))) {
        width /= 2;
    }
    return width;
}

static MemTxResult copy_device(const MemCopy *copy, MemoryRegion *mr,
                               hwaddr offset, hwaddr part)
{
    MemTxResult result = MEMTX_OK;
    uint8_t *buf = copy->buf;

    while (part > 0) {
        unsigned width = device_width(mr, offset, part);
        MemOp op = size_memop(width) | MO_LE;
        uint64_t value = 0;
        MemTxResult r;

        if (copy->is_write) {
            value = host_load(buf, width);
            r = memory_region_dispatch_write(mr, offset, value, op,
                                             copy->attrs);
        } else {
            r = memory_region_dispatch_read(mr, offset, &value, op,
                                            copy->attrs);
            host_store(buf, width, value);
        }
        result = memtx_join(result, r);
        offset += width;
        buf += width;
        part -= width;
    }
    return result;
}

static MemTxResult copy_ram(const MemCopy *copy, const FlatRange *range,
                            hwaddr offset, hwaddr part)
{
    RAMBlock *block = range->mr->ram_block;

    bool writable = !range->readonly
                  || (copy->into_rom && !(block->flags & RAM_READONLY));

    if (!copy->is_write) {
        memcpy(copy->buf, block->host + offset, part);
    } else if (writable) {
        memcpy(block->host + offset, copy->buf, part);
        ram_block_note_write(block, offset, part);
    }
    return MEMTX_OK;
}

static bool is_direct(const MemCopy *copy, const MemoryRegion *mr)
{
    if (!copy->is_write) {
        return region_reads_ram(mr);
    }
    return mr->ram || (mr->rom_device && copy->into_rom);
}

MemTxResult copy_piece(const MemCopy *copy, const FlatRange *range,
                       hwaddr part)
{
    MemoryRegion *mr = range->mr;
    hwaddr offset = range->offset_in_region
                  + (copy->addr - (hwaddr)range->addr.start);

    if (is_direct(copy, mr)) {
        return copy_ram(copy, range, offset, part);
    }
    if (copy->into_rom) {
        return MEMTX_OK;
    }
    if (copy->attrs.memory) {
        if (!copy->is_write) {
            memset(copy->buf, 0, part);
        }
        return MEMTX_ERROR;
    }
    return copy_device(copy, mr, offset, part);
}

MemTxResult copy_nothing(const MemCopy *copy, hwaddr part)
{
    if (!copy->is_write) {
        memset(copy->buf, 0, part);
    }
    return MEMTX_DECODE_ERROR;
}

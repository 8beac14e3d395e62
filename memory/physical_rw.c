/*
 * physical_rw.c: copying bytes to and from an address space
 *
 * The range [addr, addr + len) may cross RAM, devices and holes. It is cut
 * at the borders of the flat ranges; each piece inside RAM is one memcpy,
 * each piece inside a device is cut further into accesses of a width that
 * the device takes, and each hole is an error that does not stop the rest.
 */
#include "memory_internal.h"

#include "memory/ram_block.h"

/* What is left to copy. */
typedef struct Copy {
    hwaddr addr;
    uint8_t *buf;
    hwaddr len;
    bool is_write;
    bool into_rom;              /* a loader may write ROM */
    MemTxAttrs attrs;
} Copy;

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

static MemTxResult copy_device(const Copy *copy, MemoryRegion *mr,
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

static MemTxResult copy_ram(const Copy *copy, const FlatRange *range,
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

static bool is_direct(const Copy *copy, const MemoryRegion *mr)
{
    if (!copy->is_write) {
        return region_reads_ram(mr);
    }
    return mr->ram || (mr->rom_device && copy->into_rom);
}

static MemTxResult copy_hole(const Copy *copy, hwaddr part)
{
    if (!copy->is_write) {
        memset(copy->buf, 0, part);
    }
    return MEMTX_DECODE_ERROR;
}

static MemTxResult copy_range(const Copy *copy, const FlatRange *range,
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

static MemTxResult copy_all(AddressSpace *as, Copy copy)
{
    MemTxResult result = MEMTX_OK;

    while (copy.len > 0) {
        const FlatRange *range = flatview_next(as->current_map, copy.addr);
        bool hit = range && range->addr.start <= copy.addr;
        Int128 end = int128_2_64();

        if (range) {
            end = hit ? addr_range_end(range->addr) : range->addr.start;
        }
        hwaddr part = int128_sat64(int128_min(copy.len, end - copy.addr));

        result = memtx_join(result, hit ? copy_range(&copy, range, part)
                                        : copy_hole(&copy, part));
        copy.addr += part;
        copy.buf += part;
        copy.len -= part;
    }
    return result;
}

/* NOLINTNEXTLINE(readability-function-size): QEMU's signature */
MemTxResult address_space_rw(AddressSpace *as, hwaddr addr, MemTxAttrs attrs,
                             void *buf, hwaddr len, bool is_write)
{
    return copy_all(as, (Copy) {
        .addr = addr,
        .buf = buf,
        .len = len,
        .is_write = is_write,
        .attrs = attrs,
    });
}

MemTxResult address_space_read(AddressSpace *as, hwaddr addr,
                               MemTxAttrs attrs, void *buf, hwaddr len)
{
    return address_space_rw(as, addr, attrs, buf, len, false);
}

MemTxResult address_space_write(AddressSpace *as, hwaddr addr,
                                MemTxAttrs attrs, const void *buf,
                                hwaddr len)
{
    return address_space_rw(as, addr, attrs, (void *)buf, len, true);
}

MemTxResult address_space_write_rom(AddressSpace *as, hwaddr addr,
                                    MemTxAttrs attrs, const void *buf,
                                    hwaddr len)
{
    return copy_all(as, (Copy) {
        .addr = addr,
        .buf = (void *)buf,
        .len = len,
        .is_write = true,
        .into_rom = true,
        .attrs = attrs,
    });
}

MemTxResult address_space_set(AddressSpace *as, hwaddr addr, uint8_t byte,
                              hwaddr len, MemTxAttrs attrs)
{
    uint8_t chunk[512];
    MemTxResult result = MEMTX_OK;

    memset(chunk, byte, sizeof(chunk));
    while (len > 0) {
        hwaddr part = MIN(len, sizeof(chunk));

        result = memtx_join(result, address_space_write(as, addr, attrs,
                                                        chunk, part));
        addr += part;
        len -= part;
    }
    return result;
}

/*
 * physical_rw.c: copying bytes to and from an address space (exercise)
 *
 * The range [addr, addr + len) may cross RAM, devices and holes. It is cut
 * at the borders of the flat ranges; copy_piece.c knows how a piece inside
 * one range is copied, and each hole is an error that does not stop the
 * rest.
 */
#include "memory_internal.h"

static MemTxResult copy_all(AddressSpace *as, MemCopy copy)
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

        result = memtx_join(result, hit ? copy_piece(&copy, range, part)
                                        : copy_nothing(&copy, part));
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
    return copy_all(as, (MemCopy) {
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
    return copy_all(as, (MemCopy) {
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

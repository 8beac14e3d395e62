/* physical_rw.c: one byte at a time, pieces joined by what they are in */
#include "memory_internal.h"

/* How many bytes from @addr on lie in @hit, or outside of any range? */
static hwaddr run_length(const FlatView *view, const FlatRange *hit,
                         hwaddr addr, hwaddr len)
{
    hwaddr n = 1;

    while (n < len && flatview_lookup(view, addr + n) == hit) {
        n++;
    }
    return n;
}

static MemTxResult copy(AddressSpace *as, MemCopy todo)
{
    MemTxResult result = MEMTX_OK;

    while (todo.len) {
        const FlatView *view = as->current_map;
        const FlatRange *hit = flatview_lookup(view, todo.addr);
        hwaddr n = run_length(view, hit, todo.addr, todo.len);
        MemTxResult one = hit ? copy_piece(&todo, hit, n)
                              : copy_nothing(&todo, n);

        if (result == MEMTX_OK) {
            result = one;
        }
        todo = (MemCopy) { todo.addr + n, todo.buf + n, todo.len - n,
                           todo.is_write, todo.into_rom, todo.attrs };
    }
    return result;
}

MemTxResult address_space_rw(AddressSpace *as, hwaddr addr, MemTxAttrs attrs,
                             void *buf, hwaddr len, bool is_write)
{
    return copy(as, (MemCopy) { addr, buf, len, is_write, false, attrs });
}

MemTxResult address_space_read(AddressSpace *as, hwaddr addr,
                               MemTxAttrs attrs, void *buf, hwaddr len)
{
    return copy(as, (MemCopy) { addr, buf, len, false, false, attrs });
}

MemTxResult address_space_write(AddressSpace *as, hwaddr addr,
                                MemTxAttrs attrs, const void *buf,
                                hwaddr len)
{
    return copy(as, (MemCopy) { addr, (uint8_t *)buf, len, true, false,
                                attrs });
}

MemTxResult address_space_write_rom(AddressSpace *as, hwaddr addr,
                                    MemTxAttrs attrs, const void *buf,
                                    hwaddr len)
{
    return copy(as, (MemCopy) { addr, (uint8_t *)buf, len, true, true,
                                attrs });
}

MemTxResult address_space_set(AddressSpace *as, hwaddr addr, uint8_t byte,
                              hwaddr len, MemTxAttrs attrs)
{
    g_autofree uint8_t *bytes = g_malloc(len);

    memset(bytes, byte, len);
    return address_space_write(as, addr, attrs, bytes, len);
}

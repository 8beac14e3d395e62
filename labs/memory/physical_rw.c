/*
 * physical_rw.c: copying bytes to and from an address space (exercise
 * memory.3)
 *
 * TODO: cut the range [addr, addr + len) at the borders of the flat ranges of
 * as->current_map. What one range holds is copied by copy_piece(), what lies
 * in a hole by copy_nothing(); both copy the next bytes of a MemCopy, which
 * you move on (memory_internal.h). A part that fails does not stop the rest:
 * memtx_join() keeps the first failure. Contract: memory/address_space.h.
 *
 * The functions at the end need only your copy_all().
 */
#include "core/lab_todo.h"
#include "memory_internal.h"

static MemTxResult copy_all(AddressSpace *as, MemCopy copy)
{
    (void)as;
    if (!copy.is_write && copy.len > 0) {
        memset(copy.buf, 0, copy.len);
    }
    lab_todo("memory", 3);
    return MEMTX_OK;
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

/* A loader's write, which also goes into ROM: MemCopy.into_rom. */
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

/* Fill [addr, addr + len) with @byte. */
MemTxResult address_space_set(AddressSpace *as, hwaddr addr, uint8_t byte,
                              hwaddr len, MemTxAttrs attrs)
{
    (void)as;
    (void)addr;
    (void)byte;
    (void)len;
    (void)attrs;
    lab_todo("memory", 3);
    return MEMTX_OK;
}

/*
 * ldst.c: single values of 1, 2, 4 and 8 bytes
 *
 * A value inside one flat range is one access: a host load or store in RAM,
 * one bus transaction in a device. A value across a border is copied byte
 * by byte through address_space_rw().
 */
#include "memory_internal.h"

#include "memory/ram_block.h"

/* One load or store. */
typedef struct ValueAccess {
    AddressSpace *as;
    hwaddr addr;
    MemOp op;
    MemTxAttrs attrs;
    MemTxResult *result;        /* (out) (nullable) */
} ValueAccess;

static void set_result(const ValueAccess *access, MemTxResult result)
{
    if (access->result) {
        *access->result = result;
    }
}

static bool fits(const MemSection *section, hwaddr addr, unsigned size)
{
    return section->size - (addr - section->base) >= size;
}

static uint64_t load_split(const ValueAccess *access, unsigned size)
{
    uint8_t bytes[8] = { 0 };
    MemTxResult result = address_space_read(access->as, access->addr,
                                            access->attrs, bytes, size);

    uint64_t value = host_load(bytes, size);

    set_result(access, result);
    return access->op & MO_BSWAP ? bytes_swap(value, size) : value;
}

static uint64_t load_value(ValueAccess access)
{
    unsigned size = memop_size(access.op);
    MemSection section = { 0 };
    uint64_t value = 0;
    hwaddr offset;

    if (!address_space_find(access.as, access.addr, &section)) {
        set_result(&access, MEMTX_DECODE_ERROR);
        return 0;
    }
    if (!fits(&section, access.addr, size)) {
        return load_split(&access, size);
    }
    offset = access.addr - section.base + section.offset_in_region;
    set_result(&access, memory_region_dispatch_read(section.mr, offset,
                                                    &value, access.op,
                                                    access.attrs));
    return value;
}

static void store_split(const ValueAccess *access, uint64_t value,
                        unsigned size)
{
    uint8_t bytes[8];

    if (access->op & MO_BSWAP) {
        value = bytes_swap(value, size);
    }
    host_store(bytes, size, value);
    set_result(access, address_space_write(access->as, access->addr,
                                           access->attrs, bytes, size));
}

static void store_value(ValueAccess access, uint64_t value)
{
    unsigned size = memop_size(access.op);
    MemSection section = { 0 };
    hwaddr offset;

    if (!address_space_find(access.as, access.addr, &section)) {
        set_result(&access, MEMTX_DECODE_ERROR);
        return;
    }
    if (!fits(&section, access.addr, size)) {
        store_split(&access, value, size);
        return;
    }
    if (section.readonly) {
        set_result(&access, MEMTX_OK);
        return;
    }
    offset = access.addr - section.base + section.offset_in_region;
    set_result(&access, memory_region_dispatch_write(section.mr, offset,
                                                     value, access.op,
                                                     access.attrs));
}

uint8_t address_space_ldub(AddressSpace *as, hwaddr addr,
                           MemTxAttrs attrs, MemTxResult *result)
{
    return (uint8_t)load_value((ValueAccess) {
        as, addr, MO_8, attrs, result
    });
}

uint16_t address_space_lduw_le(AddressSpace *as, hwaddr addr,
                               MemTxAttrs attrs, MemTxResult *result)
{
    return (uint16_t)load_value((ValueAccess) {
        as, addr, MO_16 | MO_LE, attrs, result
    });
}

uint16_t address_space_lduw_be(AddressSpace *as, hwaddr addr,
                               MemTxAttrs attrs, MemTxResult *result)
{
    return (uint16_t)load_value((ValueAccess) {
        as, addr, MO_16 | MO_BE, attrs, result
    });
}

uint32_t address_space_ldl_le(AddressSpace *as, hwaddr addr,
                              MemTxAttrs attrs, MemTxResult *result)
{
    return (uint32_t)load_value((ValueAccess) {
        as, addr, MO_32 | MO_LE, attrs, result
    });
}

uint32_t address_space_ldl_be(AddressSpace *as, hwaddr addr,
                              MemTxAttrs attrs, MemTxResult *result)
{
    return (uint32_t)load_value((ValueAccess) {
        as, addr, MO_32 | MO_BE, attrs, result
    });
}

uint64_t address_space_ldq_le(AddressSpace *as, hwaddr addr,
                              MemTxAttrs attrs, MemTxResult *result)
{
    return load_value((ValueAccess) {
        as, addr, MO_64 | MO_LE, attrs, result
    });
}

uint64_t address_space_ldq_be(AddressSpace *as, hwaddr addr,
                              MemTxAttrs attrs, MemTxResult *result)
{
    return load_value((ValueAccess) {
        as, addr, MO_64 | MO_BE, attrs, result
    });
}

void address_space_stb(AddressSpace *as, hwaddr addr, uint8_t value,
                       MemTxAttrs attrs, MemTxResult *result)
{
    store_value((ValueAccess) { as, addr, MO_8, attrs, result },
                value);
}

void address_space_stw_le(AddressSpace *as, hwaddr addr, uint16_t value,
                          MemTxAttrs attrs, MemTxResult *result)
{
    store_value((ValueAccess) { as, addr, MO_16 | MO_LE, attrs, result },
                value);
}

void address_space_stw_be(AddressSpace *as, hwaddr addr, uint16_t value,
                          MemTxAttrs attrs, MemTxResult *result)
{
    store_value((ValueAccess) { as, addr, MO_16 | MO_BE, attrs, result },
                value);
}

void address_space_stl_le(AddressSpace *as, hwaddr addr, uint32_t value,
                          MemTxAttrs attrs, MemTxResult *result)
{
    store_value((ValueAccess) { as, addr, MO_32 | MO_LE, attrs, result },
                value);
}

void address_space_stl_be(AddressSpace *as, hwaddr addr, uint32_t value,
                          MemTxAttrs attrs, MemTxResult *result)
{
    store_value((ValueAccess) { as, addr, MO_32 | MO_BE, attrs, result },
                value);
}

void address_space_stq_le(AddressSpace *as, hwaddr addr, uint64_t value,
                          MemTxAttrs attrs, MemTxResult *result)
{
    store_value((ValueAccess) { as, addr, MO_64 | MO_LE, attrs, result },
                value);
}

void address_space_stq_be(AddressSpace *as, hwaddr addr, uint64_t value,
                          MemTxAttrs attrs, MemTxResult *result)
{
    store_value((ValueAccess) { as, addr, MO_64 | MO_BE, attrs, result },
                value);
}

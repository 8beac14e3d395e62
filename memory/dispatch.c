/*
 * dispatch.c: one access to one region
 *
 * The way of an access that is not plain RAM: is it valid for the region
 * (else a decode error and a line in -d guest_errors), is the device not in
 * the middle of another callback, then the callbacks (access.c), then the
 * byte order the caller asked for.
 */
#include "memory_internal.h"

#include <inttypes.h>

#include "core/bql.h"
#include "core/log.h"
#include "memory/ram_block.h"

/* ---- values in host memory --------------------------------------------- */

uint64_t host_load(const void *host, unsigned size)
{
    uint64_t value = 0;

    switch (size) {
    case 1:
        return *(const uint8_t *)host;
    case 2:
        memcpy(&value, host, 2);
        return value;
    case 4:
        memcpy(&value, host, 4);
        return value;
    default:
        memcpy(&value, host, 8);
        return value;
    }
}

void host_store(void *host, unsigned size, uint64_t value)
{
    switch (size) {
    case 1:
        *(uint8_t *)host = (uint8_t)value;
        break;
    case 2:
        memcpy(host, &value, 2);
        break;
    case 4:
        memcpy(host, &value, 4);
        break;
    default:
        memcpy(host, &value, 8);
        break;
    }
}

uint64_t bytes_swap(uint64_t value, unsigned size)
{
    return __builtin_bswap64(value) >> (64 - 8 * size);
}

MemTxResult memtx_join(MemTxResult first, MemTxResult second)
{
    return first != MEMTX_OK ? first : second;
}

/* ---- checks ------------------------------------------------------------ */

bool region_reads_ram(const MemoryRegion *mr)
{
    return mr->ram || (mr->rom_device && mr->romd_mode);
}

static bool inside_region(const MemoryRegion *mr, hwaddr addr, unsigned size)
{
    return (Int128)addr + size <= mr->size;
}

/* Why not? NULL when the access is valid. */
static const char *find_objection(const MemoryRegion *mr,
                                  const RegionAccess *access, bool is_write)
{
    const MemoryRegionOps *ops = mr->ops;

    if (!ops) {
        return "nothing answers";
    }
    if (ops->valid.accepts
        && !ops->valid.accepts(mr->opaque, access->addr, access->size,
                               is_write, access->attrs)) {
        return "rejected";
    }
    if (!ops->valid.unaligned && (access->addr & (access->size - 1))) {
        return "unaligned";
    }
    if (ops->valid.max_access_size
        && (access->size > ops->valid.max_access_size
            || access->size < ops->valid.min_access_size)) {
        return "invalid size";
    }
    return NULL;
}

bool memory_region_access_valid(MemoryRegion *mr, hwaddr addr, unsigned size,
                                bool is_write, MemTxAttrs attrs)
{
    RegionAccess access = { addr, size, attrs };

    return !find_objection(mr, &access, is_write);
}

static void log_refusal(const MemoryRegion *mr, const RegionAccess *access,
                        bool is_write, const char *reason)
{
    qemu_log_mask(LOG_GUEST_ERROR,
                  "Invalid %s at offset 0x%" PRIx64 " of region '%s', size "
                  "%u: %s\n", is_write ? "write" : "read", access->addr,
                  mr->name, access->size, reason);
}

/* ---- device callbacks -------------------------------------------------- */

/* Returns false when the device is in a callback already. */
static bool enter_device(MemoryRegion *mr)
{
    if (mr->guard->engaged_in_io && !mr->reentrancy_allowed) {
        return false;
    }
    mr->guard->engaged_in_io = true;
    return true;
}

static MemTxResult device_call(MemoryRegion *mr, const RegionAccess *access,
                               uint64_t *value, bool is_write)
{
    const char *objection = find_objection(mr, access, is_write);
    bool was_engaged = mr->guard->engaged_in_io;
    MemTxResult result;

    if (objection) {
        log_refusal(mr, access, is_write, objection);
        return MEMTX_DECODE_ERROR;
    }
    if (!enter_device(mr)) {
        log_refusal(mr, access, is_write, "the device accesses itself");
        return MEMTX_ERROR;
    }
    result = is_write ? region_access_write(mr, access, *value)
                      : region_access_read(mr, access, value);
    mr->guard->engaged_in_io = was_engaged;
    return result;
}

static MemTxResult device_access(MemoryRegion *mr, const RegionAccess *access,
                                 uint64_t *value, bool is_write)
{
    bool locked_by_caller = bql_locked();
    MemTxResult result;

    if (!locked_by_caller) {
        bql_lock();
    }
    result = device_call(mr, access, value, is_write);
    if (!locked_by_caller) {
        bql_unlock();
    }
    return result;
}

/* ---- entry points ------------------------------------------------------ */

/* Is the value to be turned around between device and caller? */
static bool order_differs(const MemoryRegion *mr, MemOp op)
{
    bool device_big = mr->ops && mr->ops->endianness == DEVICE_BIG_ENDIAN;

    return device_big != ((op & MO_BSWAP) == MO_BE);
}

static MemTxResult ram_read(MemoryRegion *mr, hwaddr addr, uint64_t *pval,
                            MemOp op)
{
    unsigned size = memop_size(op);

    if (!inside_region(mr, addr, size)) {
        return MEMTX_DECODE_ERROR;
    }
    *pval = host_load(mr->ram_block->host + addr, size);
    if (op & MO_BSWAP) {
        *pval = bytes_swap(*pval, size);
    }
    return MEMTX_OK;
}

static MemTxResult ram_write(MemoryRegion *mr, hwaddr addr, uint64_t data,
                             MemOp op)
{
    unsigned size = memop_size(op);

    if (!inside_region(mr, addr, size)) {
        return MEMTX_DECODE_ERROR;
    }
    if (mr->readonly) {
        return MEMTX_OK;
    }
    if (op & MO_BSWAP) {
        data = bytes_swap(data, size);
    }
    host_store(mr->ram_block->host + addr, size, data);
    ram_block_note_write(mr->ram_block, addr, size);
    return MEMTX_OK;
}

MemTxResult memory_region_dispatch_read(MemoryRegion *mr, hwaddr addr,
                                        uint64_t *pval, MemOp op,
                                        MemTxAttrs attrs)
{
    RegionAccess access = { addr, memop_size(op), attrs };
    MemTxResult result;

    *pval = 0;
    if (mr->alias) {
        return memory_region_dispatch_read(mr->alias, mr->alias_offset + addr,
                                           pval, op, attrs);
    }
    if (region_reads_ram(mr)) {
        return ram_read(mr, addr, pval, op);
    }
    result = device_access(mr, &access, pval, false);
    if (result == MEMTX_OK && order_differs(mr, op)) {
        *pval = bytes_swap(*pval, access.size);
    }
    return result;
}

MemTxResult memory_region_dispatch_write(MemoryRegion *mr, hwaddr addr,
                                         uint64_t data, MemOp op,
                                         MemTxAttrs attrs)
{
    RegionAccess access = { addr, memop_size(op), attrs };

    if (mr->alias) {
        return memory_region_dispatch_write(mr->alias,
                                            mr->alias_offset + addr, data, op,
                                            attrs);
    }
    if (mr->ram) {
        return ram_write(mr, addr, data, op);
    }
    if (order_differs(mr, op)) {
        data = bytes_swap(data, access.size);
    }
    return device_access(mr, &access, &data, true);
}

/*
 * access.c: fitting an access to what a device's callbacks can do (exercise)
 *
 * ops->impl says which widths the callbacks implement and whether they take
 * unaligned offsets. An access that does not fit becomes several callbacks
 * of one width, the unit, at ascending offsets:
 *
 *   too wide       8 bytes on a 4-byte device: two calls
 *   unaligned      4 bytes at offset 2: two calls of 2
 *   too narrow     1 byte at offset 5 on a 4-byte device: one call of 4 at
 *                  offset 4; a read takes its byte out, a write puts it in
 *                  its lane and drives the other lanes with 0, as on a bus
 *                  without byte enables. A device for which that is wrong
 *                  sets valid.min_access_size to its register width.
 *
 * Each byte has a lane: in a little-endian device the byte at the lowest
 * offset is the least significant one, in a big-endian device the most
 * significant one. Lanes decide how far a unit is shifted.
 */
#include "memory_internal.h"

typedef struct AccessPlan {
    hwaddr first;               /* offset of the first call */
    unsigned unit;              /* bytes per call */
    unsigned count;             /* number of calls */
    int first_shift;            /* bits by which unit 0 moves up in the value */
    int step;                   /* bits to add for each next unit */
} AccessPlan;

static AccessPlan plan_access(const MemoryRegionOps *ops,
                              const RegionAccess *access)
{
    unsigned min = ops->impl.min_access_size ? ops->impl.min_access_size : 1;
    unsigned max = ops->impl.max_access_size ? ops->impl.max_access_size : 4;
    unsigned size = access->size;
    hwaddr end = access->addr + size;
    AccessPlan plan = { .first = access->addr };

    plan.unit = MIN(size, max);
    if (!ops->impl.unaligned) {
        while (access->addr & (plan.unit - 1)) {
            plan.unit /= 2;
        }
    }
    plan.unit = MAX(plan.unit, min);
    if (!ops->impl.unaligned) {
        plan.first &= ~(hwaddr)(plan.unit - 1);
    }
    plan.count = (unsigned)((end - plan.first + plan.unit - 1) / plan.unit);

    if (ops->endianness == DEVICE_BIG_ENDIAN) {
        plan.first_shift = 8 * (int)(end - plan.first - plan.unit);
        plan.step = -8 * (int)plan.unit;
    } else {
        plan.first_shift = -8 * (int)(access->addr - plan.first);
        plan.step = 8 * (int)plan.unit;
    }
    return plan;
}

static uint64_t shift_up(uint64_t value, int shift)
{
    return shift >= 0 ? value << shift : value >> -shift;
}

static uint64_t size_mask(unsigned size)
{
    return ~0ull >> (64 - 8 * size);
}

static MemTxResult call_read(MemoryRegion *mr, const RegionAccess *call,
                             uint64_t *value)
{
    if (mr->ops->read) {
        *value = mr->ops->read(mr->opaque, call->addr, call->size);
        return MEMTX_OK;
    }
    if (!mr->ops->read_with_attrs) {
        return MEMTX_ERROR;
    }
    return mr->ops->read_with_attrs(mr->opaque, call->addr, value, call->size,
                                    call->attrs);
}

static MemTxResult call_write(MemoryRegion *mr, const RegionAccess *call,
                              uint64_t value)
{
    if (mr->ops->write) {
        mr->ops->write(mr->opaque, call->addr, value, call->size);
        return MEMTX_OK;
    }
    if (!mr->ops->write_with_attrs) {
        return MEMTX_ERROR;
    }
    return mr->ops->write_with_attrs(mr->opaque, call->addr, value,
                                     call->size, call->attrs);
}

MemTxResult region_access_read(MemoryRegion *mr, const RegionAccess *access,
                               uint64_t *value)
{
    AccessPlan plan = plan_access(mr->ops, access);
    RegionAccess call = { plan.first, plan.unit, access->attrs };
    MemTxResult result = MEMTX_OK;
    int shift = plan.first_shift;

    *value = 0;
    for (unsigned i = 0; i < plan.count; i++) {
        uint64_t unit = 0;

        result = memtx_join(result, call_read(mr, &call, &unit));
        *value |= shift_up(unit & size_mask(plan.unit), shift);
        call.addr += plan.unit;
        shift += plan.step;
    }
    *value = result == MEMTX_OK ? *value & size_mask(access->size) : 0;
    return result;
}

MemTxResult region_access_write(MemoryRegion *mr, const RegionAccess *access,
                                uint64_t value)
{
    AccessPlan plan = plan_access(mr->ops, access);
    RegionAccess call = { plan.first, plan.unit, access->attrs };
    MemTxResult result = MEMTX_OK;
    int shift = plan.first_shift;

    value &= size_mask(access->size);
    for (unsigned i = 0; i < plan.count; i++) {
        uint64_t unit = shift_up(value, -shift) & size_mask(plan.unit);

        result = memtx_join(result, call_write(mr, &call, unit));
        call.addr += plan.unit;
        shift += plan.step;
    }
    return result;
}

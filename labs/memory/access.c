/*
 * access.c: fitting an access to what a device's callbacks can do (exercise
 * memory.4)
 *
 * TODO: mr->ops->impl says which widths the callbacks implement (0 means 1
 * and 4) and whether they take unaligned offsets. An access that does not fit
 * becomes several callbacks of one width, the unit, at ascending offsets:
 *
 *   too wide       8 bytes on a 4-byte device: two calls
 *   unaligned      4 bytes at offset 2: two calls of 2; the unit is the
 *                  widest that every call is aligned to, unless the device
 *                  takes unaligned offsets
 *   too narrow     1 byte at offset 5 on a 4-byte device: one call of 4 at
 *                  offset 4; a read takes its byte out, a write puts it in
 *                  its lane and drives the other lanes with 0
 *
 * The lane of a byte: in a little-endian device the byte at the lowest offset
 * is the least significant one, in a big-endian device the most significant
 * one. What a callback returns above its width is not looked at; what it is
 * given above its width is 0.
 *
 * Callbacks come plain (read, write) or with attributes (read_with_attrs,
 * write_with_attrs), whose results are joined by memtx_join(): a failing call
 * does not stop the others, and the value of a failed read is 0. A direction
 * without any callback answers MEMTX_ERROR, for each call.
 *
 * The access itself is valid: dispatch.c has checked it.
 */
#include "core/lab_todo.h"
#include "memory_internal.h"

MemTxResult region_access_read(MemoryRegion *mr, const RegionAccess *access,
                               uint64_t *value)
{
    (void)mr;
    (void)access;
    *value = 0;
    lab_todo("memory", 4);
    return MEMTX_OK;
}

MemTxResult region_access_write(MemoryRegion *mr, const RegionAccess *access,
                                uint64_t value)
{
    (void)mr;
    (void)access;
    (void)value;
    lab_todo("memory", 4);
    return MEMTX_OK;
}

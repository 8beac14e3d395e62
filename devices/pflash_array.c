/*
 * pflash_array.c: the bits of a flash bank
 *
 * Programming turns ones into zeros, erasing a block turns all into ones.
 * The backing is changed first and the array after it, so what the guest can
 * read is always what the file holds.
 */
#include <string.h>

#include "core/error.h"
#include "pflash_internal.h"

/* a failing disk looks to the guest like a failing chip */
static bool backing_write(PFlashCFI01 *s, hwaddr offset, const uint8_t *data,
                          uint64_t size)
{
    GError *err = NULL;

    if (!s->backing) {
        return true;
    }
    s->unflushed = true;
    if (!s->backing->ops->write(s->backing, offset, data, size, &err)) {
        error_report_err(err);
        return false;
    }
    return true;
}

static bool block_is_protected(PFlashCFI01 *s, hwaddr offset)
{
    if (s->locked[offset / s->sector_len]) {
        s->regs.status |= PFLASH_STATUS_LOCKED;
        return true;
    }
    return s->read_only;
}

static void store(PFlashCFI01 *s, hwaddr offset, const uint8_t *data,
                  uint64_t size)
{
    memcpy(s->storage + offset, data, size);
    memory_region_set_dirty(&s->mem, offset, size);
}

void pflash_program(PFlashCFI01 *s, hwaddr offset, const uint8_t *data,
                    uint32_t size)
{
    uint8_t bytes[PFLASH_BUFFER_MAX];
    uint32_t first = size, end = 0;

    for (uint32_t i = 0; i < size; i++) {
        bytes[i] = s->storage[offset + i] & data[i];
        if (bytes[i] != s->storage[offset + i]) {
            first = MIN(first, i);
            end = i + 1;
        }
    }
    if (block_is_protected(s, offset)) {
        s->regs.status |= PFLASH_STATUS_PROGRAM;
        return;
    }
    if (first >= end) {
        return;
    }
    if (!backing_write(s, offset + first, bytes + first, end - first)) {
        s->regs.status |= PFLASH_STATUS_PROGRAM;
        return;
    }
    store(s, offset + first, bytes + first, end - first);
}

void pflash_erase(PFlashCFI01 *s, hwaddr offset)
{
    hwaddr block = offset - offset % s->sector_len;
    g_autofree uint8_t *ones = NULL;

    if (block_is_protected(s, block)) {
        s->regs.status |= PFLASH_STATUS_ERASE;
        return;
    }
    ones = g_malloc(s->sector_len);
    memset(ones, 0xff, s->sector_len);
    if (!backing_write(s, block, ones, s->sector_len)) {
        s->regs.status |= PFLASH_STATUS_ERASE;
        return;
    }
    store(s, block, ones, s->sector_len);
}

static bool is_zero(const uint8_t *p, size_t size)
{
    return p[0] == 0 && memcmp(p, p + 1, size - 1) == 0;
}

/* Blocks of zeros are not touched: untouched host pages cost no memory. */
bool pflash_load(PFlashCFI01 *s, GError **errp)
{
    g_autofree uint8_t *block = g_malloc(s->sector_len);

    for (uint64_t at = 0; at < s->total_bytes; at += s->sector_len) {
        if (!s->backing->ops->read(s->backing, at, block, s->sector_len,
                                   errp)) {
            return false;
        }
        if (!is_zero(block, s->sector_len)) {
            store(s, at, block, s->sector_len);
        }
    }
    return true;
}

bool pflash_store(PFlashCFI01 *s, GError **errp)
{
    if (!s->backing || s->backing->read_only) {
        return true;
    }
    return s->backing->ops->write(s->backing, 0, s->storage, s->total_bytes,
                                  errp) &&
           s->backing->ops->flush(s->backing, errp);
}

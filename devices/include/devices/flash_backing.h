/*
 * flash_backing.h: where a flash chip keeps its bytes between two runs
 *
 * The chip holds its array in guest-visible memory and reports each change
 * here, at the moment it happens, in guest order: after a power cut the file
 * holds the effect of a prefix of the guest's commands.
 */
#ifndef DEVICES_FLASH_BACKING_H
#define DEVICES_FLASH_BACKING_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct FlashBacking FlashBacking;

/* Operations of one kind of backing. All return false with @errp set. */
typedef struct FlashBackingOps {
    bool (*read)(FlashBacking *backing, uint64_t offset, void *buf,
                 size_t size, GError **errp);
    bool (*write)(FlashBacking *backing, uint64_t offset, const void *buf,
                  size_t size, GError **errp);
    /* make every earlier write survive a power cut */
    bool (*flush)(FlashBacking *backing, GError **errp);
    void (*free)(FlashBacking *backing);
} FlashBackingOps;

/* Embedded first in each kind of backing. */
struct FlashBacking {
    const FlashBackingOps *ops;
    uint64_t size;              /* bytes */
    bool read_only;             /* write is never called */
};

/**
 * flash_backing_open_raw: use a raw file
 * @path:      file name
 * @size:      bytes that the flash has; the file must have as many
 * @read_only: open for reading only; guest writes are refused by the chip
 * @errp:      (out) (nullable)
 *
 * Returns: (transfer full): flash_backing_free(). NULL with @errp set when
 *          the file is missing, has another size or may not be written.
 */
FlashBacking *flash_backing_open_raw(const char *path, uint64_t size,
                                     bool read_only, GError **errp);

/** flash_backing_free: flush and close; NULL is allowed */
void flash_backing_free(FlashBacking *backing);

#endif

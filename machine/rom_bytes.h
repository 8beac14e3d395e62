/*
 * rom_bytes.h: the bytes of one blob, kept in memory or left in their file
 *
 * For rom.c only. A reader cannot tell the two apart: it asks for a range
 * and hears how much of it there still is.
 */
#ifndef MACHINE_ROM_BYTES_H
#define MACHINE_ROM_BYTES_H

#include "machine/rom.h"

typedef struct RomBytes {
    GBytes *data;               /* NULL: in the file */
    RomFile *file;              /* NULL: in @data */
    uint64_t offset;            /* of the first byte in the file */
    uint64_t length;
    uint64_t digest;            /* of all bytes as they should be */
} RomBytes;

/** rom_bytes_init: take references to what @segment (borrowed) names */
void rom_bytes_init(RomBytes *bytes, const RomSegment *segment);
void rom_bytes_clear(RomBytes *bytes);

/**
 * rom_bytes_read: @size bytes from @at on; the range lies inside @bytes
 * @to: (out): zero where the file gives nothing
 *
 * Returns: how many bytes there were, less than @size only for files.
 */
size_t rom_bytes_read(const RomBytes *bytes, uint64_t at, void *to,
                      size_t size) MUST_CHECK;

#endif

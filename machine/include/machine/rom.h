/*
 * rom.h: the bytes that must be in guest memory after every reset
 *
 * A loader does not write to memory: it adds blobs {name, address, bytes} to
 * a RomList, and rom_reset() writes them all. So a reset finds the firmware,
 * the kernel and the device tree fresh, whatever the guest did to them.
 *
 * Each blob is checked when it is added: it must lie in RAM, ROM or flash and
 * must not touch another one.
 *
 * Bytes that exist only here (device tree, reset vector, unpacked kernels)
 * stay in memory. Those that are a range of a file stay in the file, which
 * the list keeps open, and are read from it at every reset: a kernel of 30
 * MiB costs nothing. What may happen to the file meanwhile:
 *
 *     removed, or replaced by another of its name     nothing: the open file
 *                                                     is still the old one
 *     written to                                      a warning; the new
 *                                                     bytes are used
 *     made shorter, or not readable                   an error message; the
 *                                                     bytes are zero
 *
 * A digest of the bytes finds out. The old bytes are nowhere by then; the
 * new ones are used, because who compiles a flat image over the old one and
 * types system_reset wants to run it.
 */
#ifndef MACHINE_ROM_H
#define MACHINE_ROM_H

#include <glib.h>

#include "core/error.h"
#include "core/types.h"

typedef struct AddressSpace AddressSpace;
typedef struct RomFile RomFile;
typedef struct RomList RomList;

/**
 * rom_list_new: an empty list
 * @as: (borrowed) (nullable): memory the blobs go to, with all its RAM and
 *      ROM mapped already. NULL: no check against memory, no rom_reset().
 *
 * Returns: (transfer full): free with rom_list_free().
 */
RomList *rom_list_new(AddressSpace *as);
void rom_list_free(RomList *list);

/**
 * rom_add_blob: have @data at @addr after every reset
 * @name: for people: "kernel 'Image'"; copied
 * @data: (borrowed): a reference is taken
 * @addr: guest-physical address of the first byte
 * @errp: outside of memory, or over another blob
 *
 * An empty @data is accepted and adds nothing.
 */
bool rom_add_blob(RomList *list, const char *name, GBytes *data, hwaddr addr,
                  Error **errp) MUST_CHECK;

/**
 * rom_file_new: a regular file that blobs are ranges of
 * @fd: (transfer full): open for reading
 *
 * Returns: (transfer full): drop with rom_file_unref(); blobs have
 *          references of their own. Context: one thread.
 */
RomFile *rom_file_new(int fd);
void rom_file_unref(RomFile *file);

/* A blob followed by zeroes (ELF: .bss). */
typedef struct RomSegment {
    const char *name;
    GBytes *data;
    uint64_t size;              /* bytes in memory, >= size of data */
    hwaddr addr;
    RomFile *file;              /* (nullable): holds @data, too */
    uint64_t offset;            /* of @data in @file */
} RomSegment;

/**
 * rom_add_segment: rom_add_blob() with a tail
 * @segment: (borrowed): of a segment with a file the list keeps the file and
 *           a digest of the data, but not the data
 */
bool rom_add_segment(RomList *list, const RomSegment *segment, Error **errp)
    MUST_CHECK;

/** rom_replace_blob: put new bytes of the same size at the place of @name */
bool rom_replace_blob(RomList *list, const char *name, GBytes *data,
                      Error **errp) MUST_CHECK;

/**
 * rom_reset: write every blob to memory, ROM and flash included
 *
 * A file that is not what it was is reported on stderr, see above.
 *
 * Context: big lock held, vCPUs at safe points.
 */
void rom_reset(RomList *list);

/** rom_list_size: number of blobs */
unsigned rom_list_size(const RomList *list);

/**
 * rom_read: the bytes that lie at @addr after reset
 * @to:   (out): @size bytes
 * @size: bytes wanted
 *
 * Returns: false when no single blob holds them all, or its file does not
 *          any more.
 */
bool rom_read(const RomList *list, hwaddr addr, void *to, size_t size)
    MUST_CHECK;

/**
 * rom_largest_gap: where there is most room between the blobs
 * @base, @size: look there
 * @gap: (out): the first byte of it
 *
 * Returns: its size in bytes; 0: blobs cover everything.
 */
uint64_t rom_largest_gap(const RomList *list, hwaddr base, uint64_t size,
                         hwaddr *gap);

/** rom_print: append the text of `info roms` to @out */
void rom_print(const RomList *list, GString *out);

#endif

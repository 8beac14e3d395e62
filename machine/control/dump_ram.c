/*
 * dump_ram.c: the RAM that goes into the file
 *
 * A memory listener is told every range of the address space; RAM and ROM
 * stay. What the guest never touched is a hole in the host's memory object,
 * and becomes a hole of the file without being read.
 */
#include "dump_internal.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "memory/memory_map.h"

#define PIECE 65536ull

/* --- which --------------------------------------------------------------- */

typedef struct Collector {
    MemoryListener listener;    /* first */
    Dump *dump;
} Collector;

/* Cuts [*start, *end) to what was asked for; false: nothing is left. */
static bool clip(const DumpRequest *request, hwaddr *start, hwaddr *end)
{
    if (request->has_range) {
        hwaddr last = request->begin + (request->length - 1);

        *start = MAX(*start, request->begin);
        *end = last < *end ? last + 1 : *end;
    }
    return *start < *end;
}

static void add_section(MemoryListener *listener,
                        MemoryRegionSection *section)
{
    Dump *dump = ((Collector *)listener)->dump;
    hwaddr first = section->offset_within_address_space;
    hwaddr start = first;
    hwaddr end = first + int128_sat64(section->size);

    if (memory_region_is_ram(section->mr) &&
        clip(dump->request, &start, &end)) {
        DumpRam ram = {
            .addr = start,
            .size = end - start,
            .block = section->mr->ram_block,
            .block_offset = section->offset_within_region + (start - first),
        };
        g_array_append_val(dump->ram, ram);
    }
}

bool dump_find_ram(Dump *dump, Error **errp)
{
    Collector collector = {
        .listener = { .region_add = add_section, .name = "dump" },
        .dump = dump,
    };

    memory_listener_register(&collector.listener, &address_space_memory);
    memory_listener_unregister(&collector.listener);
    if (dump->ram->len == 0) {
        error_setg(errp, "there is no RAM%s; 'info mtree' shows where it is",
                   dump->request->has_range ? " in this range" : "");
    }
    return dump->ram->len > 0;
}

/* --- what is in it ------------------------------------------------------- */

static bool is_zero(const uint8_t *bytes, size_t size)
{
    return size == 0 ||
           (bytes[0] == 0 && memcmp(bytes, bytes + 1, size - 1) == 0);
}

/* The first byte from @at on, not after @end, that may be other than 0. */
static uint64_t next_data(const RAMBlock *block, uint64_t at, uint64_t end)
{
    off_t found;

    if (block->fd < 0) {
        return at;
    }
    found = lseek(block->fd, (off_t)(block->fd_offset + at), SEEK_DATA);
    if (found < 0) {
        return errno == ENXIO ? end : at;
    }
    return MIN(MAX(at, (uint64_t)found - block->fd_offset), end);
}

static bool write_one(Dump *dump, const DumpRam *ram, Error **errp)
{
    uint64_t end = ram->block_offset + ram->size;
    uint64_t at = next_data(ram->block, ram->block_offset, end);

    while (at < end) {
        size_t size = (size_t)MIN(end - at, PIECE);
        const uint8_t *bytes = ram->block->host + at;
        uint64_t offset = ram->file_offset + (at - ram->block_offset);

        if (!is_zero(bytes, size) &&
            !dump_write(dump, bytes, size, offset, errp)) {
            return false;
        }
        at = next_data(ram->block, at + size, end);
    }
    return true;
}

bool dump_write_ram(Dump *dump, Error **errp)
{
    const DumpRam *last =
        &g_array_index(dump->ram, DumpRam, dump->ram->len - 1);

    for (guint i = 0; i < dump->ram->len; i++) {
        if (!write_one(dump, &g_array_index(dump->ram, DumpRam, i), errp)) {
            return false;
        }
    }
    if (ftruncate(dump->fd, (off_t)(last->file_offset + last->size)) < 0) {
        error_setg(errp, "cannot write '%s': %s", dump->request->path,
                   strerror(errno));
        return false;
    }
    return true;
}

bool dump_write(Dump *dump, const void *bytes, size_t size, uint64_t offset,
                Error **errp)
{
    const uint8_t *at = bytes;

    while (size > 0) {
        ssize_t n = pwrite(dump->fd, at, size, (off_t)offset);

        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            error_setg(errp, "cannot write '%s': %s", dump->request->path,
                       n < 0 ? strerror(errno) : "no space");
            return false;
        }
        at += n;
        offset += (uint64_t)n;
        size -= (size_t)n;
    }
    return true;
}

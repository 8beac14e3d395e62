/*
 * rom.c: see machine/rom.h
 *
 * Sorted by address for people who print it. Every search walks the whole
 * list: boards have about ten blobs. Where their bytes are is the business
 * of rom_bytes.c.
 */
#include <inttypes.h>
#include "machine/rom.h"

#include "core/digest.h"
#include "memory/address_space.h"
#include "rom_bytes.h"

/* A reset copies in pieces of this size. */
#define ROM_CHUNK_BYTES (64u << 10)

typedef struct Rom {
    char *name;
    RomBytes bytes;
    hwaddr addr;
    uint64_t size;              /* bytes in memory, >= bytes.length */
} Rom;

struct RomList {
    AddressSpace *as;           /* (nullable) (borrowed) */
    GPtrArray *roms;            /* Rom, ascending addresses */
};

static void rom_free(gpointer opaque)
{
    Rom *rom = opaque;

    g_free(rom->name);
    rom_bytes_clear(&rom->bytes);
    g_free(rom);
}

RomList *rom_list_new(AddressSpace *as)
{
    RomList *list = g_new0(RomList, 1);

    list->as = as;
    list->roms = g_ptr_array_new_with_free_func(rom_free);
    return list;
}

void rom_list_free(RomList *list)
{
    if (list) {
        g_ptr_array_free(list->roms, TRUE);
        g_free(list);
    }
}

static Rom *rom_at(const RomList *list, unsigned i)
{
    return g_ptr_array_index(list->roms, i);
}

static hwaddr rom_last(const Rom *rom)
{
    return rom->addr + (rom->size - 1);
}

/* ---- checks ------------------------------------------------------------ */

static bool holds_bytes(MemoryRegion *mr)
{
    return mr && (memory_region_is_ram(mr) || memory_region_is_rom_device(mr));
}

static bool check_in_memory(const RomList *list, const Rom *rom, Error **errp)
{
    hwaddr at = rom->addr;
    uint64_t left = list->as ? rom->size : 0;

    while (left > 0) {
        hwaddr offset;
        hwaddr run = left;
        MemoryRegion *mr =
            address_space_translate(list->as, at, &offset, &run, false,
                                    MEMTXATTRS_UNSPECIFIED);

        if (!holds_bytes(mr)) {
            error_setg(errp, "%s needs 0x%" PRIx64 "..0x%"
                       PRIx64 ", but there is no memory at 0x%"
                       PRIx64 ": give the machine more with -m, "
                       "or link the image for another address",
                       rom->name, rom->addr, rom_last(rom), at);
            return false;
        }
        at += run;
        left -= run;
    }
    return true;
}

static bool check_apart(const Rom *a, const Rom *b, Error **errp)
{
    hwaddr at = MAX(a->addr, b->addr);

    if (at > rom_last(a) || at > rom_last(b)) {
        return true;
    }
    error_setg(errp, "images %s (0x%" PRIx64 "..0x%"
               PRIx64 ") and %s (0x%" PRIx64 "..0x%"
               PRIx64 ") overlap at 0x%" PRIx64
               ": link one of them for another address",
               a->name, a->addr, rom_last(a), b->name, b->addr, rom_last(b),
               at);
    return false;
}

static bool rom_check(const RomList *list, const Rom *rom, Error **errp)
{
    for (unsigned i = 0; i < list->roms->len; i++) {
        if (!check_apart(rom_at(list, i), rom, errp)) {
            return false;
        }
    }
    return check_in_memory(list, rom, errp);
}

/* ---- adding ------------------------------------------------------------ */

static unsigned place_of(const RomList *list, hwaddr addr)
{
    unsigned i = 0;

    while (i < list->roms->len && rom_at(list, i)->addr < addr) {
        i++;
    }
    return i;
}

static Rom *rom_new(const RomSegment *segment)
{
    Rom *rom = g_new0(Rom, 1);

    rom->name = g_strdup(segment->name);
    rom_bytes_init(&rom->bytes, segment);
    rom->addr = segment->addr;
    rom->size = segment->size;
    return rom;
}

bool rom_add_segment(RomList *list, const RomSegment *segment, Error **errp)
{
    Rom *rom;

    g_assert(segment->size >= g_bytes_get_size(segment->data));
    if (segment->size == 0) {
        return true;
    }
    if (segment->size - 1 > UINT64_MAX - segment->addr) {
        error_setg(errp, "%s is larger than the address space behind 0x%"
                   PRIx64 ": link it for a lower address",
                   segment->name, segment->addr);
        return false;
    }
    rom = rom_new(segment);
    if (!rom_check(list, rom, errp)) {
        rom_free(rom);
        return false;
    }
    g_ptr_array_insert(list->roms, place_of(list, rom->addr), rom);
    return true;
}

bool rom_add_blob(RomList *list, const char *name, GBytes *data, hwaddr addr,
                  Error **errp)
{
    const RomSegment segment = {
        .name = name,
        .data = data,
        .size = g_bytes_get_size(data),
        .addr = addr,
    };

    return rom_add_segment(list, &segment, errp);
}

bool rom_replace_blob(RomList *list, const char *name, GBytes *data,
                      Error **errp)
{
    for (unsigned i = 0; i < list->roms->len; i++) {
        Rom *rom = rom_at(list, i);

        if (g_str_equal(rom->name, name) &&
            rom->size == g_bytes_get_size(data)) {
            rom_bytes_clear(&rom->bytes);
            rom_bytes_init(&rom->bytes, &(RomSegment) { .data = data });
            return true;
        }
    }
    error_setg(errp, "no image %s of %" G_GSIZE_FORMAT " bytes to replace",
               name, g_bytes_get_size(data));
    return false;
}

/* ---- reset ------------------------------------------------------------- */

static void write_zeroes(AddressSpace *as, hwaddr addr, uint64_t size)
{
    static const uint8_t zeroes[4096];

    while (size > 0) {
        uint64_t run = MIN(size, sizeof(zeroes));

        address_space_write_rom(as, addr, MEMTXATTRS_UNSPECIFIED, zeroes,
                                run);
        addr += run;
        size -= run;
    }
}

static void report_lost(const Rom *rom, uint64_t lost)
{
    error_report("%s: %" PRIu64 " of %" PRIu64 " bytes for 0x%" PRIx64
                 " cannot be read again, the file became shorter or its "
                 "disk fails; they are zero now: bring the file back and "
                 "reset again", rom->name, lost, rom->bytes.length,
                 rom->addr);
}

/* Bytes that changed are news once: they are what the next reset expects. */
static void report_changed(Rom *rom, uint64_t digest)
{
    warn_report("%s was changed after it was loaded: its new bytes are at "
                "the old place 0x%" PRIx64 " now; start again if the new "
                "file needs another place", rom->name, rom->addr);
    rom->bytes.digest = digest;
}

static void write_bytes(AddressSpace *as, Rom *rom)
{
    g_autofree uint8_t *chunk = g_malloc(ROM_CHUNK_BYTES);
    uint64_t length = rom->bytes.length;
    uint64_t lost = 0;
    Digest digest;

    digest_init(&digest);
    for (uint64_t at = 0; at < length; at += ROM_CHUNK_BYTES) {
        size_t run = MIN(length - at, ROM_CHUNK_BYTES);

        lost += run - rom_bytes_read(&rom->bytes, at, chunk, run);
        digest_update(&digest, chunk, run);
        address_space_write_rom(as, rom->addr + at, MEMTXATTRS_UNSPECIFIED,
                                chunk, run);
    }
    if (lost > 0) {
        report_lost(rom, lost);
    } else if (digest_value(&digest) != rom->bytes.digest) {
        report_changed(rom, digest_value(&digest));
    }
}

void rom_reset(RomList *list)
{
    g_assert(list->as);
    for (unsigned i = 0; i < list->roms->len; i++) {
        Rom *rom = rom_at(list, i);
        uint64_t length = rom->bytes.length;

        write_bytes(list->as, rom);
        write_zeroes(list->as, rom->addr + length, rom->size - length);
    }
}

/* ---- questions --------------------------------------------------------- */

unsigned rom_list_size(const RomList *list)
{
    return list->roms->len;
}

bool rom_read(const RomList *list, hwaddr addr, void *to, size_t size)
{
    for (unsigned i = 0; i < list->roms->len; i++) {
        const Rom *rom = rom_at(list, i);
        uint64_t length = rom->bytes.length;
        uint64_t offset = addr - rom->addr;

        if (addr >= rom->addr && offset < length && length - offset >= size) {
            return rom_bytes_read(&rom->bytes, offset, to, size) == size;
        }
    }
    return false;
}

/* Blobs ascend and do not overlap. */
uint64_t rom_largest_gap(const RomList *list, hwaddr base, uint64_t size,
                         hwaddr *gap)
{
    hwaddr end = base + size;
    hwaddr at = base;
    uint64_t largest = 0;

    for (unsigned i = 0; i <= list->roms->len; i++) {
        const Rom *rom = i < list->roms->len ? rom_at(list, i) : NULL;
        hwaddr stop = rom ? CLAMP(rom->addr, at, MAX(at, end)) : end;

        if (stop > at && stop - at > largest) {
            largest = stop - at;
            *gap = at;
        }
        at = rom ? MAX(at, rom->addr + rom->size) : at;
    }
    return largest;
}

void rom_print(const RomList *list, GString *out)
{
    for (unsigned i = 0; i < list->roms->len; i++) {
        const Rom *rom = rom_at(list, i);

        g_string_append_printf(out, "addr=%016" PRIx64
                               " size=0x%06" PRIx64
                               " name=\"%s\"\n",
                               rom->addr, rom->size, rom->name);
    }
}

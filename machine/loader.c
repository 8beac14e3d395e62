/*
 * loader.c: put an image into the ROM list, whatever kind of file it is
 *
 * The kind is read from the first bytes, never from the name. Parsers report
 * "is truncated..."; this file puts "kernel 'vmlinux'" in front.
 */
#include <inttypes.h>
#include "machine/loader.h"

#include <elf.h>

static char *image_name(const LoadRequest *request)
{
    return g_strdup_printf("%s '%s'", request->what, request->path);
}

static bool check_limit(const LoadRequest *request, hwaddr addr,
                        uint64_t size, Error **errp)
{
    if (request->limit == 0 ||
        (addr <= request->limit && size <= request->limit - addr)) {
        return true;
    }
    error_setg(errp, "%s '%s' does not fit: it needs %" PRIu64
               " KiB from 0x%" PRIx64 ", but memory ends at 0x%"
               PRIx64 "; give the machine more with -m",
               request->what, request->path, (size + 1023) >> 10, addr,
               request->limit);
    return false;
}

/* ---- ELF --------------------------------------------------------------- */

static bool add_segment(const LoadRequest *request, const ImageFile *image,
                        const ElfSegment *segment, uint64_t move,
                        Error **errp)
{
    g_autofree char *name = image_name(request);
    g_autoptr(GBytes) data =
        g_bytes_new_from_bytes(image->bytes, segment->offset,
                               segment->file_size);
    const RomSegment rom = {
        .name = name,
        .data = data,
        .size = segment->size,
        .addr = segment->addr + move,
        .file = image->file,
        .offset = segment->offset,
    };

    return check_limit(request, rom.addr, rom.size, errp) &&
        rom_add_segment(request->roms, &rom, errp);
}

static bool add_elf(const LoadRequest *request, const ImageFile *image,
                    const ElfImage *elf, LoadedImage *out, Error **errp)
{
    bool moves = elf->type == ET_DYN && elf->low < request->addr;
    uint64_t move = moves ? request->addr - elf->low : 0;

    for (unsigned i = 0; i < elf->segments->len; i++) {
        const ElfSegment *segment =
            &g_array_index(elf->segments, ElfSegment, i);

        if (!add_segment(request, image, segment, move, errp)) {
            return false;
        }
    }
    if (request->symbols) {
        symbols_add_elf(request->symbols, image->bytes, move);
    }
    *out = (LoadedImage) {
        .kind = IMAGE_ELF,
        .entry = elf->entry + move,
        .low = elf->low + move,
        .high = elf->high + move,
    };
    return true;
}

static bool load_elf_image(const LoadRequest *request,
                           const ImageFile *image, LoadedImage *out,
                           Error **errp)
{
    g_autoptr(GError) err = NULL;
    ElfImage elf;
    bool ok;

    if (!elf_parse(image->bytes, &elf, &err)) {
        error_setg(errp, "%s '%s' %s", request->what, request->path,
                   err->message);
        return false;
    }
    ok = add_elf(request, image, &elf, out, errp);
    elf_image_clear(&elf);
    return ok;
}

bool load_elf64(const LoadRequest *request, LoadedImage *out, Error **errp)
{
    ImageFile image;
    bool ok = false;

    if (!image_open(request->what, request->path, &image, errp)) {
        return false;
    }
    if (elf_is_elf(image.bytes)) {
        ok = load_elf_image(request, &image, out, errp);
    } else {
        error_setg(errp, "%s '%s' is not an ELF file", request->what,
                   request->path);
    }
    image_close(&image);
    return ok;
}

/* ---- images without an address ----------------------------------------- */

static bool load_flat_image(const LoadRequest *request,
                            const ImageFile *image, uint64_t size,
                            LoadedImage *out, Error **errp)
{
    g_autofree char *name = image_name(request);
    const RomSegment rom = {
        .name = name,
        .data = image->bytes,
        .size = g_bytes_get_size(image->bytes),
        .addr = request->addr,
        .file = image->file,
    };

    if (!check_limit(request, request->addr, size, errp) ||
        !rom_add_segment(request->roms, &rom, errp)) {
        return false;
    }
    *out = (LoadedImage) {
        .kind = IMAGE_FLAT,
        .entry = request->addr,
        .low = request->addr,
        .high = request->addr + size,
    };
    return true;
}

bool load_flat(const LoadRequest *request, LoadedImage *out, Error **errp)
{
    ImageFile image;
    bool ok = image_open(request->what, request->path, &image, errp) &&
        load_flat_image(request, &image, g_bytes_get_size(image.bytes), out,
                        errp);

    image_close(&image);
    return ok;
}

static bool load_linux_image(const LoadRequest *request,
                             const ImageFile *image,
                             const LinuxImageHeader *header,
                             LoadedImage *out, Error **errp)
{
    uint64_t size = MAX(header->image_size, g_bytes_get_size(image->bytes));

    if (header->flags & 1) {
        error_setg(errp, "%s '%s' is a big-endian Linux kernel: RISC-V here "
                   "is little endian", request->what, request->path);
        return false;
    }
    if (!load_flat_image(request, image, size, out, errp)) {
        return false;
    }
    out->kind = IMAGE_LINUX;
    return true;
}

/* ---- any kind ---------------------------------------------------------- */

/* No image can be larger than the memory behind its address. */
static uint64_t unpack_limit(const LoadRequest *request)
{
    return request->limit > request->addr
        ? request->limit - request->addr : IMAGE_BYTES_MAX;
}

/* What was unpacked is in no file. */
static bool unpack(const LoadRequest *request, ImageFile *image,
                   Error **errp)
{
    g_autoptr(GBytes) packed = g_steal_pointer(&image->bytes);
    g_autoptr(GError) err = NULL;

    image->bytes = image_unpack(packed, unpack_limit(request), &err);
    if (!image->bytes) {
        error_setg(errp, "%s '%s' %s", request->what, request->path,
                   err->message);
        return false;
    }
    if (image->bytes != packed) {
        g_clear_pointer(&image->file, rom_file_unref);
    }
    return true;
}

static bool load_any_image(const LoadRequest *request,
                           const ImageFile *image, LoadedImage *out,
                           Error **errp)
{
    LinuxImageHeader header;

    if (elf_is_elf(image->bytes)) {
        return load_elf_image(request, image, out, errp);
    }
    if (linux_image_parse(image->bytes, &header)) {
        return load_linux_image(request, image, &header, out, errp);
    }
    return load_flat_image(request, image, g_bytes_get_size(image->bytes),
                           out, errp);
}

bool load_image(const LoadRequest *request, LoadedImage *out, Error **errp)
{
    ImageFile image;
    bool ok = image_open(request->what, request->path, &image, errp) &&
        unpack(request, &image, errp) &&
        load_any_image(request, &image, out, errp);

    image_close(&image);
    return ok;
}

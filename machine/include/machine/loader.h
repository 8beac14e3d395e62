/*
 * loader.h: read images of every kind and add them to the ROM list
 *
 * Images come from outside: whatever the bytes are, a loader either adds the
 * whole image or fails with one line that names the file. Parsers work on
 * bytes in memory and know no files, so they can be fuzzed.
 *
 * ELF: System V gABI chapter 4 and 5, RISC-V psABI.
 * Image: Linux Documentation/arch/riscv/boot-image-header.rst.
 */
#ifndef MACHINE_LOADER_H
#define MACHINE_LOADER_H

#include "core/error.h"
#include "core/types.h"
#include "machine/rom.h"
#include "machine/symbols.h"

/* No image may be larger than this once unpacked, bytes. */
#define IMAGE_BYTES_MAX (4ull << 30)

typedef enum ImageKind {
    IMAGE_ELF,                  /* ELF64 little endian RISC-V */
    IMAGE_LINUX,                /* Linux `Image` */
    IMAGE_FLAT,                 /* anything else */
} ImageKind;

/* Where an image ended up. */
typedef struct LoadedImage {
    ImageKind kind;
    hwaddr entry;               /* first instruction */
    hwaddr low;                 /* first byte */
    hwaddr high;                /* byte after the last that it needs */
} LoadedImage;

/* ---- files ------------------------------------------------------------- */

/* An image while it is loaded. */
typedef struct ImageFile {
    GBytes *bytes;
    RomFile *file;              /* holds the same bytes; NULL: unpacked */
} ImageFile;

/**
 * image_open: read a file and keep it open
 * @what: for the message: "kernel"
 * @out:  (out): clear with image_close(); empty on failure
 *
 * Fails when the file cannot be read, is empty, is a folder or is too large.
 */
bool image_open(const char *what, const char *path, ImageFile *out,
                Error **errp) MUST_CHECK;
void image_close(ImageFile *image);

/**
 * image_read: the contents of a file
 * @what: for the message: "kernel"
 *
 * Returns: (transfer full) (nullable): NULL with @errp set as by image_open().
 */
GBytes *image_read(const char *what, const char *path, Error **errp);

/**
 * image_unpack: the image itself
 * @bytes: (borrowed): as in the file
 * @limit: largest result, bytes
 *
 * gzip, and EFI zboot images with a gzip payload, are unpacked; all else is
 * returned as it is.
 *
 * Returns: (transfer full) (nullable): NULL with @errp set for broken or
 *          too large data and for packings that lectern cannot read.
 */
GBytes *image_unpack(GBytes *bytes, uint64_t limit, Error **errp);

/* ---- formats ----------------------------------------------------------- */

/* One PT_LOAD segment, checked against the file's size. */
typedef struct ElfSegment {
    uint64_t offset;            /* in the file */
    uint64_t file_size;         /* bytes, <= size */
    uint64_t addr;              /* physical */
    uint64_t size;              /* bytes in memory, > 0 */
} ElfSegment;

typedef struct ElfImage {
    uint16_t type;              /* ET_EXEC or ET_DYN */
    uint64_t entry;             /* physical */
    uint64_t low, high;         /* [low, high) over all segments */
    GArray *segments;           /* ElfSegment */
} ElfImage;

/** elf_is_elf: do the bytes start with the ELF magic? */
bool elf_is_elf(GBytes *bytes);

/**
 * elf_parse: check an ELF file and list its segments
 * @out: (out): clear with elf_image_clear(); empty on failure
 *
 * Accepts 64-bit little-endian RISC-V, ET_EXEC and ET_DYN, with at least one
 * segment to load.
 */
bool elf_parse(GBytes *bytes, ElfImage *out, Error **errp) MUST_CHECK;
void elf_image_clear(ElfImage *elf);

typedef struct LinuxImageHeader {
    uint64_t text_offset;       /* bytes from the start of RAM */
    uint64_t image_size;        /* bytes with .bss; 0: not told */
    uint64_t flags;             /* bit 0: big endian */
    uint32_t version;           /* minor in 15:0, major in 31:16 */
} LinuxImageHeader;

/** linux_image_parse: is it a RISC-V Linux `Image`? @out: (out) its header */
bool linux_image_parse(GBytes *bytes, LinuxImageHeader *out);

/* ---- loading ----------------------------------------------------------- */

/* What to load and where. */
typedef struct LoadRequest {
    RomList *roms;              /* (borrowed) */
    const char *what;           /* "kernel", "firmware", ...: for messages */
    const char *path;
    hwaddr addr;                /* of images that have no address themselves */
    hwaddr limit;               /* no byte at or above; 0: no limit */
    SymbolTable *symbols;       /* (nullable): where those of ELF files go */
} LoadRequest;

/**
 * load_elf64: add an ELF file to the ROM list
 * @out: (out)
 *
 * A position-independent file linked at 0 moves to request->addr.
 */
bool load_elf64(const LoadRequest *request, LoadedImage *out, Error **errp)
    MUST_CHECK;

/** load_flat: add a file as it is at request->addr */
bool load_flat(const LoadRequest *request, LoadedImage *out, Error **errp)
    MUST_CHECK;

/**
 * load_image: add an ELF file, a Linux Image (gzip, zboot) or a flat binary,
 *             whatever the file turns out to be
 */
bool load_image(const LoadRequest *request, LoadedImage *out, Error **errp)
    MUST_CHECK;

/** load_dtb: (transfer full): a checked device tree blob from a file */
GBytes *load_dtb(const char *path, Error **errp);

#endif

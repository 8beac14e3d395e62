/*
 * loader_elf.c: read the program headers of an ELF file
 *
 * Only what a loader needs: the file header, the program headers and, of
 * those, PT_LOAD. Sections and symbols are for debuggers. Every offset and
 * size comes from the file and is compared with the file's size before use;
 * sums are written so that they cannot wrap.
 *
 * System V gABI, "ELF header" and "Program header".
 */
#include <inttypes.h>
#include <elf.h>
#include <string.h>

#include "machine/loader.h"

/* Real images have fewer than ten. */
#define ELF_SEGMENTS_MAX 256

bool elf_is_elf(GBytes *bytes)
{
    gsize size;
    const void *data = g_bytes_get_data(bytes, &size);

    return size >= SELFMAG && memcmp(data, ELFMAG, SELFMAG) == 0;
}

static bool check_ident(const Elf64_Ehdr *header, Error **errp)
{
    if (header->e_ident[EI_CLASS] != ELFCLASS64) {
        error_setg(errp, "is a 32-bit ELF file: build it for riscv64");
    } else if (header->e_ident[EI_DATA] != ELFDATA2LSB) {
        error_setg(errp, "is a big-endian ELF file: RISC-V here is little "
                   "endian");
    } else if (GUINT16_FROM_LE(header->e_machine) != EM_RISCV) {
        error_setg(errp, "is an ELF file for machine %u, not for RISC-V (%u)",
                   GUINT16_FROM_LE(header->e_machine), EM_RISCV);
    } else {
        return true;
    }
    return false;
}

static bool check_header(const Elf64_Ehdr *header, gsize size, Error **errp)
{
    uint16_t type = GUINT16_FROM_LE(header->e_type);
    uint64_t offset = GUINT64_FROM_LE(header->e_phoff);
    uint64_t bytes = GUINT16_FROM_LE(header->e_phnum) * sizeof(Elf64_Phdr);

    if (type != ET_EXEC && type != ET_DYN) {
        error_setg(errp, "is an ELF file of type %u: link it to a program",
                   type);
        return false;
    }
    if (GUINT16_FROM_LE(header->e_phentsize) != sizeof(Elf64_Phdr) ||
        bytes == 0) {
        error_setg(errp, "is an ELF file without program headers: link it "
                   "to a program");
        return false;
    }
    if (offset > size || size - offset < bytes) {
        error_setg(errp, "is truncated: its program headers end behind the "
                   "end of the file");
        return false;
    }
    return true;
}

static bool read_segment(const Elf64_Phdr *row, gsize size, ElfSegment *out,
                         Error **errp)
{
    *out = (ElfSegment) {
        .offset = GUINT64_FROM_LE(row->p_offset),
        .file_size = GUINT64_FROM_LE(row->p_filesz),
        .addr = GUINT64_FROM_LE(row->p_paddr),
        .size = GUINT64_FROM_LE(row->p_memsz),
    };
    if (out->file_size > out->size) {
        error_setg(errp, "is broken: a segment is larger in the file than in "
                   "memory");
        return false;
    }
    if (out->offset > size || size - out->offset < out->file_size) {
        error_setg(errp, "is truncated: a segment ends behind the end of the "
                   "file");
        return false;
    }
    if (out->size > UINT64_MAX - out->addr) {
        error_setg(errp, "is broken: a segment wraps around the end of the "
                   "address space");
        return false;
    }
    return true;
}

static void add_segment(ElfImage *elf, const ElfSegment *segment)
{
    g_array_append_val(elf->segments, *segment);
    elf->low = MIN(elf->low, segment->addr);
    elf->high = MAX(elf->high, segment->addr + segment->size);
}

/* The entry is a virtual address; harts start without translation. */
static bool entry_in(const Elf64_Phdr *row, uint64_t entry, uint64_t *phys)
{
    uint64_t offset = entry - GUINT64_FROM_LE(row->p_vaddr);

    if (offset >= GUINT64_FROM_LE(row->p_memsz)) {
        return false;
    }
    *phys = GUINT64_FROM_LE(row->p_paddr) + offset;
    return true;
}

static bool read_segments(const uint8_t *rows, unsigned n, gsize size,
                          ElfImage *elf, Error **errp)
{
    uint64_t virtual_entry = elf->entry;
    bool entered = false;

    for (unsigned i = 0; i < n; i++) {
        Elf64_Phdr row;
        ElfSegment segment;

        memcpy(&row, rows + i * sizeof(row), sizeof(row));
        if (GUINT32_FROM_LE(row.p_type) != PT_LOAD || row.p_memsz == 0) {
            continue;
        }
        if (elf->segments->len == ELF_SEGMENTS_MAX) {
            error_setg(errp, "has more than %u segments", ELF_SEGMENTS_MAX);
            return false;
        }
        if (!read_segment(&row, size, &segment, errp)) {
            return false;
        }
        add_segment(elf, &segment);
        entered = entered || entry_in(&row, virtual_entry, &elf->entry);
    }
    if (elf->segments->len == 0) {
        error_setg(errp, "has no segment to load: link it to a program");
    } else if (!entered) {
        error_setg(errp, "has its entry point 0x%" PRIx64
                   " outside of its segments: link it again with -e",
                   virtual_entry);
    }
    return elf->segments->len > 0 && entered;
}

bool elf_parse(GBytes *bytes, ElfImage *out, Error **errp)
{
    gsize size;
    const uint8_t *data = g_bytes_get_data(bytes, &size);
    Elf64_Ehdr header;

    *out = (ElfImage) { .low = UINT64_MAX };
    if (!elf_is_elf(bytes) || size < sizeof(header)) {
        error_setg(errp, "is truncated: it ends within the ELF header");
        return false;
    }
    memcpy(&header, data, sizeof(header));
    if (!check_ident(&header, errp) || !check_header(&header, size, errp)) {
        return false;
    }
    out->type = GUINT16_FROM_LE(header.e_type);
    out->entry = GUINT64_FROM_LE(header.e_entry);
    out->segments = g_array_new(FALSE, FALSE, sizeof(ElfSegment));
    if (!read_segments(data + GUINT64_FROM_LE(header.e_phoff),
                       GUINT16_FROM_LE(header.e_phnum), size, out, errp)) {
        elf_image_clear(out);
        return false;
    }
    return true;
}

void elf_image_clear(ElfImage *elf)
{
    if (elf->segments) {
        g_array_free(elf->segments, TRUE);
    }
    *elf = (ElfImage) { 0 };
}

/* fuzz_elf.c: ELF files, as of -kernel and -bios */
#include "fuzz.h"
#include "machine/loader.h"

/* What elf_parse() promises about what it accepts. */
static void check_elf(const ElfImage *elf, size_t size)
{
    for (unsigned i = 0; i < elf->segments->len; i++) {
        const ElfSegment *segment =
            &g_array_index(elf->segments, ElfSegment, i);

        g_assert(segment->size > 0 && segment->file_size <= segment->size);
        g_assert(segment->offset <= size &&
                 segment->file_size <= size - segment->offset);
        g_assert(segment->addr >= elf->low &&
                 segment->size <= elf->high - segment->addr);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(GBytes) bytes = g_bytes_new_static(data, size);
    g_autoptr(GError) err = NULL;
    ElfImage elf;

    if (elf_parse(bytes, &elf, &err)) {
        check_elf(&elf, size);
    } else {
        g_assert(err);
    }
    elf_image_clear(&elf);
    return 0;
}

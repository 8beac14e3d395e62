/* image_maker.h: crafted ELF, Image and gzip files for the loader's tests */
#ifndef MACHINE_TESTS_IMAGE_MAKER_H
#define MACHINE_TESTS_IMAGE_MAKER_H

#include <elf.h>
#include <glib.h>

/* One ELF file that tests damage field by field before writing it. */
typedef struct ElfMaker {
    Elf64_Ehdr header;
    Elf64_Phdr segments[2];
    uint8_t text[16];
} ElfMaker;

/** elf_maker_init: a good program of two segments at 0x80000000 */
void elf_maker_init(ElfMaker *elf);

/** image_linux_new: (transfer full): an Image of @size bytes, >= 64 */
GBytes *image_linux_new(gsize size, uint64_t image_size, uint64_t flags);

/** image_gzip: (transfer full): gzip of @bytes */
GBytes *image_gzip(GBytes *bytes);

/** image_zboot: (transfer full): an EFI zboot image around @payload */
GBytes *image_zboot(GBytes *payload, const char *type);

/** image_write: (transfer full): name of a new file; free with image_drop() */
char *image_write(const void *data, gsize size);
void image_drop(char *path);

/** image_overwrite: put @text at @offset of a file that exists */
void image_overwrite(const char *path, const char *text, gsize offset);

#endif

/*
 * loader_linux.c: the 64-byte header of a RISC-V Linux `Image`
 *
 *   0  code0, code1     8  text_offset   16  image_size   24  flags
 *  32  version         36  reserved      48  "RISCV\0\0\0"
 *  56  "RSC\x05"       60  offset of the PE header (EFI stub)
 *
 * Linux Documentation/arch/riscv/boot-image-header.rst. The first magic is
 * deprecated there; the second decides.
 */
#include <string.h>

#include "machine/loader.h"

typedef struct LinuxHeader {
    uint32_t code[2];
    uint64_t text_offset;
    uint64_t image_size;
    uint64_t flags;
    uint32_t version;
    uint32_t reserved1;
    uint64_t reserved2;
    uint8_t magic[8];
    uint8_t magic2[4];
    uint32_t reserved3;
} LinuxHeader;

G_STATIC_ASSERT(sizeof(LinuxHeader) == 64);

bool linux_image_parse(GBytes *bytes, LinuxImageHeader *out)
{
    gsize size;
    const void *data = g_bytes_get_data(bytes, &size);
    LinuxHeader header;

    if (size < sizeof(header)) {
        return false;
    }
    memcpy(&header, data, sizeof(header));
    if (memcmp(header.magic2, "RSC\x05", sizeof(header.magic2)) != 0) {
        return false;
    }
    *out = (LinuxImageHeader) {
        .text_offset = GUINT64_FROM_LE(header.text_offset),
        .image_size = GUINT64_FROM_LE(header.image_size),
        .flags = GUINT64_FROM_LE(header.flags),
        .version = GUINT32_FROM_LE(header.version),
    };
    return true;
}

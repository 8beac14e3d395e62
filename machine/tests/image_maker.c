/* image_maker.c: see image_maker.h */
#include "image_maker.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

void elf_maker_init(ElfMaker *elf)
{
    *elf = (ElfMaker) {
        .header = {
            .e_ident = { ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64,
                         ELFDATA2LSB, EV_CURRENT },
            .e_type = ET_EXEC,
            .e_machine = EM_RISCV,
            .e_version = EV_CURRENT,
            .e_entry = 0xffffffff80000004,
            .e_phoff = offsetof(ElfMaker, segments),
            .e_ehsize = sizeof(Elf64_Ehdr),
            .e_phentsize = sizeof(Elf64_Phdr),
            .e_phnum = 2,
        },
        .text = "0123456789abcde",
    };
    elf->segments[0] = (Elf64_Phdr) {
        .p_type = PT_LOAD,
        .p_offset = offsetof(ElfMaker, text),
        .p_vaddr = 0xffffffff80000000,
        .p_paddr = 0x80000000,
        .p_filesz = 16,
        .p_memsz = 32,
    };
    elf->segments[1] = (Elf64_Phdr) {
        .p_type = PT_LOAD,
        .p_offset = offsetof(ElfMaker, text) + 8,
        .p_vaddr = 0xffffffff80001000,
        .p_paddr = 0x80001000,
        .p_filesz = 8,
        .p_memsz = 8,
    };
}

static void put_le(uint8_t *data, unsigned offset, uint64_t value,
                   unsigned size)
{
    for (unsigned i = 0; i < size; i++) {
        data[offset + i] = value >> (8 * i);
    }
}

GBytes *image_linux_new(gsize size, uint64_t image_size, uint64_t flags)
{
    uint8_t *data = g_malloc0(size);

    put_le(data, 8, 0x200000, 8);
    put_le(data, 16, image_size, 8);
    put_le(data, 24, flags, 8);
    put_le(data, 32, 2, 4);
    memcpy(data + 48, "RISCV\0\0\0RSC\x05", 12);
    return g_bytes_new_take(data, size);
}

GBytes *image_gzip(GBytes *bytes)
{
    GZlibCompressor *deflate =
        g_zlib_compressor_new(G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9);
    GOutputStream *memory = g_memory_output_stream_new_resizable();
    GOutputStream *stream =
        g_converter_output_stream_new(memory, G_CONVERTER(deflate));
    gsize size;
    const void *data = g_bytes_get_data(bytes, &size);
    GBytes *result;

    g_assert(g_output_stream_write_all(stream, data, size, NULL, NULL, NULL));
    g_assert(g_output_stream_close(stream, NULL, NULL));
    result = g_memory_output_stream_steal_as_bytes(
        G_MEMORY_OUTPUT_STREAM(memory));
    g_object_unref(stream);
    g_object_unref(memory);
    g_object_unref(deflate);
    return result;
}

GBytes *image_zboot(GBytes *payload, const char *type)
{
    gsize size;
    const void *data = g_bytes_get_data(payload, &size);
    uint8_t *image = g_malloc0(64 + size);

    memcpy(image, "MZ\0\0zimg", 8);
    put_le(image, 8, 64, 4);
    put_le(image, 12, size, 4);
    strcpy((char *)image + 24, type);
    memcpy(image + 64, data, size);
    return g_bytes_new_take(image, 64 + size);
}

char *image_write(const void *data, gsize size)
{
    char *path = NULL;
    int fd = g_file_open_tmp("lectern-XXXXXX", &path, NULL);

    g_assert(fd >= 0);
    g_assert(write(fd, data, size) == (gssize)size);
    close(fd);
    return path;
}

void image_drop(char *path)
{
    g_unlink(path);
    g_free(path);
}

void image_overwrite(const char *path, const char *text, gsize offset)
{
    gssize size = strlen(text);
    int fd = open(path, O_WRONLY);

    g_assert(fd >= 0);
    g_assert(pwrite(fd, text, size, (off_t)offset) == size);
    close(fd);
}

/*
 * fdt_builder.c: see machine/fdt_builder.h
 *
 * Every change is tried; when libfdt says that the blob is full it moves into
 * one of twice the size and the change is tried again.
 */
#include "machine/fdt_builder.h"

#include <libfdt.h>
#include <string.h>

struct FdtBuilder {
    void *blob;
    size_t size;                /* bytes allocated */
    uint32_t last_phandle;
};

#define FDT_FIRST_BYTES 4096

FdtBuilder *fdt_builder_new(void)
{
    FdtBuilder *b = g_new0(FdtBuilder, 1);

    b->size = FDT_FIRST_BYTES;
    b->blob = g_malloc0(b->size);
    g_assert(fdt_create_empty_tree(b->blob, b->size) == 0);
    return b;
}

void fdt_builder_free(FdtBuilder *b)
{
    if (b) {
        g_free(b->blob);
        g_free(b);
    }
}

GBytes *fdt_builder_finish(FdtBuilder *b)
{
    GBytes *bytes;

    g_assert(fdt_pack(b->blob) == 0);
    bytes = g_bytes_new(b->blob, fdt_totalsize(b->blob));
    fdt_builder_free(b);
    return bytes;
}

uint32_t fdt_add_phandle(FdtBuilder *b)
{
    return ++b->last_phandle;
}

static void grow(FdtBuilder *b)
{
    void *larger = g_malloc0(b->size * 2);

    g_assert(fdt_open_into(b->blob, larger, b->size * 2) == 0);
    g_free(b->blob);
    b->blob = larger;
    b->size *= 2;
}

static int node_offset(FdtBuilder *b, const char *path, size_t length)
{
    int node = length > 0
        ? fdt_path_offset_namelen(b->blob, path, length)
        : fdt_path_offset(b->blob, "/");

    g_assert(node >= 0);
    return node;
}

void fdt_add_node(FdtBuilder *b, const char *path)
{
    const char *name = strrchr(path, '/');
    int status;

    g_assert(name && name[1]);
    while (true) {
        status = fdt_add_subnode(b->blob, node_offset(b, path, name - path),
                                 name + 1);
        if (status != -FDT_ERR_NOSPACE) {
            break;
        }
        grow(b);
    }
    g_assert(status >= 0);
}

void fdt_set_bytes(FdtBuilder *b, const char *path, const char *name,
                   const void *bytes, size_t size)
{
    int status;

    g_assert(size <= INT32_MAX);
    while (true) {
        status = fdt_setprop(b->blob, node_offset(b, path, strlen(path)),
                             name, bytes, (int)size);
        if (status != -FDT_ERR_NOSPACE) {
            break;
        }
        grow(b);
    }
    g_assert(status == 0);
}

void fdt_set_flag(FdtBuilder *b, const char *path, const char *name)
{
    fdt_set_bytes(b, path, name, "", 0);
}

void fdt_set_string(FdtBuilder *b, const char *path, const char *name,
                    const char *value)
{
    fdt_set_bytes(b, path, name, value, strlen(value) + 1);
}

void fdt_set_strings(FdtBuilder *b, const char *path, const char *name,
                     const char *const *values)
{
    g_autoptr(GByteArray) list = g_byte_array_new();

    for (unsigned i = 0; values[i]; i++) {
        g_byte_array_append(list, (const guint8 *)values[i],
                            strlen(values[i]) + 1);
    }
    fdt_set_bytes(b, path, name, list->data, list->len);
}

void fdt_set_cells(FdtBuilder *b, const char *path, const char *name,
                   const uint32_t *cells, size_t n_cells)
{
    g_autofree uint32_t *big_endian = g_new(uint32_t, n_cells);

    for (size_t i = 0; i < n_cells; i++) {
        big_endian[i] = GUINT32_TO_BE(cells[i]);
    }
    fdt_set_bytes(b, path, name, big_endian, n_cells * sizeof(uint32_t));
}

void fdt_set_cell(FdtBuilder *b, const char *path, const char *name,
                  uint32_t value)
{
    fdt_set_cells(b, path, name, &value, 1);
}

void fdt_set_u64(FdtBuilder *b, const char *path, const char *name,
                 uint64_t value)
{
    const uint32_t cells[] = { value >> 32, (uint32_t)value };

    fdt_set_cells(b, path, name, cells, G_N_ELEMENTS(cells));
}

void fdt_set_reg(FdtBuilder *b, const char *path, hwaddr base, uint64_t size)
{
    const uint32_t cells[] = {
        base >> 32, (uint32_t)base, size >> 32, (uint32_t)size,
    };

    fdt_set_cells(b, path, "reg", cells, G_N_ELEMENTS(cells));
}

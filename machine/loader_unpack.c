/*
 * loader_unpack.c: take the wrapping off a kernel image
 *
 * gzip (`Image.gz`) and EFI zboot (`vmlinuz.efi` with gzip inside) are
 * unpacked. Packings and formats that lectern cannot read are recognised by
 * their first bytes, so that the user hears what to do instead of watching a
 * hart execute compressed data.
 *
 * RFC 1952; Linux drivers/firmware/efi/libstub/zboot-header.S for the zboot
 * header. The inflating is GIO's.
 */
#include <inttypes.h>
#include <gio/gio.h>
#include <string.h>

#include "machine/loader.h"

#define GUNZIP_CHUNK_BYTES (1u << 20)

typedef struct Magic {
    unsigned offset;
    unsigned size;
    const char *bytes;
    const char *message;
} Magic;

static const Magic gzip_magic = { 0, 2, "\x1f\x8b", NULL };
static const Magic zboot_magic = { 4, 4, "zimg", NULL };

static const Magic refused[] = {
    { 0, 6, "\xfd" "7zXZ\0", "is packed with xz: unpack it with 'unxz'" },
    { 0, 4, "\x28\xb5\x2f\xfd",
      "is packed with zstd: unpack it with 'unzstd'" },
    { 0, 3, "BZh", "is packed with bzip2: unpack it with 'bunzip2'" },
    { 0, 4, "\x04\x22\x4d\x18",
      "is packed with lz4: unpack it with 'unlz4'" },
    { 0, 4, "\x02\x21\x4c\x18",
      "is packed with lz4: unpack it with 'unlz4'" },
    { 0, 4, "\x27\x05\x19\x56",
      "is a U-Boot uImage: take the Image out with 'dumpimage'" },
    { 0, 4, "\xd0\x0d\xfe\xed",
      "is a device tree or FIT image: take the Image out with 'dumpimage'" },
    { 56, 4, "ARMd", "is a Linux kernel for arm64: use one for riscv64" },
    { 0x202, 4, "HdrS", "is a Linux kernel for x86: use one for riscv64" },
};

static bool has_magic(GBytes *bytes, const Magic *magic)
{
    gsize size;
    const uint8_t *data = g_bytes_get_data(bytes, &size);

    return size >= magic->offset + magic->size &&
        memcmp(data + magic->offset, magic->bytes, magic->size) == 0;
}

/* ---- gzip -------------------------------------------------------------- */

typedef struct Gunzip {
    GConverter *converter;
    const uint8_t *in;          /* what is left */
    gsize in_size;
    GByteArray *out;
    uint64_t limit;             /* bytes of @out */
} Gunzip;

static GConverterResult gunzip_step(Gunzip *g, uint8_t *chunk, Error **errp)
{
    gsize taken = 0;
    gsize made = 0;
    GConverterResult result =
        g_converter_convert(g->converter, g->in, g->in_size, chunk,
                            GUNZIP_CHUNK_BYTES, G_CONVERTER_INPUT_AT_END,
                            &taken, &made, NULL);

    if (result == G_CONVERTER_ERROR) {
        error_setg(errp, "is broken or truncated: its gzip data does not "
                   "unpack");
        return result;
    }
    if (made > g->limit - g->out->len) {
        error_setg(errp, "is too large: it unpacks to more than %"
                   PRIu64 " MiB; give the machine more memory "
                   "with -m", g->limit >> 20);
        return G_CONVERTER_ERROR;
    }
    g_byte_array_append(g->out, chunk, made);
    g->in += taken;
    g->in_size -= taken;
    return result;
}

/* Padding is common; anything else behind the data is a broken file. */
static bool rest_is_padding(const Gunzip *g, Error **errp)
{
    for (gsize i = 0; i < g->in_size; i++) {
        if (g->in[i] != 0) {
            error_setg(errp, "is broken: more data follows its gzip data");
            return false;
        }
    }
    return true;
}

static bool gunzip_run(Gunzip *g, Error **errp)
{
    g_autofree uint8_t *chunk = g_malloc(GUNZIP_CHUNK_BYTES);
    GConverterResult result;

    do {
        result = gunzip_step(g, chunk, errp);
    } while (result == G_CONVERTER_CONVERTED ||
             result == G_CONVERTER_FLUSHED);
    return result == G_CONVERTER_FINISHED && rest_is_padding(g, errp);
}

static GBytes *gunzip(GBytes *bytes, uint64_t limit, Error **errp)
{
    g_autoptr(GZlibDecompressor) inflate =
        g_zlib_decompressor_new(G_ZLIB_COMPRESSOR_FORMAT_GZIP);
    /* a GByteArray counts in 32 bits */
    Gunzip g = {
        .converter = G_CONVERTER(inflate),
        .out = g_byte_array_new(),
        .limit = MIN(limit, G_MAXINT32),
    };

    g.in = g_bytes_get_data(bytes, &g.in_size);
    if (!gunzip_run(&g, errp)) {
        g_byte_array_unref(g.out);
        return NULL;
    }
    return g_byte_array_free_to_bytes(g.out);
}

/* ---- zboot ------------------------------------------------------------- */

/* Byte offsets in the header: where the payload is and how it is packed. */
enum {
    ZBOOT_OFFSET = 8,
    ZBOOT_SIZE = 12,
    ZBOOT_TYPE = 24,
    ZBOOT_END = 56,
};

static uint32_t read_le32(const uint8_t *data)
{
    uint32_t value;

    memcpy(&value, data, sizeof(value));
    return GUINT32_FROM_LE(value);
}

static GBytes *zboot_unpack(GBytes *bytes, uint64_t limit, Error **errp)
{
    gsize size;
    const uint8_t *data = g_bytes_get_data(bytes, &size);
    g_autoptr(GBytes) payload = NULL;

    if (size < ZBOOT_END) {
        error_setg(errp, "is truncated: it ends within the zboot header");
        return NULL;
    }
    if (memcmp(data + ZBOOT_TYPE, "gzip", sizeof("gzip")) != 0) {
        error_setg(errp, "is an EFI zboot image with %.8s inside, not gzip: "
                   "boot it through EFI or unpack it",
                   data[ZBOOT_TYPE] >= 'a' && data[ZBOOT_TYPE] <= 'z' &&
                   memchr(data + ZBOOT_TYPE, 0, 8)
                   ? (const char *)data + ZBOOT_TYPE : "something");
        return NULL;
    }
    uint32_t offset = read_le32(data + ZBOOT_OFFSET);
    uint32_t length = read_le32(data + ZBOOT_SIZE);
    if (offset > size || size - offset < length) {
        error_setg(errp, "is truncated: its zboot payload ends behind the "
                   "end of the file");
        return NULL;
    }
    payload = g_bytes_new_from_bytes(bytes, offset, length);
    return gunzip(payload, limit, errp);
}

/* ---- the choice -------------------------------------------------------- */

static const char *why_refused(GBytes *bytes)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(refused); i++) {
        if (has_magic(bytes, &refused[i])) {
            return refused[i].message;
        }
    }
    return NULL;
}

GBytes *image_unpack(GBytes *bytes, uint64_t limit, Error **errp)
{
    const char *reason = why_refused(bytes);

    if (reason) {
        error_setg(errp, "%s", reason);
        return NULL;
    }
    if (has_magic(bytes, &gzip_magic)) {
        return gunzip(bytes, limit, errp);
    }
    if (has_magic(bytes, &zboot_magic)) {
        return zboot_unpack(bytes, limit, errp);
    }
    return g_bytes_ref(bytes);
}

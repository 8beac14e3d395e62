/*
 * vmstate_digest.c: the saved bytes, condensed to 64 bits
 *
 * FNV-1a over the stream. A state that cannot be saved has no digest: 0.
 */
#include "vmstate_internal.h"

#define FNV_OFFSET 0xcbf29ce484222325ull
#define FNV_PRIME 0x100000001b3ull

uint64_t vmstate_digest(const VMStateDescription *vmsd, void *opaque)
{
    g_autoptr(GByteArray) stream = g_byte_array_new();
    uint64_t digest = FNV_OFFSET;

    if (!vmstate_save_state(stream, vmsd, opaque, NULL)) {
        return 0;
    }
    for (guint i = 0; i < stream->len; i++) {
        digest = (digest ^ stream->data[i]) * FNV_PRIME;
    }
    return digest;
}

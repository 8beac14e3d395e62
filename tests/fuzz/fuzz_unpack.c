/* fuzz_unpack.c: gzip, EFI zboot and Linux Image headers of -kernel */
#include "fuzz.h"
#include "machine/loader.h"

#define LIMIT_BYTES (8u << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(GBytes) bytes = g_bytes_new_static(data, size);
    g_autoptr(GError) err = NULL;
    LinuxImageHeader header;
    g_autoptr(GBytes) image = image_unpack(bytes, LIMIT_BYTES, &err);

    g_assert(!image == !!err);
    if (image) {
        linux_image_parse(image, &header);
    }
    return 0;
}

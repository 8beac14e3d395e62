/*
 * host_disas_hex.c: host code as bytes, where no disassembler is there
 */
#include "tcg/host_disas.h"

#include <stdint.h>

enum { BYTES_PER_LINE = 16 };

unsigned tcg_host_disas(GString *out, const void *code, size_t bytes,
                        const TcgHostNames *names)
{
    const uint8_t *p = code;

    for (size_t i = 0; i < bytes; i++) {
        if (i % BYTES_PER_LINE == 0) {
            g_string_append_printf(out, "0x%08zx: ", (uintptr_t)(p + i));
        }
        g_string_append_printf(out, " %02x", p[i]);
        if (i % BYTES_PER_LINE == BYTES_PER_LINE - 1 || i == bytes - 1) {
            g_string_append_c(out, '\n');
        }
    }
    return 0;
}

bool tcg_host_disas_available(void)
{
    return false;
}

/*
 * gdb_parse.c: reading the words of a packet
 *
 * Every function either reads what it promises and moves on, or says false;
 * none reads past the end. Numbers are hexadecimal without prefix.
 */
#include <string.h>

#include "gdb_internal.h"

bool gdb_at_end(const GdbCursor *in)
{
    return in->p == in->end;
}

size_t gdb_left(const GdbCursor *in)
{
    return (size_t)(in->end - in->p);
}

bool gdb_take(GdbCursor *in, const char *text)
{
    size_t len = strlen(text);

    if (gdb_left(in) < len || memcmp(in->p, text, len) != 0) {
        return false;
    }
    in->p += len;
    return true;
}

static bool next_is_digit(const GdbCursor *in)
{
    return !gdb_at_end(in) && g_ascii_isxdigit(*in->p);
}

bool gdb_take_hex(GdbCursor *in, uint64_t *value)
{
    unsigned n = 0;

    *value = 0;
    for (; next_is_digit(in) && n <= 16; n++) {
        *value = *value << 4 | (unsigned)g_ascii_xdigit_value(*in->p++);
    }
    return n > 0 && n <= 16;
}

bool gdb_take_range(GdbCursor *in, uint64_t *addr, uint64_t *len)
{
    return gdb_take_hex(in, addr) && gdb_take(in, ",") &&
           gdb_take_hex(in, len);
}

bool gdb_take_bytes(GdbCursor *in, uint8_t *bytes, size_t len)
{
    if (gdb_left(in) / 2 < len) {
        return false;
    }
    for (size_t i = 0; i < len; i++, in->p += 2) {
        if (!g_ascii_isxdigit(in->p[0]) || !g_ascii_isxdigit(in->p[1])) {
            return false;
        }
        bytes[i] = (uint8_t)(g_ascii_xdigit_value(in->p[0]) << 4 |
                             g_ascii_xdigit_value(in->p[1]));
    }
    return true;
}

char *gdb_take_word(GdbCursor *in, const char *ends)
{
    const char *start = in->p;

    while (!gdb_at_end(in) && (*in->p == '\0' || !strchr(ends, *in->p))) {
        in->p++;
    }
    return g_strndup(start, (size_t)(in->p - start));
}

char *gdb_take_hex_text(GdbCursor *in)
{
    size_t len = gdb_left(in) / 2;
    g_autofree char *text = g_malloc0(len + 1);

    if (gdb_left(in) % 2 != 0 ||
        !gdb_take_bytes(in, (uint8_t *)text, len)) {
        return NULL;
    }
    return g_steal_pointer(&text);
}

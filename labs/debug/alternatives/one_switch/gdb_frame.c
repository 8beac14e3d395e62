/* gdb_frame.c: shortened first, summed afterwards */
#include "gdb_packet.h"

void gdb_escape(GString *out, uint8_t byte)
{
    bool special = byte == '$' || byte == '#' || byte == '}' || byte == '*';

    if (special) {
        g_string_append_c(out, '}');
    }
    g_string_append_c(out, (char)(special ? byte ^ 0x20 : byte));
}

/* The largest allowed count for at most @more further characters. */
static unsigned allowed_count(unsigned more)
{
    unsigned count = MIN(more, 97u);

    while (count > 0) {
        char c = (char)(count + 29);

        if (c != '#' && c != '$' && c != '+' && c != '-') {
            break;
        }
        count--;
    }
    return count;
}

static GString *shorten(const GString *payload)
{
    GString *made = g_string_new(NULL);
    size_t at = 0;

    while (at < payload->len) {
        char c = payload->str[at];
        size_t end = at;

        while (end < payload->len && payload->str[end] == c) {
            end++;
        }
        unsigned more = (unsigned)(end - at - 1);

        g_string_append_c(made, c);
        at++;
        if (more >= 3) {
            unsigned count = allowed_count(more);

            g_string_append_printf(made, "*%c", (char)(count + 29));
            at += count;
        }
    }
    return made;
}

void gdb_frame(GString *out, char start, const GString *payload)
{
    g_autoptr(GString) body = shorten(payload);
    unsigned sum = 0;

    for (size_t i = 0; i < body->len; i++) {
        sum += (uint8_t)body->str[i];
    }
    g_string_append_c(out, start);
    g_string_append_len(out, body->str, (gssize)body->len);
    g_string_append_printf(out, "#%02x", sum & 0xff);
}

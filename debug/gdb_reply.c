/*
 * gdb_reply.c: making answers and sending them
 */
#include <stdarg.h>
#include <string.h>

#include "gdb_internal.h"

void gdb_reply(GdbServer *s, const char *text)
{
    g_string_append(s->reply, text);
}

void gdb_reply_format(GdbServer *s, const char *format, ...)
{
    va_list ap;

    va_start(ap, format);
    g_string_append_vprintf(s->reply, format, ap);
    va_end(ap);
}

void gdb_append_hex(GString *out, const void *bytes, size_t len)
{
    static const char digits[] = "0123456789abcdef";
    const uint8_t *byte = bytes;

    for (size_t i = 0; i < len; i++) {
        g_string_append_c(out, digits[byte[i] >> 4]);
        g_string_append_c(out, digits[byte[i] & 15]);
    }
}

void gdb_reply_hex(GdbServer *s, const void *bytes, size_t len)
{
    gdb_append_hex(s->reply, bytes, len);
}

void gdb_reply_u64(GdbServer *s, uint64_t value, unsigned n_bytes)
{
    uint64_t bytes = GUINT64_TO_LE(value);

    gdb_reply_hex(s, &bytes, n_bytes);
}

void gdb_reply_binary(GdbServer *s, const void *bytes, size_t len)
{
    const uint8_t *byte = bytes;

    for (size_t i = 0; i < len; i++) {
        gdb_escape(s->reply, byte[i]);
    }
}

void gdb_reply_error(GdbServer *s, unsigned error)
{
    g_string_printf(s->reply, "E%02u", error);
}

bool gdb_reply_fits(const GdbServer *s, size_t len)
{
    return s->reply->len <= GDB_PACKET_MAX &&
           len <= GDB_PACKET_MAX - s->reply->len;
}

void gdb_send_reply(GdbServer *s)
{
    g_string_truncate(s->frame, 0);
    gdb_frame(s->frame, '$', s->reply);
    g_string_truncate(s->reply, 0);
    s->output(s->output_opaque, s->frame->str, s->frame->len);
}

void gdb_send_notice(GdbServer *s, const GString *payload)
{
    GString *frame = g_string_new(NULL);

    gdb_frame(frame, '%', payload);
    s->output(s->output_opaque, frame->str, frame->len);
    g_string_free(frame, TRUE);
}

/*
 * worker_reply.c: the text of a reply, one "field value" a line
 */
#include <inttypes.h>
#include <stdarg.h>

#include "worker_internal.h"

static void add(Worker *w, const char *field, const char *value)
{
    g_string_append(w->reply, field);
    g_string_append_c(w->reply, ' ');
    escape_append(w->reply, value);
    g_string_append_c(w->reply, '\n');
}

void reply_add(Worker *w, const char *field, const char *format, ...)
{
    va_list list;

    va_start(list, format);
    g_autofree char *value = g_strdup_vprintf(format, list);
    va_end(list);
    add(w, field, value);
}

void reply_u64(Worker *w, const char *field, uint64_t value)
{
    reply_add(w, field, "%" PRIu64, value);
}

void reply_i64(Worker *w, const char *field, int64_t value)
{
    reply_add(w, field, "%" PRId64, value);
}

void reply_hex(Worker *w, const char *field, uint64_t value)
{
    reply_add(w, field, "0x%" PRIx64, value);
}

void reply_bool(Worker *w, const char *field, bool value)
{
    add(w, field, value ? "yes" : "no");
}

void reply_text(Worker *w, const char *field, const char *value)
{
    add(w, field, value ? value : "(none)");
}

void reply_bytes(Worker *w, const char *field, const void *bytes, size_t size)
{
    const uint8_t *at = bytes;
    g_autoptr(GString) digits = g_string_new(NULL);

    for (size_t i = 0; i < size; i++) {
        g_string_append_printf(digits, "%02x", at[i]);
    }
    add(w, field, digits->str);
}

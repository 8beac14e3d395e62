/*
 * trace_format.c: an event's arguments as text
 *
 * The row's format is data ("offset:x value:x"), so a tool can read it as
 * well as this file can.
 */
#include "trace_internal.h"

#include <inttypes.h>
#include <string.h>

/* Splits one "name:kind" item off @text; NULL at the end. */
static const char *next_item(const char *text, const char **name,
                             int *name_length, char *kind)
{
    while (*text == ' ') {
        text++;
    }
    const char *colon = strchr(text, ':');
    if (colon == NULL) {
        return NULL;
    }
    *name = text;
    *name_length = colon - text;
    *kind = colon[1];
    return colon[1] != '\0' ? colon + 2 : colon + 1;
}

static void append_string(GString *line, const char *text)
{
    g_autofree char *escaped = g_strescape(text != NULL ? text : "", NULL);

    g_string_append_printf(line, "\"%s\"", escaped);
}

static void append_value(GString *line, char kind, uint64_t value)
{
    switch (kind) {
    case 'd':
        g_string_append_printf(line, "%" PRId64, (int64_t)value);
        break;
    case 'u':
        g_string_append_printf(line, "%" PRIu64, value);
        break;
    case 's':
        append_string(line, (const char *)(uintptr_t)value);
        break;
    default:
        g_string_append_printf(line, "0x%" PRIx64, value);
        break;
    }
}

void trace_format_args(GString *line, const char *format,
                       const uint64_t *args, size_t n_args)
{
    const char *name;
    int length;
    char kind;
    size_t i = 0;

    while ((format = next_item(format, &name, &length, &kind)) != NULL) {
        g_assert(i < n_args);
        g_string_append_printf(line, " %.*s=", length, name);
        append_value(line, kind, args[i++]);
    }
    g_assert(i == n_args);
}

bool trace_format_valid(const char *format)
{
    return g_regex_match_simple("^([a-z0-9_]+:[duxs]( |$))*$", format, 0, 0);
}

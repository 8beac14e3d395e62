/*
 * qmp_print.c: a value becomes text
 *
 * All output is ASCII: other characters are escaped, and bytes that are no
 * UTF-8 become U+FFFD, so no client meets text that it cannot read. Spaces
 * stand where QEMU has them, for people who compare by eye.
 */
#include <string.h>

#include "qmp_lexer.h"

typedef struct Printer {
    GString *out;
    bool pretty;
    unsigned depth;
} Printer;

static void print_node(Printer *p, JsonNode *node);

/* ---- strings ------------------------------------------------------------ */

/* (nullable): characters that have a short escape */
static const char *short_escape(gunichar c)
{
    static const struct {
        gunichar character;
        const char *text;
    } escapes[] = {
        { '\b', "\\b" }, { '\f', "\\f" }, { '\n', "\\n" }, { '\r', "\\r" },
        { '\t', "\\t" }, { '"', "\\\"" }, { '\\', "\\\\" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(escapes); i++) {
        if (escapes[i].character == c) {
            return escapes[i].text;
        }
    }
    return NULL;
}

static void print_unichar(GString *out, gunichar c)
{
    const char *escape = short_escape(c);

    if (escape) {
        g_string_append(out, escape);
    } else if (c >= 0x20 && c < 0x7f) {
        g_string_append_c(out, (char)c);
    } else if (c < 0x10000) {
        g_string_append_printf(out, "\\u%04X", c);
    } else {
        g_string_append_printf(out, "\\u%04X\\u%04X",
                               0xd800 + ((c - 0x10000) >> 10),
                               0xdc00 + (c & 0x3ff));
    }
}

/* Returns: the character at @at, of which *@length bytes. */
static gunichar take_unichar(const char *at, size_t *length)
{
    gunichar c = g_utf8_get_char_validated(at, -1);

    if (at[0] == '\xc0' && at[1] == '\x80') {
        *length = 2;
        return 0;
    }
    if (c == (gunichar)-1 || c == (gunichar)-2) {
        *length = 1;
        return 0xfffd;
    }
    *length = (size_t)(g_utf8_next_char(at) - at);
    return c;
}

static void print_string(GString *out, const char *text)
{
    size_t length;

    g_string_append_c(out, '"');
    for (; *text; text += length) {
        print_unichar(out, take_unichar(text, &length));
    }
    g_string_append_c(out, '"');
}

/* ---- values ------------------------------------------------------------- */

static void print_double(GString *out, double value)
{
    char text[G_ASCII_DTOSTR_BUF_SIZE];

    g_string_append(out, g_ascii_formatd(text, sizeof(text), "%.17g",
                                         value));
}

static void print_value(Printer *p, JsonNode *node)
{
    GType type = json_node_get_value_type(node);

    if (type == G_TYPE_BOOLEAN) {
        g_string_append(p->out, json_node_get_boolean(node) ? "true"
                                                            : "false");
    } else if (type == G_TYPE_INT64) {
        g_string_append_printf(p->out, "%" G_GINT64_FORMAT,
                               json_node_get_int(node));
    } else if (type == G_TYPE_DOUBLE) {
        print_double(p->out, json_node_get_double(node));
    } else if (qmp_node_is_big(node)) {
        g_string_append(p->out, json_node_get_string(node) + 1);
    } else {
        print_string(p->out, json_node_get_string(node));
    }
}

static void new_line(Printer *p)
{
    if (p->pretty) {
        g_string_append_printf(p->out, "\n%*s", (int)p->depth * 4, "");
    }
}

/* In front of a member or an element. */
static void separate(Printer *p, bool first)
{
    if (!first) {
        g_string_append(p->out, p->pretty ? "," : ", ");
    }
    new_line(p);
}

static void print_object(Printer *p, JsonObject *object)
{
    JsonObjectIter iter;
    const char *name;
    JsonNode *node;
    bool first = true;

    g_string_append_c(p->out, '{');
    p->depth++;
    json_object_iter_init_ordered(&iter, object);
    while (json_object_iter_next_ordered(&iter, &name, &node)) {
        separate(p, first);
        print_string(p->out, name);
        g_string_append(p->out, ": ");
        print_node(p, node);
        first = false;
    }
    p->depth--;
    if (!first) {
        new_line(p);
    }
    g_string_append_c(p->out, '}');
}

static void print_array(Printer *p, JsonArray *array)
{
    guint length = json_array_get_length(array);

    g_string_append_c(p->out, '[');
    p->depth++;
    for (guint i = 0; i < length; i++) {
        separate(p, i == 0);
        print_node(p, json_array_get_element(array, i));
    }
    p->depth--;
    if (length > 0) {
        new_line(p);
    }
    g_string_append_c(p->out, ']');
}

static void print_node(Printer *p, JsonNode *node)
{
    switch (json_node_get_node_type(node)) {
    case JSON_NODE_OBJECT:
        print_object(p, json_node_get_object(node));
        break;
    case JSON_NODE_ARRAY:
        print_array(p, json_node_get_array(node));
        break;
    case JSON_NODE_VALUE:
        print_value(p, node);
        break;
    default:
        g_string_append(p->out, "null");
    }
}

void qmp_print(const JsonNode *node, bool pretty, GString *out)
{
    Printer p = { .out = out, .pretty = pretty };

    print_node(&p, (JsonNode *)node);
}

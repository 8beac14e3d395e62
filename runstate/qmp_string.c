/*
 * qmp_string.c: what the escapes of a JSON string stand for
 *
 * RFC 8259, section 7, and \' as the dialect has strings in single quotes.
 */
#include <string.h>

#include "qmp_lexer.h"

#include "core/error.h"

/* What is left of a token. */
typedef struct Cursor {
    const char *at;
    const char *end;            /* the closing quote */
} Cursor;

static const struct {
    char letter;
    char meaning;
} escapes[] = {
    { '"', '"' },  { '\'', '\'' }, { '\\', '\\' }, { '/', '/' },
    { 'b', '\b' }, { 'f', '\f' },  { 'n', '\n' },  { 'r', '\r' },
    { 't', '\t' },
};

/* The number of "uXXXX"; -1: it has another form. */
static int hex4(const Cursor *c)
{
    int value = 0;

    if (c->end - c->at < 5 || c->at[0] != 'u') {
        return -1;
    }
    for (int i = 1; i < 5; i++) {
        int digit = g_ascii_xdigit_value(c->at[i]);

        if (digit < 0) {
            return -1;
        }
        value = value * 16 + digit;
    }
    return value;
}

/* A character above U+FFFF comes as two: D800..DBFF, then DC00..DFFF. */
static int join_surrogates(Cursor *c, int high)
{
    Cursor second = { c->at + 1, c->end };
    int low = c->at < c->end && *c->at == '\\' ? hex4(&second) : -1;

    if (low < 0xdc00 || low > 0xdfff) {
        return -1;
    }
    c->at += 6;
    return 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
}

static void append_unichar(GString *out, int character)
{
    if (character == 0) {
        g_string_append(out, "\xc0\x80");
    } else {
        g_string_append_unichar(out, (gunichar)character);
    }
}

/* @c is at the u of \uXXXX. */
static bool decode_unicode(Cursor *c, GString *out, GError **errp)
{
    const char *start = c->at;
    int character = hex4(c);

    c->at += character < 0 ? 0 : 5;
    if (character >= 0xd800 && character <= 0xdbff) {
        character = join_surrogates(c, character);
    } else if (character >= 0xdc00 && character <= 0xdfff) {
        character = -1;
    }
    if (character < 0) {
        error_setg(errp, "\\%.*s is not a valid Unicode character",
                   (int)MIN(5, c->end - start), start);
        return false;
    }
    append_unichar(out, character);
    return true;
}

/* @c is behind the backslash. */
static bool decode_escape(Cursor *c, GString *out, GError **errp)
{
    for (size_t i = 0; i < G_N_ELEMENTS(escapes); i++) {
        if (*c->at == escapes[i].letter) {
            g_string_append_c(out, escapes[i].meaning);
            c->at++;
            return true;
        }
    }
    if (*c->at == 'u') {
        return decode_unicode(c, out, errp);
    }
    error_setg(errp, "invalid escape sequence in string");
    return false;
}

char *qmp_string_decode(const char *text, gsize length, GError **errp)
{
    g_autoptr(GString) out = g_string_sized_new(length);
    Cursor c = { text + 1, text + length - 1 };

    if (!g_utf8_validate(c.at, c.end - c.at, NULL)) {
        error_setg(errp, "invalid UTF-8 sequence in string");
        return NULL;
    }
    while (c.at < c.end) {
        const char *slash = memchr(c.at, '\\', c.end - c.at);
        const char *stop = slash ? slash : c.end;

        g_string_append_len(out, c.at, stop - c.at);
        c.at = stop + (slash ? 1 : 0);
        if (slash && !decode_escape(&c, out, errp)) {
            return NULL;
        }
    }
    return g_strdup(out->str);
}

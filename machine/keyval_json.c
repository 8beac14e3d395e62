/*
 * keyval_json.c: {"driver": "none", "id": "a", "size": 4096} as a KeyVal
 *
 * Programs write option arguments as JSON because nothing in it has to be
 * doubled. An object within becomes keys with dots, a list numbers: {"a":
 * {"b": [true]}} is a.b.0=on. This is all of RFC 8259 that options need:
 * numbers are kept as they are written, null is refused.
 */
#include <string.h>

#include "machine/keyval.h"

#define DEPTH_MAX 8

typedef struct Json {
    const char *at;
    KeyVal *kv;
    GString *path;              /* of the value that comes next */
    unsigned depth;
    Error **errp;
} Json;

static bool parse_value(Json *j);

static bool fail(Json *j, const char *expected)
{
    error_setg(j->errp, "is no JSON: %s is missing before '%.20s'", expected,
               j->at);
    return false;
}

static void skip_blanks(Json *j)
{
    j->at += strspn(j->at, " \t\r\n");
}

/* Returns: whether @c is here, and is taken. */
static bool take_here(Json *j, char c)
{
    if (*j->at != c) {
        return false;
    }
    j->at++;
    return true;
}

/* The same behind blanks. */
static bool take(Json *j, char c)
{
    skip_blanks(j);
    return take_here(j, c);
}

/* ---- strings ----------------------------------------------------------- */

/* Four hexadecimal digits; -1: there are none. */
static int parse_unit(Json *j)
{
    char digits[5] = "";
    guint64 unit;

    g_strlcpy(digits, j->at, sizeof(digits));
    if (strspn(digits, "0123456789abcdefABCDEF") != 4 ||
        !g_ascii_string_to_unsigned(digits, 16, 0, 0xffff, &unit, NULL)) {
        return -1;
    }
    j->at += 4;
    return (int)unit;
}

/* Behind "\u": one unit, or a pair of surrogates. 0: neither. */
static gunichar parse_unicode(Json *j)
{
    int high = parse_unit(j);
    int low;

    if (high < 0xd800 || high > 0xdfff) {
        return high < 0 ? 0 : (gunichar)high;
    }
    if (high > 0xdbff || !g_str_has_prefix(j->at, "\\u")) {
        return 0;
    }
    j->at += 2;
    low = parse_unit(j);
    return low < 0xdc00 || low > 0xdfff
        ? 0 : 0x10000 + ((gunichar)(high - 0xd800) << 10) +
              (gunichar)(low - 0xdc00);
}

static bool parse_escape(Json *j, GString *out)
{
    static const char letters[] = "\"\\/bfnrt";
    static const char meanings[] = "\"\\/\b\f\n\r\t";
    const char *place = *j->at ? strchr(letters, *j->at) : NULL;
    gunichar c;

    if (place) {
        g_string_append_c(out, meanings[place - letters]);
        j->at++;
        return true;
    }
    c = take_here(j, 'u') ? parse_unicode(j) : 0;
    if (c) {
        g_string_append_unichar(out, c);
    }
    return c != 0;
}

/* Returns: (transfer full) (nullable): NULL with the error set */
static char *parse_string(Json *j)
{
    g_autoptr(GString) out = g_string_new(NULL);

    if (!take(j, '"')) {
        fail(j, "a string");
        return NULL;
    }
    while (*j->at != '"') {
        bool good = (unsigned char)*j->at >= ' ';

        if (take_here(j, '\\')) {
            good = parse_escape(j, out);
        } else if (good) {
            g_string_append_c(out, *j->at++);
        }
        if (!good) {
            fail(j, "the end of a string");
            return NULL;
        }
    }
    j->at++;
    return g_strdup(out->str);
}

/* ---- values ------------------------------------------------------------ */

static bool add(Json *j, const char *value)
{
    if (keyval_get(j->kv, j->path->str)) {
        error_setg(j->errp, "%s was given twice", j->path->str);
        return false;
    }
    if (keyval_size(j->kv) >= KEYVAL_PAIRS_MAX) {
        error_setg(j->errp, "more than %u values", KEYVAL_PAIRS_MAX);
        return false;
    }
    keyval_set(j->kv, j->path->str, value);
    return true;
}

static bool parse_text(Json *j)
{
    g_autofree char *text = parse_string(j);

    return text && add(j, text);
}

static bool parse_word(Json *j)
{
    size_t length = strspn(j->at, "+-.0123456789abcdefghijklmnopqrstuvwxyzE");
    g_autofree char *word = g_strndup(j->at, length);
    const char *value = g_str_equal(word, "true") ? "on"
                      : g_str_equal(word, "false") ? "off" : word;

    if (!g_ascii_isdigit(word[0]) && word[0] != '-' && value == word) {
        return fail(j, "a value");
    }
    j->at += length;
    return add(j, value);
}

/* The member @name of what the path leads to. */
static bool parse_member(Json *j, const char *name)
{
    gsize before = j->path->len;
    bool good;

    g_string_append_printf(j->path, "%s%s", before ? "." : "", name);
    good = parse_value(j);
    g_string_truncate(j->path, before);
    return good;
}

static bool parse_named(Json *j)
{
    g_autofree char *name = parse_string(j);

    if (!name || !take(j, ':')) {
        return name ? fail(j, "':'") : false;
    }
    if (!name[0] || strpbrk(name, ".=,")) {
        error_setg(j->errp, "'%s' cannot be a name", name);
        return false;
    }
    return parse_member(j, name);
}

static bool parse_object(Json *j)
{
    if (take(j, '}')) {
        return true;
    }
    do {
        if (!parse_named(j)) {
            return false;
        }
    } while (take(j, ','));
    return take(j, '}') || fail(j, "'}'");
}

static bool parse_list(Json *j)
{
    unsigned i = 0;

    if (take(j, ']')) {
        return true;
    }
    do {
        g_autofree char *name = g_strdup_printf("%u", i++);

        if (!parse_member(j, name)) {
            return false;
        }
    } while (take(j, ','));
    return take(j, ']') || fail(j, "']'");
}

static bool parse_inside(Json *j, bool (*parse)(Json *j))
{
    bool good;

    if (j->depth == DEPTH_MAX) {
        error_setg(j->errp, "is nested more than %d levels deep", DEPTH_MAX);
        return false;
    }
    j->depth++;
    good = parse(j);
    j->depth--;
    return good;
}

static bool parse_value(Json *j)
{
    skip_blanks(j);
    if (*j->at == '"') {
        return parse_text(j);
    }
    if (take(j, '{')) {
        return parse_inside(j, parse_object);
    }
    return take(j, '[') ? parse_inside(j, parse_list) : parse_word(j);
}

KeyVal *keyval_parse_json(const char *text, Error **errp)
{
    g_autoptr(KeyVal) kv = keyval_new();
    g_autoptr(GString) path = g_string_new(NULL);
    Json j = { .at = text, .kv = kv, .path = path, .errp = errp };

    if (!g_utf8_validate(text, -1, NULL)) {
        error_setg(errp, "is no JSON: it is not UTF-8");
        return NULL;
    }
    if (!take(&j, '{')) {
        fail(&j, "'{'");
        return NULL;
    }
    if (!parse_inside(&j, parse_object)) {
        return NULL;
    }
    skip_blanks(&j);
    if (*j.at) {
        fail(&j, "the end");
        return NULL;
    }
    return g_steal_pointer(&kv);
}

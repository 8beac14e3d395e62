/*
 * options_value.c: numbers, sizes, switches and words of a set
 *
 * Each message names the value and everything that would have been allowed.
 */
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "core/nearest.h"
#include "options_internal.h"

bool options_wants_help(const char *text)
{
    return g_str_equal(text, "?") || g_str_equal(text, "help");
}

bool options_parse_word(const char *text, const char *const *words,
                        unsigned *value, Error **errp)
{
    g_autofree char *all = NULL;

    for (unsigned i = 0; words[i]; i++) {
        if (g_str_equal(text, words[i])) {
            *value = i;
            return true;
        }
    }
    all = g_strjoinv(", ", (char **)words);
    error_setg(errp, "'%s' is not one of %s", text, all);
    return false;
}

bool options_parse_bool(const char *text, bool *value, Error **errp)
{
    static const char *const words[] = {
        "off", "on", "no", "yes", "false", "true", "n", "y", NULL,
    };
    unsigned place;

    if (!options_parse_word(text, words, &place, NULL)) {
        error_setg(errp, "'%s' is not on or off", text);
        return false;
    }
    *value = place & 1;
    return true;
}

bool options_parse_number(const char *text, NumberRange range,
                          uint64_t *value, Error **errp)
{
    bool hex = g_ascii_strncasecmp(text, "0x", 2) == 0;
    guint64 number;

    if (!g_ascii_string_to_unsigned(hex ? text + 2 : text, hex ? 16 : 10,
                                    range.min, range.max, &number, NULL)) {
        error_setg(errp, "'%s' is not a number from %" PRIu64 " to %" PRIu64,
                   text, range.min, range.max);
        return false;
    }
    *value = number;
    return true;
}

/* ---- sizes ------------------------------------------------------------- */

static const char size_suffixes[] = "BKMGTPE";

/* The factor of a suffix; 0 when it is none. */
static uint64_t suffix_unit(const char *suffix, uint64_t unit)
{
    const char *place;

    if (suffix[0] == '\0') {
        return unit;
    }
    place = strchr(size_suffixes, g_ascii_toupper(suffix[0]));
    return place && suffix[1] == '\0'
        ? 1ull << (10 * (place - size_suffixes)) : 0;
}

static bool parse_fraction(const char *text, uint64_t unit, uint64_t *bytes)
{
    char *end;
    double number = g_ascii_strtod(text, &end);
    double scale = (double)suffix_unit(end, unit);

    if (end == text || scale == 0 || !isfinite(number) ||
        number * scale >= (double)G_MAXINT64) {
        return false;
    }
    *bytes = (uint64_t)(number * scale);
    return true;
}

static bool parse_whole(const char *text, uint64_t unit, uint64_t *bytes)
{
    char *end;
    bool hex = g_ascii_strncasecmp(text, "0x", 2) == 0;
    uint64_t number = g_ascii_strtoull(text, &end, hex ? 16 : 10);
    uint64_t scale = suffix_unit(end, unit);

    if (end == text || scale == 0 || number > G_MAXINT64 / scale) {
        return false;
    }
    *bytes = number * scale;
    return true;
}

bool options_parse_size(const char *text, uint64_t unit, uint64_t *bytes,
                        Error **errp)
{
    bool fraction = text[strspn(text, "0123456789")] == '.';

    errno = 0;
    if (g_ascii_isdigit(text[0]) &&
        (fraction ? parse_fraction(text, unit, bytes)
                  : parse_whole(text, unit, bytes)) && errno == 0) {
        return true;
    }
    error_setg(errp, "'%s' is not a size: a number below 8 EiB, perhaps with "
               "a suffix of K, M, G, T, P, E", text);
    return false;
}

/* ---- values of keys ---------------------------------------------------- */

/* Puts "key=" in front of the message of a failed parser. */
static bool name_key(bool ok, const char *key, Error **errp)
{
    if (!ok) {
        error_prepend(errp, "%s=", key);
    }
    return ok;
}

bool options_take_bool(KeyVal *kv, const char *key, bool *value,
                       Error **errp)
{
    g_autofree char *text = keyval_steal(kv, key);

    return !text || name_key(options_parse_bool(text, value, errp), key,
                             errp);
}

bool options_take_word(KeyVal *kv, const char *key, const char *const *words,
                       unsigned *value, Error **errp)
{
    g_autofree char *text = keyval_steal(kv, key);

    return !text || name_key(options_parse_word(text, words, value, errp),
                             key, errp);
}

bool options_take_number(KeyVal *kv, const char *key, NumberRange range,
                         uint64_t *value, Error **errp)
{
    g_autofree char *text = keyval_steal(kv, key);

    return !text || name_key(options_parse_number(text, range, value, errp),
                             key, errp);
}

bool option_key_next(const char **keys, OptionKey *key)
{
    size_t length = strcspn(*keys, ",");
    size_t name = strcspn(*keys, ":,");
    const char *type = *keys + name;

    if (length == 0) {
        return false;
    }
    g_strlcpy(key->name, *keys, MIN(name + 1, sizeof(key->name)));
    g_strlcpy(key->type, "string", sizeof(key->type));
    if (*type == ':') {
        g_strlcpy(key->type, type + 1, MIN(length - name,
                                           sizeof(key->type)));
    }
    *keys += length + ((*keys)[length] == ',');
    return true;
}

bool options_check_keys(const KeyVal *kv, const OptionRow *row, Error **errp)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    const char *keys = row->keys;
    OptionKey key;

    while (option_key_next(&keys, &key)) {
        g_ptr_array_add(names, g_strdup(key.name));
    }
    g_ptr_array_add(names, NULL);
    return keyval_check_keys(kv, (const char *const *)names->pdata, errp);
}

bool options_check_empty(const KeyVal *kv, const OptionRow *row,
                         Error **errp)
{
    static const char *const nothing[] = { NULL };

    if (keyval_check_keys(kv, nothing, NULL)) {
        return true;
    }
    if (!options_check_keys(kv, row, errp)) {
        return false;
    }
    error_setg(errp, "%s was given twice", keyval_key(kv, 0));
    return false;
}

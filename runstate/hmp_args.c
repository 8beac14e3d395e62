/*
 * hmp_args.c: splitting a command's text by its row's grammar
 *
 * One small reader per type letter; a reader takes what it understands from
 * the front of the text and leaves the rest.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "runstate/monitor.h"

typedef struct HMPValue {
    char *text;                 /* strings */
    int64_t number;             /* integers, flags */
} HMPValue;

struct HMPArgs {
    GHashTable *values;         /* key -> HMPValue, both owned */
};

/* What a reader works on. */
typedef struct Reader {
    const char *pos;            /* rest of the text */
    const char *key;            /* argument being read */
    char flag;                  /* letter of a flag */
    HMPArgs *args;
} Reader;

static void value_free(gpointer value)
{
    g_free(((HMPValue *)value)->text);
    g_free(value);
}

static void store(HMPArgs *args, const char *key, char *text, int64_t number)
{
    HMPValue *value = g_new0(HMPValue, 1);

    value->text = text;
    value->number = number;
    g_hash_table_replace(args->values, g_strdup(key), value);
}

static void skip_space(Reader *reader)
{
    reader->pos += strspn(reader->pos, " \t");
}

/* A word, or text in double quotes with \" and \\. (nullable) */
static char *read_word(Reader *reader)
{
    GString *word = g_string_new(NULL);
    const char *p = reader->pos;
    bool quoted = *p == '"';

    p += quoted;
    while (*p != '\0' && (quoted ? *p != '"' : !strchr(" \t", *p))) {
        if (quoted && *p == '\\' && p[1] != '\0') {
            p++;
        }
        g_string_append_c(word, *p++);
    }
    if (quoted && *p != '"') {
        g_string_free(word, TRUE);
        return NULL;
    }
    reader->pos = p + quoted;
    return g_string_free(word, FALSE);
}

static bool read_string(Reader *reader, Error **errp)
{
    char *word = read_word(reader);

    if (word == NULL) {
        error_setg(errp, "%s: the closing quote is missing", reader->key);
        return false;
    }
    store(reader->args, reader->key, word, 0);
    return true;
}

static bool read_rest(Reader *reader, Error **errp)
{
    store(reader->args, reader->key, g_strdup(reader->pos), 0);
    reader->pos += strlen(reader->pos);
    return true;
}

/* Shifts of the suffixes k, M, G, T; -1 for anything else. */
static int suffix_shift(char suffix)
{
    static const char letters[] = "kmgt";
    const char *found = strchr(letters, g_ascii_tolower(suffix));

    return suffix != '\0' && found ? 10 * (int)(found - letters + 1) : -1;
}

/* Reads one number; @size allows suffixes. */
static bool parse_number(const char *word, bool size, int64_t *number)
{
    char *end;

    errno = 0;
    *number = word[0] == '-' ? strtoll(word, &end, 0)
                             : (int64_t)strtoull(word, &end, 0);
    if (end == word || errno != 0) {
        return false;
    }
    if (size && *end != '\0') {
        int shift = suffix_shift(*end++);
        if (shift < 0 || *number < 0 || *number > INT64_MAX >> shift) {
            return false;
        }
        *number <<= shift;
    }
    return *end == '\0';
}

static bool read_number(Reader *reader, bool size, const char *what,
                        Error **errp)
{
    g_autofree char *word = read_word(reader);
    int64_t number;

    if (word == NULL || !parse_number(word, size, &number)) {
        error_setg(errp, "%s: '%s' is not %s", reader->key, word ? word : "",
                   what);
        return false;
    }
    store(reader->args, reader->key, NULL, number);
    return true;
}

static bool read_int64(Reader *reader, Error **errp)
{
    return read_number(reader, false, "an integer", errp);
}

static bool read_int32(Reader *reader, Error **errp)
{
    if (!read_int64(reader, errp)) {
        return false;
    }
    int64_t number = hmp_args_int(reader->args, reader->key, 0);
    if (number < INT32_MIN || number > UINT32_MAX) {
        error_setg(errp, "%s: %" G_GINT64_FORMAT " needs more than 32 bits",
                   reader->key, number);
        return false;
    }
    return true;
}

static bool read_size(Reader *reader, Error **errp)
{
    return read_number(reader, true, "a size (like 4096, 64k, 1M)", errp);
}

static bool read_bool(Reader *reader, Error **errp)
{
    g_autofree char *word = read_word(reader);
    bool on = g_strcmp0(word, "on") == 0;

    if (!on && g_strcmp0(word, "off") != 0) {
        error_setg(errp, "%s: use on or off", reader->key);
        return false;
    }
    store(reader->args, reader->key, NULL, on);
    return true;
}

static void read_flag(Reader *reader)
{
    const char *p = reader->pos;

    if (p[0] == '-' && p[1] == reader->flag && strchr(" \t", p[2]) != NULL) {
        store(reader->args, reader->key, NULL, true);
        reader->pos += 2;       /* strchr() also finds the final 0 */
    }
}

/* The size letters of x/10xw: bytes per item. */
static int size_of_letter(char letter)
{
    switch (letter) {
    case 'b':
        return 1;
    case 'h':
        return 2;
    case 'w':
        return 4;
    case 'g':
        return 8;
    default:
        return 0;
    }
}

/* "/10xw": count, then one format letter, then one size letter. */
static bool read_format(Reader *reader, Error **errp)
{
    if (*reader->pos != '/') {
        return true;
    }
    reader->pos++;
    if (g_ascii_isdigit(*reader->pos)) {
        char *end;
        store(reader->args, "count", NULL, strtol(reader->pos, &end, 10));
        reader->pos = end;
    }
    while (g_ascii_isalpha(*reader->pos)) {
        char letter = *reader->pos++;
        if (size_of_letter(letter) > 0) {
            store(reader->args, "size", NULL, size_of_letter(letter));
        } else if (strchr("xduocis", letter) != NULL) {
            store(reader->args, "format", g_strndup(&letter, 1), letter);
        } else {
            error_setg(errp, "'%c' is neither a format (x d u o c i s) nor a "
                       "size (b h w g)", letter);
            return false;
        }
    }
    return true;
}

typedef bool ReadFn(Reader *reader, Error **errp);

static ReadFn *reader_of(char type)
{
    switch (type) {
    case 's':
        return read_string;
    case 'S':
        return read_rest;
    case 'i':
        return read_int32;
    case 'l':
        return read_int64;
    case 'b':
        return read_bool;
    case 'o':
        return read_size;
    default:
        g_assert_not_reached();
    }
}

/* Reads one argument of @type, like "s", "i?", "-f" or "/". */
static bool read_arg(Reader *reader, const char *type, Error **errp)
{
    skip_space(reader);         /* people write x /4i, too */
    if (type[0] == '/') {
        return read_format(reader, errp);
    }
    if (type[0] == '-') {
        reader->flag = type[1];
        read_flag(reader);
        return true;
    }
    if (*reader->pos != '\0') {
        return reader_of(type[0])(reader, errp);
    }
    if (type[1] != '?') {
        error_setg(errp, "the argument '%s' is missing", reader->key);
        return false;
    }
    return true;
}

static bool read_all(Reader *reader, const char *args_type, Error **errp)
{
    g_auto(GStrv) items = g_strsplit(args_type, ",", -1);

    for (char **item = items; *item != NULL; item++) {
        g_auto(GStrv) pair = g_strsplit(*item, ":", 2);
        g_assert(g_strv_length(pair) == 2);
        reader->key = pair[0];
        if (!read_arg(reader, pair[1], errp)) {
            return false;
        }
    }
    skip_space(reader);
    if (*reader->pos != '\0') {
        error_setg(errp, "too many arguments: '%s'", reader->pos);
        return false;
    }
    return true;
}

HMPArgs *hmp_parse_args(const char *args_type, const char *text, GError **errp)
{
    HMPArgs *args = g_new0(HMPArgs, 1);
    Reader reader = { .pos = text, .args = args };

    args->values =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, value_free);
    if (!read_all(&reader, args_type, errp)) {
        hmp_args_free(args);
        return NULL;
    }
    return args;
}

void hmp_args_free(HMPArgs *args)
{
    if (args != NULL) {
        g_hash_table_unref(args->values);
        g_free(args);
    }
}

bool hmp_args_has(const HMPArgs *args, const char *key)
{
    return g_hash_table_contains(args->values, key);
}

const char *hmp_args_str(const HMPArgs *args, const char *key)
{
    const HMPValue *value = g_hash_table_lookup(args->values, key);

    return value ? value->text : NULL;
}

int64_t hmp_args_int(const HMPArgs *args, const char *key, int64_t fallback)
{
    const HMPValue *value = g_hash_table_lookup(args->values, key);

    return value ? value->number : fallback;
}

bool hmp_args_bool(const HMPArgs *args, const char *key)
{
    return hmp_args_int(args, key, 0) != 0;
}

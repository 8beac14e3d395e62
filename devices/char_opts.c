/*
 * char_opts.c: see char_opts.h
 */
#include "char_opts.h"

#include <string.h>

/* Options that every back end takes. */
static const char *const common_keys[] = {
    "id", "mux", "logfile", "logappend", NULL,
};

ChardevOpts *chardev_opts_new(const char *backend)
{
    ChardevOpts *opts = g_new0(ChardevOpts, 1);

    opts->backend = g_strdup(backend);
    opts->values = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
                                         g_free);
    return opts;
}

void chardev_opts_free(ChardevOpts *opts)
{
    if (opts) {
        g_free(opts->backend);
        g_hash_table_unref(opts->values);
        g_free(opts);
    }
}

void chardev_opts_set(ChardevOpts *opts, const char *key, const char *value)
{
    g_hash_table_replace(opts->values, g_strdup(key), g_strdup(value));
}

/* Cuts the next item off @text at a single comma; ",," stands for a comma. */
static char *next_item(const char **text)
{
    GString *item = g_string_new(NULL);
    const char *c = *text;

    for (; *c; c++) {
        if (*c == ',') {
            if (c[1] != ',') {
                c++;
                break;
            }
            c++;
        }
        g_string_append_c(item, *c);
    }
    *text = c;
    return g_string_free(item, FALSE);
}

static void opts_add_item(ChardevOpts *opts, const char *item)
{
    const char *equals = strchr(item, '=');

    if (equals) {
        g_autofree char *key = g_strndup(item, equals - item);

        chardev_opts_set(opts, key, equals + 1);
    } else if (g_str_has_prefix(item, "no") && item[2]) {
        chardev_opts_set(opts, item + 2, "off");
    } else {
        chardev_opts_set(opts, item, "on");
    }
}

ChardevOpts *chardev_opts_parse(const char *text, Error **errp)
{
    g_autofree char *first = next_item(&text);
    const char *backend = first;

    if (g_str_has_prefix(first, "backend=")) {
        backend = first + strlen("backend=");
    } else if (!first[0] || strchr(first, '=')) {
        error_setg(errp, "-chardev starts with a back end, as in "
                   "'-chardev stdio,id=c0', not with '%s'", first);
        return NULL;
    }
    ChardevOpts *opts = chardev_opts_new(backend);

    while (*text) {
        g_autofree char *item = next_item(&text);

        opts_add_item(opts, item);
    }
    return opts;
}

/* ------------------------------------------------------------- reading */

bool chardev_opts_check(const ChardevOpts *opts, const char *const *known,
                        Error **errp)
{
    static const char *const none[] = { NULL };
    GHashTableIter iter;
    gpointer key;

    known = known ? known : none;
    g_hash_table_iter_init(&iter, opts->values);
    while (g_hash_table_iter_next(&iter, &key, NULL)) {
        if (!g_strv_contains(known, key) &&
            !g_strv_contains(common_keys, key)) {
            g_autofree char *own = g_strjoinv(", ", (char **)known);
            g_autofree char *all = g_strjoinv(", ", (char **)common_keys);

            error_setg(errp, "-chardev %s does not know '%s'; it takes %s%s%s",
                       opts->backend, (char *)key, own, own[0] ? ", " : "",
                       all);
            return false;
        }
    }
    return true;
}

const char *chardev_opts_str(const ChardevOpts *opts, const char *key)
{
    return g_hash_table_lookup(opts->values, key);
}

bool chardev_opts_bool(const ChardevOpts *opts, const char *key, bool dflt,
                       bool *value, Error **errp)
{
    static const char *const yes[] = { "on", "yes", "true", "y", NULL };
    static const char *const no[] = { "off", "no", "false", "n", NULL };
    const char *text = chardev_opts_str(opts, key);

    *value = dflt;
    if (!text) {
        return true;
    }
    *value = g_strv_contains(yes, text);
    if (!*value && !g_strv_contains(no, text)) {
        error_setg(errp, "-chardev %s: '%s' is on or off, not '%s'",
                   opts->backend, key, text);
        return false;
    }
    return true;
}

static unsigned size_suffix_shift(const char *end)
{
    switch (g_ascii_toupper(*end)) {
    case 'K':
        return 10;
    case 'M':
        return 20;
    case 'G':
        return 30;
    default:
        return 0;
    }
}

bool chardev_opts_size(const ChardevOpts *opts, const char *key,
                       uint64_t dflt, uint64_t *value, Error **errp)
{
    const char *text = chardev_opts_str(opts, key);
    char *end = NULL;

    *value = dflt;
    if (!text) {
        return true;
    }
    uint64_t n = g_ascii_strtoull(text, &end, 0);
    unsigned shift = size_suffix_shift(end);

    if (!g_ascii_isdigit(text[0]) || end[shift != 0] ||
        n > UINT64_MAX >> shift) {
        error_setg(errp, "-chardev %s: '%s' is a number of bytes such as 4096 "
                   "or 64K, not '%s'", opts->backend, key, text);
        return false;
    }
    *value = n << shift;
    return true;
}

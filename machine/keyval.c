/*
 * keyval.c: see machine/keyval.h
 */
#include "machine/keyval.h"

#include <string.h>

#include "core/nearest.h"

typedef struct Pair {
    char *key;
    char *value;
} Pair;

struct KeyVal {
    GArray *pairs;              /* Pair */
};

static void pair_clear(gpointer opaque)
{
    Pair *pair = opaque;

    g_free(pair->key);
    g_free(pair->value);
}

KeyVal *keyval_new(void)
{
    KeyVal *kv = g_new0(KeyVal, 1);

    kv->pairs = g_array_new(FALSE, FALSE, sizeof(Pair));
    g_array_set_clear_func(kv->pairs, pair_clear);
    return kv;
}

void keyval_free(KeyVal *kv)
{
    if (kv) {
        g_array_free(kv->pairs, TRUE);
        g_free(kv);
    }
}

/* ---- parsing ----------------------------------------------------------- */

/* One word up to a single comma; @text moves behind it. */
static char *take_word(const char **text)
{
    GString *word = g_string_new(NULL);
    const char *at = *text;

    while (*at && !(at[0] == ',' && at[1] != ',')) {
        at += at[0] == ',';
        g_string_append_c(word, *at++);
    }
    *text = at + (*at == ',');
    return g_string_free(word, FALSE);
}

/* The key ends at the first '=' before any comma. */
static char *take_key(const char **text)
{
    size_t length = strcspn(*text, "=,");
    char *key = NULL;

    if ((*text)[length] == '=') {
        key = g_strndup(*text, length);
        *text += length + 1;
    }
    return key;
}

static void take_pair(KeyVal *kv, const char **text, const char *implied)
{
    g_autofree char *key = take_key(text);
    g_autofree char *word = take_word(text);

    if (key) {
        keyval_set(kv, key, word);
    } else if (implied && keyval_size(kv) == 0) {
        keyval_set(kv, implied, word);
    } else {
        keyval_set(kv, word, "on");
    }
}

static bool check_last_pair(const KeyVal *kv, const char *text, Error **errp)
{
    unsigned last = keyval_size(kv) - 1;

    if (keyval_key(kv, last)[0] == '\0') {
        error_setg(errp, "'%s' has an empty name: write name=value,...",
                   text);
        return false;
    }
    if (last >= KEYVAL_PAIRS_MAX) {
        error_setg(errp, "more than %u values", KEYVAL_PAIRS_MAX);
        return false;
    }
    return true;
}

KeyVal *keyval_parse(const char *text, const char *implied, Error **errp)
{
    g_autoptr(KeyVal) kv = keyval_new();
    const char *at = text;

    while (*at) {
        take_pair(kv, &at, implied);
        if (!check_last_pair(kv, text, errp)) {
            return NULL;
        }
    }
    return g_steal_pointer(&kv);
}

/* ---- access ------------------------------------------------------------ */

static const Pair *pair_at(const KeyVal *kv, unsigned i)
{
    return &g_array_index(kv->pairs, Pair, i);
}

unsigned keyval_size(const KeyVal *kv)
{
    return kv->pairs->len;
}

const char *keyval_key(const KeyVal *kv, unsigned i)
{
    return pair_at(kv, i)->key;
}

const char *keyval_value(const KeyVal *kv, unsigned i)
{
    return pair_at(kv, i)->value;
}

const char *keyval_get(const KeyVal *kv, const char *key)
{
    for (unsigned i = keyval_size(kv); i-- > 0;) {
        if (g_str_equal(keyval_key(kv, i), key)) {
            return keyval_value(kv, i);
        }
    }
    return NULL;
}

void keyval_set(KeyVal *kv, const char *key, const char *value)
{
    const Pair pair = { g_strdup(key), g_strdup(value) };

    g_array_append_val(kv->pairs, pair);
}

char *keyval_steal(KeyVal *kv, const char *key)
{
    char *value = g_strdup(keyval_get(kv, key));

    for (unsigned i = keyval_size(kv); i-- > 0;) {
        if (g_str_equal(keyval_key(kv, i), key)) {
            g_array_remove_index(kv->pairs, i);
        }
    }
    return value;
}

/* ---- checks and text --------------------------------------------------- */

static void report_key(const char *key, const char *const *allowed,
                       Error **errp)
{
    const char *nearest = nearest_word(key, allowed);
    g_autofree char *all = g_strjoinv(", ", (char **)allowed);

    error_setg(errp, "unknown name '%s'%s%s%s; known are %s", key,
               nearest ? ", did you mean '" : "", nearest ? nearest : "",
               nearest ? "'?" : "", all);
}

bool keyval_check_keys(const KeyVal *kv, const char *const *allowed,
                       Error **errp)
{
    for (unsigned i = 0; i < keyval_size(kv); i++) {
        if (!g_strv_contains(allowed, keyval_key(kv, i))) {
            report_key(keyval_key(kv, i), allowed, errp);
            return false;
        }
    }
    return true;
}

static void append_value(GString *out, const char *value)
{
    for (; *value; value++) {
        g_string_append(out, *value == ',' ? "," : "");
        g_string_append_c(out, *value);
    }
}

char *keyval_print(const KeyVal *kv)
{
    GString *out = g_string_new(NULL);

    for (unsigned i = 0; i < keyval_size(kv); i++) {
        g_string_append_printf(out, "%s%s=", i ? "," : "", keyval_key(kv, i));
        append_value(out, keyval_value(kv, i));
    }
    return g_string_free(out, FALSE);
}

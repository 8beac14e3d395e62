/*
 * keyval.h: "key=value,flag,key2=a,,b": the argument syntax of most options
 *
 * A comma ends a value, two commas are one comma in it. A word without '=' is
 * a flag with the value "on"; as first word it may stand for the value of the
 * implied key: "-machine virt" is "-machine type=virt".
 */
#ifndef MACHINE_KEYVAL_H
#define MACHINE_KEYVAL_H

#include <glib.h>

#include "core/error.h"
#include "core/types.h"

/* More than any device has properties; keeps hostile input small. */
#define KEYVAL_PAIRS_MAX 256

typedef struct KeyVal KeyVal;

/**
 * keyval_parse: read an argument
 * @text:    what the user wrote
 * @implied: (nullable): key of a first word without '='
 * @errp:    empty key, or more than 256 pairs
 *
 * Returns: (transfer full) (nullable): free with keyval_free().
 */
KeyVal *keyval_parse(const char *text, const char *implied, Error **errp);
/**
 * keyval_parse_json: the same from a JSON object
 * @errp: no JSON, a name twice or with '.', '=' or ',', more than 256 values
 *
 * Members of objects within have keys with dots, of lists numbers: {"a":
 * {"b": [1]}} is a.b.0=1. true is "on". All text is as written: the commas
 * in it mean nothing.
 *
 * Returns: (transfer full) (nullable): free with keyval_free().
 */
KeyVal *keyval_parse_json(const char *text, Error **errp);

KeyVal *keyval_new(void);
void keyval_free(KeyVal *kv);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KeyVal, keyval_free)

/** keyval_size: number of pairs */
unsigned keyval_size(const KeyVal *kv);
/** keyval_key, keyval_value: (borrowed) pair @i in the order written */
const char *keyval_key(const KeyVal *kv, unsigned i);
const char *keyval_value(const KeyVal *kv, unsigned i);

/** keyval_get: (borrowed) (nullable): value of @key; the last one wins */
const char *keyval_get(const KeyVal *kv, const char *key);

/** keyval_set: append a pair */
void keyval_set(KeyVal *kv, const char *key, const char *value);

/** keyval_steal: (transfer full) (nullable): take @key out, all its pairs */
char *keyval_steal(KeyVal *kv, const char *key);

/**
 * keyval_check_keys: are all keys in @allowed?
 * @allowed: ends with NULL
 *
 * The message names the key, the nearest allowed one and the whole set.
 */
bool keyval_check_keys(const KeyVal *kv, const char *const *allowed,
                       Error **errp) MUST_CHECK;

/** keyval_print: (transfer full): the text again, commas doubled */
char *keyval_print(const KeyVal *kv);

#endif

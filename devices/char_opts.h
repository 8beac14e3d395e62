/*
 * char_opts.h: the text of -chardev taken apart
 *
 * "BACKEND,id=ID,key=value,..." with doubled commas inside values. A key
 * without a value means "on", "nokey" means "off", as QEMU reads them.
 */
#ifndef DEVICES_CHAR_OPTS_H
#define DEVICES_CHAR_OPTS_H

#include "core/error.h"

typedef struct ChardevOpts {
    char *backend;              /* "stdio", "socket", ... */
    GHashTable *values;         /* key -> value, both strings */
} ChardevOpts;

/** chardev_opts_parse: (transfer full) or NULL with @errp */
ChardevOpts *chardev_opts_parse(const char *text, Error **errp);

/** chardev_opts_new: an empty set for @backend (transfer full) */
ChardevOpts *chardev_opts_new(const char *backend);
void chardev_opts_free(ChardevOpts *opts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ChardevOpts, chardev_opts_free)

void chardev_opts_set(ChardevOpts *opts, const char *key, const char *value);

/**
 * chardev_opts_check: refuse keys that the back end does not know
 * @known: NULL-terminated names of this back end
 */
bool chardev_opts_check(const ChardevOpts *opts, const char *const *known,
                        Error **errp);

/** chardev_opts_str: (borrowed) (nullable) */
const char *chardev_opts_str(const ChardevOpts *opts, const char *key);

/** chardev_opts_bool: @value (out) gets the option, or @dflt without one */
bool chardev_opts_bool(const ChardevOpts *opts, const char *key, bool dflt,
                       bool *value, Error **errp);

/** chardev_opts_size: the same for a number with suffix K, M or G */
bool chardev_opts_size(const ChardevOpts *opts, const char *key,
                       uint64_t dflt, uint64_t *value, Error **errp);

/** chardev_opts_from_spec: the short form of -serial as options */
ChardevOpts *chardev_opts_from_spec(const char *spec, Error **errp);

/** chardev_new: with a mux if mux=on, filed as @id (borrowed) */
struct Chardev *chardev_new(const char *id, const ChardevOpts *opts,
                            Error **errp);

/**
 * chardev_make: make and open a back end proper, without filing it
 *
 * Returns: (transfer full), or NULL with @errp set (chardev_new.c).
 */
struct Chardev *chardev_make(const char *label, const ChardevOpts *opts,
                             Error **errp);

#endif

/*
 * char_spec.c: the short form of -serial and -monitor
 *
 * stdio, null, pty, file:F, tcp:HOST:PORT[,...], unix:PATH[,...] and mon: in
 * front of any of them, turned into the options of -chardev.
 */
#include <string.h>

#include "char_opts.h"

#define SPEC_FORMS \
    "stdio, null, pty, ringbuf, file:NAME, tcp:HOST:PORT, unix:PATH, " \
    "chardev:ID, none"

/* "a,b=c" behind the address: options in the -chardev form. */
static void spec_add_options(ChardevOpts *opts, const char *text)
{
    g_autofree char *full = g_strconcat(opts->backend, text, NULL);
    g_autoptr(ChardevOpts) extra = chardev_opts_parse(full, &error_abort);
    GHashTableIter iter;
    gpointer key, value;

    g_hash_table_iter_init(&iter, extra->values);
    while (g_hash_table_iter_next(&iter, &key, &value)) {
        chardev_opts_set(opts, key, value);
    }
}

/* HOST:PORT, :PORT or [V6HOST]:PORT; @address is cut apart in place. */
static bool spec_split_address(ChardevOpts *opts, char *address, Error **errp)
{
    char *colon = strrchr(address, ':');

    if (!colon || !colon[1]) {
        error_setg(errp, "'tcp:%s' has no port; write tcp:HOST:PORT", address);
        return false;
    }
    *colon = '\0';
    if (address[0] == '[' && colon[-1] == ']') {
        colon[-1] = '\0';
        address++;
    }
    chardev_opts_set(opts, "host", address);
    chardev_opts_set(opts, "port", colon + 1);
    return true;
}

static ChardevOpts *spec_socket(const char *spec, Error **errp)
{
    g_autoptr(ChardevOpts) opts = chardev_opts_new("socket");
    const char *rest = strchr(spec, ':') + 1;
    const char *comma = strchr(rest, ',');
    g_autofree char *address = comma ? g_strndup(rest, comma - rest)
                                     : g_strdup(rest);

    if (g_str_has_prefix(spec, "unix:")) {
        chardev_opts_set(opts, "path", address);
    } else if (!spec_split_address(opts, address, errp)) {
        return NULL;
    }
    if (comma) {
        spec_add_options(opts, comma);
    }
    return g_steal_pointer(&opts);
}

ChardevOpts *chardev_opts_from_spec(const char *spec, Error **errp)
{
    static const char *const plain[] = {
        "stdio", "null", "pty", "ringbuf", NULL,
    };

    if (g_strv_contains(plain, spec)) {
        return chardev_opts_new(spec);
    }
    if (g_str_has_prefix(spec, "file:")) {
        ChardevOpts *opts = chardev_opts_new("file");

        chardev_opts_set(opts, "path", spec + strlen("file:"));
        return opts;
    }
    if (g_str_has_prefix(spec, "tcp:") || g_str_has_prefix(spec, "unix:")) {
        return spec_socket(spec, errp);
    }
    error_setg(errp, "'%s' is not a character device; write one of "
               SPEC_FORMS, spec);
    return NULL;
}

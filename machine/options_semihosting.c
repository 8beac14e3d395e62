/*
 * options_semihosting.c: -semihosting and -semihosting-config
 *
 * Naming anything but enable=off switches it on. Several options add up;
 * arg= may be there many times, and the words are joined by blanks.
 */
#include "options_internal.h"

static void add_args(const KeyVal *kv, SemihostingOptions *sh)
{
    for (unsigned i = 0; i < keyval_size(kv); i++) {
        if (g_str_equal(keyval_key(kv, i), "arg")) {
            g_autofree char *before = sh->args;

            sh->args = before ? g_strjoin(" ", before, keyval_value(kv, i),
                                          NULL)
                              : g_strdup(keyval_value(kv, i));
        }
    }
}

static void take_text(KeyVal *kv, const char *key, char **text)
{
    if (keyval_get(kv, key)) {
        g_free(*text);
        *text = keyval_steal(kv, key);
    }
}

static bool take_target(KeyVal *kv, SemihostTarget *target, Error **errp)
{
    static const char *const targets[] = {
        [SEMIHOST_NATIVE] = "native", [SEMIHOST_AUTO] = "auto",
        [SEMIHOST_GDB] = "gdb", NULL,
    };
    unsigned word = *target;

    if (!options_take_word(kv, "target", targets, &word, errp)) {
        return false;
    }
    *target = (SemihostTarget)word;
    return true;
}

bool option_semihosting_config(Options *options, const OptionRow *row,
                               const char *arg, Error **errp)
{
    g_autoptr(KeyVal) kv = keyval_parse(arg, "enable", errp);
    SemihostingOptions *sh = &options->semihosting;

    if (!kv) {
        return false;
    }
    sh->enabled = true;
    add_args(kv, sh);
    g_free(keyval_steal(kv, "arg"));
    take_text(kv, "chardev", &sh->chardev);
    take_text(kv, "files", &sh->files);
    return options_take_bool(kv, "enable", &sh->enabled, errp) &&
           options_take_bool(kv, "userspace", &sh->userspace, errp) &&
           take_target(kv, &sh->target, errp) &&
           options_check_empty(kv, row, errp);
}

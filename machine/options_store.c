/*
 * options_store.c: options that only fill one field, and the two that end
 *                  parsing
 */
#include "options_internal.h"

static void *field_of(Options *options, const OptionRow *row)
{
    return (char *)options + row->offset;
}

bool option_store_flag(Options *options, const OptionRow *row,
                       const char *arg, Error **errp)
{
    bool *field = field_of(options, row);

    *field = true;
    return true;
}

bool option_store_text(Options *options, const OptionRow *row,
                       const char *arg, Error **errp)
{
    char **field = field_of(options, row);

    g_free(*field);
    *field = g_strdup(arg);
    return true;
}

bool option_store_string(Options *options, const OptionRow *row,
                         const char *arg, Error **errp)
{
    if (arg[0] == '\0') {
        error_setg(errp, "is empty: give %s", row->arg);
        return false;
    }
    return option_store_text(options, row, arg, errp);
}

bool option_gdb_default(Options *options, const OptionRow *row,
                        const char *arg, Error **errp)
{
    g_free(options->gdb);
    options->gdb = g_strdup("tcp::1234");
    return true;
}

bool option_add_string(Options *options, const OptionRow *row,
                       const char *arg, Error **errp)
{
    GPtrArray **field = field_of(options, row);

    if (arg[0] == '\0') {
        error_setg(errp, "is empty: give %s", row->arg);
        return false;
    }
    g_ptr_array_add(*field, g_strdup(arg));
    return true;
}

bool option_add_folder(Options *options, const OptionRow *row,
                       const char *arg, Error **errp)
{
    unsigned n = options->search ? g_strv_length(options->search) : 0;

    options->search = g_renew(char *, options->search, n + 2);
    options->search[n] = g_strdup(arg);
    options->search[n + 1] = NULL;
    return true;
}

bool option_ignore(Options *options, const OptionRow *row, const char *arg,
                   Error **errp)
{
    return true;
}

bool option_request_help(Options *options, const OptionRow *row,
                         const char *arg, Error **errp)
{
    options->request = OPTIONS_HELP;
    return true;
}

bool option_request_version(Options *options, const OptionRow *row,
                            const char *arg, Error **errp)
{
    options->request = OPTIONS_VERSION;
    return true;
}

/*
 * options.c: walk over the words of the command line
 *
 * Each word names a row of the option table; the row's handler takes the
 * argument. All messages get the option and its argument in front here.
 */
#include "machine/options.h"

#include <string.h>

#include "core/nearest.h"
#include "options_internal.h"

/* ---- life -------------------------------------------------------------- */

/* The fields that are lists, with what frees an element. */
static const struct {
    size_t offset;
    GDestroyNotify free;
} lists[] = {
    { offsetof(Options, fw_cfg), (GDestroyNotify)keyval_free },
    { offsetof(Options, serials), g_free },
    { offsetof(Options, monitors), g_free },
    { offsetof(Options, mons), (GDestroyNotify)keyval_free },
    { offsetof(Options, parallels), g_free },
    { offsetof(Options, qmps), g_free },
    { offsetof(Options, qmps_pretty), g_free },
    { offsetof(Options, chardevs), (GDestroyNotify)keyval_free },
    { offsetof(Options, drives), (GDestroyNotify)keyval_free },
    { offsetof(Options, blockdevs), (GDestroyNotify)keyval_free },
    { offsetof(Options, devices), (GDestroyNotify)keyval_free },
    { offsetof(Options, netdevs), (GDestroyNotify)keyval_free },
    { offsetof(Options, nics), (GDestroyNotify)keyval_free },
    { offsetof(Options, objects), (GDestroyNotify)keyval_free },
    { offsetof(Options, globals), (GDestroyNotify)keyval_free },
    { offsetof(Options, trace), g_free },
};

static const size_t strings[] = {
    offsetof(Options, request_arg), offsetof(Options, machine),
    offsetof(Options, dumpdtb), offsetof(Options, cpu_type),
    offsetof(Options, cpu_props), offsetof(Options, accel.name),
    offsetof(Options, bios), offsetof(Options, kernel),
    offsetof(Options, initrd), offsetof(Options, append),
    offsetof(Options, dtb), offsetof(Options, display),
    offsetof(Options, log_items), offsetof(Options, log_file),
    offsetof(Options, dfilter), offsetof(Options, gdb),
    offsetof(Options, qtest), offsetof(Options, qtest_log),
    offsetof(Options, name), offsetof(Options, pidfile),
    offsetof(Options, loadvm), offsetof(Options, incoming),
    offsetof(Options, uuid),
};

static void *field_at(Options *options, size_t offset)
{
    return (char *)options + offset;
}

void options_init(Options *options)
{
    *options = (Options) {
        .machine_props = keyval_new(),
        .accel.jit.threshold = JIT_THRESHOLD,
        .accel.jit.async = g_get_num_processors() > 1,
        .smp = { 1, 1, 1, 1, 1 },
    };
    for (unsigned i = 0; i < G_N_ELEMENTS(lists); i++) {
        GPtrArray **list = field_at(options, lists[i].offset);

        *list = g_ptr_array_new_with_free_func(lists[i].free);
    }
}

void options_clear(Options *options)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(lists); i++) {
        GPtrArray **list = field_at(options, lists[i].offset);

        g_ptr_array_free(*list, TRUE);
    }
    for (unsigned i = 0; i < G_N_ELEMENTS(strings); i++) {
        char **string = field_at(options, strings[i]);

        g_free(*string);
    }
    keyval_free(options->machine_props);
    g_free(options->semihosting.chardev);
    g_free(options->semihosting.files);
    g_free(options->semihosting.args);
    keyval_free(options->sandbox);
    g_strfreev(options->search);
    *options = (Options) { 0 };
}

/* ---- one option -------------------------------------------------------- */

static const OptionRow *find_row(const char *name)
{
    for (const OptionRow *row = option_rows; row->name; row++) {
        if (g_str_equal(row->name, name)) {
            return row;
        }
    }
    return NULL;
}

static void report_unknown(const char *word, const char *name, Error **errp)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    const char *nearest;

    for (const OptionRow *row = option_rows; row->name; row++) {
        g_ptr_array_add(names, (gpointer)row->name);
    }
    g_ptr_array_add(names, NULL);
    nearest = nearest_word(name, (const char *const *)names->pdata);
    if (nearest) {
        error_setg(errp, "%s: unknown option, did you mean -%s? -h lists all",
                   word, nearest);
    } else {
        error_setg(errp, "%s: unknown option; -h lists all", word);
    }
}

static bool run_row(Options *options, const OptionRow *row, const char *arg,
                    Error **errp)
{
    g_autoptr(GError) err = NULL;

    if (row->parse(options, row, arg, &err)) {
        return true;
    }
    if (arg) {
        error_setg(errp, "-%s '%s': %s", row->name, arg, err->message);
    } else {
        error_setg(errp, "-%s: %s", row->name, err->message);
    }
    return false;
}

/* @at: (inout): the option; moves to its last word */
static bool parse_option(Options *options, int argc, char *const *argv,
                         int *at, Error **errp)
{
    const char *word = argv[*at];
    const char *name = word + (g_str_has_prefix(word, "--") ? 2 : 1);
    const OptionRow *row = find_row(name);

    if (!row) {
        report_unknown(word, name, errp);
        return false;
    }
    if (!row->parse) {
        error_setg(errp, "-%s is not supported yet: leave it out", row->name);
        return false;
    }
    if (row->arg && *at + 1 >= argc) {
        error_setg(errp, "-%s needs an argument: %s", row->name, row->arg);
        return false;
    }
    return run_row(options, row, row->arg ? argv[++*at] : NULL, errp);
}

/* ---- all of them ------------------------------------------------------- */

static bool check_together(const Options *options, Error **errp)
{
    if (options->kernel) {
        return true;
    }
    if (options->append) {
        error_setg(errp, "-append '%s' needs a kernel: add -kernel FILE",
                   options->append);
        return false;
    }
    if (options->initrd) {
        error_setg(errp, "-initrd '%s' needs a kernel: add -kernel FILE",
                   options->initrd);
        return false;
    }
    return true;
}

bool options_parse(Options *options, int argc, char *const *argv,
                   Error **errp)
{
    for (int at = 1; at < argc; at++) {
        if (argv[at][0] != '-') {
            error_setg(errp, "'%s': disk images without an option are not "
                       "supported yet; a kernel needs -kernel in front",
                       argv[at]);
            return false;
        }
        if (!parse_option(options, argc, argv, &at, errp)) {
            return false;
        }
        if (options->request != OPTIONS_RUN) {
            return true;
        }
    }
    return check_together(options, errp);
}

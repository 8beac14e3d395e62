/*
 * options_device.c: -device, -chardev, -mon, -drive, -fw_cfg, -global,
 *                   -display
 *
 * Lists of KeyVals in the order written; whoever makes the devices checks the
 * rest of the keys.
 */
#include <string.h>

#include "options_internal.h"

static GPtrArray *list_of(Options *options, const OptionRow *row)
{
    return *(GPtrArray **)((char *)options + row->offset);
}

static bool has_key(const KeyVal *kv, const char *key, const char *what,
                    Error **errp)
{
    const char *value = keyval_get(kv, key);

    if (!value || !value[0]) {
        error_setg(errp, "has no %s: give %s", what, key);
        return false;
    }
    return true;
}

static bool request_help(Options *options, OptionsRequest request,
                         const char *about)
{
    options->request = request;
    g_free(options->request_arg);
    options->request_arg = g_strdup(about);
    return true;
}

/* ---- -device, -chardev, -mon ------------------------------------------- */

bool option_device(Options *options, const OptionRow *row, const char *arg,
                   Error **errp)
{
    g_autoptr(KeyVal) kv = keyval_parse(arg, "driver", errp);

    if (!kv || !has_key(kv, "driver", "driver", errp)) {
        return false;
    }
    if (options_wants_help(keyval_get(kv, "driver"))) {
        return request_help(options, OPTIONS_DEVICE_HELP, NULL);
    }
    if (keyval_get(kv, "help") || keyval_get(kv, "?")) {
        return request_help(options, OPTIONS_DEVICE_HELP,
                            keyval_get(kv, "driver"));
    }
    g_ptr_array_add(list_of(options, row), g_steal_pointer(&kv));
    return true;
}

bool option_chardev(Options *options, const OptionRow *row, const char *arg,
                    Error **errp)
{
    g_autoptr(KeyVal) kv = keyval_parse(arg, "backend", errp);

    if (!kv || !has_key(kv, "backend", "back end", errp)) {
        return false;
    }
    if (options_wants_help(keyval_get(kv, "backend"))) {
        return request_help(options, OPTIONS_CHARDEV_HELP, NULL);
    }
    if (!has_key(kv, "id", "name", errp)) {
        return false;
    }
    g_ptr_array_add(list_of(options, row), g_steal_pointer(&kv));
    return true;
}

bool option_mon(Options *options, const OptionRow *row, const char *arg,
                Error **errp)
{
    static const char *const modes[] = { "readline", "control", NULL };
    g_autoptr(KeyVal) kv = keyval_parse(arg, "chardev", errp);
    g_autoptr(GError) err = NULL;
    unsigned mode = 0;
    bool pretty;

    if (!kv || !has_key(kv, "chardev", "back end", errp) ||
        !options_check_keys(kv, row, errp)) {
        return false;
    }
    if (keyval_get(kv, "mode") &&
        !options_parse_word(keyval_get(kv, "mode"), modes, &mode, &err)) {
        error_setg(errp, "mode=%s", err->message);
        return false;
    }
    if (keyval_get(kv, "pretty") &&
        !options_parse_bool(keyval_get(kv, "pretty"), &pretty, &err)) {
        error_setg(errp, "pretty=%s", err->message);
        return false;
    }
    keyval_set(kv, "mode", modes[mode]);
    g_ptr_array_add(list_of(options, row), g_steal_pointer(&kv));
    return true;
}

/* ---- -drive, -pflash --------------------------------------------------- */

/* A typing error must not make an image writable that was to be kept. */
static bool check_flash(KeyVal *kv, const OptionRow *row, Error **errp)
{
    static const char *const formats[] = { "raw", NULL };
    const NumberRange units = { 0, 255 };
    const char *format = keyval_get(kv, "format");
    const char *unit = keyval_get(kv, "unit");
    const char *readonly = keyval_get(kv, "readonly");
    g_autoptr(GError) err = NULL;
    uint64_t number;
    unsigned place;
    bool on = false;

    if (!options_check_keys(kv, row, errp)) {
        return false;
    }
    if (format && !options_parse_word(format, formats, &place, &err)) {
        error_setg(errp, "format=%s", err->message);
    } else if (unit && !options_parse_number(unit, units, &number, &err)) {
        error_setg(errp, "unit=%s", err->message);
    } else if (readonly && !options_parse_bool(readonly, &on, &err)) {
        error_setg(errp, "readonly=%s", err->message);
    } else {
        keyval_set(kv, "readonly", on ? "on" : "off");
        return true;
    }
    return false;
}

static bool check_drive(KeyVal *kv, const OptionRow *row, Error **errp)
{
    static const char *const interfaces[] = {
        "none", "pflash", "virtio", "scsi", "ide", "sd", "mtd", "floppy",
        "xen", NULL,
    };
    const char *interface = keyval_get(kv, "if");
    g_autoptr(GError) err = NULL;
    unsigned place;

    if (interface &&
        !options_parse_word(interface, interfaces, &place, &err)) {
        error_setg(errp, "if=%s", err->message);
        return false;
    }
    return has_key(kv, "file", "file", errp) &&
           (g_strcmp0(interface, "pflash") != 0 || check_flash(kv, row, errp));
}

bool option_drive(Options *options, const OptionRow *row, const char *arg,
                  Error **errp)
{
    g_autoptr(KeyVal) kv = keyval_parse(arg, NULL, errp);

    if (!kv || !check_drive(kv, row, errp)) {
        return false;
    }
    g_ptr_array_add(list_of(options, row), g_steal_pointer(&kv));
    return true;
}

bool option_pflash(Options *options, const OptionRow *row, const char *arg,
                   Error **errp)
{
    g_autoptr(KeyVal) kv = keyval_new();

    keyval_set(kv, "if", "pflash");
    keyval_set(kv, "file", arg);
    keyval_set(kv, "format", "raw");
    keyval_set(kv, "readonly", "off");
    if (!has_key(kv, "file", "file", errp)) {
        return false;
    }
    g_ptr_array_add(list_of(options, row), g_steal_pointer(&kv));
    return true;
}

/* ---- -fw_cfg ----------------------------------------------------------- */

bool option_fw_cfg(Options *options, const OptionRow *row, const char *arg,
                   Error **errp)
{
    g_autoptr(KeyVal) kv = keyval_parse(arg, "name", errp);

    if (!kv || !options_check_keys(kv, row, errp) ||
        !has_key(kv, "name", "name", errp)) {
        return false;
    }
    if (!keyval_get(kv, "file") == !keyval_get(kv, "string")) {
        error_setg(errp, "needs either file=FILE or string=TEXT");
        return false;
    }
    g_ptr_array_add(list_of(options, row), g_steal_pointer(&kv));
    return true;
}

/* ---- -global ----------------------------------------------------------- */

/* "driver.property=value" is short for three keys. */
static KeyVal *parse_short_global(const char *arg)
{
    size_t dot = strcspn(arg, ".=,");
    size_t equals = strcspn(arg, "=,");
    g_autofree char *driver = g_strndup(arg, dot);
    g_autofree char *property = NULL;
    KeyVal *kv;

    if (arg[dot] != '.' || arg[equals] != '=') {
        return NULL;
    }
    property = g_strndup(arg + dot + 1, equals - dot - 1);
    kv = keyval_new();
    keyval_set(kv, "driver", driver);
    keyval_set(kv, "property", property);
    keyval_set(kv, "value", arg + equals + 1);
    return kv;
}

bool option_global(Options *options, const OptionRow *row, const char *arg,
                   Error **errp)
{
    g_autoptr(KeyVal) kv = parse_short_global(arg);

    if (!kv) {
        kv = keyval_parse(arg, NULL, errp);
    }
    if (!kv || !options_check_keys(kv, row, errp) ||
        !has_key(kv, "driver", "driver", errp) ||
        !has_key(kv, "property", "property", errp)) {
        return false;
    }
    if (!keyval_get(kv, "value")) {
        error_setg(errp, "has no value: write DRIVER.PROPERTY=VALUE");
        return false;
    }
    g_ptr_array_add(list_of(options, row), g_steal_pointer(&kv));
    return true;
}

/* ---- what is not there ------------------------------------------------- */

bool option_only_none(Options *options, const OptionRow *row,
                      const char *arg, Error **errp)
{
    if (!g_str_equal(arg, "none")) {
        error_setg(errp, "is not supported yet: only none is");
        return false;
    }
    return true;
}

bool option_display(Options *options, const OptionRow *row, const char *arg,
                    Error **errp)
{
    if (!option_only_none(options, row, arg, errp)) {
        return false;
    }
    g_free(options->display);
    options->display = g_strdup(arg);
    return true;
}

/*
 * options_host.c: -object, -audiodev, -boot, -overcommit, -msg
 *
 * What programs that manage virtual machines always write. Values that ask
 * for nothing are taken; those that ask for what is not there are refused.
 */
#include "options_internal.h"

/* Text in braces is JSON, everything else key=value. */
static KeyVal *parse(const char *arg, const char *implied, Error **errp)
{
    return arg[0] == '{' ? keyval_parse_json(arg, errp)
                         : keyval_parse(arg, implied, errp);
}

bool option_object(Options *options, const OptionRow *row, const char *arg,
                   Error **errp)
{
    g_autoptr(KeyVal) kv = parse(arg, "qom-type", errp);

    if (!kv) {
        return false;
    }
    if (!keyval_get(kv, "qom-type") || !keyval_get(kv, "id")) {
        error_setg(errp, "needs a type and a name: write TYPE,id=ID");
        return false;
    }
    g_ptr_array_add(options->objects, g_steal_pointer(&kv));
    return true;
}

bool option_audiodev(Options *options, const OptionRow *row, const char *arg,
                     Error **errp)
{
    g_autoptr(KeyVal) kv = parse(arg, "driver", errp);

    if (!kv || !options_check_keys(kv, row, errp)) {
        return false;
    }
    if (g_strcmp0(keyval_get(kv, "driver"), "none") != 0) {
        error_setg(errp, "there is no sound: only driver=none is known");
        return false;
    }
    return true;
}

/*
 * Takes switch @key. Returns: false with @errp when it asks for something:
 * when it is @other than what happens anyway.
 */
static bool take_idle_switch(KeyVal *kv, const char *key, bool other,
                             Error **errp)
{
    bool value = !other;

    if (!options_take_bool(kv, key, &value, errp)) {
        return false;
    }
    if (value == other) {
        error_setg(errp, "%s=%s is not supported yet", key,
                   other ? "on" : "off");
        return false;
    }
    return true;
}

/* strict: boot from nothing but what was named; it is never otherwise. */
bool option_boot(Options *options, const OptionRow *row, const char *arg,
                 Error **errp)
{
    g_autoptr(KeyVal) kv = keyval_parse(arg, NULL, errp);
    g_autofree char *timeout = kv ? keyval_steal(kv, "reboot-timeout") : NULL;
    bool strict;

    if (!kv || !options_take_bool(kv, "strict", &strict, errp) ||
        !take_idle_switch(kv, "menu", true, errp) ||
        !options_check_empty(kv, row, errp)) {
        return false;
    }
    if (timeout && !g_str_equal(timeout, "-1")) {
        error_setg(errp, "reboot-timeout=%s is not supported: firmware here "
                   "does not start again by itself; -1 says so", timeout);
        return false;
    }
    return true;
}

bool option_overcommit(Options *options, const OptionRow *row,
                       const char *arg, Error **errp)
{
    g_autoptr(KeyVal) kv = keyval_parse(arg, NULL, errp);

    return kv && take_idle_switch(kv, "mem-lock", true, errp) &&
           take_idle_switch(kv, "cpu-pm", true, errp) &&
           options_check_empty(kv, row, errp);
}

bool option_msg(Options *options, const OptionRow *row, const char *arg,
                Error **errp)
{
    g_autoptr(KeyVal) kv = keyval_parse(arg, NULL, errp);

    return kv && options_take_bool(kv, "timestamp", &options->timestamps,
                                   errp) &&
           take_idle_switch(kv, "guest-name", true, errp) &&
           options_check_empty(kv, row, errp);
}

/*
 * options_machine.c: -machine, -cpu, -m, -accel
 *
 * Properties that only the board knows stay in a KeyVal.
 */
#include <string.h>

#include "exec/accel.h"
#include "options_internal.h"

#define MIB (1ull << 20)
#define RAM_GRANULE 4096ull

static const NumberRange tb_sizes_mib = { 0, 4096 };

static void replace(char **field, char *value)
{
    if (value) {
        g_free(*field);
        *field = value;
    }
}

static void append_all(KeyVal *to, const KeyVal *from)
{
    for (unsigned i = 0; i < keyval_size(from); i++) {
        keyval_set(to, keyval_key(from, i), keyval_value(from, i));
    }
}

/* ---- -machine ---------------------------------------------------------- */

/* Several -machine options add up. */
bool option_machine(Options *options, const OptionRow *row, const char *arg,
                    Error **errp)
{
    g_autoptr(KeyVal) kv = keyval_parse(arg, "type", errp);

    if (!kv) {
        return false;
    }
    replace(&options->machine, keyval_steal(kv, "type"));
    if (options->machine && options_wants_help(options->machine)) {
        options->request = OPTIONS_MACHINE_HELP;
    } else if (keyval_get(kv, "help")) {
        options->request = OPTIONS_MACHINE_PROPS;
    }
    replace(&options->dumpdtb, keyval_steal(kv, "dumpdtb"));
    replace(&options->accel.name, keyval_steal(kv, "accel"));
    append_all(options->machine_props, kv);
    return true;
}

/* ---- -cpu -------------------------------------------------------------- */

bool option_cpu(Options *options, const OptionRow *row, const char *arg,
                Error **errp)
{
    const char *comma = strchr(arg, ',');
    size_t length = comma ? (size_t)(comma - arg) : strlen(arg);

    if (length == 0) {
        error_setg(errp, "has no type: -cpu ? lists them");
        return false;
    }
    replace(&options->cpu_type, g_strndup(arg, length));
    g_free(options->cpu_props);
    options->cpu_props = g_strdup(comma ? comma + 1 : NULL);
    if (options_wants_help(options->cpu_type)) {
        options->request = OPTIONS_CPU_HELP;
    }
    return true;
}

/* ---- -m ---------------------------------------------------------------- */

bool option_memory(Options *options, const OptionRow *row, const char *arg,
                   Error **errp)
{
    g_autoptr(KeyVal) kv = keyval_parse(arg, "size", errp);
    g_autofree char *size = NULL;
    uint64_t bytes;

    if (!kv) {
        return false;
    }
    if (keyval_get(kv, "slots") || keyval_get(kv, "maxmem")) {
        error_setg(errp, "slots and maxmem are not supported yet: memory "
                   "cannot be added while the machine runs");
        return false;
    }
    size = keyval_steal(kv, "size");
    if (!options_check_empty(kv, row, errp) ||
        !options_parse_size(size ? size : "", MIB, &bytes, errp)) {
        return false;
    }
    if (bytes == 0) {
        error_setg(errp, "a machine needs memory: give at least 1");
        return false;
    }
    options->memory_bytes = (bytes + RAM_GRANULE - 1) & ~(RAM_GRANULE - 1);
    return true;
}

/* ---- -accel ------------------------------------------------------------ */

/* QEMU tries several -accel in turn, and so does -machine accel=a:b. */
static void add_accel(AccelOptions *accel, char *name)
{
    if (accel->name && name) {
        replace(&accel->name, g_strconcat(accel->name, ":", name, NULL));
        g_free(name);
    } else {
        replace(&accel->name, name);
    }
}

/* Passes that can be left out, and how the translator checks itself. */
static bool take_jit_props(JitOptions *jit, KeyVal *kv, Error **errp)
{
    static const NumberRange seeds = { 0, UINT32_MAX };
    static const NumberRange thresholds = { 0, 60000 };
    static const char *const engines[] = { "off", "tci", NULL };
    unsigned check = 0;
    uint64_t shuffle = jit->shuffle;
    uint64_t threshold = jit->threshold;

    for (const JitSwitch *row = jit_switches; row->name; row++) {
        bool *value = (bool *)((char *)jit + row->option);

        if (!options_take_bool(kv, row->name, value, errp)) {
            return false;
        }
    }
    if (!options_take_word(kv, "check", engines, &check, errp) ||
        !options_take_bool(kv, "async", &jit->async, errp) ||
        !options_take_number(kv, "threshold", thresholds, &threshold, errp) ||
        !options_take_number(kv, "shuffle", seeds, &shuffle, errp)) {
        return false;
    }
    jit->shuffle = (unsigned)shuffle;
    jit->check |= check == 1;
    jit->threshold = (unsigned)threshold;
    return true;
}

static bool take_accel_props(AccelOptions *accel, KeyVal *kv, Error **errp)
{
    static const char *const threads[] = { "single", "multi", NULL };
    unsigned thread = 0;
    bool has_thread = keyval_get(kv, "thread") != NULL;
    uint64_t tb_size_mib = accel->tb_size / MIB;

    if (!options_take_word(kv, "thread", threads, &thread, errp) ||
        !options_take_bool(kv, "one-insn-per-tb", &accel->one_insn_per_tb,
                           errp) ||
        !options_take_number(kv, "tb-size", tb_sizes_mib, &tb_size_mib,
                             errp)) {
        return false;
    }
    if (has_thread) {
        accel->thread = thread == 0 ? ACCEL_THREAD_SINGLE
                                    : ACCEL_THREAD_MULTI;
    }
    accel->tb_size = tb_size_mib * MIB;
    accel->jit.code_bytes = accel->jit.block_bytes = accel->tb_size;
    return take_jit_props(&accel->jit, kv, errp);
}

/* What is left after taking all that is known; other programs have more. */
static bool check_accel_props(const char *name, const KeyVal *kv,
                              Error **errp)
{
    static const char *const others[] = {
        "thread", "one-insn-per-tb", "tb-size", "threshold", "check",
        "shuffle", "async",
    };
    g_autoptr(GPtrArray) known = g_ptr_array_new();

    for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
        g_ptr_array_add(known, (char *)others[i]);
    }
    for (const JitSwitch *row = jit_switches; row->name; row++) {
        g_ptr_array_add(known, (char *)row->name);
    }
    g_ptr_array_add(known, NULL);
    return !accel_find(name) ||
           keyval_check_keys(kv, (const char *const *)known->pdata, errp);
}

bool option_accel(Options *options, const OptionRow *row, const char *arg,
                  Error **errp)
{
    g_autoptr(KeyVal) kv = keyval_parse(arg, "accel", errp);
    const char *name = kv ? keyval_get(kv, "accel") : NULL;

    if (!kv) {
        return false;
    }
    if (!name || !name[0]) {
        error_setg(errp, "has no name: -accel ? lists them");
        return false;
    }
    if (options_wants_help(name)) {
        options->request = OPTIONS_ACCEL_HELP;
        return true;
    }
    g_autofree char *accel = keyval_steal(kv, "accel");

    if (!take_accel_props(&options->accel, kv, errp) ||
        !check_accel_props(accel, kv, errp)) {
        return false;
    }
    add_accel(&options->accel, g_steal_pointer(&accel));
    return true;
}

/* options_internal.h: what the files of the command line share */
#ifndef MACHINE_OPTIONS_INTERNAL_H
#define MACHINE_OPTIONS_INTERNAL_H

#include "machine/options.h"

typedef struct OptionRow OptionRow;

/*
 * Takes one occurrence of an option. @arg is NULL for options without an
 * argument, and never NULL otherwise. Messages do not name the option: the
 * caller puts "-name 'arg': " in front.
 */
typedef bool (*OptionFn)(Options *options, const OptionRow *row,
                         const char *arg, Error **errp);

typedef enum OptionGroup {
    GROUP_MACHINE,
    GROUP_GUEST,
    GROUP_DEVICES,
    GROUP_RUN,
    GROUP_DEBUG,
    GROUP_LATER,                /* QEMU has it, lectern not yet */
    GROUP_COUNT,
} OptionGroup;

struct OptionRow {
    const char *name;           /* without the dash */
    const char *arg;            /* what the help calls the argument, or NULL */
    const char *help;           /* NULL: another spelling, not in the help */
    OptionGroup group;
    OptionFn parse;             /* NULL: not supported yet */
    size_t offset;              /* of the field in Options, where needed */
    const char *keys;           /* (nullable): the argument is key=value,...
                                 * with these; see OptionInfo */
    const char *list;           /* (nullable): what OptionInfo calls it;
                                 * "": such options are refused later */
};

/* options_table.c; ends with a NULL name */
extern const OptionRow option_rows[];

/* ---- values (options_value.c) ------------------------------------------ */

bool options_parse_bool(const char *text, bool *value, Error **errp)
    MUST_CHECK;

/* Both ends allowed. */
typedef struct NumberRange {
    uint64_t min, max;
} NumberRange;

/* Decimal or 0x... */
bool options_parse_number(const char *text, NumberRange range,
                          uint64_t *value, Error **errp) MUST_CHECK;

/* A word of a set; *@value is its place in @words (ends with NULL). */
bool options_parse_word(const char *text, const char *const *words,
                        unsigned *value, Error **errp) MUST_CHECK;
/* "?" or "help" */
bool options_wants_help(const char *text);

/* Are all keys in row->keys? The message names the nearest one. */
bool options_check_keys(const KeyVal *kv, const OptionRow *row,
                        Error **errp) MUST_CHECK;

/*
 * The same for key @key of @kv, which is removed; absent: *@value stays. The
 * message names the key.
 */
bool options_take_bool(KeyVal *kv, const char *key, bool *value,
                       Error **errp) MUST_CHECK;
bool options_take_word(KeyVal *kv, const char *key, const char *const *words,
                       unsigned *value, Error **errp) MUST_CHECK;
bool options_take_number(KeyVal *kv, const char *key, NumberRange range,
                         uint64_t *value, Error **errp) MUST_CHECK;

/* Anything left in @kv is not in row->keys, or was given twice. */
bool options_check_empty(const KeyVal *kv, const OptionRow *row,
                         Error **errp) MUST_CHECK;

/* ---- handlers ---------------------------------------------------------- */

/* options_store.c: one field each, at row->offset */
bool option_store_flag(Options *options, const OptionRow *row,
                       const char *arg, Error **errp);
bool option_gdb_default(Options *options, const OptionRow *row,
                        const char *arg, Error **errp);    /* -s */
bool option_store_string(Options *options, const OptionRow *row,
                         const char *arg, Error **errp);
/* as option_store_string(), but "" is a value */
bool option_store_text(Options *options, const OptionRow *row,
                       const char *arg, Error **errp);
bool option_add_folder(Options *options, const OptionRow *row,
                       const char *arg, Error **errp);
bool option_add_string(Options *options, const OptionRow *row,
                       const char *arg, Error **errp);
bool option_ignore(Options *options, const OptionRow *row, const char *arg,
                   Error **errp);
bool option_request_help(Options *options, const OptionRow *row,
                         const char *arg, Error **errp);
bool option_request_version(Options *options, const OptionRow *row,
                            const char *arg, Error **errp);

/* options_machine.c */
bool option_machine(Options *options, const OptionRow *row, const char *arg,
                    Error **errp);
bool option_cpu(Options *options, const OptionRow *row, const char *arg,
                Error **errp);
bool option_memory(Options *options, const OptionRow *row, const char *arg,
                   Error **errp);
bool option_accel(Options *options, const OptionRow *row, const char *arg,
                  Error **errp);

/* options_semihosting.c */
bool option_semihosting_config(Options *options, const OptionRow *row,
                               const char *arg, Error **errp);

/* options_host.c */
bool option_object(Options *options, const OptionRow *row, const char *arg,
                   Error **errp);
bool option_audiodev(Options *options, const OptionRow *row,
                     const char *arg, Error **errp);
bool option_boot(Options *options, const OptionRow *row, const char *arg,
                 Error **errp);
bool option_overcommit(Options *options, const OptionRow *row,
                       const char *arg, Error **errp);
bool option_msg(Options *options, const OptionRow *row, const char *arg,
                Error **errp);

/* options_smp.c */
bool option_smp(Options *options, const OptionRow *row, const char *arg,
                Error **errp);

/* options_device.c */
bool option_device(Options *options, const OptionRow *row, const char *arg,
                   Error **errp);
bool option_chardev(Options *options, const OptionRow *row, const char *arg,
                    Error **errp);
bool option_mon(Options *options, const OptionRow *row, const char *arg,
                Error **errp);
bool option_drive(Options *options, const OptionRow *row, const char *arg,
                  Error **errp);
bool option_pflash(Options *options, const OptionRow *row, const char *arg,
                   Error **errp);
bool option_fw_cfg(Options *options, const OptionRow *row, const char *arg,
                   Error **errp);
bool option_global(Options *options, const OptionRow *row, const char *arg,
                   Error **errp);
bool option_display(Options *options, const OptionRow *row, const char *arg,
                    Error **errp);
bool option_only_none(Options *options, const OptionRow *row,
                      const char *arg, Error **errp);

/* options_run.c */
bool option_action(Options *options, const OptionRow *row, const char *arg,
                   Error **errp);
bool option_watchdog_action(Options *options, const OptionRow *row,
                            const char *arg, Error **errp);
bool option_no_reboot(Options *options, const OptionRow *row,
                      const char *arg, Error **errp);
bool option_no_shutdown(Options *options, const OptionRow *row,
                        const char *arg, Error **errp);
bool option_icount(Options *options, const OptionRow *row, const char *arg,
                   Error **errp);
bool option_rtc(Options *options, const OptionRow *row, const char *arg,
                Error **errp);
bool option_name(Options *options, const OptionRow *row, const char *arg,
                 Error **errp);
bool option_uuid(Options *options, const OptionRow *row, const char *arg,
                 Error **errp);
bool option_log(Options *options, const OptionRow *row, const char *arg,
                Error **errp);
bool option_trace(Options *options, const OptionRow *row, const char *arg,
                  Error **errp);

#endif

/*
 * monitor.h: where a command prints, and the table of commands
 *
 * The seam for the human monitor: a Monitor is an output function; a command
 * is a row that names its arguments and a function. Libraries contribute
 * tables (`info` rows are a table of their own); whoever reads lines from a
 * console hands them to hmp_execute().
 *
 * Not here: reading and editing lines, completion, the JSON protocol.
 */
#ifndef RUNSTATE_MONITOR_H
#define RUNSTATE_MONITOR_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef void MonitorOutputFn(void *opaque, const char *text);

typedef struct Monitor {
    MonitorOutputFn *output;    /* gets whole pieces of text, in order */
    void *opaque;
    void *vm;                   /* (nullable): what the commands act on */
    int cpu_index;              /* vCPU that `info registers` and x mean */
} Monitor;

/** monitor_printf: print to the user of this monitor */
void monitor_printf(Monitor *mon, const char *format, ...) G_GNUC_PRINTF(2, 3);
void monitor_vprintf(Monitor *mon, const char *format, va_list args)
    G_GNUC_PRINTF(2, 0);

typedef struct HMPArgs HMPArgs;
typedef struct HMPCommand HMPCommand;
typedef void HMPCommandFn(Monitor *mon, const HMPArgs *args);

/*
 * One row. args_type is a comma-separated list of "name:type":
 *   s  a word, or text in double quotes     S  the rest of the line
 *   i  a 32-bit integer                     l  a 64-bit integer
 *   b  on or off                            o  a size: 4096, 64k, 1M, 2G
 *   -x a flag, true when "-x" is there
 *   /  count, format and size after the name: x/10xw (keys: count, format,
 *      size)
 * A type followed by ? may be left out, with all that follow.
 * Integers: decimal, 0x hexadecimal, 0 octal.
 */
struct HMPCommand {
    const char *name;           /* "info", or "quit|q" with an alias */
    const char *args_type;      /* "" for none */
    const char *params;         /* as help shows them: "[cmd]" */
    const char *help;           /* one line */
    HMPCommandFn *cmd;
    const HMPCommand *sub;      /* (nullable): table of sub-commands */
};

#define HMP_COMMAND_END { NULL }

/* Tables of several libraries, searched in order. */
typedef struct HMPTables {
    GPtrArray *tables;          /* const HMPCommand *, each ends in END */
} HMPTables;

void hmp_tables_init(HMPTables *set);
void hmp_tables_deinit(HMPTables *set);

/** hmp_tables_add: add a library's rows (borrowed, HMP_COMMAND_END last) */
void hmp_tables_add(HMPTables *set, const HMPCommand *table);

/** hmp_lookup: find a row by name or alias, exactly (nullable) */
const HMPCommand *hmp_lookup(const HMPTables *set, const char *name);

/**
 * hmp_execute: run one line
 *
 * Errors (unknown command, bad argument) are printed to @mon. An empty line
 * or one that starts with # does nothing.
 *
 * Returns: false when the command could not be run.
 * Context: BQL held.
 */
bool hmp_execute(const HMPTables *set, Monitor *mon, const char *line);

/** hmp_print_help: one line for each row, or all about @name (nullable) */
void hmp_print_help(const HMPTables *set, Monitor *mon, const char *name);

/**
 * hmp_parse_args: split the text after a command's name
 * @args_type: the row's grammar
 * @text:      the rest of the line
 *
 * Returns: (transfer full): free with hmp_args_free(); NULL with @errp set.
 */
HMPArgs *hmp_parse_args(const char *args_type, const char *text,
                        GError **errp);
void hmp_args_free(HMPArgs *args);

/* Typed access. An argument that was left out has: NULL, the default, false. */
bool hmp_args_has(const HMPArgs *args, const char *key);
const char *hmp_args_str(const HMPArgs *args, const char *key);
int64_t hmp_args_int(const HMPArgs *args, const char *key, int64_t fallback);
bool hmp_args_bool(const HMPArgs *args, const char *key);

/** hmp_runstate_table: stop, cont, system_reset, system_powerdown, quit */
const HMPCommand *hmp_runstate_table(void);

/** hmp_runstate_info_table: info status */
const HMPCommand *hmp_runstate_info_table(void);

#endif

/*
 * monitor.h: where a command prints, and the table of commands
 *
 * The engine of the human monitor: a Monitor is an output function; a command
 * is a row that names its arguments and a function. Libraries contribute
 * tables (`info` rows are tables of their own); whoever reads lines from a
 * console hands them to hmp_execute().
 *
 * Not here: editing lines (readline.h), consoles, the JSON protocol.
 */
#ifndef RUNSTATE_MONITOR_H
#define RUNSTATE_MONITOR_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef void MonitorOutputFn(void *opaque, const char *text);

typedef struct Readline Readline;

typedef struct Monitor {
    MonitorOutputFn *output;    /* gets whole pieces of text, in order */
    void *opaque;
    void *vm;                   /* (nullable): what the commands act on */
    int cpu_index;              /* vCPU that `info registers` and x mean */
    Readline *readline;         /* (nullable): who types, with a history */
} Monitor;

/** monitor_printf: print to the user of this monitor */
void monitor_printf(Monitor *mon, const char *format, ...) G_GNUC_PRINTF(2, 3);
void monitor_vprintf(Monitor *mon, const char *format, va_list args)
    G_GNUC_PRINTF(2, 0);

typedef struct HMPArgs HMPArgs;
typedef struct HMPCommand HMPCommand;
typedef void HMPCommandFn(Monitor *mon, const HMPArgs *args);

/* Tables of several libraries, searched in order; NULL at the end. */
typedef const HMPCommand *const *HMPTables;

/* What Tab asks a command for: the words that could stand at one place. */
typedef struct HMPCompletion HMPCompletion;
typedef void HMPCompleteFn(HMPCompletion *completion);

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
    HMPCommandFn *cmd;          /* NULL for a group without a default */
    const char *example;        /* "x/4xw 0x80000000 -- four words of RAM" */
    HMPCompleteFn *complete;    /* (nullable) */
    HMPTables sub;              /* (nullable): sub-commands */
};

#define HMP_COMMAND_END { .name = NULL }

/** hmp_lookup: find a row by name or alias, exactly (nullable) */
const HMPCommand *hmp_lookup(HMPTables tables, const char *name);

/**
 * hmp_execute: run one line
 *
 * Errors (unknown command, bad argument) are printed to @mon, with the
 * nearest name or the usage. An empty line or one that starts with # does
 * nothing.
 *
 * Returns: false when the command could not be run.
 * Context: BQL held.
 */
bool hmp_execute(HMPTables tables, Monitor *mon, const char *line);

/**
 * hmp_print_help: one line for each row, or all about one command
 * @words: (nullable): "quit", "info status"; NULL for the list
 */
void hmp_print_help(HMPTables tables, Monitor *mon, const char *words);

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

/* ---- completion ---- */

struct HMPCompletion {
    Monitor *mon;
    unsigned index;             /* of the word that is completed, from 0 */
    const char *const *words;   /* the arguments in front of it, @index */
    const char *prefix;         /* what is typed of it */
    GPtrArray *found;           /* char *, owned: use hmp_completion_add() */
};

/** hmp_completion_add: offer @word; ignored unless it starts as typed */
void hmp_completion_add(HMPCompletion *completion, const char *word);

/**
 * hmp_complete: the words that could end @line
 * @line: up to the cursor
 * @start: (out): where in @line the unfinished word begins
 *
 * Returns: (transfer full): char *, owned; sorted, each once, perhaps empty.
 */
GPtrArray *hmp_complete(HMPTables tables, Monitor *mon, const char *line,
                        size_t *start);

/* ---- the tables of this library ---- */

/** hmp_runstate_commands: stop, cont, system_reset, ..., quit */
extern const HMPCommand hmp_runstate_commands[];

/** hmp_runstate_info_commands: info status */
extern const HMPCommand hmp_runstate_info_commands[];

#endif

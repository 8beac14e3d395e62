/*
 * hmp.c: looking up and running a line of the human monitor
 */
#include <string.h>

#include "core/error.h"
#include "runstate/monitor.h"

void hmp_tables_init(HMPTables *set)
{
    set->tables = g_ptr_array_new();
}

void hmp_tables_deinit(HMPTables *set)
{
    g_clear_pointer(&set->tables, g_ptr_array_unref);
}

void hmp_tables_add(HMPTables *set, const HMPCommand *table)
{
    g_ptr_array_add(set->tables, (gpointer)table);
}

/* Is @name one of the words of "quit|q"? */
static bool matches(const HMPCommand *row, const char *name)
{
    g_auto(GStrv) words = g_strsplit(row->name, "|", -1);

    return g_strv_contains((const char *const *)words, name);
}

static const HMPCommand *find_in(const HMPCommand *table, const char *name)
{
    for (const HMPCommand *row = table; row->name != NULL; row++) {
        if (matches(row, name)) {
            return row;
        }
    }
    return NULL;
}

const HMPCommand *hmp_lookup(const HMPTables *set, const char *name)
{
    for (guint i = 0; i < set->tables->len; i++) {
        const HMPCommand *row =
            find_in(g_ptr_array_index(set->tables, i), name);
        if (row != NULL) {
            return row;
        }
    }
    return NULL;
}

/* The command's name ends at a space or at the slash of x/10xw. */
static char *take_name(const char **text)
{
    *text += strspn(*text, " \t");
    size_t length = strcspn(*text, " \t/");
    char *name = g_strndup(*text, length);

    *text += length;
    return name;
}

/* Follows tables of sub-commands as far as the words lead. */
static const HMPCommand *descend(const HMPCommand *row, const char **text)
{
    while (row != NULL && row->sub != NULL) {
        const char *rest = *text;
        g_autofree char *name = take_name(&rest);
        if (*name == '\0') {
            break;
        }
        row = find_in(row->sub, name);
        if (row != NULL) {
            *text = rest;
        }
    }
    return row;
}

static bool run_row(const HMPCommand *row, Monitor *mon, const char *text)
{
    g_autoptr(GError) error = NULL;
    HMPArgs *args = hmp_parse_args(row->args_type, text, &error);

    if (args == NULL) {
        monitor_printf(mon, "%s: %s\nusage: %s %s\n", row->name,
                       error->message, row->name, row->params);
        return false;
    }
    row->cmd(mon, args);
    hmp_args_free(args);
    return true;
}

static bool report_unknown(Monitor *mon, const char *line)
{
    monitor_printf(mon, "unknown command: '%s', try help\n", line);
    return false;
}

bool hmp_execute(const HMPTables *set, Monitor *mon, const char *line)
{
    g_autofree char *copy = g_strstrip(g_strdup(line));
    const char *text = copy;

    if (*text == '\0' || *text == '#') {
        return true;
    }
    g_autofree char *name = take_name(&text);
    const HMPCommand *row = descend(hmp_lookup(set, name), &text);
    if (row == NULL) {
        return report_unknown(mon, copy);
    }
    if (row->cmd == NULL) {
        for (const HMPCommand *sub = row->sub; sub->name != NULL; sub++) {
            monitor_printf(mon, "%s %s %s -- %s\n", name, sub->name,
                           sub->params, sub->help);
        }
        return false;
    }
    return run_row(row, mon, text);
}

static void print_row(Monitor *mon, const HMPCommand *row)
{
    monitor_printf(mon, "%s%s%s -- %s\n", row->name, *row->params ? " " : "",
                   row->params, row->help);
}

void hmp_print_help(const HMPTables *set, Monitor *mon, const char *name)
{
    if (name != NULL) {
        const HMPCommand *row = hmp_lookup(set, name);
        if (row == NULL) {
            report_unknown(mon, name);
        } else {
            print_row(mon, row);
        }
        return;
    }
    for (guint i = 0; i < set->tables->len; i++) {
        const HMPCommand *row = g_ptr_array_index(set->tables, i);
        for (; row->name != NULL; row++) {
            print_row(mon, row);
        }
    }
}

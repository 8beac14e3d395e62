/* hmp_help.c: what there is, and what one command does */
#include <string.h>

#include "hmp_internal.h"

static void print_rows(HMPTables tables, Monitor *mon, const char *group)
{
    for (unsigned i = 0; tables[i]; i++) {
        for (const HMPCommand *row = tables[i]; row->name; row++) {
            monitor_printf(mon, "%s%s%s%s%s -- %s\n", group,
                           *group ? " " : "", row->name,
                           *row->params ? " " : "", row->params, row->help);
        }
    }
}

void hmp_print_group(const HMPCommand *row, Monitor *mon, const char *path)
{
    print_rows(row->sub, mon, path);
}

static void print_row(const HMPCommand *row, Monitor *mon, const char *group)
{
    monitor_printf(mon, "%s%s%s%s -- %s\n", group, row->name,
                   *row->params ? " " : "", row->params, row->help);
    if (row->example) {
        monitor_printf(mon, "example: %s\n", row->example);
    }
}

void hmp_print_help(HMPTables tables, Monitor *mon, const char *words)
{
    g_autoptr(GString) path = g_string_new(NULL);
    const char *rest = words;

    if (!words) {
        print_rows(tables, mon, "");
        return;
    }
    const HMPCommand *row = hmp_descend(tables, mon, &rest, path);
    if (!row) {
        return;
    }
    const char *last = strrchr(path->str, ' ');
    g_string_truncate(path, last ? last + 1 - path->str : 0);
    print_row(row, mon, path->str);
    if (row->sub) {
        hmp_print_group(row, mon, row->name);
    }
}

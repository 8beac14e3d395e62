/*
 * hmp.c: looking up and running a line of the human monitor
 *
 * A line is a name, perhaps the name of a sub-command, and arguments. What
 * cannot be run is answered with what could have been meant.
 */
#include <string.h>

#include "hmp_internal.h"

#include "core/nearest.h"

/* Is @name one of the words of "quit|q"? */
static bool has_name(const HMPCommand *row, const char *name)
{
    g_auto(GStrv) words = g_strsplit(row->name, "|", -1);

    return g_strv_contains((const char *const *)words, name);
}

const HMPCommand *hmp_lookup(HMPTables tables, const char *name)
{
    for (unsigned i = 0; tables[i]; i++) {
        for (const HMPCommand *row = tables[i]; row->name; row++) {
            if (has_name(row, name)) {
                return row;
            }
        }
    }
    return NULL;
}

char *hmp_take_name(const char **text)
{
    *text += strspn(*text, " \t");
    size_t length = strcspn(*text, " \t/");
    char *name = g_strndup(*text, length);

    *text += length;
    return name;
}

/* All names of @tables, aliases too; NULL at the end. */
static GPtrArray *names_of(HMPTables tables)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);

    for (unsigned i = 0; tables[i]; i++) {
        for (const HMPCommand *row = tables[i]; row->name; row++) {
            g_autofree char **words = g_strsplit(row->name, "|", -1);
            for (unsigned w = 0; words[w]; w++) {
                g_ptr_array_add(names, words[w]);
            }
        }
    }
    g_ptr_array_add(names, NULL);
    return names;
}

void hmp_report_unknown(HMPTables tables, Monitor *mon, const char *group,
                        const char *name)
{
    g_autoptr(GPtrArray) names = names_of(tables);
    const char *near = nearest_word(name, (const char *const *)names->pdata);
    const char *space = *group ? " " : "";

    monitor_printf(mon, "unknown command: '%s%s%s'", group, space, name);
    if (near) {
        monitor_printf(mon, ", did you mean '%s%s%s'?", group, space, near);
    }
    monitor_printf(mon, " '%s%s' lists them all\n", group,
                   *group ? "" : "help");
}

const HMPCommand *hmp_descend(HMPTables tables, Monitor *mon,
                              const char **text, GString *path)
{
    g_autofree char *name = hmp_take_name(text);
    const HMPCommand *row = hmp_lookup(tables, name);

    if (!row) {
        hmp_report_unknown(tables, mon, path->str, name);
        return NULL;
    }
    g_string_append_printf(path, "%s%s", path->len ? " " : "", name);
    if (row->sub && (*text)[strspn(*text, " \t")] != '\0') {
        return hmp_descend(row->sub, mon, text, path);
    }
    return row;
}

static bool report_usage(const HMPCommand *row, Monitor *mon,
                         const char *path, const GError *error)
{
    monitor_printf(mon, "%s: %s\nusage: %s%s%s\n", path, error->message, path,
                   *row->params ? " " : "", row->params);
    if (row->example) {
        monitor_printf(mon, "example: %s\n", row->example);
    }
    return false;
}

bool hmp_execute(HMPTables tables, Monitor *mon, const char *line)
{
    g_autofree char *copy = g_strstrip(g_strdup(line));
    g_autoptr(GString) path = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    const char *text = copy;

    if (*text == '\0' || *text == '#') {
        return true;
    }
    const HMPCommand *row = hmp_descend(tables, mon, &text, path);
    if (!row) {
        return false;
    }
    if (!row->cmd) {
        hmp_print_group(row, mon, path->str);
        return true;
    }
    HMPArgs *args = hmp_parse_args(row->args_type, text, &error);
    if (!args) {
        return report_usage(row, mon, path->str, error);
    }
    row->cmd(mon, args);
    hmp_args_free(args);
    return true;
}

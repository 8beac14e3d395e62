/*
 * options_help.c: the text of -h, made from the option table
 */
#include "options_internal.h"

static const char *const group_titles[GROUP_COUNT] = {
    [GROUP_MACHINE] = "Machine",
    [GROUP_GUEST] = "Guest",
    [GROUP_DEVICES] = "Devices and where their output goes",
    [GROUP_RUN] = "Running",
    [GROUP_DEBUG] = "Debugging and information",
};

static void append_row(GString *out, const OptionRow *row)
{
    g_string_append_printf(out, "  -%s%s%s\n        %s\n", row->name,
                           row->arg ? " " : "", row->arg ? row->arg : "",
                           row->help);
}

static void append_group(GString *out, OptionGroup group)
{
    g_string_append_printf(out, "\n%s:\n", group_titles[group]);
    for (const OptionRow *row = option_rows; row->name; row++) {
        if (row->group == group && row->help) {
            append_row(out, row);
        }
    }
}

/* QEMU's options that are known and refused, a line of them at a time. */
static void append_later(GString *out)
{
    gsize line = out->len;

    g_string_append(out, "\nNot supported yet:\n ");
    line = out->len;
    for (const OptionRow *row = option_rows; row->name; row++) {
        if (row->parse) {
            continue;
        }
        if (out->len - line > 66) {
            g_string_append(out, "\n ");
            line = out->len;
        }
        g_string_append_printf(out, " -%s", row->name);
    }
    g_string_append_c(out, '\n');
}

void options_foreach(void (*fn)(const OptionInfo *info, void *opaque),
                     void *opaque)
{
    for (const OptionRow *row = option_rows; row->name; row++) {
        if (row->parse && row->keys && g_strcmp0(row->list, "") != 0) {
            const OptionInfo info = { row->list ? row->list : row->name,
                                      row->keys };

            fn(&info, opaque);
        }
    }
}

char *options_help(void)
{
    GString *out = g_string_new("usage: " PROGRAM_NAME " [OPTION...]\n\n"
        "Runs a RISC-V machine. Without a guest it runs the built-in demo.\n"
        "Every option may be written with one dash or two.\n");

    for (unsigned group = 0; group < GROUP_LATER; group++) {
        append_group(out, group);
    }
    append_later(out);
    return g_string_free(out, FALSE);
}

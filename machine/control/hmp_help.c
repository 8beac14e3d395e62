/* hmp_help.c: help, history, and info as the group of all that only looks */
#include "hmp_internal.h"

#include "core/log.h"
#include "core/trace.h"
#include "runstate/readline.h"

/* Commands whose argument is one of a list that help can show. */
static const struct {
    const char *command;
    void (*list)(GString *out);
} lists[] = {
    { "log", log_print_usage },
    { "trace-event", trace_list_events },
};

static void hmp_help(Monitor *mon, const HMPArgs *args)
{
    const char *command = hmp_args_str(args, "command");

    hmp_print_help(hmp_tables, mon, command);
    for (size_t i = 0; i < G_N_ELEMENTS(lists); i++) {
        if (g_strcmp0(command, lists[i].command) == 0) {
            GString *text = g_string_new(NULL);

            lists[i].list(text);
            hmp_print_text(mon, text);
        }
    }
}

/* help takes what a line could begin with. */
static void complete_command(HMPCompletion *completion)
{
    g_autofree char *line = completion->index == 0
        ? g_strdup(completion->prefix)
        : g_strdup_printf("%s %s", completion->words[0], completion->prefix);
    g_autoptr(GPtrArray) found = NULL;
    size_t start;

    found = hmp_complete(hmp_tables, completion->mon, line, &start);
    for (unsigned i = 0; i < found->len; i++) {
        hmp_completion_add(completion, found->pdata[i]);
    }
}

static void hmp_info_history(Monitor *mon, const HMPArgs *args)
{
    if (!mon->readline) {
        monitor_printf(mon, "nobody types here: there is no history\n");
        return;
    }
    for (unsigned i = 0; i < readline_history_size(mon->readline); i++) {
        monitor_printf(mon, "%u: '%s'\n", i,
                       readline_history_get(mon->readline, i));
    }
}

const HMPCommand hmp_help_commands[] = {
    { "help|?", "command:S?", "[command]",
      "list the commands, or explain one", hmp_help,
      .example = "help info status -- arguments, meaning and an example",
      .complete = complete_command },
    { "info", "", "[subject]", "show something; alone: list the subjects",
      .example = "info status -- one of the subjects",
      .sub = hmp_info_tables },
    HMP_COMMAND_END,
};

const HMPCommand hmp_help_info_commands[] = {
    { "history", "", "", "the lines typed so far", hmp_info_history,
      .example = "info history -- Ctrl-P and Ctrl-R go through these" },
    HMP_COMMAND_END,
};

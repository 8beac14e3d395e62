/* hmp_help.c: help, and info as the group of all that only looks */
#include "hmp_internal.h"

static void hmp_help(Monitor *mon, const HMPArgs *args)
{
    hmp_print_help(hmp_tables, mon, hmp_args_str(args, "command"));
}

/* help takes what a line could begin with. */
static void complete_command(HMPCompletion *completion)
{
    g_autofree char *line = g_strdup(completion->prefix);
    g_autoptr(GPtrArray) found = NULL;
    size_t start;

    if (completion->index > 0) {
        g_autofree char *typed = g_steal_pointer(&line);
        line = g_strdup_printf("%s %s", completion->words[0], typed);
    }
    found = hmp_complete(hmp_tables, completion->mon, line, &start);
    for (unsigned i = 0; i < found->len; i++) {
        hmp_completion_add(completion, found->pdata[i]);
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

/* hmp_internal.h: what the files of the human monitor share */
#ifndef RUNSTATE_HMP_INTERNAL_H
#define RUNSTATE_HMP_INTERNAL_H

#include "runstate/monitor.h"

/* Cuts a command's name off: it ends at a space, or at the slash of x/10xw. */
char *hmp_take_name(const char **text);

/*
 * Follows the words of *@text through @tables and their sub-commands. The
 * words go to @path, the rest stays in *@text. Unknown ones are reported.
 */
const HMPCommand *hmp_descend(HMPTables tables, Monitor *mon,
                              const char **text, GString *path);

/* @group: "" or "info" */
void hmp_report_unknown(HMPTables tables, Monitor *mon, const char *group,
                        const char *name);

/* One line for each sub-command of @row, which is called @path. */
void hmp_print_group(const HMPCommand *row, Monitor *mon, const char *path);

#endif

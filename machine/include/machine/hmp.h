/*
 * hmp.h: the human monitor's commands, in one list
 *
 * Every file machine/control/hmp_*.c contributes tables; hmp_tables.c names
 * them all. Consoles, QMP's human-monitor-command and gdb's "monitor" run
 * lines on this list.
 */
#ifndef MACHINE_HMP_H
#define MACHINE_HMP_H

#include "machine/vm.h"
#include "runstate/monitor.h"

/** hmp_tables: every command; ends with NULL */
extern const HMPCommand *const hmp_tables[];

/** hmp_info_tables: every sub-command of info; ends with NULL */
extern const HMPCommand *const hmp_info_tables[];

/**
 * hmp_run_line: run one line and collect what it prints
 * @cpu_index: (inout): the hart that `info registers` means; `cpu N` changes
 *             it; -1 is the first one
 *
 * Returns: (transfer full): the text, at most a few MiB.
 * Context: BQL held, main loop thread.
 */
char *hmp_run_line(Vm *vm, int *cpu_index, const char *line);

#endif

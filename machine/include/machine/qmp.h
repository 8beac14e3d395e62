/*
 * qmp.h: the monitor for programs that the options ask for
 *
 * -qmp and -qmp-pretty make a chardev each, -mon chardev=ID,mode=control
 * takes one that is there. All share one QmpServer, so that every client
 * hears every event.
 */
#ifndef MACHINE_QMP_H
#define MACHINE_QMP_H

#include "machine/dump.h"
#include "machine/options.h"
#include "machine/vm.h"
#include "runstate/qmp.h"

/** qmp_open, qmp_close: ControlKind's; see machine/control.h */
bool qmp_open(Vm *vm, const Options *options, void **state, Error **errp);
void qmp_close(void *state);

/** qmp_tables: every command, type and event there is, in one list */
QmpTables qmp_tables(void);

/** qmp_dump_completed: tell clients; @error: (nullable): why it failed */
void qmp_dump_completed(const DumpProgress *progress, const char *error);

#endif

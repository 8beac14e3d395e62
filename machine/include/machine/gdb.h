/*
 * gdb.h: -gdb and -s: a gdb server for this machine
 *
 * The protocol is debug/gdb_server.h's; here it meets vCPUs, run states and a
 * character device.
 */
#ifndef MACHINE_GDB_H
#define MACHINE_GDB_H

#include "machine/control.h"

/* The row of control_kinds[]; see ControlKind. */
bool gdb_control_open(Vm *vm, const Options *options, void **state,
                      Error **errp);
void gdb_control_close(void *state);

#endif

/*
 * semihosting_gdb.h: semihosting calls that a debugger's host serves
 *
 * One call at a time: the hart that made it makes it again until there is an
 * answer; other harts wait for their turn.
 */
#ifndef MACHINE_CONTROL_SEMIHOSTING_GDB_H
#define MACHINE_CONTROL_SEMIHOSTING_GDB_H

#include "debug/semihost.h"
#include "machine/options.h"
#include "machine/vm.h"

typedef struct SemihostGdb SemihostGdb;

/**
 * semihost_gdb_new: ask the debugger of @vm
 * @target: "gdb": always; "auto": while one is there; "native": never
 *
 * Returns: (transfer full) (nullable): NULL for never.
 */
SemihostGdb *semihost_gdb_new(Vm *vm, SemihostTarget target);
/** semihost_gdb_free: @g may be NULL; no debugger may owe an answer */
void semihost_gdb_free(SemihostGdb *g);

/** semihost_gdb_serves: SemihostOps.has_debugger; @g may be NULL */
bool semihost_gdb_serves(const SemihostGdb *g);
/** semihost_gdb_ask: SemihostOps.ask_debugger. Context: big lock held. */
bool semihost_gdb_ask(SemihostGdb *g, void *cpu, const char *request,
                      SemihostAnswer *answer);

#endif

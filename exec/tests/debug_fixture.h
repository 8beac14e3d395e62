/*
 * debug_fixture.h: exec_fixture.h, and what a debugger's test counts
 *
 * Everything is translated before it runs for the first time, where the
 * engine translates.
 */
#ifndef EXEC_TESTS_DEBUG_FIXTURE_H
#define EXEC_TESTS_DEBUG_FIXTURE_H

#include "exec/debug.h"
#include "exec_fixture.h"

#define AT(offset) (FIXTURE_RAM_BASE + (offset))
#define DEBUG_VECTOR 0x7000     /* RAM offset of a WFI that traps lead to */

/** debug_fixture_new: a hart at the start of RAM */
ExecFixture *debug_fixture_new(const char *cpu);

/** debug_run_from: go to a RAM offset and run until WFI or a stop */
int debug_run_from(ExecFixture *f, uint64_t offset);

/** debug_go_on: run until WFI or a stop, at most some 100000 instructions */
int debug_go_on(ExecFixture *f);

/** debug_break: the debugger's breakpoint at a RAM offset of hart 0 */
void debug_break(ExecFixture *f, uint64_t offset);

/** debug_unbreak: and away with it */
void debug_unbreak(ExecFixture *f, uint64_t offset);

/** debug_ran_units: did hart 0 enter translated code since the last call?
 * With interp: true */
bool debug_ran_units(ExecFixture *f);

/** debug_has_units: does this engine translate? */
bool debug_has_units(const ExecFixture *f);

#endif

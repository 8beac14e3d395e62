/*
 * breakpoint.c: the set of addresses to stop at
 *
 * TODO (debug.1): points->breakpoints is a GQueue of CPUBreakpoint that the
 * set owns (g_new0(), g_free()).
 *
 *   - insert: duplicates are allowed. The debugger's (BP_GDB) come before the
 *     hart's own (BP_CPU) in the list.
 *   - remove: one breakpoint with this pc and these flags; false: none.
 *   - remove_all: those that have a flag of the mask.
 *   - test: one at this pc with a flag of the mask, the debugger's first.
 *   - in_range: is there one in the size bytes from start on? The range may
 *     end where addresses end.
 */
#include "core/lab_todo.h"
#include "debug/points.h"

CPUBreakpoint *breakpoint_insert(DebugPoints *points, vaddr pc, int flags)
{
    lab_todo("debug", 1);
    (void)points;
    (void)pc;
    (void)flags;
    return NULL;
}

bool breakpoint_remove(DebugPoints *points, vaddr pc, int flags)
{
    lab_todo("debug", 1);
    (void)points;
    (void)pc;
    (void)flags;
    return false;
}

void breakpoint_remove_all(DebugPoints *points, int mask)
{
    lab_todo("debug", 1);
    (void)points;
    (void)mask;
}

const CPUBreakpoint *breakpoint_test(const DebugPoints *points, vaddr pc,
                                     int mask)
{
    lab_todo("debug", 1);
    (void)points;
    (void)pc;
    (void)mask;
    return NULL;
}

bool breakpoint_in_range(const DebugPoints *points, vaddr start, vaddr size)
{
    lab_todo("debug", 1);
    (void)points;
    (void)start;
    (void)size;
    return false;
}

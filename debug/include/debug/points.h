/*
 * points.h: sets of break- and watchpoints
 *
 * A breakpoint is an address, a watchpoint a range of addresses; both are
 * guest-virtual, and both have an owner: the debugger (BP_GDB) or the hart's
 * own triggers (BP_CPU). A set only remembers and answers questions; who asks
 * and what a hit means is the execution loop's business.
 *
 * Context: a set belongs to one vCPU and has no lock. It is changed while
 * that vCPU is stopped, or by its own thread.
 */
#ifndef DEBUG_POINTS_H
#define DEBUG_POINTS_H

#include <glib.h>

#include "core/types.h"

/* Flags of points. */
enum {
    BP_MEM_READ = 0x01,         /* of watchpoints: which accesses hit */
    BP_MEM_WRITE = 0x02,
    BP_MEM_ACCESS = BP_MEM_READ | BP_MEM_WRITE,
    BP_STOP_BEFORE_ACCESS = 0x04,   /* else: after the instruction */
    BP_GDB = 0x10,              /* the debugger's */
    BP_CPU = 0x20,              /* an architectural trigger's */
    BP_ANY = BP_GDB | BP_CPU,
    BP_WATCHPOINT_HIT_READ = 0x40,  /* of watchpoints: what hit */
    BP_WATCHPOINT_HIT_WRITE = 0x80,
    BP_WATCHPOINT_HIT = BP_WATCHPOINT_HIT_READ | BP_WATCHPOINT_HIT_WRITE,
};

typedef struct CPUBreakpoint {
    vaddr pc;
    int flags;                  /* BP_GDB or BP_CPU */
} CPUBreakpoint;

typedef struct CPUWatchpoint {
    vaddr addr;                 /* first byte */
    vaddr len;                  /* bytes, at least 1; does not wrap around */
    vaddr hitaddr;              /* first byte of the access that hit, while
                                 * one of BP_WATCHPOINT_HIT is set */
    int flags;                  /* BP_* */
} CPUWatchpoint;

/* The points of one vCPU; the debugger's come first in both lists. */
typedef struct DebugPoints {
    GQueue breakpoints;         /* of CPUBreakpoint */
    GQueue watchpoints;         /* of CPUWatchpoint */
} DebugPoints;

/** debug_points_init: an empty set */
void debug_points_init(DebugPoints *points);
/** debug_points_deinit: forget all points */
void debug_points_deinit(DebugPoints *points);

/* --- breakpoint.c -------------------------------------------------------- */

/**
 * breakpoint_insert: add a breakpoint; duplicates are allowed
 * @flags: BP_GDB or BP_CPU
 *
 * Returns: (borrowed) the breakpoint.
 */
CPUBreakpoint *breakpoint_insert(DebugPoints *points, vaddr pc, int flags);

/**
 * breakpoint_remove: take away one breakpoint with this @pc and @flags
 *
 * Returns: false when there is none.
 */
bool breakpoint_remove(DebugPoints *points, vaddr pc, int flags);

/** breakpoint_remove_all: those that have a flag of @mask (BP_ANY: all) */
void breakpoint_remove_all(DebugPoints *points, int mask);

/**
 * breakpoint_test: the breakpoint at @pc that has a flag of @mask
 *
 * Returns: (borrowed) (nullable): the debugger's, if there are both kinds.
 */
const CPUBreakpoint *breakpoint_test(const DebugPoints *points, vaddr pc,
                                     int mask);

/** breakpoint_in_range: is there one at @start..@start + @size - 1? */
bool breakpoint_in_range(const DebugPoints *points, vaddr start, vaddr size);

/* --- watchpoint.c -------------------------------------------------------- */

/**
 * watchpoint_insert: watch @addr..@addr + @len - 1; duplicates are allowed
 * @flags: one of BP_MEM_*, one of BP_GDB and BP_CPU, and perhaps
 *         BP_STOP_BEFORE_ACCESS
 *
 * Returns: (borrowed) (nullable): NULL when the range is empty or wraps
 *          around the end of the address space.
 */
CPUWatchpoint *watchpoint_insert(DebugPoints *points, vaddr addr, vaddr len,
                                 int flags);

/**
 * watchpoint_remove: take away one watchpoint with this range and @flags
 *
 * Whether it was hit does not matter. Returns: false when there is none.
 */
bool watchpoint_remove(DebugPoints *points, vaddr addr, vaddr len, int flags);

/** watchpoint_remove_all: those that have a flag of @mask (BP_ANY: all) */
void watchpoint_remove_all(DebugPoints *points, int mask);

/**
 * watchpoint_test: the watchpoint that an access hits
 * @access: BP_MEM_READ, BP_MEM_WRITE, or both for an AMO
 *
 * Ranges are compared for overlap. Nothing is marked.
 * Returns: (borrowed) (nullable): the debugger's, if there are both kinds.
 */
CPUWatchpoint *watchpoint_test(const DebugPoints *points, vaddr addr,
                               vaddr len, int access);

/** watchpoint_set_hit: note in @wp which access hit it, and where */
void watchpoint_set_hit(CPUWatchpoint *wp, vaddr addr, int access);

/** watchpoint_clear_hits: no watchpoint of the set is hit any more */
void watchpoint_clear_hits(DebugPoints *points);

/** watchpoint_in_range: does one overlap @start..@start + @size - 1? */
bool watchpoint_in_range(const DebugPoints *points, vaddr start, vaddr size);

#endif

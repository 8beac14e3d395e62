/*
 * breakpoint.c: the set of addresses to stop at
 *
 * A list, because it is short and asked only in pages that have a
 * breakpoint. The debugger's come first: whoever searches from the front
 * meets them before the hart's own at the same pc.
 */
#include "debug/points.h"

CPUBreakpoint *breakpoint_insert(DebugPoints *points, vaddr pc, int flags)
{
    CPUBreakpoint *bp = g_new0(CPUBreakpoint, 1);

    *bp = (CPUBreakpoint) { .pc = pc, .flags = flags };
    if (flags & BP_GDB) {
        g_queue_push_head(&points->breakpoints, bp);
    } else {
        g_queue_push_tail(&points->breakpoints, bp);
    }
    return bp;
}

static void drop(DebugPoints *points, GList *link)
{
    g_free(link->data);
    g_queue_delete_link(&points->breakpoints, link);
}

bool breakpoint_remove(DebugPoints *points, vaddr pc, int flags)
{
    for (GList *l = points->breakpoints.head; l; l = l->next) {
        const CPUBreakpoint *bp = l->data;

        if (bp->pc == pc && bp->flags == flags) {
            drop(points, l);
            return true;
        }
    }
    return false;
}

void breakpoint_remove_all(DebugPoints *points, int mask)
{
    GList *next;

    for (GList *l = points->breakpoints.head; l; l = next) {
        const CPUBreakpoint *bp = l->data;

        next = l->next;
        if (bp->flags & mask) {
            drop(points, l);
        }
    }
}

const CPUBreakpoint *breakpoint_test(const DebugPoints *points, vaddr pc,
                                     int mask)
{
    for (const GList *l = points->breakpoints.head; l; l = l->next) {
        const CPUBreakpoint *bp = l->data;

        if (bp->pc == pc && (bp->flags & mask)) {
            return bp;
        }
    }
    return NULL;
}

bool breakpoint_in_range(const DebugPoints *points, vaddr start, vaddr size)
{
    for (const GList *l = points->breakpoints.head; l; l = l->next) {
        const CPUBreakpoint *bp = l->data;

        if (bp->pc - start < size) {
            return true;
        }
    }
    return false;
}

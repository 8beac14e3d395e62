/* breakpoint.c: in order of insertion; who asks for two owners asks twice */
#include "debug/points.h"

CPUBreakpoint *breakpoint_insert(DebugPoints *points, vaddr pc, int flags)
{
    CPUBreakpoint *bp = g_new0(CPUBreakpoint, 1);

    bp->pc = pc;
    bp->flags = flags;
    g_queue_push_tail(&points->breakpoints, bp);
    return bp;
}

bool breakpoint_remove(DebugPoints *points, vaddr pc, int flags)
{
    for (guint i = 0; i < g_queue_get_length(&points->breakpoints); i++) {
        const CPUBreakpoint *bp = g_queue_peek_nth(&points->breakpoints, i);

        if (bp->flags == flags && bp->pc == pc) {
            g_free(g_queue_pop_nth(&points->breakpoints, i));
            return true;
        }
    }
    return false;
}

void breakpoint_remove_all(DebugPoints *points, int mask)
{
    guint left = g_queue_get_length(&points->breakpoints);

    while (left-- > 0) {
        CPUBreakpoint *bp = g_queue_pop_head(&points->breakpoints);

        if (bp->flags & mask) {
            g_free(bp);
        } else {
            g_queue_push_tail(&points->breakpoints, bp);
        }
    }
}

static const CPUBreakpoint *find(const DebugPoints *points, vaddr pc,
                                 int mask)
{
    const GList *at = points->breakpoints.head;

    while (at) {
        const CPUBreakpoint *bp = at->data;

        if (bp->pc == pc && (bp->flags & mask) != 0) {
            return bp;
        }
        at = at->next;
    }
    return NULL;
}

const CPUBreakpoint *breakpoint_test(const DebugPoints *points, vaddr pc,
                                     int mask)
{
    const CPUBreakpoint *debuggers = find(points, pc, mask & BP_GDB);

    return debuggers ? debuggers : find(points, pc, mask & ~BP_GDB);
}

bool breakpoint_in_range(const DebugPoints *points, vaddr start, vaddr size)
{
    const GList *at = points->breakpoints.head;
    bool found = false;

    for (; at && size > 0; at = at->next) {
        const CPUBreakpoint *bp = at->data;

        found |= bp->pc >= start && bp->pc <= start + (size - 1);
    }
    return found;
}

/*
 * watchpoint.c: the set of address ranges whose accesses are reported
 *
 * TODO (debug.5): this file is complete, and two things in it are wrong. An
 * access hits a watchpoint when both have a byte in common. Try accesses of 1
 * to 8 bytes around both ends of a range, and ranges at the end of the
 * address space.
 */
#include "debug/points.h"

CPUWatchpoint *watchpoint_insert(DebugPoints *points, vaddr addr, vaddr len,
                                 int flags)
{
    if (len == 0 || addr + (len - 1) < addr) {
        return NULL;
    }
    CPUWatchpoint *wp = g_new0(CPUWatchpoint, 1);

    *wp = (CPUWatchpoint) {
        .addr = addr, .len = len, .flags = flags & ~BP_WATCHPOINT_HIT,
    };
    if (flags & BP_GDB) {
        g_queue_push_head(&points->watchpoints, wp);
    } else {
        g_queue_push_tail(&points->watchpoints, wp);
    }
    return wp;
}

static void drop(DebugPoints *points, GList *link)
{
    g_free(link->data);
    g_queue_delete_link(&points->watchpoints, link);
}

bool watchpoint_remove(DebugPoints *points, vaddr addr, vaddr len, int flags)
{
    for (GList *l = points->watchpoints.head; l; l = l->next) {
        const CPUWatchpoint *wp = l->data;

        if (wp->addr == addr && wp->len == len &&
            (wp->flags & ~BP_WATCHPOINT_HIT) == flags) {
            drop(points, l);
            return true;
        }
    }
    return false;
}

void watchpoint_remove_all(DebugPoints *points, int mask)
{
    GList *next;

    for (GList *l = points->watchpoints.head; l; l = next) {
        const CPUWatchpoint *wp = l->data;

        next = l->next;
        if (wp->flags & mask) {
            drop(points, l);
        }
    }
}

static bool overlaps(const CPUWatchpoint *wp, vaddr addr, vaddr len)
{
    return addr >= wp->addr && addr < wp->addr + wp->len;
}

CPUWatchpoint *watchpoint_test(const DebugPoints *points, vaddr addr,
                               vaddr len, int access)
{
    for (GList *l = points->watchpoints.head; l; l = l->next) {
        CPUWatchpoint *wp = l->data;

        if ((wp->flags & access) && overlaps(wp, addr, len)) {
            return wp;
        }
    }
    return NULL;
}

void watchpoint_set_hit(CPUWatchpoint *wp, vaddr addr, int access)
{
    wp->flags |= access & BP_MEM_READ ? BP_WATCHPOINT_HIT_READ : 0;
    wp->flags |= access & BP_MEM_WRITE ? BP_WATCHPOINT_HIT_WRITE : 0;
    wp->hitaddr = addr;
}

void watchpoint_clear_hits(DebugPoints *points)
{
    for (GList *l = points->watchpoints.head; l; l = l->next) {
        CPUWatchpoint *wp = l->data;

        wp->flags &= ~BP_WATCHPOINT_HIT;
    }
}

bool watchpoint_in_range(const DebugPoints *points, vaddr start, vaddr size)
{
    return watchpoint_test(points, start, size, BP_MEM_ACCESS) != NULL;
}

/*
 * debug_points.c: changing the points of a vCPU
 *
 * Translated code stays as it is. What has to go is what leads around the
 * check: entries of jump caches and links into a page that now has a
 * breakpoint, fast tags of a page that is now watched. All hang on the
 * translation of the page, so forgetting that is enough. After a removal they
 * come back by themselves: there is nothing to forget of a breakpoint.
 */
#include <errno.h>

#include "debug_check.h"

void debug_update_attention(Vcpu *v)
{
    VcpuDebug *d = &v->debug;

    d->attention = d->points.breakpoints.length > 0 || d->single_step ||
                   d->pass.what || d->stop_after || d->triggers_attention;
}

int cpu_breakpoint_insert(Vcpu *v, vaddr pc, int flags,
                          CPUBreakpoint **breakpoint)
{
    CPUBreakpoint *bp = breakpoint_insert(&v->debug.points, pc, flags);

    if (breakpoint) {
        *breakpoint = bp;
    }
    debug_update_attention(v);
    tlb_flush_page_anywhere(v, pc);
    return 0;
}

int cpu_breakpoint_remove(Vcpu *v, vaddr pc, int flags)
{
    if (!breakpoint_remove(&v->debug.points, pc, flags)) {
        return -ENOENT;
    }
    debug_update_attention(v);
    return 0;
}

void cpu_breakpoint_remove_all(Vcpu *v, int mask)
{
    breakpoint_remove_all(&v->debug.points, mask);
    debug_update_attention(v);
}

/*
 * Any number of pages; and spans of RAM, which fill slots without a look at
 * watchpoints (tlb_quick.c), are forgotten, too.
 */
static void watchpoints_changed(Vcpu *v)
{
    tlb_flush(v);
}

int cpu_watchpoint_insert(Vcpu *v, vaddr addr, vaddr len, int flags,
                          CPUWatchpoint **watchpoint)
{
    CPUWatchpoint *wp = watchpoint_insert(&v->debug.points, addr, len, flags);

    if (!wp) {
        return -EINVAL;
    }
    if (watchpoint) {
        *watchpoint = wp;
    }
    watchpoints_changed(v);
    return 0;
}

int cpu_watchpoint_remove(Vcpu *v, vaddr addr, vaddr len, int flags)
{
    if (!watchpoint_remove(&v->debug.points, addr, len, flags)) {
        return -ENOENT;
    }
    watchpoints_changed(v);
    return 0;
}

void cpu_watchpoint_remove_all(Vcpu *v, int mask)
{
    watchpoint_remove_all(&v->debug.points, mask);
    watchpoints_changed(v);
}

/* A hart that sleeps in WFI wakes: WFI may end at any time. */
void cpu_single_step(Vcpu *v, int flags)
{
    v->debug.single_step = flags & SSTEP_ENABLE ? flags : 0;
    if (v->debug.single_step) {
        v->hart.wfi = false;
    }
    debug_update_attention(v);
    vcpu_request_exit(v, VCPU_EXIT_IRQ | VCPU_EXIT_TIMER);
}

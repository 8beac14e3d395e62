/*
 * debug_watch.c: watchpoints in the slow path of the soft TLB
 *
 * A page that a watchpoint overlaps gets no tag for loads and stores
 * (tlb_slot.h), so each access to it, and to no other page, comes to
 * mem_slow.c, which asks here before it touches memory. The answer "stop"
 * ends the instruction as a fault would: pc at the instruction, nothing
 * retired, the old value in memory. A watchpoint that wants to stop after
 * the access is found here, too; the loop then lets the instruction pass and
 * stops behind it (debug_route.c).
 *
 * Ranges are compared for overlap. Page walks and fetches do not come here.
 */
#include "debug_check.h"

bool debug_is_watched(const Vcpu *v, vaddr addr)
{
    return watchpoint_in_range(&v->debug.points, addr & GUEST_PAGE_MASK,
                               GUEST_PAGE_SIZE);
}

bool cpu_check_watchpoint(Vcpu *v, vaddr addr, vaddr len, int access)
{
    CPUWatchpoint *wp;

    if (v->debug.watch_off) {
        return false;
    }
    wp = watchpoint_test(&v->debug.points, addr, len, access);
    if (!wp || ((wp->flags & BP_CPU) &&
                !debug_trigger_data(v, wp, &(DebugAccess) {
                    addr, len, access }))) {
        return false;
    }
    watchpoint_set_hit(wp, MAX(addr, wp->addr), access & wp->flags);
    v->debug.hit = (VcpuStop) {
        .kind = VCPU_STOP_WATCHPOINT,
        .addr = wp->flags & BP_GDB ? wp->hitaddr : addr,
        .watch_flags = wp->flags,
        .watch_addr = wp->addr,
    };
    v->exception_index = EXCP_DEBUG;
    return true;
}

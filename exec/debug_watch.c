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

static void set_hit(Vcpu *v, const VcpuStop *hit)
{
    v->debug.hit = *hit;
    v->exception_index = EXCP_DEBUG;
}

static void hit_debuggers(Vcpu *v, CPUWatchpoint *wp,
                          const DebugAccess *access)
{
    watchpoint_set_hit(wp, MAX(access->addr, wp->addr),
                       access->kind & wp->flags);
    set_hit(v, &(VcpuStop) {
        .kind = VCPU_STOP_WATCHPOINT,
        .addr = wp->hitaddr,
        .watch_flags = wp->flags,
        .watch_addr = wp->addr,
    });
}

static void hit_guests(Vcpu *v, const DebugAccess *access)
{
    set_hit(v, &(VcpuStop) {
        .kind = VCPU_STOP_WATCHPOINT,
        .addr = access->addr,
        .watch_flags = BP_CPU,
    });
}

/* The guest's own are not passed by going on for the debugger. */
bool cpu_check_watchpoint(Vcpu *v, vaddr addr, vaddr len, int access)
{
    const DebugAccess what = { addr, len, access };
    CPUWatchpoint *wp = v->debug.watch_off
        ? NULL : watchpoint_test(&v->debug.points, addr, len, access);

    if (wp && (wp->flags & BP_GDB)) {
        hit_debuggers(v, wp, &what);
        return true;
    }
    if (debug_trigger_data(v, wp, &what)) {
        hit_guests(v, &what);
        return true;
    }
    return false;
}

bool debug_precedes_fault(Vcpu *v, vaddr addr, vaddr len, int access)
{
    const DebugAccess what = { addr, len, access };
    bool fires = debug_trigger_data(v, NULL, &what);

    if (fires) {
        hit_guests(v, &what);
    }
    return fires;
}

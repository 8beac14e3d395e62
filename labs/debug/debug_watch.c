/*
 * debug_watch.c: watchpoints in the slow path of the soft TLB
 *
 * TODO (debug.7): an access to a page that a watchpoint overlaps comes here
 * before it is made.
 *
 * debug_is_watched(): does a watchpoint overlap the page of addr?
 *
 * cpu_check_watchpoint(): shall the instruction end as by a fault?
 *   - One of the set that the access hits (watchpoint_test()), unless
 *     v->debug.watch_off: then none does.
 *   - The debugger's (BP_GDB) counts: it is marked (watchpoint_set_hit()) with
 *     the first byte that both have in common and the part of the access that
 *     it watches. v->debug.hit is a VCPU_STOP_WATCHPOINT with that address,
 *     the flags and the start of the watchpoint.
 *   - Else a trigger of the guest may fire (debug_trigger_data(), which is
 *     told of the hart's own watchpoint that was hit): v->debug.hit is a
 *     VCPU_STOP_WATCHPOINT at the address of the access, with BP_CPU.
 *   - Either way the exception is EXCP_DEBUG, and the result true.
 *
 * debug_precedes_fault(): the same for an access that faults. Only a trigger
 *   of the guest comes before the fault; no watchpoint is asked.
 */
#include "core/lab_todo.h"
#include "debug_check.h"

bool debug_is_watched(const Vcpu *v, vaddr addr)
{
    lab_todo("debug", 7);
    (void)v;
    (void)addr;
    return false;
}

bool cpu_check_watchpoint(Vcpu *v, vaddr addr, vaddr len, int access)
{
    lab_todo("debug", 7);
    (void)v;
    (void)addr;
    (void)len;
    (void)access;
    return false;
}

bool debug_precedes_fault(Vcpu *v, vaddr addr, vaddr len, int access)
{
    lab_todo("debug", 7);
    (void)v;
    (void)addr;
    (void)len;
    (void)access;
    return false;
}

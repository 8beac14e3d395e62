/*
 * mem_crossing.c: accesses that lie in two pages
 *
 * Two pages that follow one another for the guest may lie anywhere, have
 * different rights, or be a device. The access is split at the border after
 * both pages were checked, so a store that faults has written nothing, and
 * the fault names the address that failed: that of the access, or the first
 * of the second page.
 *
 * Priv. "Virtual Address Translation Process"; stval after a fault on a
 * part of a misaligned access: "Supervisor Trap Value Register".
 */
#include "debug_check.h"
#include "mem_slow.h"

ExecStatus mem_load_crossing(Vcpu *v, vaddr addr, unsigned size,
                             uint64_t *value)
{
    unsigned first = mem_to_page_end(addr);
    uint64_t low, high;

    if (mem_load_one(v, addr, first, &low) != EXEC_NEXT ||
        mem_load_one(v, addr + first, size - first, &high) != EXEC_NEXT) {
        return EXEC_TRAP;
    }
    *value = low | (high << (8 * first));
    return EXEC_NEXT;
}

/* Both pages are checked before any byte is written. */
ExecStatus mem_store_crossing(Vcpu *v, vaddr addr, unsigned size,
                              uint64_t value)
{
    unsigned first = mem_to_page_end(addr);
    vaddr second_page = addr + first;
    Trap trap = mem_check(v, addr, first, ACCESS_STORE);

    if (trap != TRAP_NONE) {
        return mem_fault(v, trap, addr, first, BP_MEM_WRITE);
    }
    trap = mem_check(v, second_page, size - first, ACCESS_STORE);
    if (trap != TRAP_NONE) {
        return mem_fault(v, trap, second_page, size - first, BP_MEM_WRITE);
    }
    if (debug_any_watched(v) &&
        cpu_check_watchpoint(v, addr, size, BP_MEM_WRITE)) {
        return EXEC_TRAP;
    }
    if (mem_store_one(v, addr, first, value) == EXEC_TRAP ||
        mem_store_one(v, second_page, size - first,
                      value >> (8 * first)) == EXEC_TRAP) {
        return EXEC_TRAP;
    }
    return mem_after_store(v);
}

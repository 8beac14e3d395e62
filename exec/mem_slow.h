/*
 * mem_slow.h: the slow path of guest accesses, in pieces
 *
 * The functions on one page are in mem_slow.c. They take any size that does
 * not cross a page border.
 */
#ifndef EXEC_MEM_SLOW_H
#define EXEC_MEM_SLOW_H

#include "mem_access.h"

/* mem_to_page_end: bytes from @addr to the end of its page, at least 1 */
static inline unsigned mem_to_page_end(vaddr addr)
{
    return (unsigned)(GUEST_PAGE_SIZE - (addr & ~GUEST_PAGE_MASK));
}

/**
 * mem_check: would the access be granted? Nothing is accessed or raised.
 *
 * Returns: TRAP_NONE, or the exception it would raise.
 */
Trap mem_check(Vcpu *v, vaddr addr, unsigned size,
               AccessType access) MUST_CHECK;

/**
 * mem_fault: raise @trap with the address @addr, unless a watchpoint on the
 * access comes first
 * @access: BP_MEM_READ, BP_MEM_WRITE
 *
 * Returns: EXEC_TRAP.
 */
ExecStatus mem_fault(Vcpu *v, Trap trap, vaddr addr, unsigned size,
                     int access) MUST_CHECK;

/** mem_load_one: vcpu_load_slow() within one page */
ExecStatus mem_load_one(Vcpu *v, vaddr addr, unsigned size,
                        uint64_t *value) MUST_CHECK;

/** mem_store_one: vcpu_store_slow() within one page; the low bytes */
ExecStatus mem_store_one(Vcpu *v, vaddr addr, unsigned size,
                         uint64_t value) MUST_CHECK;

/** mem_after_store: EXEC_BREAK if a store hit the running block */
ExecStatus mem_after_store(Vcpu *v) MUST_CHECK;

/** mem_load_crossing, mem_store_crossing: across a page border
 * (mem_crossing.c) */
ExecStatus mem_load_crossing(Vcpu *v, vaddr addr, unsigned size,
                             uint64_t *value) MUST_CHECK;
ExecStatus mem_store_crossing(Vcpu *v, vaddr addr, unsigned size,
                              uint64_t value) MUST_CHECK;

#endif

/*
 * tlb_second.h: the second level: what no table of the first has any more
 *
 * One table for all address spaces and classes. It holds leaf entries of
 * page tables as they are, with their U, R, W, X, A and D bits, so the same
 * entry serves U-mode, S-mode and S-mode with SUM, and a change of MXR or
 * PMP means nothing to it. The low bits of a tag, which a page address does
 * not need, say which address space it is from: a number that the space gets
 * anew with every flush, so forgetting all its entries is one assignment.
 * Global entries have a number of their own.
 *
 * Only 4 KiB pages are here: the walk to a larger one is short.
 */
#ifndef EXEC_TLB_SECOND_H
#define EXEC_TLB_SECOND_H

#include "exec/tlb.h"

#define TLB_SECOND_BITS 16
#define TLB_SECOND_SIZE (1 << TLB_SECOND_BITS)
#define TLB_SECOND_NUMBERS (1 << GUEST_PAGE_BITS)

typedef struct TlbSecondEntry {
    uint64_t tag;               /* page address | number of the space */
    uint64_t pte;
} TlbSecondEntry;

typedef struct TlbSecond {
    TlbSecondEntry entries[TLB_SECOND_SIZE];
    uint16_t last_number;       /* 0 is that of empty entries */
    uint16_t global;            /* number of global entries */
} TlbSecond;

/* Pages any power of two apart have different slots, unlike in the tables. */
static inline TlbSecondEntry *tlb_second_slot(TlbSecond *second, vaddr addr)
{
    uint64_t page = addr >> GUEST_PAGE_BITS;

    return &second->entries[(page ^ page * 0x9e3779b97f4a7c15 >>
                             (64 - TLB_SECOND_BITS)) % TLB_SECOND_SIZE];
}

/** tlb_second_find: (nullable): the entry for @addr in space @number */
static inline const TlbSecondEntry *tlb_second_find(TlbSecond *second,
                                                    vaddr addr,
                                                    uint16_t number)
{
    const TlbSecondEntry *entry = tlb_second_slot(second, addr);
    uint64_t differs = entry->tag ^ (addr & GUEST_PAGE_MASK);

    return differs == number || differs == second->global ? entry : NULL;
}

/** tlb_second_put: @number is that of the space, or second->global */
static inline void tlb_second_put(TlbSecond *second, vaddr addr,
                                  uint16_t number, uint64_t pte)
{
    *tlb_second_slot(second, addr) = (TlbSecondEntry) {
        .tag = (addr & GUEST_PAGE_MASK) | number, .pte = pte,
    };
}

/** tlb_second_drop: the page in every space, and if it is global */
static inline void tlb_second_drop(TlbSecond *second, vaddr addr)
{
    TlbSecondEntry *entry = tlb_second_slot(second, addr);

    if ((entry->tag & GUEST_PAGE_MASK) == (addr & GUEST_PAGE_MASK)) {
        entry->tag = 0;
    }
}

/** tlb_second_drop_local: the page in space @number, unless it is global */
static inline void tlb_second_drop_local(TlbSecond *second, vaddr addr,
                                         uint16_t number)
{
    TlbSecondEntry *entry = tlb_second_slot(second, addr);

    if (entry->tag == ((addr & GUEST_PAGE_MASK) | number)) {
        entry->tag = 0;
    }
}

#endif

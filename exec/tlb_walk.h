/* tlb_walk.h: usual leaves of page tables, soon; see tlb_walk.c */
#ifndef EXEC_TLB_WALK_H
#define EXEC_TLB_WALK_H

#include "core/bits.h"
#include "core/pte.h"
#include "exec/vcpu.h"

/* The leaf of a page table, or what stands for one. */
typedef struct TlbLeaf {
    uint64_t pte;               /* G is also set if it is on the path */
    unsigned shift;             /* log2 of the size of the mapping */
} TlbLeaf;

static inline hwaddr tlb_leaf_address(uint64_t pte)
{
    return (pte & MAKE_64BIT_MASK(PTE_PPN_SHIFT, 44)) <<
           (GUEST_PAGE_BITS - PTE_PPN_SHIFT);
}

/**
 * tlb_walk: the leaf that maps @addr in the context in force
 *
 * It goes to the second level, too, if it is of a 4 KiB page.
 *
 * Returns: false if anything is unusual: core's walk decides.
 */
bool tlb_walk(Vcpu *v, vaddr addr, TlbLeaf *leaf);

#endif

/* tlb_walk.h: usual leaves of page tables, soon; see tlb_walk.c */
#ifndef EXEC_TLB_WALK_H
#define EXEC_TLB_WALK_H

#include "core/bits.h"
#include "core/pte.h"
#include "exec/vcpu.h"
#include "tlb_walks.h"

/*
 * The leaf of a page table, as it were if the page that is asked for had one
 * of its own. G is also set if it is on the path. Bits that are reserved in
 * entries tell the true size: log2 of its pages, 0 for one. 0: no leaf.
 */
typedef uint64_t TlbLeaf;

#define TLB_LEAF_PAGES_SHIFT 54
#define TLB_LEAF_PAGES_BITS 7

static inline hwaddr tlb_leaf_address(TlbLeaf leaf)
{
    return (leaf & MAKE_64BIT_MASK(PTE_PPN_SHIFT, 44)) <<
           (GUEST_PAGE_BITS - PTE_PPN_SHIFT);
}

/* tlb_leaf_shift: log2 of the size of the mapping */
static inline unsigned tlb_leaf_shift(TlbLeaf leaf)
{
    return GUEST_PAGE_BITS +
           (unsigned)extract64(leaf, TLB_LEAF_PAGES_SHIFT,
                               TLB_LEAF_PAGES_BITS);
}

/*
 * tlb_leaf_is_usual: V with R, RX, RW, RWX or X, accessed, and nothing above
 * the page number
 */
static inline bool tlb_leaf_is_usual(uint64_t pte)
{
    const unsigned kinds = 1u << 3 | 1u << 7 | 1u << 9 | 1u << 11 | 1u << 15;

    return (kinds >> (pte & 15) & 1) &&
           (pte & (PTE_A | PTE_RSVD | PTE_PBMT | PTE_N)) == PTE_A;
}

/* tlb_walks_know: is the table of leaves that maps @addr among them? */
static inline bool tlb_walks_know(const TlbWalks *walks, vaddr addr)
{
    return walks->regions[tlb_walks_slot(addr)] == addr >> TLB_REGION_BITS;
}

/* tlb_walks_read: the entry for @addr, as it is now, of a known table */
static inline uint64_t tlb_walks_read(const TlbWalks *walks, vaddr addr)
{
    unsigned slot = tlb_walks_slot(addr);
    unsigned entry = addr >> GUEST_PAGE_BITS &
                     ((1 << PTE_INDEX_BITS) - 1);

    return __atomic_load_n(&walks->tables[slot][entry], __ATOMIC_ACQUIRE) |
           walks->global[slot];
}

/**
 * tlb_walk: the leaf that maps @addr in the context in force
 *
 * It goes to the second level, too, if it is of a 4 KiB page.
 *
 * Returns: 0 if anything is unusual: core's walk decides.
 */
TlbLeaf tlb_walk(Vcpu *v, vaddr addr);

#endif

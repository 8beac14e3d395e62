/*
 * tlb_walks.h: where walks ended: tables of leaves, by what they map
 *
 * All are of the context in force.
 */
#ifndef EXEC_TLB_WALKS_H
#define EXEC_TLB_WALKS_H

#include "exec/tlb.h"

#define TLB_WALKS 8
#define TLB_REGION_BITS 21      /* what a table of 4 KiB leaves maps */
#define TLB_NO_REGION (~(uint64_t)0)

typedef struct TlbWalks {
    uint64_t regions[TLB_WALKS];        /* address >> TLB_REGION_BITS */
    const uint64_t *tables[TLB_WALKS];  /* in RAM that S-mode may read */
    uint64_t global[TLB_WALKS];         /* PTE_G if it is on the path */
} TlbWalks;

static inline unsigned tlb_walks_slot(vaddr addr)
{
    return addr >> TLB_REGION_BITS & (TLB_WALKS - 1);
}

/* tlb_walks_forget: what every fence and change of context does */
static inline void tlb_walks_forget(TlbWalks *walks)
{
    for (unsigned i = 0; i < TLB_WALKS; i++) {
        walks->regions[i] = TLB_NO_REGION;
    }
}

#endif

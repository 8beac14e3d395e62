/*
 * tlb_walks.h: where walks ended: tables of leaves, by what they map
 *
 * All are of the context in force.
 */
#ifndef EXEC_TLB_WALKS_H
#define EXEC_TLB_WALKS_H

#include <string.h>

#include "exec/tlb.h"

#define TLB_WALKS_BITS 5
#define TLB_WALKS (1 << TLB_WALKS_BITS)
#define TLB_REGION_BITS 21      /* what a table of 4 KiB leaves maps */

typedef struct TlbWalks {
    uint64_t regions[TLB_WALKS];        /* address >> TLB_REGION_BITS, or
                                         * all ones: none */
    const uint64_t *tables[TLB_WALKS];  /* in RAM that S-mode may read */
    uint64_t global[TLB_WALKS];         /* PTE_G if it is on the path */
} TlbWalks;

/* Regions any power of two apart have different slots. */
static inline unsigned tlb_walks_slot(vaddr addr)
{
    return (addr >> TLB_REGION_BITS) * 0x9e3779b97f4a7c15 >>
           (64 - TLB_WALKS_BITS);
}

/* tlb_walks_forget: what every fence and change of context does */
static inline void tlb_walks_forget(TlbWalks *walks)
{
    memset(walks->regions, 0xff, sizeof(walks->regions));
}

#endif

/*
 * mmu_internal.h: what the files of the page walk share
 */
#ifndef CORE_MMU_INTERNAL_H
#define CORE_MMU_INTERNAL_H

#include "core/csr_bits.h"
#include "core/mmu_explain.h"
#include "core/pte.h"

#define PAGE_SHIFT  12
#define PAGE_MASK   0xfffull
#define INDEX_BITS  PTE_INDEX_BITS

/* Svnapot: only ppn[3:0] == 8 is defined, a run of 16 pages */
#define NAPOT_BITS  4
#define NAPOT_CODE  8

/* One walk: what the rules look at. */
typedef struct Walk {
    const Hart *h;
    const PhysBus *bus;
    const MmuRequest *req;
    hwaddr table;               /* base of the current table */
    hwaddr pte_addr;
    uint64_t pte;
    int level;                  /* 0 is the last one */
    bool global;                /* G on any entry of the path */
    uint8_t rule;               /* MmuRule that ended it */
    MmuExplanation *explain;    /* (nullable): note the entries there */
    PmpSpan span;               /* of the last physical address */
} Walk;

typedef enum WalkStep {
    WALK_NEXT,                  /* a pointer: one level down */
    WALK_LEAF,
    WALK_AGAIN,                 /* the entry changed under us */
    WALK_DONE,
    WALK_PAGE_FAULT,
    WALK_ACCESS_FAULT,
} WalkStep;

/* A broken rule ends the walk. */
static inline WalkStep walk_page_fault(Walk *w, MmuRule rule)
{
    w->rule = (uint8_t)rule;
    return WALK_PAGE_FAULT;
}

static inline WalkStep walk_access_fault(Walk *w, MmuRule rule)
{
    w->rule = (uint8_t)rule;
    return WALK_ACCESS_FAULT;
}

/* mmu_run: mmu_translate() with the walk's state to look at afterwards */
Trap mmu_run(Walk *w, MmuResult *result);

/* mmu_note_step: the entry at w->pte_addr was read */
void mmu_note_step(const Walk *w);

/* page_walk: from satp to a leaf that grants the access, or a fault */
WalkStep page_walk(Walk *w, MmuResult *result);

/*
 * page_walk_leaf: WALK_DONE with @perms, WALK_AGAIN, or a fault
 */
WalkStep page_walk_leaf(Walk *w, uint8_t *perms);

/* mmu_access_perm: the MMU_* bit that an access needs */
uint8_t mmu_access_perm(AccessType access);

/* page_walk_pmp: PMP rights for @size bytes at @addr; 0 across a border */
uint8_t page_walk_pmp(Walk *w, hwaddr addr, uint64_t size);

static inline bool pmp_span_holds(const PmpSpan *span, hwaddr addr,
                                  uint64_t size)
{
    return span->first <= addr && addr + (size - 1) <= span->last;
}

static inline uint64_t pte_ppn(uint64_t pte)
{
    return extract64(pte, PTE_PPN_SHIFT, 44);
}

#endif

/*
 * mmu.h: the page walk and physical memory protection
 *
 * Priv. "Virtual Address Translation Process" (Sv39/48/57), Svnapot,
 * Svpbmt, Svade/Svadu, "Physical Memory Protection" and Smepmp. The walk is
 * architecture, so it lives here; exec caches its results.
 */
#ifndef CORE_MMU_H
#define CORE_MMU_H

#include "core/hart.h"

/* How the walk reaches page tables. Functions return false on bus errors. */
typedef struct PhysBus {
    bool (*load64)(void *opaque, hwaddr addr, uint64_t *value);
    /* atomically: if *addr == expected then *addr = desired; false when the
     * bus cannot write there; *swapped tells whether the compare held */
    bool (*cas64)(void *opaque, hwaddr addr, uint64_t expected,
                  uint64_t desired, bool *swapped);
    void *opaque;
} PhysBus;

/* Permissions of a translation. */
enum {
    MMU_R = 1 << 0,
    MMU_W = 1 << 1,
    MMU_X = 1 << 2,
};

typedef enum Pbmt {             /* Svpbmt memory types */
    PBMT_PMA = 0,
    PBMT_NC = 1,
    PBMT_IO = 2,
} Pbmt;

typedef struct MmuResult {
    hwaddr addr;                /* physical address of the access */
    unsigned page_shift;        /* log2 of the mapping: 12, 16, 21, 30, ... */
    uint8_t perms;              /* MMU_* that hold for the whole 4 KiB page,
                                   PMP and the dirty bit included: W is set
                                   only if D is already set */
    uint8_t pbmt;               /* Pbmt */
    bool global;                /* leaf PTE had G */
    bool pmp_partial;           /* PMP splits the 4 KiB page: do not cache */
} MmuResult;

/**
 * mmu_effective_priv: privilege that loads and stores use (MPRV, MPP)
 */
PrivMode mmu_effective_priv(const Hart *h, AccessType access);

/**
 * mmu_translate: translate one access that does not cross a 4 KiB page
 * @bus:    how to reach page tables
 * @addr:   virtual address
 * @size:   bytes, 1..64; @addr + @size stays within the page
 * @access: load, store or fetch
 * @priv:   effective privilege, from mmu_effective_priv()
 * @result: (out): valid on TRAP_NONE only
 *
 * Returns: TRAP_NONE, a page fault or an access fault for @access. The trap
 *          value is @addr.
 */
typedef struct MmuRequest {
    vaddr addr;
    unsigned size;
    AccessType access;
    PrivMode priv;
} MmuRequest;

Trap mmu_translate(const Hart *h, const PhysBus *bus, const MmuRequest *req,
                   MmuResult *result) MUST_CHECK;

/**
 * pmp_check: may @priv do @access on [addr, addr + size)?
 *
 * The lowest-numbered entry that matches any byte decides and must match
 * all (Priv. "Priority and Matching Logic").
 */
bool pmp_check(const Hart *h, hwaddr addr, uint64_t size, AccessType access,
               PrivMode priv) MUST_CHECK;

#define PMP_SPAN_DEFAULT (-1)   /* no entry matches */

/* A range in which one PMP entry, or none, decides for every byte. */
typedef struct PmpSpan {
    hwaddr first;
    hwaddr last;                /* inclusive */
    uint8_t perms;              /* MMU_* bits */
    int8_t entry;               /* that decides, or PMP_SPAN_DEFAULT */
} PmpSpan;

/**
 * pmp_span: the span around @addr and what @priv may do in it
 *
 * S-mode and U-mode have the same rights. Accesses that leave a span fail.
 */
void pmp_span(const Hart *h, hwaddr addr, PrivMode priv, PmpSpan *span);

/**
 * pmp_page_perms: MMU_* bits that hold for every byte of a 4 KiB page
 * @partial: (out): entries split the page, so bytes differ
 */
uint8_t pmp_page_perms(const Hart *h, hwaddr page, PrivMode priv,
                       bool *partial);

/** mmu_access_fault: the access-fault cause of an access type */
Trap mmu_access_fault(AccessType access);

#endif

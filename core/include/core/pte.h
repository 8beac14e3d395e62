/*
 * pte.h: the fields of a page-table entry
 *
 * Priv. "Sv39 page table entry"; Sv48 and Sv57 have the same; Svpbmt;
 * Svnapot.
 */
#ifndef CORE_PTE_H
#define CORE_PTE_H

#include "core/bits.h"

#define PTE_V       BIT_ULL(0)
#define PTE_R       BIT_ULL(1)
#define PTE_W       BIT_ULL(2)
#define PTE_X       BIT_ULL(3)
#define PTE_U       BIT_ULL(4)
#define PTE_G       BIT_ULL(5)
#define PTE_A       BIT_ULL(6)
#define PTE_D       BIT_ULL(7)
#define PTE_RSVD    MAKE_64BIT_MASK(54, 7)
#define PTE_PBMT    MAKE_64BIT_MASK(61, 2)
#define PTE_N       BIT_ULL(63)

#define PTE_PPN_SHIFT   10
#define PTE_INDEX_BITS  9       /* 512 entries of 8 bytes per table */

#endif

/* tlb_fill.h: the two ways to fill a slot: tlb_quick.c and tlb_fill.c */
#ifndef EXEC_TLB_FILL_H
#define EXEC_TLB_FILL_H

#include "mmu_context.h"

/**
 * tlb_fill_quickly: fill the slot of @addr, if nothing about it is unusual
 *
 * Returns: false with nothing changed: mmu_translate() decides, and raises
 *          the fault if it is one.
 */
bool tlb_fill_quickly(Vcpu *v, TlbTable *table, vaddr addr,
                      AccessType access);

/**
 * tlb_refill_load, tlb_refill_store: after a miss of the fast tags
 *
 * Most misses are of pages that are not in the TLB for any purpose, but
 * easily put there.
 *
 * Returns: (nullable): where to make the access; NULL: not that easily.
 */
const void *tlb_refill_load(Vcpu *v, vaddr addr, unsigned size);
void *tlb_refill_store(Vcpu *v, vaddr addr, unsigned size);

/** tlb_fill_translated: fill the slot with what mmu_translate() found */
void tlb_fill_translated(Vcpu *v, TlbTable *table, vaddr addr,
                         const MmuResult *result);

#endif

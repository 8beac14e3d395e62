/*
 * tlb_slot.h: what the full entry of a slot means for its fast one
 *
 * Inlined, because both ways of filling a slot end in it, and one of them is
 * in a hurry (tlb_quick.c).
 */
#ifndef EXEC_TLB_SLOT_H
#define EXEC_TLB_SLOT_H

#include "core/mmu.h"
#include "tlb_table.h"

/* What accesses may be made without C code, but for a look at dirty bits. */
static inline unsigned tlb_direct_perms(const CPUTLBEntryFull *full)
{
    unsigned perms = full->host ? full->perms : 0;

    if (G_UNLIKELY(full->watched)) {
        perms &= MMU_X;
    }
    return full->readonly ? perms & ~(unsigned)MMU_W : perms;
}

/* Did everybody who watches the page see it dirty? */
static inline bool tlb_page_is_dirty(const RAMBlock *block, uint64_t offset)
{
    uint64_t page = offset >> GUEST_PAGE_BITS;

    return ram_block_dirty_word(block, page / 64) >> page % 64 & 1;
}

/* A tag that no access to the slot has: the page next to @page. */
static inline vaddr tlb_no_tag(vaddr page)
{
    return page ^ GUEST_PAGE_SIZE;
}

static inline vaddr tlb_write_tag(TlbTable *table, unsigned slot)
{
    const CPUTLBEntryFull *full = &table->full[slot];

    if (!(tlb_direct_perms(full) & MMU_W) ||
        !tlb_page_is_dirty(full->block, full->block_offset)) {
        return tlb_no_tag(full->page);
    }
    tlb_table_note_written(table, slot);
    return full->page;
}

/* tlb_set_slot: what the full entry of @slot means for the fast one */
static inline __attribute__((always_inline))
void tlb_set_slot(TlbTable *table, unsigned slot)
{
    const CPUTLBEntryFull *full = &table->full[slot];
    CPUTLBEntry *fast = &table->fast[slot];
    unsigned perms = tlb_direct_perms(full);
    vaddr none = tlb_no_tag(full->page);

    fast->addr_read = perms & MMU_R ? full->page : none;
    fast->addr_code = perms & MMU_X ? full->page : none;
    fast->addend = (uintptr_t)full->host - full->page;
    tlb_table_note_used(table, slot, full);
    fast->addr_write = tlb_write_tag(table, slot);
}

#endif

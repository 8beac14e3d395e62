/*
 * tlb_fill.c: from any translation to a slot of the TLB
 *
 * Core's page walk has said where the page is; the address space says what
 * lies there: RAM, ROM, a device, nothing. Most slots are filled without
 * asking either (tlb_quick.c).
 */
#include "tlb_fill.h"

#include "debug_check.h"
#include "tlb_slot.h"

void tlb_refresh_write(Vcpu *v, const CPUTLBEntryFull *full)
{
    TlbTable *table = v->tlb.tables[v->tlb.data_idx];
    unsigned slot = tlb_index(full->page);
    CPUTLBEntry *fast = &table->fast[slot];

    if (full == &table->full[slot] && full->valid) {
        fast->addr_write = tlb_write_tag(table, slot);
    }
}

/* What the address space has at the physical page. */
static void resolve_page(Vcpu *v, CPUTLBEntryFull *full)
{
    MemSection *s = &v->section;

    full->host = NULL;
    full->block = NULL;
    full->readonly = true;
    if (!address_space_find(v->as, full->phys_page, s) || !s->host ||
        full->phys_page - s->base > s->size - GUEST_PAGE_SIZE) {
        return;                 /* a device, a hole, or less than a page */
    }
    hwaddr offset = full->phys_page - s->base;

    full->host = s->host + offset;
    full->block = s->block;
    full->block_offset = s->ram_addr + offset - s->block->offset;
    full->readonly = s->readonly || s->romd;
}

/*
 * PMP may give the bytes of one page different rights. Such a page gets no
 * fast tags and its entry is not found again: every access walks.
 */
void tlb_fill_translated(Vcpu *v, TlbTable *table, vaddr addr,
                         const MmuResult *result)
{
    unsigned slot = tlb_index(addr);
    CPUTLBEntryFull *full = &table->full[slot];

    tlb_table_empty(table, slot);
    full->page = addr & GUEST_PAGE_MASK;
    full->phys_page = result->addr & GUEST_PAGE_MASK;
    full->perms = result->perms;
    full->page_shift = (uint8_t)result->page_shift;
    full->global = result->global;
    full->watched = debug_any_watched(v) && debug_is_watched(v, addr);
    resolve_page(v, full);
    v->stat_tlb_fills++;
    if (!result->pmp_partial) {
        full->valid = true;
        tlb_set_slot(table, slot);
    }
}

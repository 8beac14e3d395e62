/*
 * tlb_quick.c: filling a slot of the TLB in few host instructions
 *
 * core/page_walk.c and core/page_leaf.c say what a translation is. This file
 * gets the same answer sooner for what guests do all the time: page tables
 * and pages in RAM, no PMP border near, no fault, accessed and dirty bits
 * already set, no memory types and no NAPOT. Whatever is not like that is
 * left to them; the test tlb_fill compares the two.
 *
 *   second level --+
 *                  +--> rights of the mode --> RAM and PMP --> slot
 *   page tables ---+   (tlb_walk.c)
 */
#include "tlb_fill.h"

#include "core/csr_bits.h"
#include "core/log.h"
#include "core/pte.h"
#include "debug_check.h"
#include "mem_access.h"
#include "tlb_slot.h"
#include "tlb_walk.h"

#define PHYS_BITS 56

/* --- from the leaf to the slot ------------------------------------------- */

static const uint8_t rights[] = {
    [ACCESS_LOAD] = MMU_R, [ACCESS_STORE] = MMU_W, [ACCESS_FETCH] = MMU_X,
};

static inline PrivMode priv_for(const Vcpu *v, AccessType access)
{
    return access == ACCESS_FETCH ? v->hart.priv : v->tlb.data_priv;
}

/* Bare addresses: a leaf that grants everything. */
static bool bare_leaf(vaddr addr, TlbLeaf *leaf)
{
    *leaf = (TlbLeaf) {
        (addr >> GUEST_PAGE_BITS << PTE_PPN_SHIFT) | PTE_R | PTE_W | PTE_X |
        PTE_D, GUEST_PAGE_BITS,
    };
    return !(addr >> PHYS_BITS) && !qemu_loglevel_mask(CPU_LOG_MMU);
}

static inline bool mapped_leaf(Vcpu *v, vaddr addr, TlbLeaf *leaf)
{
    MmuContexts *c = v->tlb.contexts;
    const TlbSecondEntry *entry = tlb_second_find(&c->second, addr,
                                                  c->current->number);

    if (!entry) {
        return tlb_walk(v, addr, leaf);
    }
    v->stat_tlb_second++;
    *leaf = (TlbLeaf) { entry->pte, GUEST_PAGE_BITS };
    return true;
}

_Static_assert(PTE_R >> 1 == MMU_R && PTE_W >> 1 == MMU_W &&
               PTE_X >> 1 == MMU_X, "rights are the leaf's bits, shifted");

/* As leaf_perms() in core/page_leaf.c, and W only if D is set. */
static inline unsigned leaf_perms(uint64_t status, PrivMode priv,
                                  uint64_t pte)
{
    unsigned perms = pte >> 1 & (MMU_R | MMU_W | MMU_X);

    if (G_UNLIKELY(status & MSTATUS_MXR) && (perms & MMU_X)) {
        perms |= MMU_R;
    }
    if (!(pte & PTE_D)) {
        perms &= ~(unsigned)MMU_W;
    }
    if (priv == PRIV_U) {
        return pte & PTE_U ? perms : 0;
    }
    if (pte & PTE_U) {
        return status & MSTATUS_SUM ? perms & ~(unsigned)MMU_X : 0;
    }
    return perms;
}

static G_GNUC_NO_INLINE bool move_page_span(Vcpu *v, RamSpan *span, hwaddr page,
                                       PrivMode priv)
{
    if (debug_any_watched(v)) {
        return false;           /* each page is looked at: tlb_fill.c */
    }
    return ram_span_find(span, &v->hart, v->as, page, priv) &&
           page - span->first < span->pages;
}

static inline const RamSpan *span_of_page(Vcpu *v, hwaddr page, PrivMode priv)
{
    MmuContexts *c = v->tlb.contexts;
    RamSpan *span = priv == PRIV_M ? &c->machine_span : &c->page_span;

    return G_LIKELY(page - span->first < span->pages) ||
           move_page_span(v, span, page, priv) ? span : NULL;
}

/* The table of fetches is also that of loads and stores without MXR. */
static inline uint64_t status_for(const Vcpu *v, AccessType access)
{
    uint64_t status = v->hart.mstatus;

    return access == ACCESS_FETCH ? status & ~MSTATUS_MXR : status;
}

static inline bool find_leaf(Vcpu *v, vaddr addr, AccessType access,
                             TlbLeaf *leaf, unsigned *perms)
{
    PrivMode priv = priv_for(v, access);

    if (priv == PRIV_M || !v->tlb.contexts->current) {
        *perms = MMU_R | MMU_W | MMU_X;
        return bare_leaf(addr, leaf);
    }
    if (!mapped_leaf(v, addr, leaf)) {
        return false;
    }
    *perms = leaf_perms(status_for(v, access), priv, leaf->pte);
    return true;
}

/* Inlined, because most callers know the kind of access. */
static inline __attribute__((always_inline))
bool fill(Vcpu *v, TlbTable *table, vaddr addr, AccessType access)
{
    unsigned slot = tlb_index(addr), perms;
    TlbLeaf leaf;

    if (!find_leaf(v, addr, access, &leaf, &perms)) {
        return false;
    }
    hwaddr page = tlb_leaf_address(leaf.pte) |
                  (addr & ((1ull << leaf.shift) - 1) & GUEST_PAGE_MASK);
    const RamSpan *span = span_of_page(v, page, priv_for(v, access));

    if (!span || !(perms & span->perms & rights[access])) {
        return false;
    }
    hwaddr offset = page - span->first;
    CPUTLBEntryFull full = {
        .page = addr & GUEST_PAGE_MASK,
        .phys_page = page,
        .host = span->host + offset,
        .block = span->block,
        .block_offset = span->block_offset + offset,
        .perms = perms & span->perms,
        .page_shift = (uint8_t)leaf.shift,
        .global = (leaf.pte & PTE_G) != 0,
        .valid = true,
        .readonly = span->readonly,
    };
    table->full[slot] = full;
    tlb_set_slot(table, slot, full);
    v->stat_tlb_fills++;
    return true;
}

bool tlb_fill_quickly(Vcpu *v, TlbTable *table, vaddr addr,
                      AccessType access)
{
    return fill(v, table, addr, access);
}

/* --- misses -------------------------------------------------------------- */

/* Is the page unknown to the table, and all of the access in it? */
static inline bool is_new_page(const TlbTable *table, vaddr addr,
                               unsigned size)
{
    const CPUTLBEntryFull *full = &table->full[tlb_index(addr)];

    return (addr & ~GUEST_PAGE_MASK) <= GUEST_PAGE_SIZE - size &&
           !(full->valid && full->page == (addr & GUEST_PAGE_MASK));
}

const void *tlb_refill_load(Vcpu *v, vaddr addr, unsigned size)
{
    TlbTable *table = v->tlb.tables[v->tlb.data_idx];

    return is_new_page(table, addr, size) &&
           fill(v, table, addr, ACCESS_LOAD)
        ? tlb_host(&table->fast[tlb_index(addr)], addr) : NULL;
}

/* A page that somebody watches has no write tag. */
void *tlb_refill_store(Vcpu *v, vaddr addr, unsigned size)
{
    TlbTable *table = v->tlb.tables[v->tlb.data_idx];
    const CPUTLBEntry *entry = &table->fast[tlb_index(addr)];

    return is_new_page(table, addr, size) &&
           fill(v, table, addr, ACCESS_STORE) &&
           entry->addr_write == (addr & GUEST_PAGE_MASK)
        ? tlb_host(entry, addr) : NULL;
}

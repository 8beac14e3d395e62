/*
 * tlb_quick.c: filling a slot of the TLB in few host instructions
 *
 * core/page_walk.c and core/page_leaf.c say what a translation is. This file
 * gets the same answer sooner for what guests do all the time: page tables
 * and pages in RAM, no PMP border near, no fault, accessed and dirty bits
 * already set, no memory types and no NAPOT. Whatever is not like that is
 * left to them; the test tlb_fill compares the two.
 *
 *   known table of leaves --+
 *   second level -----------+--> rights of the mode --> RAM and PMP --> slot
 *   page tables ------------+   (tlb_walk.c)
 *
 * The first of the three, in U- or S-mode, on a page of 4 KiB, has a way of
 * its own, fill(), in which nothing is called and nothing done that it does
 * not need: a page table that was just used is where most misses find what
 * they look for.
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
static TlbLeaf bare_leaf(vaddr addr)
{
    return addr >> PHYS_BITS || qemu_loglevel_mask(CPU_LOG_MMU)
        ? 0 : (addr >> GUEST_PAGE_BITS << PTE_PPN_SHIFT) | PTE_D;
}

static TlbLeaf mapped_leaf(Vcpu *v, vaddr addr)
{
    MmuContexts *c = v->tlb.contexts;
    const TlbSecondEntry *entry;

    if (tlb_walks_know(&c->walks, addr)) {
        uint64_t pte = tlb_walks_read(&c->walks, addr);

        return tlb_leaf_is_usual(pte) ? pte : 0;
    }
    entry = tlb_second_find(&c->second, addr, c->current->number);
    if (!entry) {
        return tlb_walk(v, addr);
    }
    v->stat_tlb_second++;
    return entry->pte;
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

static const RamSpan *span_of_page(Vcpu *v, hwaddr page, PrivMode priv)
{
    MmuContexts *c = v->tlb.contexts;
    RamSpan *span = priv == PRIV_M ? &c->machine_span : &c->page_span;

    if (page - span->first < span->pages) {
        return span;
    }
    if (debug_any_watched(v)) {
        return NULL;            /* each page is looked at: tlb_fill.c */
    }
    return ram_span_find(span, &v->hart, v->as, page, priv) &&
           page - span->first < span->pages ? span : NULL;
}

/* The table of fetches is also that of loads and stores without MXR. */
static inline uint64_t status_for(const Vcpu *v, AccessType access)
{
    uint64_t status = v->hart.mstatus;

    return access == ACCESS_FETCH ? status & ~MSTATUS_MXR : status;
}

/* --- into the slot ------------------------------------------------------- */

/* What is known of the page. */
typedef struct Found {
    vaddr addr;                 /* in it */
    TlbLeaf leaf;
    unsigned shift;             /* tlb_leaf_shift(leaf) */
    unsigned perms;             /* MMU_*, before PMP */
    const RamSpan *span;        /* that it lies in */
} Found;

static inline __attribute__((always_inline))
bool fill_slot(Vcpu *v, TlbTable *table, Found found, AccessType access)
{
    const RamSpan *span = found.span;
    hwaddr page = tlb_leaf_address(found.leaf);
    hwaddr offset = page - span->first;
    unsigned slot = tlb_index(found.addr);
    unsigned perms = found.perms & span->perms;
    CPUTLBEntryFull *full = &table->full[slot];

    if (!(perms & rights[access])) {
        return false;
    }
    full->page = found.addr & GUEST_PAGE_MASK;
    full->phys_page = page;
    full->host = span->host + offset;
    full->block_offset = span->block_offset + offset;
    full->block = span->block;
    full->perms = (uint8_t)perms;
    full->global = (found.leaf & PTE_G) != 0;
    full->readonly = span->readonly;
    full->watched = false;
    full->valid = true;
    full->page_shift = (uint8_t)found.shift;
    tlb_set_slot(table, slot);
    v->stat_tlb_fills++;
    return true;
}

static bool find_leaf(Vcpu *v, AccessType access, Found *found)
{
    PrivMode priv = priv_for(v, access);

    if (priv == PRIV_M || !v->tlb.contexts->current) {
        found->leaf = bare_leaf(found->addr);
        found->perms = MMU_R | MMU_W | MMU_X;
    } else {
        found->leaf = mapped_leaf(v, found->addr);
        found->perms = leaf_perms(status_for(v, access), priv, found->leaf);
    }
    return found->leaf != 0;
}

static G_GNUC_NO_INLINE bool fill_other(Vcpu *v, TlbTable *table, vaddr addr,
                                        AccessType access)
{
    Found found = { .addr = addr };

    if (!find_leaf(v, access, &found)) {
        return false;
    }
    found.shift = tlb_leaf_shift(found.leaf);
    found.span = span_of_page(v, tlb_leaf_address(found.leaf),
                              priv_for(v, access));
    return found.span && fill_slot(v, table, found, access);
}

/*
 * Is it a usual leaf that grants a load or a store in class @idx, U or S?
 * With R no combination of rights is reserved.
 */
static inline bool leaf_grants(uint64_t pte, unsigned idx, AccessType access)
{
    uint64_t needed = PTE_V | PTE_R | PTE_A |
                      (access == ACCESS_STORE ? PTE_W | PTE_D : 0);
    uint64_t user = idx == MMU_IDX_U ? PTE_U : 0;

    return (pte & (needed | PTE_U | PTE_RSVD | PTE_PBMT | PTE_N)) ==
           (needed | user);
}

/*
 * For loads and stores. A leaf that is known and does not grant the access is
 * not asked for again; whatever else is missing, fill_other() gets.
 */
static inline __attribute__((always_inline))
bool fill(Vcpu *v, TlbTable *table, vaddr addr, AccessType access)
{
    const MmuContexts *c = v->tlb.contexts;
    unsigned idx = v->tlb.data_idx;

    if (G_LIKELY(idx <= MMU_IDX_S && tlb_walks_know(&c->walks, addr))) {
        uint64_t pte = tlb_walks_read(&c->walks, addr);
        hwaddr page = tlb_leaf_address(pte);
        unsigned perms = pte >> 1 & (MMU_R | MMU_X);

        if (G_UNLIKELY(!leaf_grants(pte, idx, access))) {
            return false;
        }
        if (G_LIKELY(page - c->page_span.first < c->page_span.pages)) {
            return fill_slot(v, table, (Found) {
                addr, pte, GUEST_PAGE_BITS,
                perms | (pte >> 6 & pte >> 1 & MMU_W), &c->page_span,
            }, access);
        }
    }
    return fill_other(v, table, addr, access);
}

bool tlb_fill_quickly(Vcpu *v, TlbTable *table, vaddr addr,
                      AccessType access)
{
    return fill_other(v, table, addr, access);
}

/* --- misses -------------------------------------------------------------- */

/*
 * Is the page unknown to the table, and all of the access in it? Pages that
 * PMP splits are known here, though not valid.
 */
static inline bool is_new_page(const TlbTable *table, vaddr addr,
                               unsigned size)
{
    return !((addr ^ (addr + size - 1)) >> GUEST_PAGE_BITS) &&
           table->full[tlb_index(addr)].page != (addr & GUEST_PAGE_MASK);
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

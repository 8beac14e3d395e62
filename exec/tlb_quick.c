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
 *   page tables ---+
 */
#include "tlb_fill.h"

#include "core/csr_bits.h"
#include "core/log.h"
#include "core/pte.h"
#include "tlb_slot.h"

#define PHYS_BITS 56
#define NO_TABLE (~(hwaddr)0)

/* The leaf of a page table, or what stands for one. */
typedef struct Leaf {
    uint64_t pte;               /* G is also set if it is on the path */
    unsigned shift;             /* log2 of the size of the mapping */
} Leaf;

static inline hwaddr leaf_address(uint64_t pte)
{
    return (pte & MAKE_64BIT_MASK(PTE_PPN_SHIFT, 44)) <<
           (GUEST_PAGE_BITS - PTE_PPN_SHIFT);
}

/* --- down the page table ------------------------------------------------- */

/* log2 of what an entry of the root table covers. */
static inline unsigned root_shift(uint64_t satp)
{
    unsigned levels = (unsigned)(satp >> SATP_MODE_SHIFT) - SATP_SV39 + 3;

    return GUEST_PAGE_BITS + PTE_INDEX_BITS * (levels - 1);
}

/* Everything but V, G and the page number is 0 in a pointer. */
static inline bool is_pointer(uint64_t pte)
{
    uint64_t zero = PTE_R | PTE_W | PTE_X | PTE_U | PTE_A | PTE_D |
                    PTE_RSVD | PTE_PBMT | PTE_N;

    return (pte & (PTE_V | zero)) == PTE_V;
}

/* V with R, RX, RW, RWX or X, accessed, and nothing above the page number. */
static inline bool is_usual_leaf(uint64_t pte)
{
    const unsigned kinds = 1u << 3 | 1u << 7 | 1u << 9 | 1u << 11 | 1u << 15;

    return (kinds >> (pte & 15) & 1) && (pte & PTE_A) &&
           !(pte & (PTE_RSVD | PTE_PBMT | PTE_N));
}

/* A superpage starts at a multiple of its size. */
static inline bool is_aligned(const Leaf *leaf)
{
    return G_LIKELY(leaf->shift == GUEST_PAGE_BITS) ||
           !(leaf_address(leaf->pte) & ((1ull << leaf->shift) - 1));
}

/* PMP sees loads by S-mode. */
static G_GNUC_NO_INLINE bool move_table_span(Vcpu *v, hwaddr table)
{
    RamSpan *span = &v->tlb.contexts->table_span;

    if (!ram_span_find(span, &v->hart, v->as, table, PRIV_S) ||
        !(span->perms & MMU_R)) {
        ram_span_clear(span);
    }
    return table - span->first < span->pages;
}

/*
 * All tables but one in a while lie in the same span.
 *
 * Returns: where the walk stopped: 0 with @leaf set, or a table elsewhere.
 */
static inline hwaddr follow(const RamSpan *span, uint64_t satp, vaddr addr,
                            Leaf *leaf)
{
    const uint8_t *host = span->host;
    hwaddr first = span->first, limit = span->pages;
    hwaddr table = (satp & SATP_PPN) << GUEST_PAGE_BITS;
    unsigned shift = root_shift(satp);
    uint64_t pte, global = 0;

    do {
        if (G_UNLIKELY(table - first >= limit)) {
            return table ? table : NO_TABLE;
        }
        pte = __atomic_load_n((const uint64_t *)
                              (host + (table - first) +
                               (addr >> shift & 511) * 8), __ATOMIC_ACQUIRE);
        global |= pte;
        table = leaf_address(pte);
        shift -= PTE_INDEX_BITS;
    } while (is_pointer(pte) && shift >= GUEST_PAGE_BITS);
    *leaf = (Leaf) { pte | (global & PTE_G), shift + PTE_INDEX_BITS };
    return 0;
}

static bool is_canonical(uint64_t satp, vaddr addr)
{
    int bits = (int)root_shift(satp) + PTE_INDEX_BITS;

    return (vaddr)sextract64(addr, 0, bits) == addr;
}

static inline bool walk(Vcpu *v, vaddr addr, Leaf *leaf)
{
    MmuContexts *c = v->tlb.contexts;
    hwaddr elsewhere;

    if (G_UNLIKELY(qemu_loglevel_mask(CPU_LOG_MMU)) ||
        !is_canonical(c->satp, addr)) {
        return false;
    }
    elsewhere = follow(&c->table_span, c->satp, addr, leaf);
    if (G_UNLIKELY(elsewhere) &&
        (!move_table_span(v, elsewhere) ||
         follow(&c->table_span, c->satp, addr, leaf))) {
        return false;           /* not even all of these in one span */
    }
    if (!is_usual_leaf(leaf->pte) || !is_aligned(leaf)) {
        return false;
    }
    v->stat_tlb_walks++;
    if (leaf->shift == GUEST_PAGE_BITS) {
        tlb_second_put(&c->second, addr, leaf->pte & PTE_G
                       ? c->second.global : c->current->number, leaf->pte);
    }
    return true;
}

/* --- from the leaf to the slot ------------------------------------------- */

static const uint8_t rights[] = {
    [ACCESS_LOAD] = MMU_R, [ACCESS_STORE] = MMU_W, [ACCESS_FETCH] = MMU_X,
};

static inline PrivMode priv_for(const Vcpu *v, AccessType access)
{
    return access == ACCESS_FETCH ? v->hart.priv : v->tlb.data_priv;
}

/* Bare addresses: a leaf that grants everything. */
static bool bare_leaf(vaddr addr, Leaf *leaf)
{
    *leaf = (Leaf) {
        (addr >> GUEST_PAGE_BITS << PTE_PPN_SHIFT) | PTE_R | PTE_W | PTE_X |
        PTE_D, GUEST_PAGE_BITS,
    };
    return !(addr >> PHYS_BITS) && !qemu_loglevel_mask(CPU_LOG_MMU);
}

static inline bool mapped_leaf(Vcpu *v, vaddr addr, Leaf *leaf)
{
    MmuContexts *c = v->tlb.contexts;
    const TlbSecondEntry *entry = tlb_second_find(&c->second, addr,
                                                  c->current->number);

    if (!entry) {
        return walk(v, addr, leaf);
    }
    v->stat_tlb_second++;
    *leaf = (Leaf) { entry->pte, GUEST_PAGE_BITS };
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
                             Leaf *leaf, unsigned *perms)
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

bool tlb_fill_quickly(Vcpu *v, TlbTable *table, vaddr addr,
                      AccessType access)
{
    unsigned slot = tlb_index(addr), perms;
    Leaf leaf;

    if (!find_leaf(v, addr, access, &leaf, &perms)) {
        return false;
    }
    hwaddr page = leaf_address(leaf.pte) |
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

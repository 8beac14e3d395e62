/*
 * tlb_walk.c: down the page tables in few host instructions
 *
 * What core/page_walk.c does, for page tables in RAM far from any border of
 * PMP and leaves without anything unusual; see tlb_quick.c. Tables at which
 * walks ended are remembered: who needs a leaf nearby reads it there.
 * Entries on the way may be cached until a fence, like leaves (Priv.
 * "Supervisor Memory-Management Fence Instruction"); here each fence forgets
 * all of them, whatever it is for.
 */
#include "tlb_walk.h"

#include "core/csr_bits.h"
#include "core/log.h"
#include "mmu_context.h"

#define NO_TABLE (~(hwaddr)0)

typedef struct Walk {
    uint64_t pte;
    unsigned shift;             /* log2 of the size of the mapping */
    const uint64_t *entry;      /* where it was found */
    uint64_t global;            /* PTE_G if it is above the leaf */
} Walk;

/* --- entries ------------------------------------------------------------- */

/* Everything but V, G and the page number is 0 in a pointer. */
static inline bool is_pointer(uint64_t pte)
{
    uint64_t zero = PTE_R | PTE_W | PTE_X | PTE_U | PTE_A | PTE_D |
                    PTE_RSVD | PTE_PBMT | PTE_N;

    return (pte & (PTE_V | zero)) == PTE_V;
}

static inline uint64_t read_entry(const uint64_t *entry)
{
    return __atomic_load_n(entry, __ATOMIC_ACQUIRE);
}

/* --- all levels ---------------------------------------------------------- */

/* log2 of what an entry of the root table covers. */
static inline unsigned root_shift(uint64_t satp)
{
    unsigned levels = (unsigned)(satp >> SATP_MODE_SHIFT) - SATP_SV39 + 3;

    return GUEST_PAGE_BITS + PTE_INDEX_BITS * (levels - 1);
}

static bool is_canonical(uint64_t satp, vaddr addr)
{
    int bits = (int)root_shift(satp) + PTE_INDEX_BITS;

    return (vaddr)sextract64(addr, 0, bits) == addr;
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
 * Returns: where the walk stopped: 0 with @walk set, or a table elsewhere.
 */
static hwaddr follow(const RamSpan *span, uint64_t satp, vaddr addr,
                     Walk *walk)
{
    hwaddr table = (satp & SATP_PPN) << GUEST_PAGE_BITS;
    unsigned shift = root_shift(satp);
    uint64_t global = 0;

    for (;; shift -= PTE_INDEX_BITS) {
        if (G_UNLIKELY(table - span->first >= span->pages)) {
            return table ? table : NO_TABLE;
        }
        const uint64_t *entry = (const uint64_t *)
            (span->host + (table - span->first)) + (addr >> shift & 511);
        uint64_t pte = read_entry(entry);

        if (!is_pointer(pte) || shift == GUEST_PAGE_BITS) {
            *walk = (Walk) { pte, shift, entry, global };
            return 0;
        }
        global |= pte & PTE_G;
        table = tlb_leaf_address(pte);
    }
}

static void remember(TlbWalks *walks, vaddr addr, const Walk *walk)
{
    unsigned slot = tlb_walks_slot(addr);

    walks->regions[slot] = addr >> TLB_REGION_BITS;
    walks->tables[slot] = walk->entry - (addr >> GUEST_PAGE_BITS & 511);
    walks->global[slot] = walk->global;
}

static bool walk_down(Vcpu *v, vaddr addr, Walk *walk)
{
    MmuContexts *c = v->tlb.contexts;
    hwaddr elsewhere;

    if (G_UNLIKELY(qemu_loglevel_mask(CPU_LOG_MMU)) ||
        !is_canonical(c->satp, addr)) {
        return false;
    }
    elsewhere = follow(&c->table_span, c->satp, addr, walk);
    return G_LIKELY(!elsewhere) ||
           /* else: not even all of these in one span? */
           (move_table_span(v, elsewhere) &&
            !follow(&c->table_span, c->satp, addr, walk));
}

/* --- leaves -------------------------------------------------------------- */

static TlbLeaf page_leaf(MmuContexts *c, vaddr addr, const Walk *walk)
{
    TlbLeaf leaf = walk->pte | walk->global;

    tlb_second_put(&c->second, addr, leaf & PTE_G
                   ? c->second.global : c->current->number, leaf);
    return leaf;
}

/* A superpage starts at a multiple of its size. */
static TlbLeaf superpage_leaf(vaddr addr, const Walk *walk)
{
    unsigned bits = walk->shift - GUEST_PAGE_BITS;
    uint64_t piece = addr >> GUEST_PAGE_BITS & MAKE_64BIT_MASK(0, bits);

    if (walk->pte >> PTE_PPN_SHIFT & MAKE_64BIT_MASK(0, bits)) {
        return 0;
    }
    return walk->pte | walk->global | piece << PTE_PPN_SHIFT |
           (uint64_t)bits << TLB_LEAF_PAGES_SHIFT;
}

TlbLeaf tlb_walk(Vcpu *v, vaddr addr)
{
    MmuContexts *c = v->tlb.contexts;
    Walk walk;

    if (!walk_down(v, addr, &walk)) {
        return 0;
    }
    if (walk.shift == GUEST_PAGE_BITS) {
        remember(&c->walks, addr, &walk);
    }
    if (!tlb_leaf_is_usual(walk.pte)) {
        return 0;
    }
    v->stat_tlb_walks++;
    return walk.shift == GUEST_PAGE_BITS ? page_leaf(c, addr, &walk)
                                         : superpage_leaf(addr, &walk);
}

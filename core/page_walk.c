/*
 * page_walk.c: down the page table
 *
 * One loop over the levels. Each `if` is one rule of the manual, in its
 * order, and every broken rule leaves by the same exit: a page fault.
 * Access faults (PMP, bus) leave by the other.
 *
 * Priv. "Virtual Address Translation Process" (its step numbers are below),
 * Sv39, Sv48, Sv57; Svnapot; Svpbmt. Deliberately missing: the second stage
 * of the hypervisor extension.
 */
#include "mmu_internal.h"

static unsigned level_shift(int level)
{
    return PAGE_SHIFT + INDEX_BITS * level;
}

/* Bits that mean nothing on this hart and must therefore be 0. */
static MmuRule reserved_bits(const Hart *h, uint64_t pte)
{
    if (pte & PTE_RSVD) {
        return MMU_RULE_RESERVED;
    }
    if ((pte & PTE_N) && !hart_has(h, EXT_svnapot)) {
        return MMU_RULE_SVNAPOT;
    }
    if ((pte & PTE_PBMT) && !(h->menvcfg & MENVCFG_PBMTE)) {
        return MMU_RULE_SVPBMT;
    }
    return (pte & PTE_PBMT) == PTE_PBMT ? MMU_RULE_PBMT : MMU_RULE_GRANTED;
}

/* Step 2: a violated PMP or PMA check is an access fault. */
static WalkStep read_pte(Walk *w)
{
    const PhysBus *bus = w->bus;
    uint64_t index = extract64(w->req->addr, level_shift(w->level),
                               INDEX_BITS);

    w->pte_addr = w->table + index * 8;
    /* PMP sees a load by S-mode. */
    if (!(page_walk_pmp(w, w->pte_addr, 8) & MMU_R)) {
        return walk_access_fault(w, MMU_RULE_TABLE_PMP);
    }
    if (!bus->load64(bus->opaque, w->pte_addr, &w->pte)) {
        return walk_access_fault(w, MMU_RULE_TABLE_BUS);
    }
    if (w->explain) {
        mmu_note_step(w);
    }
    return WALK_DONE;
}

/* Steps 3 and 4: what the entry is. */
static WalkStep judge_pte(Walk *w)
{
    /* Step 3: invalid, write without read, or reserved bits. */
    if (!(w->pte & PTE_V)) {
        return walk_page_fault(w, MMU_RULE_VALID);
    }
    if ((w->pte & (PTE_R | PTE_W)) == PTE_W) {
        return walk_page_fault(w, MMU_RULE_WRITE_ONLY);
    }
    MmuRule reserved = reserved_bits(w->h, w->pte);
    if (reserved != MMU_RULE_GRANTED) {
        return walk_page_fault(w, reserved);
    }
    w->global |= (w->pte & PTE_G) != 0;
    /* Step 4: readable or executable entries are leaves. */
    if (w->pte & (PTE_R | PTE_X)) {
        return WALK_LEAF;
    }
    /* Step 4: D, A, U, N and PBMT are reserved in pointers. */
    if (w->pte & (PTE_D | PTE_A | PTE_U | PTE_N | PTE_PBMT)) {
        return walk_page_fault(w, MMU_RULE_POINTER);
    }
    return w->level > 0 ? WALK_NEXT
                        : walk_page_fault(w, MMU_RULE_LAST_LEVEL);
}

/* Steps 2 to 4: one level of the table. */
static WalkStep walk_level(Walk *w)
{
    WalkStep step = read_pte(w);

    return step == WALK_DONE ? judge_pte(w) : step;
}

/* Step 10: page number of the leaf, offset of the address. */
static void walk_result(const Walk *w, uint8_t perms, MmuResult *result)
{
    unsigned shift = level_shift(w->level);
    uint64_t ppn = pte_ppn(w->pte);

    if (w->pte & PTE_N) {
        shift += NAPOT_BITS;
        ppn &= ~(BIT_ULL(NAPOT_BITS) - 1);
    }
    result->addr = ppn << PAGE_SHIFT |
                   (w->req->addr & (BIT_ULL(shift) - 1));
    result->page_shift = shift;
    result->perms = w->pte & PTE_D ? perms : perms & ~MMU_W;
    result->pbmt = extract64(w->pte, 61, 2);
    result->global = w->global;
}

/* Priv. "Sv39": bits above the virtual address repeat its highest bit. */
static bool is_canonical(vaddr addr, unsigned levels)
{
    int bits = level_shift(levels);

    return (vaddr)sextract64(addr, 0, bits) == addr;
}

WalkStep page_walk(Walk *w, MmuResult *result)
{
    /* Sv39 has 3 levels, Sv48 4, Sv57 5 */
    unsigned levels = (w->h->satp >> SATP_MODE_SHIFT) - SATP_SV39 + 3;
    uint8_t perms = 0;

    if (!is_canonical(w->req->addr, levels)) {
        return walk_page_fault(w, MMU_RULE_CANONICAL);
    }
    /* Step 1: the root. */
    w->table = (w->h->satp & SATP_PPN) << PAGE_SHIFT;
    w->level = levels - 1;
    for (;;) {
        WalkStep step = walk_level(w);
        if (step == WALK_LEAF) {
            step = page_walk_leaf(w, &perms);
        }
        if (step == WALK_DONE) {
            walk_result(w, perms, result);
        }
        if (step == WALK_NEXT) {
            w->table = pte_ppn(w->pte) << PAGE_SHIFT;
            w->level--;
        } else if (step != WALK_AGAIN) {
            return step;
        }
    }
}

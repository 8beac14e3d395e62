/*
 * page_leaf.c: is this leaf good for the access?
 *
 * Alignment of superpages, the rights of the mode, accessed and dirty bits.
 *
 * Priv. "Virtual Address Translation Process", steps 5 to 9; Svnapot;
 * Svade, Svadu.
 */
#include "mmu_internal.h"

/*
 * Steps 6 and 7: what the leaf grants to the mode, without A and D. S-mode
 * never runs user pages and touches their data only with SUM.
 */
static uint8_t leaf_perms(const Walk *w)
{
    uint64_t status = w->h->mstatus;
    uint64_t pte = w->pte;
    bool user_page = (pte & PTE_U) != 0;
    uint8_t perms = 0;

    if (w->req->priv == PRIV_U && !user_page) {
        return 0;
    }
    if (w->req->priv == PRIV_S && user_page && !(status & MSTATUS_SUM)) {
        return 0;
    }
    if ((pte & PTE_R) || ((status & MSTATUS_MXR) && (pte & PTE_X))) {
        perms |= MMU_R;
    }
    if (pte & PTE_W) {
        perms |= MMU_W;
    }
    if ((pte & PTE_X) && !(w->req->priv == PRIV_S && user_page)) {
        perms |= MMU_X;
    }
    return perms;
}

/* Step 5: a superpage starts at a multiple of its size; N only at level 0. */
static bool leaf_is_aligned(const Walk *w)
{
    uint64_t ppn = pte_ppn(w->pte);

    if (w->pte & PTE_N) {
        return w->level == 0 &&
               extract64(ppn, 0, NAPOT_BITS) == NAPOT_CODE;
    }
    return (ppn & (BIT_ULL(INDEX_BITS * w->level) - 1)) == 0;
}

/*
 * Svadu: hardware sets A and D while menvcfg.ADUE is set. Svade: it faults.
 * A hart that claims neither may choose, and sets them.
 */
static bool updates_ad(const Hart *h)
{
    if (hart_has(h, EXT_svadu)) {
        return (h->menvcfg & MENVCFG_ADUE) != 0;
    }
    return !hart_has(h, EXT_svade);
}

/* Step 9: compare and swap the entry; PMP sees a store by S-mode. */
static WalkStep update_ad(Walk *w, uint64_t wanted)
{
    const PhysBus *bus = w->bus;
    bool swapped;

    if (!updates_ad(w->h)) {
        return WALK_PAGE_FAULT;
    }
    if (!(page_walk_pmp(w, w->pte_addr, 8) & MMU_W) ||
        !bus->cas64(bus->opaque, w->pte_addr, w->pte, w->pte | wanted,
                    &swapped)) {
        return WALK_ACCESS_FAULT;
    }
    if (!swapped) {
        return WALK_AGAIN;
    }
    w->pte |= wanted;
    return WALK_DONE;
}

WalkStep page_walk_leaf(Walk *w, uint8_t *perms)
{
    AccessType access = w->req->access;
    uint64_t wanted = PTE_A | (access == ACCESS_STORE ? PTE_D : 0);

    if (!leaf_is_aligned(w)) {
        return WALK_PAGE_FAULT;
    }
    *perms = leaf_perms(w);
    if (!(*perms & mmu_access_perm(access))) {
        return WALK_PAGE_FAULT;
    }
    if ((w->pte & wanted) != wanted) {
        return update_ad(w, wanted);
    }
    return WALK_DONE;
}

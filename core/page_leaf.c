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
 * Step 6: user pages are for U-mode; S-mode touches their data only with SUM.
 */
static MmuRule mode_rule(const Walk *w)
{
    bool user_page = (w->pte & PTE_U) != 0;

    if (w->req->priv == PRIV_U && !user_page) {
        return MMU_RULE_USER_ONLY;
    }
    if (w->req->priv == PRIV_S && user_page &&
        !(w->h->mstatus & MSTATUS_SUM)) {
        return MMU_RULE_SUM;
    }
    return MMU_RULE_GRANTED;
}

/* S-mode never runs user pages, whatever SUM says. */
static bool is_user_code(const Walk *w)
{
    return w->req->priv == PRIV_S && (w->pte & PTE_U);
}

/* Steps 6 and 7: what the leaf grants to the mode, without A and D. */
static uint8_t leaf_perms(const Walk *w)
{
    uint64_t pte = w->pte;
    uint8_t perms = 0;

    if (mode_rule(w) != MMU_RULE_GRANTED) {
        return 0;
    }
    if ((pte & PTE_R) || ((w->h->mstatus & MSTATUS_MXR) && (pte & PTE_X))) {
        perms |= MMU_R;
    }
    if (pte & PTE_W) {
        perms |= MMU_W;
    }
    if ((pte & PTE_X) && !is_user_code(w)) {
        perms |= MMU_X;
    }
    return perms;
}

/* Which of them refuses the access, now that one does. */
static MmuRule refusing_rule(const Walk *w)
{
    static const uint8_t missing[] = {
        [ACCESS_LOAD] = MMU_RULE_READ,
        [ACCESS_STORE] = MMU_RULE_WRITE,
        [ACCESS_FETCH] = MMU_RULE_EXECUTE,
    };

    if (w->req->access == ACCESS_FETCH && is_user_code(w)) {
        return MMU_RULE_USER_CODE;
    }
    MmuRule mode = mode_rule(w);
    return mode != MMU_RULE_GRANTED ? mode : missing[w->req->access];
}

/* Step 5: a superpage starts at a multiple of its size; N only at level 0. */
static MmuRule alignment_rule(const Walk *w)
{
    uint64_t ppn = pte_ppn(w->pte);

    if (w->pte & PTE_N) {
        bool good = w->level == 0 &&
                    extract64(ppn, 0, NAPOT_BITS) == NAPOT_CODE;
        return good ? MMU_RULE_GRANTED : MMU_RULE_NAPOT;
    }
    return ppn & (BIT_ULL(INDEX_BITS * w->level) - 1) ? MMU_RULE_ALIGNED
                                                      : MMU_RULE_GRANTED;
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
        return walk_page_fault(w, w->pte & PTE_A ? MMU_RULE_DIRTY
                                                 : MMU_RULE_ACCESSED);
    }
    if (!(page_walk_pmp(w, w->pte_addr, 8) & MMU_W)) {
        return walk_access_fault(w, MMU_RULE_UPDATE_PMP);
    }
    if (!bus->cas64(bus->opaque, w->pte_addr, w->pte, w->pte | wanted,
                    &swapped)) {
        return walk_access_fault(w, MMU_RULE_UPDATE_BUS);
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

    MmuRule alignment = alignment_rule(w);
    if (alignment != MMU_RULE_GRANTED) {
        return walk_page_fault(w, alignment);
    }
    *perms = leaf_perms(w);
    if (!(*perms & mmu_access_perm(access))) {
        return walk_page_fault(w, refusing_rule(w));
    }
    if ((w->pte & wanted) != wanted) {
        return update_ad(w, wanted);
    }
    return WALK_DONE;
}

/* page_walk.c: each level calls the next */
#include "mmu_internal.h"

static unsigned low_bits(int level)
{
    return 12 + 9 * (unsigned)level;
}

static MmuRule refuses(const Hart *h, uint64_t pte)
{
    unsigned type = extract64(pte, 61, 2);

    if (!(pte & PTE_V)) {
        return MMU_RULE_VALID;
    }
    if (!(pte & PTE_R) && (pte & PTE_W)) {
        return MMU_RULE_WRITE_ONLY;
    }
    if (pte & PTE_RSVD) {
        return MMU_RULE_RESERVED;
    }
    if ((pte & PTE_N) && !hart_has(h, EXT_svnapot)) {
        return MMU_RULE_SVNAPOT;
    }
    if (type && !(h->menvcfg & MENVCFG_PBMTE)) {
        return MMU_RULE_SVPBMT;
    }
    return type == 3 ? MMU_RULE_PBMT : MMU_RULE_GRANTED;
}

static WalkStep read_entry(Walk *w)
{
    w->pte_addr = w->table +
                  (w->req->addr >> low_bits(w->level) & 511) * 8;
    if (!(page_walk_pmp(w, w->pte_addr, 8) & MMU_R)) {
        return walk_access_fault(w, MMU_RULE_TABLE_PMP);
    }
    if (!w->bus->load64(w->bus->opaque, w->pte_addr, &w->pte)) {
        return walk_access_fault(w, MMU_RULE_TABLE_BUS);
    }
    if (w->explain) {
        mmu_note_step(w);
    }
    return WALK_DONE;
}

static WalkStep finish(Walk *w, MmuResult *result)
{
    unsigned bits = low_bits(w->level) + (w->pte & PTE_N ? 4 : 0);
    uint64_t inside = (1ull << bits) - 1;
    uint8_t perms = 0;
    WalkStep step = page_walk_leaf(w, &perms);

    if (step == WALK_DONE) {
        result->addr = ((w->pte >> 10 & ((1ull << 44) - 1)) << 12 & ~inside)
                       | (w->req->addr & inside);
        result->page_shift = bits;
        result->perms = perms & (w->pte & PTE_D ? 7 : MMU_R | MMU_X);
        result->pbmt = w->pte >> 61 & 3;
        result->global = w->global;
    }
    return step;
}

static WalkStep descend(Walk *w, MmuResult *result)
{
    bool global = w->global;
    WalkStep step = read_entry(w);

    if (step != WALK_DONE) {
        return step;
    }
    MmuRule rule = refuses(w->h, w->pte);
    if (rule != MMU_RULE_GRANTED) {
        return walk_page_fault(w, rule);
    }
    w->global = global || (w->pte & PTE_G);
    if (w->pte & (PTE_R | PTE_X)) {
        step = finish(w, result);
        return step == WALK_AGAIN ? descend(w, result) : step;
    }
    if (w->pte & (PTE_D | PTE_A | PTE_U | PTE_N | PTE_PBMT)) {
        return walk_page_fault(w, MMU_RULE_POINTER);
    }
    if (w->level == 0) {
        return walk_page_fault(w, MMU_RULE_LAST_LEVEL);
    }
    w->level--;
    w->table = (w->pte >> 10 & ((1ull << 44) - 1)) << 12;
    return descend(w, result);
}

WalkStep page_walk(Walk *w, MmuResult *result)
{
    int top = (int)(w->h->satp >> SATP_MODE_SHIFT) - 6;
    int64_t upper = (int64_t)w->req->addr >> (low_bits(top + 1) - 1);

    if (upper != 0 && upper != -1) {
        return walk_page_fault(w, MMU_RULE_CANONICAL);
    }
    w->level = top;
    w->table = (w->h->satp & SATP_PPN) << 12;
    return descend(w, result);
}

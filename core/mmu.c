/*
 * mmu.c: from a virtual address to a physical one
 *
 * Chooses between the page walk and bare addresses, and passes the result
 * through PMP like any other access.
 *
 * Priv. "Supervisor Address Translation and Protection Register", "Memory
 * Privilege in mstatus Register".
 */
#include "mmu_internal.h"

#define PHYS_BITS   56

PrivMode mmu_effective_priv(const Hart *h, AccessType access)
{
    if (access != ACCESS_FETCH && (h->mstatus & MSTATUS_MPRV)) {
        return extract64(h->mstatus, MSTATUS_MPP_SHIFT, 2);
    }
    return h->priv;
}

Trap mmu_access_fault(AccessType access)
{
    static const Trap faults[] = {
        [ACCESS_LOAD] = TRAP_LOAD_ACCESS,
        [ACCESS_STORE] = TRAP_STORE_ACCESS,
        [ACCESS_FETCH] = TRAP_INSN_ACCESS,
    };

    return faults[access];
}

static Trap page_fault(AccessType access)
{
    static const Trap faults[] = {
        [ACCESS_LOAD] = TRAP_LOAD_PAGE_FAULT,
        [ACCESS_STORE] = TRAP_STORE_PAGE_FAULT,
        [ACCESS_FETCH] = TRAP_INSN_PAGE_FAULT,
    };

    return faults[access];
}

uint8_t mmu_access_perm(AccessType access)
{
    static const uint8_t perms[] = {
        [ACCESS_LOAD] = MMU_R,
        [ACCESS_STORE] = MMU_W,
        [ACCESS_FETCH] = MMU_X,
    };

    return perms[access];
}

/*
 * Tables and pages mostly lie in one span, so its borders are kept. S and U
 * have the same PMP rights; M-mode does not walk.
 */
uint8_t page_walk_pmp(Walk *w, hwaddr addr, uint64_t size)
{
    if (!pmp_span_holds(&w->span, addr, size)) {
        pmp_span(w->h, addr, PRIV_S, &w->span);
    }
    return pmp_span_holds(&w->span, addr, size) ? w->span.perms : 0;
}

/* Bare mode and M-mode: the address is physical already. */
static WalkStep walk_bare(Walk *w, MmuResult *result)
{
    const MmuRequest *req = w->req;

    if (req->addr >> PHYS_BITS) {
        return walk_access_fault(w, MMU_RULE_PHYSICAL);
    }
    *result = (MmuResult){
        .addr = req->addr,
        .page_shift = PAGE_SHIFT,
        .perms = MMU_R | MMU_W | MMU_X,
    };
    return WALK_DONE;
}

/* The result passes PMP like any other access. */
static bool pass_pmp(const Walk *w, MmuResult *result)
{
    const MmuRequest *req = w->req;
    hwaddr page = result->addr & ~PAGE_MASK;

    /* The walk may know the rights of the whole page already. */
    if (pmp_span_holds(&w->span, page, PAGE_MASK + 1)) {
        result->pmp_partial = false;
        result->perms &= w->span.perms;
    } else {
        result->perms &= pmp_page_perms(w->h, page, req->priv,
                                        &result->pmp_partial);
    }
    if (result->pmp_partial) {
        return pmp_check(w->h, result->addr, req->size, req->access,
                         req->priv);
    }
    return (result->perms & mmu_access_perm(req->access)) != 0;
}

Trap mmu_run(Walk *w, MmuResult *result)
{
    const MmuRequest *req = w->req;
    uint64_t mode = w->h->satp >> SATP_MODE_SHIFT;
    WalkStep step;

    if (req->priv == PRIV_M || mode == SATP_BARE) {
        step = walk_bare(w, result);
    } else {
        step = page_walk(w, result);
    }
    if (step == WALK_PAGE_FAULT) {
        return page_fault(req->access);
    }
    if (step == WALK_DONE && !pass_pmp(w, result)) {
        step = walk_access_fault(w, MMU_RULE_PMP);
    }
    return step == WALK_DONE ? TRAP_NONE : mmu_access_fault(req->access);
}

Trap mmu_translate(const Hart *h, const PhysBus *bus, const MmuRequest *req,
                   MmuResult *result)
{
    Walk w = { .h = h, .bus = bus, .req = req, .span = { .first = 1 } };

    return mmu_run(&w, result);
}

/*
 * irq_priority.c: which interrupt a hart takes next
 *
 * Each pending and enabled interrupt goes to one mode: to S if mideleg says
 * so, else to M. A mode below the destination cannot mask it, a mode above
 * never takes it, the destination itself asks its global enable bit.
 *
 * Priv. "Machine Interrupt (mip and mie) Registers", "mideleg", "mstatus".
 */
#include "core/csr_bits.h"
#include "core/trap.h"

/* Highest priority first, for either destination. */
static const uint8_t priority[] = {
    IRQ_M_EXT, IRQ_M_SOFT, IRQ_M_TIMER,
    IRQ_S_EXT, IRQ_S_SOFT, IRQ_S_TIMER,
    IRQ_LCOF,
};

static int highest(uint64_t pending)
{
    for (unsigned i = 0; i < sizeof(priority); i++) {
        if (pending & BIT_ULL(priority[i])) {
            return priority[i];
        }
    }
    return -1;
}

static bool enabled_for(const Hart *h, PrivMode mode, uint64_t enable)
{
    return h->priv < mode || (h->priv == mode && (h->mstatus & enable));
}

int hart_pending_interrupt(const Hart *h)
{
    uint64_t pending = hart_mip(h) & h->mie;
    uint64_t to_m = pending & ~h->mideleg;
    uint64_t to_s = pending & h->mideleg;

    if (to_m && enabled_for(h, PRIV_M, MSTATUS_MIE)) {
        return highest(to_m);
    }
    if (to_s && enabled_for(h, PRIV_S, MSTATUS_SIE)) {
        return highest(to_s);
    }
    return -1;
}

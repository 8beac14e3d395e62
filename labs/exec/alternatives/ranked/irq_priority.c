/* irq_priority.c: every candidate has a rank; the lowest wins */
#include "core/csr_bits.h"
#include "core/trap.h"

enum { NOT_AT_ALL = 1000, FOR_S = 100 };

static int rank_of(unsigned irq)
{
    static const uint8_t ranks[] = {
        [IRQ_M_EXT] = 1, [IRQ_M_SOFT] = 2, [IRQ_M_TIMER] = 3,
        [IRQ_S_EXT] = 4, [IRQ_S_SOFT] = 5, [IRQ_S_TIMER] = 6,
        [IRQ_LCOF] = 7,
    };

    return irq < sizeof(ranks) && ranks[irq] ? ranks[irq] : NOT_AT_ALL;
}

static bool may_enter(const Hart *h, bool to_s)
{
    PrivMode mode = to_s ? PRIV_S : PRIV_M;
    uint64_t bit = to_s ? MSTATUS_SIE : MSTATUS_MIE;

    if (h->priv > mode) {
        return false;
    }
    return h->priv != mode || (h->mstatus & bit) != 0;
}

int hart_pending_interrupt(const Hart *h)
{
    uint64_t ready = hart_mip(h) & h->mie;
    int best = NOT_AT_ALL, found = -1;

    for (unsigned irq = 0; irq < 64; irq++) {
        bool to_s = h->mideleg >> irq & 1;

        if (!(ready >> irq & 1) || !may_enter(h, to_s)) {
            continue;
        }
        int rank = rank_of(irq) + (to_s ? FOR_S : 0);

        if (rank < best) {
            best = rank;
            found = (int)irq;
        }
    }
    return found;
}

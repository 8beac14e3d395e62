/*
 * hart_cbo.c: who may manage and zero cache blocks
 *
 * menvcfg decides for S-mode, menvcfg and senvcfg together for U-mode; the
 * M-mode always may. CBIE = 0 forbids CBO.INVAL, 1 turns it into a flush,
 * 3 lets it invalidate; with no caches, 1 and 3 act alike.
 *
 * CMO 1.0 "Control and Status Register State".
 */
#include <glib.h>

#include "core/csr_bits.h"
#include "core/trap.h"

static uint64_t cbo_enable(unsigned op)
{
    switch (op) {
    case OP_cbo_inval:
        return ENVCFG_CBIE;
    case OP_cbo_clean:
    case OP_cbo_flush:
        return ENVCFG_CBCFE;
    case OP_cbo_zero:
        return ENVCFG_CBZE;
    default:
        g_assert_not_reached();
    }
}

Trap hart_check_cbo(const Hart *h, unsigned op)
{
    uint64_t enable = cbo_enable(op);
    bool allowed = true;

    if (h->priv < PRIV_M) {
        allowed = (h->menvcfg & enable) != 0;
    }
    if (h->priv == PRIV_U) {
        allowed = allowed && (h->senvcfg & enable) != 0;
    }
    return allowed ? TRAP_NONE : TRAP_ILLEGAL_INSN;
}

/*
 * hart_check.c: may this mode execute this instruction now?
 *
 * Instructions that exist in every mode but that an upper mode can take
 * away: WFI, SFENCE.VMA, the cache-block operations. Plus the names of
 * causes for logs.
 */
#include <glib.h>

#include "core/csr_bits.h"
#include "core/trap.h"

/* Priv. "mstatus.TW", "WFI": U-mode never waits, S-mode unless TW. */
Trap hart_check_wfi(const Hart *h)
{
    bool allowed = h->priv == PRIV_M ||
                   (h->priv == PRIV_S && !(h->mstatus & MSTATUS_TW));

    return allowed ? TRAP_NONE : TRAP_ILLEGAL_INSN;
}

/* Priv. "mstatus.TVM": SFENCE.VMA and SINVAL.VMA */
Trap hart_check_sfence(const Hart *h)
{
    bool allowed = h->priv == PRIV_M ||
                   (h->priv == PRIV_S && !(h->mstatus & MSTATUS_TVM));

    return allowed ? TRAP_NONE : TRAP_ILLEGAL_INSN;
}

static const char *const trap_names[] = {
#define TRAP(number, name, text) [number] = text,
#include "core/isa/traps.inc"
#undef TRAP
};

static const char *const irq_names[] = {
    [IRQ_S_SOFT] = "supervisor software interrupt",
    [IRQ_VS_SOFT] = "virtual supervisor software interrupt",
    [IRQ_M_SOFT] = "machine software interrupt",
    [IRQ_S_TIMER] = "supervisor timer interrupt",
    [IRQ_VS_TIMER] = "virtual supervisor timer interrupt",
    [IRQ_M_TIMER] = "machine timer interrupt",
    [IRQ_S_EXT] = "supervisor external interrupt",
    [IRQ_VS_EXT] = "virtual supervisor external interrupt",
    [IRQ_M_EXT] = "machine external interrupt",
    [IRQ_S_GEXT] = "supervisor guest external interrupt",
    [IRQ_LCOF] = "counter overflow interrupt",
};

const char *trap_name(unsigned cause)
{
    const char *name = NULL;

    if (cause < G_N_ELEMENTS(trap_names)) {
        name = trap_names[cause];
    }
    return name ? name : "reserved exception";
}

const char *irq_name(unsigned irq)
{
    const char *name = NULL;

    if (irq < G_N_ELEMENTS(irq_names)) {
        name = irq_names[irq];
    }
    return name ? name : "reserved interrupt";
}

/*
 * trap.c: into a handler and back
 *
 * TODO (exec.7): this file is complete, and two things in it are wrong, both
 * on the way into a handler. Read the sections below and find them.
 *
 * Taking a trap pushes the interrupt enable and the mode onto a two-entry
 * stack inside mstatus; xRET pops it. The destination is M-mode unless the
 * trap is delegated.
 *
 * Priv. "Privilege and Global Interrupt-Enable Stack", "mtvec", "medeleg and
 * mideleg", "Trap-Return Instructions".
 */
#include <glib.h>

#include "core/csr_bits.h"
#include "core/trap.h"

/* One trap on its way to a handler. */
typedef struct TrapEntry {
    uint64_t cause;             /* with CAUSE_INTERRUPT for interrupts */
    uint64_t tval;
} TrapEntry;

static uint64_t handler_pc(uint64_t tvec, uint64_t cause)
{
    uint64_t pc = tvec & TVEC_BASE;

    if (tvec & TVEC_VECTORED) {
        pc += 4 * (cause & ~CAUSE_INTERRUPT);
    }
    return pc;
}

static void enter_m(Hart *h, const TrapEntry *entry)
{
    uint64_t status = h->mstatus;

    h->mcause = entry->cause;
    h->mtval = entry->tval;
    h->mtval2 = 0;
    h->mtinst = 0;
    h->mepc = h->pc;
    status = deposit64(status, MSTATUS_MPP_SHIFT, 2, h->priv);
    status = deposit64(status, 7, 1, (status & MSTATUS_MIE) != 0);
    h->mstatus = status & ~MSTATUS_MIE;
    h->priv = PRIV_M;
    h->pc = handler_pc(h->mtvec, entry->cause);
}

static void enter_s(Hart *h, const TrapEntry *entry)
{
    uint64_t status = h->mstatus;

    h->scause = entry->cause;
    h->stval = entry->tval;
    h->sepc = h->pc;
    status = deposit64(status, 8, 1, h->priv == PRIV_S);
    status = deposit64(status, 5, 1, (status & MSTATUS_SIE) != 0);
    h->mstatus = status & ~MSTATUS_SIE;
    h->priv = PRIV_S;
    h->pc = handler_pc(h->stvec, entry->cause);
}

static void enter(Hart *h, const TrapEntry *entry, uint64_t delegated)
{
    unsigned number = entry->cause & 63;

    h->lr_valid = false;
    h->wfi = false;
    h->wrs = false;
    if (delegated & BIT_ULL(number)) {
        enter_s(h, entry);
    } else {
        enter_m(h, entry);
    }
}

void hart_take_interrupt(Hart *h, unsigned irq)
{
    TrapEntry entry = { .cause = CAUSE_INTERRUPT | irq };

    g_assert(irq < 64);
    enter(h, &entry, h->mideleg);
}

void hart_take_trap(Hart *h, Trap cause, uint64_t tval)
{
    TrapEntry entry = { .cause = cause, .tval = tval };

    g_assert(cause >= 0 && cause < 64);
    enter(h, &entry, h->medeleg);
}

/* From 1.12 on, leaving M-mode ends the loan of MPP by MPRV. */
static void clear_mprv(Hart *h)
{
    if (h->config.priv_version >= PRIV_1_12 && h->priv != PRIV_M) {
        h->mstatus &= ~MSTATUS_MPRV;
    }
}

Trap hart_mret(Hart *h)
{
    uint64_t status = h->mstatus;

    if (h->priv != PRIV_M) {
        return TRAP_ILLEGAL_INSN;
    }
    h->priv = extract64(status, MSTATUS_MPP_SHIFT, 2);
    status = deposit64(status, 3, 1, (status & MSTATUS_MPIE) != 0);
    status = deposit64(status, MSTATUS_MPP_SHIFT, 2, PRIV_U);
    h->mstatus = status | MSTATUS_MPIE;
    clear_mprv(h);
    h->pc = h->mepc;
    return TRAP_NONE;
}

Trap hart_sret(Hart *h)
{
    uint64_t status = h->mstatus;

    if (h->priv == PRIV_U ||
        (h->priv == PRIV_S && (status & MSTATUS_TSR))) {
        return TRAP_ILLEGAL_INSN;
    }
    h->priv = status & MSTATUS_SPP ? PRIV_S : PRIV_U;
    status = deposit64(status, 1, 1, (status & MSTATUS_SPIE) != 0);
    status &= ~MSTATUS_SPP;
    h->mstatus = status | MSTATUS_SPIE;
    clear_mprv(h);
    h->pc = h->sepc;
    return TRAP_NONE;
}

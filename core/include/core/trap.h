/*
 * trap.h: interrupts and exceptions of one hart
 *
 * Priv. "Machine Trap Delegation", "mstatus", "mcause", "xRET".
 */
#ifndef CORE_TRAP_H
#define CORE_TRAP_H

#include "core/hart.h"

/**
 * hart_set_irq: drive one interrupt wire of the hart
 * @irq:   IrqNumber
 * @level: new level of the wire
 *
 * Atomic; callable from any thread. The caller kicks the vCPU.
 */
void hart_set_irq(Hart *h, unsigned irq, bool level);

/** hart_mip: the value of mip: software bits or wires */
uint64_t hart_mip(const Hart *h);

/** hart_has_work: pending and locally enabled, whatever xIE says (WFI) */
bool hart_has_work(const Hart *h);

/**
 * hart_pending_interrupt: the interrupt to take now
 *
 * Order: MEI MSI MTI SEI SSI STI LCOFI, M-mode destinations first (Priv.
 * "mip and mie").
 *
 * Returns: an IrqNumber, or -1 when none is pending, enabled and unmasked.
 */
int hart_pending_interrupt(const Hart *h);

/** hart_take_interrupt: enter the handler of @irq; h->pc is the epc */
void hart_take_interrupt(Hart *h, unsigned irq);

/**
 * hart_take_trap: enter the handler of a synchronous exception
 * @cause: not TRAP_NONE
 * @tval:  value for mtval or stval
 *
 * h->pc must hold the address of the faulting instruction. Drops the LR
 * reservation, leaves WFI.
 */
void hart_take_trap(Hart *h, Trap cause, uint64_t tval);

/** hart_mret, hart_sret: return from a trap; TRAP_NONE or TRAP_ILLEGAL_INSN */
Trap hart_mret(Hart *h) MUST_CHECK;
Trap hart_sret(Hart *h) MUST_CHECK;

/**
 * hart_check_wfi, hart_check_sfence: TW, TVM and privilege checks
 *
 * hart_check_sfence() serves SFENCE.VMA and SINVAL.VMA. SFENCE.W.INVAL and
 * SFENCE.INVAL.IR ignore TVM: they are illegal in U-mode only.
 *
 * Returns: TRAP_NONE or TRAP_ILLEGAL_INSN.
 */
Trap hart_check_wfi(const Hart *h) MUST_CHECK;
Trap hart_check_sfence(const Hart *h) MUST_CHECK;
/** hart_check_cbo: menvcfg/senvcfg gates of Zicbom and Zicboz (OP_cbo_*) */
Trap hart_check_cbo(const Hart *h, unsigned op) MUST_CHECK;

/** trap_name, irq_name: text for logs ("load page fault") */
const char *trap_name(unsigned cause);
const char *irq_name(unsigned irq);

#endif

/*
 * irq_priority.c: which interrupt a hart takes next
 *
 * TODO (exec.3): decide from mip (hart_mip()), mie, mideleg, mstatus and the
 * mode.
 *
 *   - An interrupt counts when it is pending and enabled in mie.
 *   - mideleg says which mode it goes to: S if its bit is set, else M.
 *   - A hart below that mode always takes it, one above it never; in the mode
 *     itself the global enable decides: mstatus.MIE or mstatus.SIE.
 *   - What goes to M comes before what goes to S. Within one destination:
 *     MEI, MSI, MTI, SEI, SSI, STI, then the counter overflow (IRQ_LCOF).
 *
 * Privileged ISA, "Machine Interrupt (mip and mie) Registers", "mideleg".
 */
#include "core/csr_bits.h"
#include "core/lab_todo.h"
#include "core/trap.h"

int hart_pending_interrupt(const Hart *h)
{
    lab_todo("exec", 3);
    (void)h;
    return -1;
}

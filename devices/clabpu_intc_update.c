/*
 * clabpu_intc_update.c: when the controller asks the hart (exercise)
 *
 * The output is a pure function of the registers. It is computed once after
 * each change and driven once, so the hart never sees a level that belongs to
 * a state in between.
 */
#include "devices/clabpu_intc.h"

uint32_t clabpu_intc_candidates(const ClabpuIntcRegs *regs)
{
    return regs->pending & regs->enable & ~regs->in_service;
}

void clabpu_intc_update(ClabpuIntcState *s)
{
    qemu_set_irq(s->irq, clabpu_intc_candidates(&s->regs) != 0);
}

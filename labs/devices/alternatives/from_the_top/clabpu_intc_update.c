/* clabpu_intc_update.c: input by input; the line is driven on every change */
#include "devices/clabpu_intc.h"

static bool asks(const ClabpuIntcRegs *regs, unsigned n)
{
    return (regs->pending >> n & 1) && (regs->enable >> n & 1) &&
           !(regs->in_service >> n & 1);
}

uint32_t clabpu_intc_candidates(const ClabpuIntcRegs *regs)
{
    uint32_t all = 0;

    for (unsigned n = 0; n < CLABPU_INTC_NUM_SOURCES; n++) {
        all |= asks(regs, n) ? 1u << n : 0;
    }
    return all;
}

void clabpu_intc_update(ClabpuIntcState *s)
{
    if (clabpu_intc_candidates(&s->regs)) {
        qemu_irq_raise(s->irq);
    } else {
        qemu_irq_lower(s->irq);
    }
}

/* clabpu_intc_input.c: one branch for each of the two levels there are */
#include "devices/clabpu_intc.h"

void clabpu_intc_set_irq(void *opaque, int n, int level)
{
    ClabpuIntcState *s = opaque;
    uint32_t bit = (uint32_t)1 << n;

    if (!level) {
        s->regs.pending &= ~bit;
    } else {
        s->regs.pending |= bit;
    }
    clabpu_intc_update(s);
}

/*
 * clabpu_intc_input.c: an input of the course board's INTC changes (exercise)
 *
 * PENDING has one bit per input and follows its level. Zero is low and any
 * other value is high: a wire carries an int, not a bit.
 */
#include "devices/clabpu_intc.h"

void clabpu_intc_set_irq(void *opaque, int n, int level)
{
    ClabpuIntcState *s = opaque;

    s->regs.pending &= ~(1u << n);
    s->regs.pending |= (level != 0 ? 1u : 0u) << n;
    clabpu_intc_update(s);
}

/*
 * clabpu_intc_input.c: an input of the course board's INTC changes
 *
 * TODO (devices.7): spot the bug. This file is complete, and wrong. It works
 * with most devices; with others, which drive their line with a value, inputs
 * are pending that nobody has raised.
 */
#include "devices/clabpu_intc.h"

void clabpu_intc_set_irq(void *opaque, int n, int level)
{
    ClabpuIntcState *s = opaque;

    if (level) {
        s->regs.pending |= (uint32_t)level << n;
    } else {
        s->regs.pending &= ~(1u << n);
    }
    clabpu_intc_update(s);
}

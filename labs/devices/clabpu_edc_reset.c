/*
 * clabpu_edc_reset.c: the course board's EDC enters reset
 *
 * TODO (devices.7): spot the bug. This file is complete, and wrong. After a
 * reset a guest finds its registers clear and yet takes an interrupt, and
 * sometimes an operation ends that nobody has started since.
 */
#include "devices/clabpu_edc.h"

void clabpu_edc_reset_enter(Object *obj, ResetType type)
{
    ClabpuEdcState *s = CLABPU_EDC(obj);

    s->regs = (ClabpuEdcRegs){ 0 };
}

void clabpu_edc_reset_hold(Object *obj, ResetType type)
{
    ClabpuEdcState *s = CLABPU_EDC(obj);

    if (s->regs.int_status & s->regs.int_enable) {
        clabpu_edc_update_irq(s);
    }
}

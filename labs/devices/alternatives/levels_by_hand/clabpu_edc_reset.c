/* clabpu_edc_reset.c: field by field, and the line is known to be low */
#include "devices/clabpu_edc.h"

void clabpu_edc_reset_enter(Object *obj, ResetType type)
{
    ClabpuEdcState *s = CLABPU_EDC(obj);

    timer_del(s->done_timer);
    s->regs.ctrl = 0;
    s->regs.status = 0;
    s->regs.error = 0;
    s->regs.int_enable = 0;
    s->regs.int_status = 0;
    s->regs.inject = 0;
}

void clabpu_edc_reset_hold(Object *obj, ResetType type)
{
    qemu_irq_lower(CLABPU_EDC(obj)->irq);
}

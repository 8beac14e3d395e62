/*
 * clabpu_edc_reset.c: the course board's EDC enters reset (exercise)
 *
 * Enter clears what the device remembers, and that includes an operation that
 * is under way: its end must not arrive in a device that was reset. Hold
 * drives the line; by then everybody's state is clear (devices/reset.h).
 */
#include "devices/clabpu_edc.h"

void clabpu_edc_reset_enter(Object *obj, ResetType type)
{
    ClabpuEdcState *s = CLABPU_EDC(obj);

    s->regs = (ClabpuEdcRegs){ 0 };
    timer_del(s->done_timer);
}

void clabpu_edc_reset_hold(Object *obj, ResetType type)
{
    clabpu_edc_update_irq(CLABPU_EDC(obj));
}

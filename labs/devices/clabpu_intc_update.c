/*
 * clabpu_intc_update.c: when the controller asks the hart
 *
 * TODO (devices.3): an input asks for service while it is pending, enabled
 * and not in service. The output is high while any input asks; it is a
 * function of the registers, driven once, after they have changed.
 */
#include "core/lab_todo.h"
#include "devices/clabpu_intc.h"

uint32_t clabpu_intc_candidates(const ClabpuIntcRegs *regs)
{
    lab_todo("devices", 3);
    return 0;
}

void clabpu_intc_update(ClabpuIntcState *s)
{
    lab_todo("devices", 3);
}

/*
 * clabpu_intc_claim.c: who is served next
 *
 * TODO (devices.3): of the candidates the one with the highest priority is
 * served; among equals, the one with the lowest number. Priority 0 is the
 * lowest, it excludes nobody. On the wire an input is called number + 1,
 * because 0 means "nobody". A claimed input is in service, and so no candidate,
 * until it is completed; completing what is not in service changes nothing.
 */
#include "core/lab_todo.h"
#include "devices/clabpu_intc.h"

uint32_t clabpu_intc_claim(ClabpuIntcRegs *regs)
{
    lab_todo("devices", 3);
    return 0;
}

bool clabpu_intc_complete(ClabpuIntcRegs *regs, uint32_t id)
{
    lab_todo("devices", 3);
    return false;
}

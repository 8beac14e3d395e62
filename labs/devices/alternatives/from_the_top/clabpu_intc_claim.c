/* clabpu_intc_claim.c: priority by priority, from the highest downward */
#include "devices/clabpu_intc.h"

static uint32_t at_priority(const ClabpuIntcRegs *regs, int priority)
{
    uint32_t found = 0;

    for (int i = CLABPU_INTC_NUM_SOURCES - 1; i >= 0; i--) {
        found = found << 1 | (regs->priority[i] == priority);
    }
    return found;
}

uint32_t clabpu_intc_claim(ClabpuIntcRegs *regs)
{
    uint32_t left = clabpu_intc_candidates(regs);

    for (int priority = 255; left && priority >= 0; priority--) {
        uint32_t here = left & at_priority(regs, priority);
        if (here) {
            regs->in_service |= here & -here;
            return (uint32_t)__builtin_ffs((int)here);
        }
    }
    return 0;
}

bool clabpu_intc_complete(ClabpuIntcRegs *regs, uint32_t id)
{
    uint32_t before = regs->in_service;

    if (id - 1 < CLABPU_INTC_NUM_SOURCES) {
        regs->in_service &= ~(1u << (id - 1));
    }
    return regs->in_service != before;
}

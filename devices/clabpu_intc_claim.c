/*
 * clabpu_intc_claim.c: who is served next (exercise)
 *
 * Numbers are source + 1 on the wire, because 0 means "nobody". A claimed
 * input is out of the competition until it is completed, so the handler may
 * enable interrupts again while it works.
 */
#include "devices/clabpu_intc.h"

/* Highest priority; among equals the lowest number. -1: no candidate. */
static int intc_best(const ClabpuIntcRegs *regs)
{
    uint32_t candidates = clabpu_intc_candidates(regs);
    int best = -1;

    for (int i = 0; i < CLABPU_INTC_NUM_SOURCES; i++) {
        if (candidates >> i & 1 &&
            (best < 0 || regs->priority[i] > regs->priority[best])) {
            best = i;
        }
    }
    return best;
}

uint32_t clabpu_intc_claim(ClabpuIntcRegs *regs)
{
    int best = intc_best(regs);

    if (best < 0) {
        return 0;
    }
    regs->in_service |= 1u << best;
    return best + 1;
}

bool clabpu_intc_complete(ClabpuIntcRegs *regs, uint32_t id)
{
    if (id < 1 || id > CLABPU_INTC_NUM_SOURCES ||
        !(regs->in_service >> (id - 1) & 1)) {
        return false;
    }
    regs->in_service &= ~(1u << (id - 1));
    return true;
}

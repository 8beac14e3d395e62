/*
 * debug_check.c: what the loop does with the next instruction
 *
 * Breakpoints are compared here, before the loop looks for a block, and
 * nowhere else. A block starts where the hart stands, so one that holds a
 * breakpoint further down would run past it. Therefore a page with a
 * breakpoint is executed one instruction at a time, and nothing of it enters
 * a jump cache; every other page runs as usual.
 *
 * A debugger's breakpoint always counts, unless it was reported at this very
 * instruction or the debugger asked for a step from here. The hart's own
 * trigger (BP_CPU) counts if its conditions hold now, and after the
 * debugger's.
 */
#include "debug_check.h"

bool debug_is_slow_page(const Vcpu *v, vaddr pc)
{
    return breakpoint_in_range(&v->debug.points, pc & GUEST_PAGE_MASK,
                               GUEST_PAGE_SIZE) ||
           (v->debug.triggers_attention && debug_trigger_on_page(v, pc));
}

DebugVerdict debug_check(Vcpu *v)
{
    const DebugPoints *points = &v->debug.points;
    vaddr pc = v->hart.pc;
    bool one = v->debug.single_step || debug_pass(v);

    if (!one && breakpoint_test(points, pc, BP_GDB)) {
        return DEBUG_STOP;
    }
    if (breakpoint_test(points, pc, BP_CPU) ||
        (v->debug.triggers_attention && debug_trigger_fetch(v, pc))) {
        return DEBUG_TRAP;
    }
    return one || debug_is_slow_page(v, pc) ? DEBUG_RUN_ONE : DEBUG_RUN;
}

/* debug_check.c: one question after the other, the page first */
#include "debug_check.h"

bool debug_is_slow_page(const Vcpu *v, vaddr pc)
{
    vaddr page = pc - pc % GUEST_PAGE_SIZE;

    if (v->debug.triggers_attention && debug_trigger_on_page(v, pc)) {
        return true;
    }
    return breakpoint_in_range(&v->debug.points, page, GUEST_PAGE_SIZE);
}

static bool stops(const Vcpu *v, bool excused)
{
    return !excused &&
           breakpoint_test(&v->debug.points, v->hart.pc, BP_GDB) != NULL;
}

static bool traps(Vcpu *v)
{
    if (breakpoint_test(&v->debug.points, v->hart.pc, BP_CPU)) {
        return true;
    }
    return v->debug.triggers_attention && debug_trigger_fetch(v, v->hart.pc);
}

DebugVerdict debug_check(Vcpu *v)
{
    bool excused = debug_pass(v) != 0 || v->debug.single_step != 0;

    if (!debug_is_slow_page(v, v->hart.pc)) {
        return excused ? DEBUG_RUN_ONE : DEBUG_RUN;
    }
    if (stops(v, excused)) {
        return DEBUG_STOP;
    }
    return traps(v) ? DEBUG_TRAP : DEBUG_RUN_ONE;
}

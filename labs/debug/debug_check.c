/*
 * debug_check.c: what the loop does with the next instruction
 *
 * TODO (debug.2): the loop asks here before each block, while
 * v->debug.attention is set. A block starts at hart.pc; one that holds a
 * breakpoint further down would run past it.
 *
 * debug_is_slow_page(): does the page of pc hold a breakpoint of either owner,
 *   or may a trigger of the hart match in it (debug_trigger_on_page(), asked
 *   only while v->debug.triggers_attention)?
 *
 * debug_check(), the first that holds:
 *   - DEBUG_STOP: a breakpoint of the debugger is at pc. Not while the
 *     debugger steps (v->debug.single_step) or when the instruction may pass
 *     (debug_pass()).
 *   - DEBUG_TRAP: a breakpoint with BP_CPU is at pc, or a trigger fires
 *     (debug_trigger_fetch(), asked only while triggers_attention).
 *   - DEBUG_RUN_ONE: the debugger steps, the instruction passes, or the page
 *     is a slow one.
 *   - DEBUG_RUN
 */
#include "core/lab_todo.h"
#include "debug_check.h"

bool debug_is_slow_page(const Vcpu *v, vaddr pc)
{
    lab_todo("debug", 2);
    (void)v;
    (void)pc;
    return false;
}

DebugVerdict debug_check(Vcpu *v)
{
    lab_todo("debug", 2);
    (void)v;
    return DEBUG_RUN;
}

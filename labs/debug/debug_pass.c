/*
 * debug_pass.c: stepping over what was reported
 *
 * TODO (debug.4): a breakpoint stops before its instruction. When the hart
 * goes on, it stands at the same pc and would stop for ever; so what was
 * reported at a pc (v->debug.pass) lets the instruction there pass, once.
 *
 *   - debug_pass_add(): the instruction at hart.pc may do what (DEBUG_PASS_*)
 *     besides what it may do already.
 *   - debug_pass(): what it may do now. Nothing, if the hart is elsewhere, or
 *     is there again after it executed something.
 *   - debug_pass_end(): nothing any more.
 *
 * debug_update_attention() after each change.
 */
#include "core/lab_todo.h"
#include "debug_check.h"

void debug_pass_add(Vcpu *v, unsigned what)
{
    lab_todo("debug", 4);
    (void)v;
    (void)what;
}

unsigned debug_pass(const Vcpu *v)
{
    lab_todo("debug", 4);
    (void)v;
    return 0;
}

void debug_pass_end(Vcpu *v)
{
    lab_todo("debug", 4);
    (void)v;
}

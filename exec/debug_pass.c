/*
 * debug_pass.c: stepping over what was reported
 *
 * A breakpoint stops before its instruction. When the hart goes on it stands
 * at the same pc, and would stop for ever; so what was reported at a pc lets
 * the instruction there pass once. "Once" is until it was executed: the pass
 * holds while the pc is the same and nothing was retired. No interrupt comes
 * between, or the handler would return to a breakpoint that is armed again.
 */
#include "debug_check.h"

void debug_pass_add(Vcpu *v, unsigned what)
{
    v->debug.pass = (DebugPass) {
        .what = debug_pass(v) | what,
        .pc = v->hart.pc,
        .retired = v->hart.retired,
    };
    debug_update_attention(v);
}

unsigned debug_pass(const Vcpu *v)
{
    const DebugPass *pass = &v->debug.pass;

    return pass->pc == v->hart.pc && pass->retired == v->hart.retired
        ? pass->what : 0;
}

void debug_pass_end(Vcpu *v)
{
    v->debug.pass.what = 0;
    debug_update_attention(v);
}

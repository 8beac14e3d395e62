/* debug_pass.c: what is void is taken away when it is noticed */
#include "debug_check.h"

static bool stands_still(const Vcpu *v)
{
    return v->hart.retired - v->debug.pass.retired == 0 &&
           (v->hart.pc ^ v->debug.pass.pc) == 0;
}

void debug_pass_end(Vcpu *v)
{
    v->debug.pass = (DebugPass) { .what = 0 };
    debug_update_attention(v);
}

void debug_pass_add(Vcpu *v, unsigned what)
{
    DebugPass *pass = &v->debug.pass;

    if (!stands_still(v)) {
        pass->what = 0;
        pass->pc = v->hart.pc;
        pass->retired = v->hart.retired;
    }
    pass->what |= what;
    debug_update_attention(v);
}

unsigned debug_pass(const Vcpu *v)
{
    unsigned what = v->debug.pass.what;

    if (what != 0 && !stands_still(v)) {
        what = 0;
    }
    return what;
}

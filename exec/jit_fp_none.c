/* jit_fp_none.c: a host without translated code never lends its FP unit */
#include "jit_fp.h"

bool jit_fp_enter(Vcpu *v)
{
    return false;
}

void jit_fp_leave(Vcpu *v)
{
}

bool jit_fp_csr(Vcpu *v, CsrAccess *access)
{
    return false;
}

unsigned jit_fp_suspend(const Vcpu *v)
{
    return 0;
}

void jit_fp_resume(const Vcpu *v, unsigned saved)
{
}

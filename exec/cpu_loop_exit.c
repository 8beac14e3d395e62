/* cpu_loop_exit.c: see cpu_loop_exit.h */
#include "cpu_loop_exit.h"
#include "jit_fp.h"

void cpu_loop_exit(Vcpu *v)
{
    siglongjmp(v->jmp_env, 1);
}

void cpu_loop_exit_restore(Vcpu *v, const InterpOp *op)
{
    interp_sync(v, op);
    cpu_loop_exit(v);
}

void vcpu_restore_state(Vcpu *v)
{
    v->tb = NULL;
    v->debug.watch_off = false;
    jit_fp_leave(v);
}

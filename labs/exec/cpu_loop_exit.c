/*
 * cpu_loop_exit.c: see cpu_loop_exit.h
 *
 * TODO (exec.5): this file is complete, and two things in it are wrong. After
 * a helper has left an instruction by a jump,
 *
 *   - pc is that of the instruction, which did not happen, and all those
 *     before it are counted as retired (interp_sync() is the one who knows);
 *   - nothing is left switched as it was in the middle of an instruction.
 */
#include "cpu_loop_exit.h"
#include "jit_fp.h"

void cpu_loop_exit(Vcpu *v)
{
    siglongjmp(v->jmp_env, 1);
}

void cpu_loop_exit_restore(Vcpu *v, const InterpOp *op)
{
    v->hart.pc = v->block_pc + op->pc_offset;
    cpu_loop_exit(v);
}

void vcpu_restore_state(Vcpu *v)
{
    v->tb = NULL;
    jit_fp_leave(v);
}

/*
 * cpu_loop_exit.h: leaving an instruction from deep inside a helper
 *
 * Ordinary faults return EXEC_TRAP. A helper that cannot return (a device
 * callback that must stop the vCPU, a watchpoint) leaves by a jump to
 * cpu_exec(): the instruction it interrupts has then not retired, and the
 * pc is that instruction's.
 */
#ifndef EXEC_CPU_LOOP_EXIT_H
#define EXEC_CPU_LOOP_EXIT_H

#include "interp_internal.h"

/**
 * cpu_loop_exit: give up the current block; exception_index says why
 *
 * Context: vCPU thread, inside cpu_exec(), no lock held.
 */
void cpu_loop_exit(Vcpu *v) G_GNUC_NORETURN;

/**
 * cpu_loop_exit_restore: the same at a known instruction
 * @op: the instruction that does not complete
 */
void cpu_loop_exit_restore(Vcpu *v, const InterpOp *op) G_GNUC_NORETURN;

/** vcpu_restore_state: after the jump: the block is over */
void vcpu_restore_state(Vcpu *v);

#endif

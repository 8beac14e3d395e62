/*
 * control_cpu.h: looking at a hart from outside, safely
 *
 * A running hart's registers belong to its thread. Whoever wants to see or
 * change them from another thread has a function called there, between two
 * executions; with the machine stopped that happens at once.
 */
#ifndef MACHINE_CONTROL_CPU_H
#define MACHINE_CONTROL_CPU_H

#include "machine/vm.h"

/**
 * control_get_cpu: hart number @cpu. Returns: (borrowed), or NULL with @errp
 * set when the machine has no such hart.
 */
Vcpu *control_get_cpu(const Vm *vm, int cpu, Error **errp);

/**
 * control_run_on_cpu: call @fn(hart, @data) while the hart stands still
 * @cpu: number of the hart
 *
 * Its state is exact then, and @fn may read guest memory through it. @fn must
 * neither wait for other vCPUs nor run for long.
 *
 * Returns: false with @errp set when there is no such hart.
 * Context: BQL held, which is given back while waiting; not on a vCPU thread
 *          other than that of @cpu.
 */
bool control_run_on_cpu(Vm *vm, int cpu, RunOnCpuFn *fn, void *data,
                        Error **errp) MUST_CHECK;

#endif

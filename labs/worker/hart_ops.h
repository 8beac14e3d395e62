/*
 * hart_ops.h: operations of every worker that runs guest code
 *
 * A lab whose state begins with a HartMachine puts HART_OPS into its table:
 *
 *     typedef struct MyLab { HartMachine machine; ... } MyLab;
 *     static const WorkerOp ops[] = { HART_OPS { "mine", ... }, ... };
 *
 * "run" and "state" are what the controller needs for lock-step: it compares
 * digests, finds the instruction where they part, and asks for the state
 * before and after it.
 */
#ifndef LABS_WORKER_HART_OPS_H
#define LABS_WORKER_HART_OPS_H

#include "hart_machine.h"
#include "worker.h"

void hart_op_load(Worker *w);
void hart_op_set(Worker *w);
void hart_op_registers(Worker *w);
void hart_op_irq(Worker *w);
void hart_op_run(Worker *w);
void hart_op_state(Worker *w);
void hart_op_events(Worker *w);

#define HART_OPS                                                        \
    { "load", "at:u code:x", "load code at {at}", hart_op_load },       \
    { "set", "register:s value:u", "{register} becomes {value:x}",        \
      hart_op_set },                                                    \
    { "registers", "values:x", "x1 and those after it get values",        \
      hart_op_registers },                                              \
    { "irq", "line:u level:u",                                          \
      "interrupt line {line} has level {level}", hart_op_irq },         \
    { "run", "n:u", "run {n} instructions", hart_op_run },              \
    { "state", "", "look at the hart", hart_op_state },                 \
    { "events", "", "the last traps, and accesses to the device",       \
      hart_op_events },

/* What their fields mean, for WorkerLab.fields. */
#define HART_FIELDS                                                     \
    "pc:hex digest:hex mstatus:bits(1=SIE,3=MIE,5=SPIE,7=MPIE,8=SPP) "  \
    "mip:bits(1=SSIP,3=MSIP,5=STIP,7=MTIP,9=SEIP,11=MEIP) "             \
    "mie:bits(1=SSIE,3=MSIE,5=STIE,7=MTIE,9=SEIE,11=MEIE) "

/** hart_ops_tell_device: the last accesses to the device */
void hart_ops_tell_device(Worker *w);

/** hart_ops_result: what cpu_exec() returned, in a word */
const char *hart_ops_result(int result);

/** hart_ops_vcpu: hart 0 of the worker's machine (borrowed) */
Vcpu *hart_ops_vcpu(Worker *w);

/** hart_ops_machine: the worker's machine (borrowed) */
HartMachine *hart_ops_machine(Worker *w);

/** hart_ops_exception: name of a value of exception_index */
const char *hart_ops_exception(int index);

#endif

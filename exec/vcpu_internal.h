/* vcpu_internal.h: vCPU functions that only exec's own files need */
#ifndef EXEC_VCPU_INTERNAL_H
#define EXEC_VCPU_INTERNAL_H

#include "exec/vcpu.h"

/** vcpu_phys_bus: how the page walk reaches memory (phys_bus.c) */
PhysBus vcpu_phys_bus(Vcpu *v);

/** vcpu_wake: an interrupt may be pending: kick or end the idle wait */
void vcpu_wake(Vcpu *v);

/** vcpu_log_state: the integer registers, for -d cpu */
void vcpu_log_state(const Vcpu *v);

/** cpu_log_block: for -d exec and -d cpu: the block is about to run */
void cpu_log_block(const Vcpu *v, const TranslationBlock *tb);

/** vcpu_digest_trap: fold the hart's state into the digest of the run */
void vcpu_digest_trap(Vcpu *v, uint64_t cause);

/**
 * vcpu_deliver_exception: act on exception_index
 *
 * Returns: true when the guest's handler runs next (exception_index is then
 *          EXCP_NONE); false when cpu_exec() must be left.
 */
bool vcpu_deliver_exception(Vcpu *v);

/**
 * vcpu_take_interrupt: enter the handler of an interrupt, if one may be taken
 *
 * When the debugger holds interrupts back it is requested again.
 */
void vcpu_take_interrupt(Vcpu *v);

/**
 * vcpu_apply_requests: change in the hart what other threads asked for
 * @request: bits of exit_request; only SSIP and TIMER mean something here
 */
void vcpu_apply_requests(Vcpu *v, uint32_t request);

/**
 * rr_run_round: each vCPU that may run gets a slice, in turn (rr_round.c)
 *
 * Requests of each are obeyed, whether it ran or not. Context: the one
 * execution thread, big lock held; given back while guest code runs.
 */
void rr_run_round(CpuSet *cpus);

/** cpu_set_any_can_run: is there a vCPU that is not stopped? */
bool cpu_set_any_can_run(const CpuSet *cpus);

/** vcpu_set_current: note which vCPU the calling thread runs */
void vcpu_set_current(Vcpu *v);

/** vcpu_stop_if_asked: acknowledge a stop request; big lock held */
void vcpu_stop_if_asked(Vcpu *v);

#endif

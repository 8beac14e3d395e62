/*
 * rr_round.c: a round: each vCPU in turn, for a slice of instructions
 *
 * TODO (exec.6): write rr_run_round(), the work of the one thread that all
 * vCPUs share.
 *
 *   - In the order of their numbers, beginning with cpus->turn (with 0 when
 *     that one cannot run: vcpu_can_run()). When any vCPU can run, turn is 0
 *     from then on; else it stays for the end of the stop.
 *   - A vCPU that can run and is not idle (vcpu_is_idle()) executes a slice:
 *     v->slice_end is hart.retired plus SLICE_INSNS, or plus icount_limit()
 *     when instructions are counted (icount_enabled()); a limit of 0 means
 *     that timers are due: icount_run_timers(), then ask again.
 *   - The slice: vcpu_set_current(v), the big lock given back, cpu_exec()
 *     between cpu_exec_start() and cpu_exec_end(), the lock taken again,
 *     vcpu_set_current(NULL). EXCP_DEBUG: cpu_handle_guest_debug().
 *   - With counting, a slice that was ended early by EXCP_INTERRUPT or
 *     EXCP_DEBUG stays open (v->slice_open): the vCPU goes on, never past
 *     the old slice_end, before the next one has its turn.
 *   - After each slice cpus->turn is: an open slice: this vCPU; one that is
 *     asked to stop (v->stop): the next one; else 0.
 *   - After a slice, and at the end of its turn whether it ran or not, a vCPU
 *     obeys: vcpu_stop_if_asked(), process_queued_cpu_work(), with
 *     vcpu_set_current() around them.
 *
 * Context: big lock held.
 */
#include "core/bql.h"
#include "core/lab_todo.h"
#include "exec/cpus.h"
#include "exec/debug.h"
#include "timers/icount.h"
#include "vcpu_internal.h"

#define SLICE_INSNS 200000

void rr_run_round(CpuSet *cpus)
{
    lab_todo("exec", 6);
    (void)cpus;
    (void)SLICE_INSNS;
}

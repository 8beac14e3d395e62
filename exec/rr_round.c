/*
 * rr_round.c: a round: each vCPU in turn, for a slice of instructions
 *
 * WFI and pause hints end a slice early. With instruction counting it also
 * ends at the next deadline of the virtual clock, where timers run.
 *
 * A slice that ends before its last instruction does not end the turn then:
 * a vCPU whose timer handler sets the next deadline would otherwise never get
 * past its handler, and the run would depend on when somebody stopped or
 * asked it. Without counting a stop ends the turn, so that a vCPU with a
 * breakpoint does not keep the others away.
 */
#include "core/bql.h"
#include "exec/cpus.h"
#include "exec/debug.h"
#include "timers/icount.h"
#include "vcpu_internal.h"

#define SLICE_INSNS 200000

static bool is_counting(void)
{
    return icount_enabled(timer_system_default());
}

static int64_t slice_length(void)
{
    TimerSystem *ts = timer_system_default();
    int64_t limit;

    if (!is_counting()) {
        return SLICE_INSNS;
    }
    while ((limit = icount_limit(ts, SLICE_INSNS)) == 0) {
        icount_run_timers(ts);
    }
    return limit;
}

static bool is_interrupted(const Vcpu *v, int result)
{
    return is_counting() &&
           (result == EXCP_DEBUG || result == EXCP_INTERRUPT) &&
           v->hart.retired < v->slice_end;
}

/* After a stop it is the turn of this vCPU, or of the next one. */
static void keep_turn(Vcpu *v)
{
    unsigned next = ((unsigned)v->index + 1) % v->cpus->cpus->len;

    v->cpus->turn = v->slice_open ? (unsigned)v->index : v->stop ? next : 0;
}

static void execute_slice(Vcpu *v)
{
    uint64_t end = v->hart.retired + (uint64_t)slice_length();

    v->slice_end = v->slice_open ? MIN(v->slice_end, end) : end;
    vcpu_set_current(v);
    bql_unlock();
    cpu_exec_start(v);
    int result = cpu_exec(v);
    cpu_exec_end(v);
    bql_lock();
    v->slice_open = is_interrupted(v, result);
    if (result == EXCP_DEBUG) {
        cpu_handle_guest_debug(v);
    }
    keep_turn(v);
    vcpu_set_current(NULL);
}

static void obey_requests(Vcpu *v)
{
    vcpu_set_current(v);
    vcpu_stop_if_asked(v);
    process_queued_cpu_work(v);
    vcpu_set_current(NULL);
}

static void take_turn(Vcpu *v)
{
    while (vcpu_can_run(v) && !vcpu_is_idle(v)) {
        execute_slice(v);
        obey_requests(v);
        if (!v->slice_open) {
            return;
        }
    }
}

/* The turn waits for the end of the stop, or is lost to those who may run. */
static unsigned first_in_turn(CpuSet *cpus)
{
    unsigned first = cpus->turn;

    if (cpu_set_any_can_run(cpus)) {
        cpus->turn = 0;
    }
    return vcpu_can_run(cpu_set_get(cpus, first)) ? first : 0;
}

void rr_run_round(CpuSet *cpus)
{
    unsigned first = first_in_turn(cpus);

    for (unsigned i = 0; i < cpus->cpus->len; i++) {
        Vcpu *v = cpu_set_get(cpus, i);

        if (i >= first) {
            take_turn(v);
        }
        obey_requests(v);
    }
}

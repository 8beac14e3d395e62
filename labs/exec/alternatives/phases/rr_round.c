/* rr_round.c: the parts of a turn one after the other, in one loop */
#include "core/bql.h"
#include "exec/cpus.h"
#include "exec/debug.h"
#include "timers/icount.h"
#include "vcpu_internal.h"

#define SLICE_INSNS 200000

static uint64_t next_stop(const Vcpu *v, bool counting)
{
    TimerSystem *ts = timer_system_default();
    int64_t insns = SLICE_INSNS;

    if (counting) {
        for (insns = 0; insns == 0;) {
            insns = icount_limit(ts, SLICE_INSNS);
            if (insns == 0) {
                icount_run_timers(ts);
            }
        }
    }
    return v->hart.retired + (uint64_t)insns;
}

static int run_guest(Vcpu *v)
{
    int result;

    vcpu_set_current(v);
    bql_unlock();
    cpu_exec_start(v);
    result = cpu_exec(v);
    cpu_exec_end(v);
    bql_lock();
    return result;
}

static void serve(Vcpu *v)
{
    vcpu_set_current(v);
    vcpu_stop_if_asked(v);
    process_queued_cpu_work(v);
    vcpu_set_current(NULL);
}

/* Returns: true when the turn goes on. */
static bool piece_of_turn(Vcpu *v)
{
    bool counting = icount_enabled(timer_system_default());
    uint64_t stop = next_stop(v, counting);
    CpuSet *cpus = v->cpus;

    if (!v->slice_open || stop < v->slice_end) {
        v->slice_end = stop;
    }
    int result = run_guest(v);

    v->slice_open = counting && v->hart.retired < v->slice_end &&
                    (result == EXCP_INTERRUPT || result == EXCP_DEBUG);
    if (result == EXCP_DEBUG) {
        cpu_handle_guest_debug(v);
    }
    cpus->turn = 0;
    if (v->slice_open) {
        cpus->turn = (unsigned)v->index;
    } else if (v->stop) {
        cpus->turn = ((unsigned)v->index + 1) % cpus->cpus->len;
    }
    vcpu_set_current(NULL);
    serve(v);
    return v->slice_open;
}

void rr_run_round(CpuSet *cpus)
{
    unsigned first = cpus->turn;

    if (cpu_set_any_can_run(cpus)) {
        cpus->turn = 0;
    }
    if (!vcpu_can_run(cpu_set_get(cpus, first))) {
        first = 0;
    }
    for (unsigned i = 0; i < cpus->cpus->len; i++) {
        Vcpu *v = cpu_set_get(cpus, i);
        bool more = i >= first;

        while (more && vcpu_can_run(v) && !vcpu_is_idle(v)) {
            more = piece_of_turn(v);
        }
        serve(v);
    }
}

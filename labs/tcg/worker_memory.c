/*
 * worker_memory.c: accesses of the hart that missed the fast path; and the
 * engine that runs its programs
 */
#include <string.h>

#include "core/trap.h"
#include "mem_access.h"
#include "worker_tcg.h"

/*
 * Before the first instruction: units from the first run of a block on, and
 * cut to the slice. "tcg" makes host code; where the host does not allow
 * that, tci does the same.
 */
void tcg_op_engine(Worker *w)
{
    CpuSet *cpus = tcg_lab(w)->machine.cpus;
    const AccelOps *accel = accel_find(worker_text(w, "name"));
    const JitOptions options = {
        .threshold = 0, .counts = true, .fit_slice = true,
        .code_bytes = 1 << 20, .block_bytes = 1 << 20,
    };

    if (!accel || cpus->jit) {
        reply_text(w, "error", "there is no such engine, or there is one");
        return;
    }
    cpus->accel = accel;
    if (cpu_set_use_jit(cpus, &options, NULL) && !tcg_lab_cannot_encode()) {
        return;
    }
    cpus->accel = accel_find("tci");
    if (!cpus->jit && !cpu_set_use_jit(cpus, &options, NULL)) {
        reply_text(w, "error", "the engine cannot start");
    }
}

static void tell_access(Worker *w, ExecStatus status)
{
    Vcpu *v = hart_ops_vcpu(w);

    if (status == EXEC_TRAP) {
        reply_text(w, "trap", hart_ops_exception(v->exception_index));
        reply_hex(w, "tval", v->exception_tval);
        v->exception_index = EXCP_NONE;
        v->exception_tval = 0;
    } else {
        reply_text(w, "status", status == EXEC_NEXT ? "done" : "break");
    }
}

static unsigned size_arg(Worker *w)
{
    return 1u << (worker_u64(w, "log2") % 4);
}

void tcg_op_load(Worker *w)
{
    uint64_t value = 0;
    ExecStatus status = vcpu_load_slow(hart_ops_vcpu(w),
                                       worker_u64(w, "addr"), size_arg(w),
                                       &value);

    tell_access(w, status);
    if (status == EXEC_NEXT) {
        reply_hex(w, "value", value);
    }
}

void tcg_op_store(Worker *w)
{
    tell_access(w, vcpu_store_slow(hart_ops_vcpu(w), worker_u64(w, "addr"),
                                   size_arg(w), worker_u64(w, "value")));
}

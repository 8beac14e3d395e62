/*
 * worker_memory.c: accesses of the hart that missed the fast path; and the
 * engine that runs its programs
 */
#include <string.h>

#include "core/trap.h"
#include "exec/debug.h"
#include "mem_access.h"
#include "tcg/code_cache.h"
#include "worker_tcg.h"

/* Can host code be run here? */
static bool has_host_code(void)
{
    TcgCodeCache *cache = tcg_code_cache_new(1 << 20, &world_layout, NULL);

    tcg_code_cache_free(cache);
    return cache != NULL;
}

/*
 * Before the first instruction: units from the first run of a block on, and
 * cut to the slice. "tcg" makes host code; where that cannot be run, tci does
 * the same. Without the pass that is an exercise: programs are about others.
 */
void tcg_op_engine(Worker *w)
{
    CpuSet *cpus = tcg_lab(w)->machine.cpus;
    const char *name = worker_text(w, "name");
    const AccelOps *accel = strcmp(name, "tcg") == 0 && !has_host_code()
        ? accel_find("tci") : accel_find(name);
    const JitOptions options = {
        .threshold = 0, .counts = true, .fit_slice = true,
        .no_liveness = true,
        .code_bytes = 1 << 20, .block_bytes = 1 << 20,
    };

    if (!accel || cpus->jit || tcg_lab_cannot_encode()) {
        reply_text(w, "error", "the engine cannot start");
        return;
    }
    cpus->accel = accel;
    if (!cpu_set_use_jit(cpus, &options, NULL)) {
        reply_text(w, "error", "the engine has no memory for code");
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

void tcg_op_watch(Worker *w)
{
    if (cpu_watchpoint_insert(hart_ops_vcpu(w), worker_u64(w, "addr"),
                              worker_u64(w, "len"),
                              BP_GDB | BP_MEM_WRITE, NULL)) {
        reply_text(w, "error", "that cannot be watched");
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

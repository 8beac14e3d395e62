/*
 * cpus.h: the vCPUs of one machine as a group
 *
 * Threads, kicks, pausing, queued work and exclusive sections. Two ways to
 * run: one thread per vCPU ("multi"), or one thread that takes the vCPUs in
 * turn ("single", round-robin; always with instruction counting).
 *
 * Locks: the big lock guards everything that is not said to be otherwise.
 * CpuSet.lock guards queued work and the exclusive-section protocol; it is
 * innermost.
 */
#ifndef EXEC_CPUS_H
#define EXEC_CPUS_H

#include "core/digest.h"
#include "exec/accel.h"
#include "exec/vcpu.h"

struct CpuSet {
    GPtrArray *cpus;            /* of Vcpu, borrowed, by index */
    const AccelOps *accel;
    TbCache *tb_cache;
    Jit *jit;                   /* NULL: the accelerator has none */
    uint32_t last_generation;   /* of links between pages; atomic */
    Vcpu *stop_cpu;             /* (nullable) stopped the VM for the debugger;
                                 * under the big lock, like: */
    bool stop_served;           /* the VM has stopped for it since */
    bool event_is_due;          /* and is about to stop it: nobody resumes */
    const struct SemihostHook *semihost;    /* (nullable): exec/semihost.h */
    bool round_robin;           /* set before the first vCPU starts */
    bool one_insn_per_tb;

    /* under the big lock */
    GCond pause_cond;           /* a vCPU stopped, or was created */
    GThread *rr_thread;
    GCond rr_cond;
    unsigned turn;              /* round_robin: who begins the next round */

    /* exclusive sections */
    GMutex lock;
    GCond exclusive_cond;       /* the last running vCPU left */
    GCond exclusive_resume;     /* the section ended */
    int pending_cpus;           /* 0: no section; n: n - 1 still running */

    bool digest_on;             /* fold every trap into digest */
    Digest digest;              /* of the run so far; round-robin only */
};

/** cpu_set_new: an empty group. Returns: (transfer full) */
CpuSet *cpu_set_new(const AccelOps *accel);
/**
 * cpu_set_use_jit: prepare what the accelerator translates into
 *
 * Call it once, before the first vCPU runs; does nothing for accelerators
 * without a translator.
 * Returns: false with @errp set when this host cannot do it.
 */
bool cpu_set_use_jit(CpuSet *cpus, const JitOptions *options, GError **errp);

/**
 * cpu_set_write_perf_map: tell perf what translated code is (-perfmap)
 *
 * After cpu_set_use_jit(); does nothing where no host code is made.
 */
bool cpu_set_write_perf_map(CpuSet *cpus, GError **errp);

/** cpu_set_free: all vCPUs must be gone */
void cpu_set_free(CpuSet *cpus);

/** cpu_set_get: vCPU number @index. Returns: (borrowed) */
Vcpu *cpu_set_get(const CpuSet *cpus, unsigned index);

/**
 * cpu_set_join: end all threads; gives the big lock back meanwhile
 *
 * The vCPUs are then as before vcpu_start(), which may be called again.
 */
void cpu_set_join(CpuSet *cpus);

static inline bool cpu_set_is_round_robin(const CpuSet *cpus)
{
    return cpus->round_robin;
}

/** cpu_set_retired: instructions retired by all vCPUs (icount source) */
uint64_t cpu_set_retired(CpuSet *cpus);

/** cpu_set_flush_blocks: drop all blocks; exclusive section or all stopped */
void cpu_set_flush_blocks(CpuSet *cpus);
/** cpu_set_evict_blocks: drop the oldest blocks; the same context */
void cpu_set_evict_blocks(CpuSet *cpus);
/** cpu_set_evict_units: drop the oldest translated code; the same context */
void cpu_set_evict_units(CpuSet *cpus);

/* --- run control; big lock held ------------------------------------------ */

/**
 * vcpu_start: create the thread, stopped; returns when it exists
 */
void vcpu_start(Vcpu *v);

/** vcpu_kick: make the vCPU look at its requests; any thread */
void vcpu_kick(Vcpu *v);

/**
 * pause_all_vcpus: returns when no vCPU executes guest code
 *
 * Gives the big lock back while it waits. Does not nest: a resume by another
 * thread meanwhile would leave the caller waiting, so one thread at a time,
 * the one that runs the machine's run states, pauses and resumes.
 *
 * Context: not inside guest code (a device callback) with one thread per
 * vCPU: another vCPU may wait for the caller to leave it. There, request the
 * stop from the main loop and call cpu_stop_current().
 */
void pause_all_vcpus(CpuSet *cpus);
/** resume_all_vcpus: let them run again */
void resume_all_vcpus(CpuSet *cpus);
/** cpu_stop_current: called on a vCPU thread: stop at its next safe point */
void cpu_stop_current(void);
/** all_vcpus_paused: has every vCPU stopped? */
bool all_vcpus_paused(CpuSet *cpus);

/** vcpu_is_self: does the calling thread execute this vCPU? BQL held */
bool vcpu_is_self(const Vcpu *v);

/** vcpu_can_run: neither stopped nor asked to stop */
bool vcpu_can_run(const Vcpu *v);

/** vcpu_is_idle: nothing to execute until somebody wakes it */
bool vcpu_is_idle(Vcpu *v);

/* --- queued work --------------------------------------------------------- */

typedef void RunOnCpuFn(Vcpu *v, void *data);

/**
 * async_run_on_cpu: call @fn on the vCPU's thread between executions
 *
 * @fn holds the big lock and keeps exclusive sections out; it must neither
 * start one nor wait for another vCPU.
 */
void async_run_on_cpu(Vcpu *v, RunOnCpuFn *fn, void *data);

/** async_safe_run_on_cpu: the same, while no vCPU executes guest code */
void async_safe_run_on_cpu(Vcpu *v, RunOnCpuFn *fn, void *data);

/** run_on_cpu: the same as async_run_on_cpu, and wait for it */
void run_on_cpu(Vcpu *v, RunOnCpuFn *fn, void *data);

/** process_queued_cpu_work: run what is queued; vCPU thread, big lock held */
void process_queued_cpu_work(Vcpu *v);

/** vcpu_has_queued_work: is anything waiting for the vCPU's thread? */
bool vcpu_has_queued_work(Vcpu *v);

/* --- exclusive sections -------------------------------------------------- */

/**
 * start_exclusive: wait until no vCPU executes guest code, and keep it so
 *
 * Context: no big lock; not between cpu_exec_start() and cpu_exec_end().
 */
void start_exclusive(CpuSet *cpus);
void end_exclusive(CpuSet *cpus);

/** cpu_in_exclusive_section: is the calling thread inside one? */
bool cpu_in_exclusive_section(void);

/** cpu_exec_start, cpu_exec_end: bracket the execution of guest code */
void cpu_exec_start(Vcpu *v);
void cpu_exec_end(Vcpu *v);

/* --- the loops (cpu_exec.c, thread_multi.c, thread_single.c) ------------- */

/**
 * cpu_exec: execute guest code until something outside it is needed
 *
 * Returns: an EXCP_* pseudo cause.
 * Context: vCPU thread, between cpu_exec_start() and cpu_exec_end().
 */
int cpu_exec(Vcpu *v);

/** vcpu_thread_multi, vcpu_thread_single: thread functions */
gpointer vcpu_thread_multi(gpointer opaque);
gpointer vcpu_thread_single(gpointer opaque);

#endif

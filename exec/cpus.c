/*
 * cpus.c: the vCPUs as a group: creating, kicking, pausing, resuming
 *
 * A vCPU stops only by its own thread: others set v->stop, kick, and wait on
 * pause_cond until the thread has acknowledged.
 */
#include "core/bql.h"
#include "core/trap.h"
#include "debug_check.h"
#include "exec/cpus.h"
#include "jit.h"
#include "jit_jmp.h"
#include "perf_map.h"
#include "tb_internal.h"
#include "vcpu_internal.h"

static __thread Vcpu *current_vcpu;

Vcpu *vcpu_current(void)
{
    return current_vcpu;
}

void vcpu_set_current(Vcpu *v)
{
    current_vcpu = v;
}

/* Round-robin vCPUs share their thread, which runs timers, too. */
bool vcpu_is_self(const Vcpu *v)
{
    return v->thread && v->thread == g_thread_self();
}

CpuSet *cpu_set_new(const AccelOps *accel)
{
    CpuSet *cpus = g_new0(CpuSet, 1);

    cpus->cpus = g_ptr_array_new();
    cpus->accel = accel;
    cpus->tb_cache = tb_cache_new();
    digest_init(&cpus->digest);
    g_mutex_init(&cpus->lock);
    g_cond_init(&cpus->pause_cond);
    g_cond_init(&cpus->rr_cond);
    g_cond_init(&cpus->exclusive_cond);
    g_cond_init(&cpus->exclusive_resume);
    return cpus;
}

bool cpu_set_use_jit(CpuSet *cpus, const JitOptions *options, GError **errp)
{
    AccelJit kind = cpus->accel->jit;

    if (options->block_bytes > 0) {
        tb_cache_set_bytes(cpus->tb_cache, options->block_bytes);
    }
    if (kind == ACCEL_JIT_NONE) {
        return true;
    }
    cpus->jit = jit_new(options, kind == ACCEL_JIT_HOST, errp);
    if (cpus->jit) {
        cpus->tb_cache->jit = cpus->jit;
        cpus->jit->tb_cache = cpus->tb_cache;
    }
    return cpus->jit != NULL;
}

bool cpu_set_write_perf_map(CpuSet *cpus, GError **errp)
{
    g_autofree char *path = perf_map_path();

    return !cpus->jit || !cpus->jit->code ||
           jit_write_perf_map(cpus->jit, path, errp);
}

void cpu_set_free(CpuSet *cpus)
{
    g_assert(cpus->cpus->len == 0);
    g_ptr_array_free(cpus->cpus, TRUE);
    tb_cache_free(cpus->tb_cache);
    jit_free(cpus->jit);
    g_cond_clear(&cpus->exclusive_resume);
    g_cond_clear(&cpus->exclusive_cond);
    g_cond_clear(&cpus->rr_cond);
    g_cond_clear(&cpus->pause_cond);
    g_mutex_clear(&cpus->lock);
    g_free(cpus);
}

Vcpu *cpu_set_get(const CpuSet *cpus, unsigned index)
{
    return g_ptr_array_index(cpus->cpus, index);
}

/* Exact for the calling vCPU thread and while nobody runs. */
uint64_t cpu_set_retired(CpuSet *cpus)
{
    uint64_t sum = 0;

    for (unsigned i = 0; i < cpus->cpus->len; i++) {
        sum += __atomic_load_n(&cpu_set_get(cpus, i)->hart.retired,
                               __ATOMIC_RELAXED);
    }
    return sum;
}

static void hold_translator(CpuSet *cpus)
{
    if (cpus->jit) {
        jit_hold_still(cpus->jit);
    }
}

static void release_translator(CpuSet *cpus)
{
    if (cpus->jit) {
        jit_go_on(cpus->jit);
    }
}

void cpu_set_flush_blocks(CpuSet *cpus)
{
    hold_translator(cpus);
    for (unsigned i = 0; i < cpus->cpus->len; i++) {
        tb_jmp_cache_clear(cpu_set_get(cpus, i));
        jit_jmp_clear_all(cpu_set_get(cpus, i));
    }
    __atomic_store_n(&cpus->last_generation, 0, __ATOMIC_RELAXED);
    tb_cache_flush(cpus->tb_cache);
    release_translator(cpus);
}

/* Their units leave at once: jump caches of translated code may stay. */
void cpu_set_evict_blocks(CpuSet *cpus)
{
    hold_translator(cpus);
    for (unsigned i = 0; i < cpus->cpus->len; i++) {
        tb_jmp_cache_clear(cpu_set_get(cpus, i));
    }
    tb_cache_evict(cpus->tb_cache);
    release_translator(cpus);
}

void cpu_set_evict_units(CpuSet *cpus)
{
    hold_translator(cpus);
    tb_cache_lock(cpus->tb_cache);
    const TcgCodeRegion gone = jit_oldest_code(cpus->jit);

    for (unsigned i = 0; i < cpus->cpus->len; i++) {
        Vcpu *v = cpu_set_get(cpus, i);

        jit_jmp_forget(v, &gone);
        v->open_link = TB_NO_LINK;
    }
    jit_evict(cpus->jit);
    tb_cache_unlock(cpus->tb_cache);
    release_translator(cpus);
}

/* --- waking -------------------------------------------------------------- */

static GCond *thread_cond(Vcpu *v)
{
    return v->cpus->round_robin ? &v->cpus->rr_cond : &v->halt_cond;
}

void vcpu_kick(Vcpu *v)
{
    vcpu_request_exit(v, VCPU_EXIT_LOOP);
    g_cond_broadcast(thread_cond(v));
}

/*
 * A running vCPU notices at its next block; a sleeping one needs the signal,
 * which cannot be lost because sleeper and caller hold the big lock.
 */
void vcpu_wake(Vcpu *v)
{
    vcpu_request_exit(v, VCPU_EXIT_IRQ);
    if (v != current_vcpu) {
        g_cond_broadcast(thread_cond(v));
    }
}

bool vcpu_is_idle(Vcpu *v)
{
    if (v->stop || v->unplug || vcpu_has_queued_work(v)) {
        return false;
    }
    if (v->stopped || v->cpus->accel->stands_still) {
        return true;
    }
    return v->hart.wfi && !hart_has_work(&v->hart) &&
           !(__atomic_load_n(&v->exit_request, __ATOMIC_SEQ_CST) &
             (VCPU_EXIT_TIMER | VCPU_EXIT_SSIP));
}

bool vcpu_can_run(const Vcpu *v)
{
    return !v->stop && !v->stopped && !v->cpus->accel->stands_still;
}

bool cpu_set_any_can_run(const CpuSet *cpus)
{
    for (unsigned i = 0; i < cpus->cpus->len; i++) {
        if (vcpu_can_run(cpu_set_get(cpus, i))) {
            return true;
        }
    }
    return false;
}

void vcpu_stop_if_asked(Vcpu *v)
{
    if (v->stop) {
        v->stop = false;
        v->stopped = true;
        g_cond_broadcast(&v->cpus->pause_cond);
    }
}

/* --- pausing ------------------------------------------------------------- */

bool all_vcpus_paused(CpuSet *cpus)
{
    for (unsigned i = 0; i < cpus->cpus->len; i++) {
        if (!cpu_set_get(cpus, i)->stopped) {
            return false;
        }
    }
    return true;
}

static void request_stop(Vcpu *v)
{
    if (!v->created || vcpu_is_self(v)) {
        v->stop = false;        /* not executing: it stops right here */
        v->stopped = true;
        vcpu_request_exit(v, VCPU_EXIT_LOOP);
    } else if (!v->stopped) {
        v->stop = true;
        vcpu_kick(v);
    }
}

void pause_all_vcpus(CpuSet *cpus)
{
    cpus->event_is_due = false;
    for (unsigned i = 0; i < cpus->cpus->len; i++) {
        request_stop(cpu_set_get(cpus, i));
    }
    while (!all_vcpus_paused(cpus)) {
        bql_cond_wait(&cpus->pause_cond);
    }
}

static void let_go(Vcpu *v)
{
    v->stop = false;
    v->stopped = false;
    vcpu_kick(v);
}

void cpu_resume(Vcpu *v)
{
    if (!debug_event_is_due(v)) {
        let_go(v);
    }
}

void resume_all_vcpus(CpuSet *cpus)
{
    for (unsigned i = 0; i < cpus->cpus->len; i++) {
        if (debug_event_is_due(cpu_set_get(cpus, i))) {
            return;
        }
    }
    for (unsigned i = 0; i < cpus->cpus->len; i++) {
        let_go(cpu_set_get(cpus, i));
    }
}

static void stop_soon(Vcpu *v)
{
    v->stop = true;
    vcpu_request_exit(v, VCPU_EXIT_LOOP);
}

/*
 * vCPUs that share a thread stop together: how far the others still got would
 * otherwise depend on when the main loop wakes up.
 */
void cpu_stop_current(void)
{
    CpuSet *cpus = current_vcpu ? current_vcpu->cpus : NULL;

    if (cpus && !cpus->round_robin) {
        stop_soon(current_vcpu);
    }
    for (unsigned i = 0; cpus && cpus->round_robin && i < cpus->cpus->len;
         i++) {
        stop_soon(cpu_set_get(cpus, i));
    }
}

/* --- threads ------------------------------------------------------------- */

static void start_thread(Vcpu *v)
{
    g_autofree char *name = g_strdup_printf("CPU %d", v->index);

    v->thread = g_thread_new(name, vcpu_thread_multi, v);
}

/* One thread serves every vCPU in round-robin mode: later ones reuse it. */
static void start_round_robin(Vcpu *v)
{
    CpuSet *cpus = v->cpus;

    if (!cpus->rr_thread) {
        cpus->rr_thread = g_thread_new("CPUs", vcpu_thread_single, cpus);
    }
    v->thread = cpus->rr_thread;
    g_cond_broadcast(&cpus->rr_cond);
}

void vcpu_start(Vcpu *v)
{
    g_assert(!v->thread);
    if (v->cpus->round_robin) {
        start_round_robin(v);
    } else {
        start_thread(v);
    }
    while (!v->created) {
        bql_cond_wait(&v->cpus->pause_cond);
    }
}

/* The thread may need the big lock to end, so it is given back meanwhile. */
static void join_thread(GThread *thread)
{
    bql_unlock();
    g_thread_join(thread);
    bql_lock();
}

/* Like new: vcpu_start() may be called again. */
static void forget_thread(Vcpu *v)
{
    v->created = false;
    v->unplug = false;
    v->stop = false;
    v->stopped = true;
}

void cpu_set_join(CpuSet *cpus)
{
    for (unsigned i = 0; i < cpus->cpus->len; i++) {
        Vcpu *v = cpu_set_get(cpus, i);

        v->unplug = true;
        vcpu_kick(v);
    }
    for (unsigned i = 0; i < cpus->cpus->len; i++) {
        Vcpu *v = cpu_set_get(cpus, i);

        if (v->thread && v->thread != cpus->rr_thread) {
            join_thread(v->thread);
        }
        v->thread = NULL;
    }
    if (cpus->rr_thread) {
        join_thread(cpus->rr_thread);
        cpus->rr_thread = NULL;
    }
    for (unsigned i = 0; i < cpus->cpus->len; i++) {
        forget_thread(cpu_set_get(cpus, i));
    }
}

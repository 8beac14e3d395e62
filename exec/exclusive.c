/*
 * exclusive.c: stopping the world
 *
 * pending_cpus is 0 when nobody wants the world to stop. The one who wants
 * it sets it to 1 plus the number of vCPUs that are in guest code and kicks
 * those; each leaves through cpu_exec_end(), counts down, and the last one
 * signals. Until the section ends cpu_exec_start() waits.
 */
#include "exec/cpus.h"

static __thread bool in_exclusive_section;

bool cpu_in_exclusive_section(void)
{
    return in_exclusive_section;
}

static void wait_for_idle_section(CpuSet *cpus)
{
    while (cpus->pending_cpus) {
        g_cond_wait(&cpus->exclusive_resume, &cpus->lock);
    }
}

static int kick_running(CpuSet *cpus)
{
    int running = 0;

    for (unsigned i = 0; i < cpus->cpus->len; i++) {
        Vcpu *v = g_ptr_array_index(cpus->cpus, i);

        if (v->running) {
            v->has_waiter = true;
            running++;
            vcpu_request_exit(v, VCPU_EXIT_LOOP);
        }
    }
    return running;
}

void start_exclusive(CpuSet *cpus)
{
    g_mutex_lock(&cpus->lock);
    wait_for_idle_section(cpus);
    cpus->pending_cpus = 1 + kick_running(cpus);
    while (cpus->pending_cpus > 1) {
        g_cond_wait(&cpus->exclusive_cond, &cpus->lock);
    }
    g_mutex_unlock(&cpus->lock);
    in_exclusive_section = true;
}

void end_exclusive(CpuSet *cpus)
{
    in_exclusive_section = false;
    g_mutex_lock(&cpus->lock);
    cpus->pending_cpus = 0;
    g_cond_broadcast(&cpus->exclusive_resume);
    g_mutex_unlock(&cpus->lock);
}

void cpu_exec_start(Vcpu *v)
{
    CpuSet *cpus = v->cpus;

    g_mutex_lock(&cpus->lock);
    wait_for_idle_section(cpus);
    v->running = true;
    g_mutex_unlock(&cpus->lock);
}

void cpu_exec_end(Vcpu *v)
{
    CpuSet *cpus = v->cpus;

    g_mutex_lock(&cpus->lock);
    v->running = false;
    if (v->has_waiter) {
        v->has_waiter = false;
        if (--cpus->pending_cpus == 1) {
            g_cond_signal(&cpus->exclusive_cond);
        }
    }
    g_mutex_unlock(&cpus->lock);
}

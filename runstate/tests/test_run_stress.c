/*
 * test_run_stress.c: vCPUs and a timer ask for everything at the same time
 *
 * Threads stand for vCPUs: they hold the big lock while they ask, stop where
 * cpu_stop_current() says so, and the main loop's pause waits until all of
 * them stand. A change handler and a bottom half start the VM again.
 */
#include "core/bql.h"
#include "runstate/run_control.h"
#include "support/unit.h"

#define VCPUS 3
#define STOPS 200               /* enough of them */

typedef struct Stress {
    RunControl *rc;
    MainLoop *loop;
    QEMUBH *restart;
    GThread *main_thread;
    GMutex lock;
    GCond moved;
    bool paused;                /* vCPUs shall stand */
    unsigned standing;
    unsigned finished;          /* vCPU threads that have ended */
    unsigned resumes;           /* how often all were let go */
    bool enough;                /* vCPU threads shall end */
    unsigned stops, starts;     /* as the handler saw them */
    bool running;
} Stress;

/* The vCPU of this thread: must it stand? */
typedef struct MockVcpu {
    Stress *stress;
    bool stop;
    unsigned seed;
} MockVcpu;

static GPrivate current_vcpu;

/* ---- vCPUs -------------------------------------------------------------- */

static bool in_vcpu_thread(void *opaque)
{
    return g_private_get(&current_vcpu) != NULL;
}

static void cpu_stop_current(void *opaque)
{
    MockVcpu *v = g_private_get(&current_vcpu);

    v->stop = true;
}

/* Until all are let go: for ever, if the request that stopped it was lost. */
static void stand(Stress *stress)
{
    unsigned resumes = stress->resumes;

    stress->standing++;
    g_cond_broadcast(&stress->moved);
    while (stress->resumes == resumes) {
        g_cond_wait(&stress->moved, &stress->lock);
    }
    stress->standing--;
}

/* Returns: false when the vCPU shall end. */
static bool stand_if_asked(MockVcpu *v)
{
    Stress *stress = v->stress;

    g_mutex_lock(&stress->lock);
    if (v->stop || stress->paused) {
        stand(stress);
        v->stop = false;
    }
    bool go_on = !stress->enough;
    g_mutex_unlock(&stress->lock);
    return go_on;
}

typedef void AskFn(RunControl *rc);

static void ask_stop(RunControl *rc)
{
    run_control_vm_stop(rc, RUN_STATE_PAUSED);
}

static void ask_io_error(RunControl *rc)
{
    run_control_vm_stop(rc, RUN_STATE_IO_ERROR);
}

static void ask_reset(RunControl *rc)
{
    run_control_request_reset(rc, SHUTDOWN_CAUSE_GUEST_RESET);
}

static void ask_wakeup(RunControl *rc)
{
    run_control_request_wakeup(rc, QEMU_WAKEUP_REASON_OTHER, NULL);
}

static AskFn *const asks[] = {
    ask_stop, ask_io_error, ask_reset, ask_wakeup, run_control_watchdog,
    run_control_request_debug, run_control_request_suspend,
    run_control_request_powerdown, run_control_guest_panicked,
};

static void ask_something(Stress *stress, unsigned *seed)
{
    *seed = *seed * 1103515245 + 12345;
    bql_lock();
    asks[(*seed >> 16) % G_N_ELEMENTS(asks)](stress->rc);
    bql_unlock();
}

static void *vcpu_thread(void *opaque)
{
    MockVcpu *v = opaque;

    g_private_set(&current_vcpu, v);
    do {
        g_usleep(20);
        ask_something(v->stress, &v->seed);
    } while (stand_if_asked(v));
    g_mutex_lock(&v->stress->lock);
    v->stress->finished++;
    g_cond_broadcast(&v->stress->moved);
    g_mutex_unlock(&v->stress->lock);
    main_loop_notify(v->stress->loop);
    return NULL;
}

/* ---- the emulator ------------------------------------------------------- */

/* The big lock is free meanwhile, as a vCPU may need it to come to rest. */
static void pause_all_vcpus(void *opaque)
{
    Stress *stress = opaque;

    bql_unlock();
    g_mutex_lock(&stress->lock);
    stress->paused = true;
    while (stress->standing + stress->finished < VCPUS) {
        g_cond_wait(&stress->moved, &stress->lock);
    }
    g_mutex_unlock(&stress->lock);
    bql_lock();
}

static void resume_all_vcpus(void *opaque)
{
    Stress *stress = opaque;

    g_mutex_lock(&stress->lock);
    stress->paused = false;
    stress->resumes++;
    stress->enough = stress->stops >= STOPS;
    g_cond_broadcast(&stress->moved);
    g_mutex_unlock(&stress->lock);
}

static const RunStateOps ops = {
    .in_vcpu_thread = in_vcpu_thread,
    .cpu_stop_current = cpu_stop_current,
    .pause_all_vcpus = pause_all_vcpus,
    .resume_all_vcpus = resume_all_vcpus,
};

/* A stop is followed by a start, and both come in the main thread. */
static void on_change(void *opaque, bool running, RunState state)
{
    Stress *stress = opaque;

    g_assert(g_thread_self() == stress->main_thread);
    g_assert(running != stress->running);
    stress->running = running;
    stress->stops += !running;
    stress->starts += running;
}

/* Whatever has happened, go on. */
static void go_on(Stress *stress)
{
    if (!run_state_is_live(run_control_state(stress->rc))) {
        g_assert(run_control_cont(stress->rc, NULL));
    }
    run_control_request_wakeup(stress->rc, QEMU_WAKEUP_REASON_OTHER, NULL);
}

/* What a timer callback does in the main loop: it only asks. */
static gboolean timer_fires(gpointer opaque)
{
    Stress *stress = opaque;

    run_control_request_vmstop_prepare(stress->rc);
    run_control_request_vmstop(stress->rc, RUN_STATE_PAUSED);
    return G_SOURCE_CONTINUE;
}

static bool all_finished(Stress *stress)
{
    g_mutex_lock(&stress->lock);
    bool all = stress->finished == VCPUS;
    g_mutex_unlock(&stress->lock);
    return all;
}

static void serve_all(Stress *stress)
{
    int status;

    while (!all_finished(stress)) {
        main_loop_iterate(stress->loop, false);
        g_assert(!run_control_should_exit(stress->rc, &status));
        go_on(stress);
    }
}

static void run_stress(Stress *stress)
{
    const RunActions actions = { .panic = PANIC_ACTION_PAUSE,
                                 .watchdog = WATCHDOG_ACTION_PAUSE };
    MockVcpu vcpus[VCPUS];
    GThread *threads[VCPUS];

    run_control_set_ops(stress->rc, &ops, stress);
    run_control_set_actions(stress->rc, &actions);
    vm_change_add(run_control_changes(stress->rc), on_change, NULL, stress,
                  0);
    run_control_vm_start(stress->rc);
    for (unsigned i = 0; i < VCPUS; i++) {
        vcpus[i] = (MockVcpu){ .stress = stress, .seed = i + 1 };
        threads[i] = g_thread_new("vcpu", vcpu_thread, &vcpus[i]);
    }
    serve_all(stress);
    for (unsigned i = 0; i < VCPUS; i++) {
        g_thread_join(threads[i]);
    }
}

START_TEST(test_every_request_is_served_by_the_main_thread_alone)
{
    Stress stress = { .main_thread = g_thread_self() };
    guint timer;

    bql_lock();
    stress.loop = main_loop_new(NULL);
    stress.rc = run_control_new(stress.loop);
    run_control_set_policy(stress.rc, RUN_STATE_POLICY_ABORT);
    timer = g_timeout_add(1, timer_fires, &stress);
    run_stress(&stress);
    ck_assert_uint_eq(stress.starts, stress.stops + 1);
    g_source_remove(timer);
    run_control_free(stress.rc);
    main_loop_free(stress.loop);
    bql_unlock();
}
END_TEST

UNIT_MAIN("run_stress",
          UNIT_TEST(test_every_request_is_served_by_the_main_thread_alone))

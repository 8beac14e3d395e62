/*
 * test_run_requests.c: real vCPUs and a real timer ask for stops at once
 *
 * Every hart loops over a call of the host (exec/semihost.h) that asks, in
 * its own thread, to stop, suspend or reset; a timer of the virtual clock
 * asks, too. The main loop serves, and starts the VM again.
 */
#include "asm.h"
#include "core/bql.h"
#include "exec/semihost.h"
#include "exec_fixture.h"
#include "runstate/run_control.h"
#include "timers/timer_system.h"

#include "support/unit.h"

#define STOPS 60
#define PERIOD_NS 200000

typedef struct Machine {
    ExecFixture *f;
    RunControl *rc;
    MainLoop *loop;
    SemihostHook hook;
    QEMUTimer *timer;
    unsigned asked;             /* by harts */
    unsigned fired;             /* by the timer */
    unsigned stops;
    int64_t stopped_at_ns;
} Machine;

/* ---- what asks ---------------------------------------------------------- */

typedef void AskFn(RunControl *rc);

static void ask_stop(RunControl *rc)
{
    run_control_vm_stop(rc, RUN_STATE_PAUSED);
}

static void ask_reset(RunControl *rc)
{
    run_control_request_reset(rc, SHUTDOWN_CAUSE_GUEST_RESET);
}

static AskFn *const asks[] = {
    ask_stop, run_control_request_suspend, run_control_request_debug,
    ask_reset, run_control_request_powerdown,
};

static bool hart_asks(void *opaque, Vcpu *v)
{
    Machine *m = opaque;

    asks[m->asked++ % G_N_ELEMENTS(asks)](m->rc);
    return true;
}

static void timer_asks(void *opaque)
{
    Machine *m = opaque;

    m->fired++;
    run_control_request_vmstop_prepare(m->rc);
    run_control_request_vmstop(m->rc, RUN_STATE_PAUSED);
    timer_mod_ns(m->timer, qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL) + PERIOD_NS);
}

/* ---- the emulator ------------------------------------------------------- */

static bool in_vcpu_thread(void *opaque)
{
    return vcpu_current() != NULL;
}

static void stop_current(void *opaque)
{
    cpu_stop_current();
}

static void pause_vcpus(void *opaque)
{
    Machine *m = opaque;

    qemu_clock_enable(QEMU_CLOCK_VIRTUAL, false);
    pause_all_vcpus(m->f->cpus);
}

static void resume_vcpus(void *opaque)
{
    Machine *m = opaque;

    qemu_clock_enable(QEMU_CLOCK_VIRTUAL, true);
    resume_all_vcpus(m->f->cpus);
}

static void enable_ticks(void *opaque)
{
    cpu_enable_ticks();
}

static void disable_ticks(void *opaque)
{
    cpu_disable_ticks();
}

static void reset_machine(void *opaque, ShutdownCause cause)
{
    const Machine *m = opaque;

    ck_assert(all_vcpus_paused(m->f->cpus));
}

static const RunStateOps run_ops = {
    .in_vcpu_thread = in_vcpu_thread,
    .cpu_stop_current = stop_current,
    .pause_all_vcpus = pause_vcpus,
    .resume_all_vcpus = resume_vcpus,
    .enable_ticks = enable_ticks,
    .disable_ticks = disable_ticks,
    .reset_machine = reset_machine,
};

static int64_t deadline_ns(void *opaque)
{
    return timer_system_deadline_ns(timer_system_default());
}

static bool run_timers(void *opaque)
{
    return qemu_clock_run_all_timers();
}

static const MainLoopOps loop_ops = {
    .deadline_ns = deadline_ns,
    .run_timers = run_timers,
};

/* ---- the test ----------------------------------------------------------- */

static void vm_changed(void *opaque, bool running, RunState state)
{
    Machine *m = opaque;
    int64_t now_ns = qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL);

    ck_assert(all_vcpus_paused(m->f->cpus));
    if (running) {
        ck_assert_int_ge(now_ns, m->stopped_at_ns);
    } else {
        m->stops++;
        m->stopped_at_ns = now_ns;
    }
}

/* Time stands as long as the VM does. Starting may lead to suspended. */
static void go_on(Machine *m)
{
    if (!run_state_is_live(run_control_state(m->rc))) {
        ck_assert_int_eq(qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL),
                         m->stopped_at_ns);
        ck_assert(run_control_cont(m->rc, NULL));
    }
    run_control_request_wakeup(m->rc, QEMU_WAKEUP_REASON_OTHER, NULL);
}

static void machine_start(Machine *m, bool round_robin)
{
    m->f = exec_fixture_new("rv64");
    exec_fixture_add_hart(m->f);
    LOAD(m->f, 0, SLLI(X0, X0, 0x1f), EBREAK, 0x40705013, JAL(X0, -12));
    m->f->cpus->round_robin = round_robin;
    m->hook = (SemihostHook) { .call = hart_asks, .opaque = m };
    cpu_set_semihost(m->f->cpus, &m->hook);
    m->loop = main_loop_new(NULL);
    main_loop_set_ops(m->loop, &loop_ops, m);
    m->rc = run_control_new(m->loop);
    run_control_set_policy(m->rc, RUN_STATE_POLICY_ABORT);
    run_control_set_ops(m->rc, &run_ops, m);
    vm_change_add(run_control_changes(m->rc), vm_changed, NULL, m, 0);
    for (unsigned i = 0; i < m->f->cpus->cpus->len; i++) {
        Vcpu *v = cpu_set_get(m->f->cpus, i);

        v->slice_end = VCPU_NO_SLICE;
        vcpu_start(v);
    }
    m->timer = timer_new_ns(QEMU_CLOCK_VIRTUAL, timer_asks, m);
    timer_mod_ns(m->timer, PERIOD_NS);
    run_control_vm_start(m->rc);
}

static void machine_end(Machine *m)
{
    run_control_vm_stop(m->rc, RUN_STATE_PAUSED);
    pause_all_vcpus(m->f->cpus);
    cpu_set_join(m->f->cpus);
    timer_free(m->timer);
    run_control_free(m->rc);
    main_loop_free(m->loop);
    bql_unlock();
    exec_fixture_free(m->f);
}

START_TEST(test_stops_of_harts_and_timers_cross_without_a_dead_lock)
{
    Machine m = { 0 };
    int status;

    bql_lock();
    machine_start(&m, _i);
    while (m.stops < STOPS || m.fired < 2) {
        main_loop_iterate(m.loop, false);
        ck_assert(!run_control_should_exit(m.rc, &status));
        go_on(&m);
    }
    ck_assert_uint_gt(m.asked, STOPS / 2);
    machine_end(&m);
}
END_TEST

UNIT_MAIN("run_requests",
          UNIT_LOOP(test_stops_of_harts_and_timers_cross_without_a_dead_lock,
                    2))

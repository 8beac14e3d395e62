/* Groups of vCPUs in their threads: work, pausing, exclusive sections. */
#include <time.h>

#include "asm.h"
#include "core/bql.h"
#include "core/csr_bits.h"
#include "exec_fixture.h"

#include "support/unit.h"

#define COUNTERS 0x10000        /* RAM offset: one dword per hart, 64 apart */

static ExecFixture *f;

/* _i chooses: one thread each, or one for all */
static void setup(unsigned n_harts)
{
    f = exec_fixture_new("rv64");
    while (f->cpus->cpus->len < n_harts) {
        exec_fixture_add_hart(f);
    }
    LOAD(f, 0, AMOADD_D(X0, A1, A0), JAL(X0, -4));      /* counts for ever */
    LOAD(f, 0x100, WFI, AMOADD_D(X0, A1, A0), JAL(X0, -8));
    for (unsigned i = 0; i < n_harts; i++) {
        Hart *h = &cpu_set_get(f->cpus, i)->hart;

        h->gpr[A0] = FIXTURE_RAM_BASE + COUNTERS + 64 * i;
        h->gpr[A1] = 1;
    }
}

static uint64_t counter(unsigned hart)
{
    return exec_fixture_word(f, COUNTERS + 64 * hart);
}

static bool advances(unsigned hart)
{
    uint64_t before = counter(hart);

    for (int ms = 0; ms < 10000 && counter(hart) == before; ms++) {
        g_usleep(1000);
    }
    return counter(hart) != before;
}

static bool stands_still(unsigned n_harts)
{
    uint64_t sum = 0, later = 0;

    for (unsigned i = 0; i < n_harts; i++) {
        sum += counter(i);
    }
    g_usleep(20000);
    for (unsigned i = 0; i < n_harts; i++) {
        later += counter(i);
    }
    return sum == later;
}

static void finish(void)
{
    exec_fixture_stop(f);
    exec_fixture_free(f);
}

static void note_done(Vcpu *v, void *data)
{
    *(bool *)data = true;
}

/* --- running and pausing ------------------------------------------------- */

START_TEST(test_all_harts_advance)
{
    setup(2);
    exec_fixture_start(f, _i);
    ck_assert(advances(0) && advances(1) && advances(0));
    ck_assert((f->vcpu.thread == f->more[0].thread) == (_i == 1));
    finish();
}
END_TEST

START_TEST(test_pause_stops_all_and_resume_goes_on)
{
    setup(2);
    exec_fixture_start(f, _i);
    for (int round = 0; round < 3; round++) {
        ck_assert(advances(0) && advances(1));
        bql_lock();
        pause_all_vcpus(f->cpus);
        ck_assert(all_vcpus_paused(f->cpus));
        ck_assert(stands_still(2));
        resume_all_vcpus(f->cpus);
        bql_unlock();
    }
    finish();
}
END_TEST

/* Threads that have ended are started again and find their harts. */
START_TEST(test_harts_go_on_in_new_threads)
{
    setup(2);
    for (int round = 0; round < 4; round++) {
        exec_fixture_start(f, round % 2 != _i);
        ck_assert(advances(0) && advances(1));
        exec_fixture_stop(f);
        ck_assert_ptr_null(f->vcpu.thread);
        ck_assert(all_vcpus_paused(f->cpus));
        ck_assert(stands_still(2));
    }
    ck_assert_uint_ge(f->vcpu.hart.retired, 2 * (counter(0) - 1));
    exec_fixture_free(f);
}
END_TEST

/* Work that came too late for the old thread is done by the new one. */
START_TEST(test_new_thread_does_the_work_that_was_left)
{
    bool done = false;

    setup(1);
    exec_fixture_start(f, _i);
    exec_fixture_stop(f);
    async_safe_run_on_cpu(&f->vcpu, note_done, &done);
    exec_fixture_start(f, _i);
    ck_assert(advances(0));
    exec_fixture_stop(f);
    ck_assert(done);
    exec_fixture_free(f);
}
END_TEST

START_TEST(test_new_vcpu_waits_for_resume)
{
    setup(1);
    bql_lock();
    vcpu_start(&f->vcpu);
    bql_unlock();
    ck_assert(stands_still(1));
    ck_assert_uint_eq(counter(0), 0);
    finish();
}
END_TEST

/* A device that stops the machine from inside an access. */
static MemTxResult pause_on_write(void *opaque, hwaddr addr, uint64_t data,
                                  unsigned size, MemTxAttrs attrs)
{
    pause_all_vcpus(f->cpus);
    return MEMTX_OK;
}

START_TEST(test_pause_from_a_device_does_not_wait_for_itself)
{
    static const MemoryRegionOps ops = { .write_with_attrs = pause_on_write };
    static MemoryRegion mr;

    setup(2);
    memory_region_init_io(&mr, NULL, &ops, NULL, "pause", 0x100);
    memory_region_add_subregion(f->vcpu.as->root, 0x11000000, &mr);
    LOAD(f, 0x200, SW(X0, A0, 0), JAL(X0, 0));
    f->vcpu.hart.pc = FIXTURE_RAM_BASE + 0x200;
    f->vcpu.hart.gpr[A0] = 0x11000000;
    exec_fixture_start(f, true);
    bool paused = false;
    for (int ms = 0; ms < 10000 && !paused; ms++) {
        g_usleep(1000);
        bql_lock();
        paused = all_vcpus_paused(f->cpus);
        bql_unlock();
    }
    ck_assert(paused);
    ck_assert(stands_still(2));
    finish();
}
END_TEST

/* --- waiting ------------------------------------------------------------- */

static void read_cpu_time(Vcpu *v, void *data)
{
    struct timespec ts;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ts);
    *(int64_t *)data = ts.tv_sec * 1000000000ll + ts.tv_nsec;
}

static int64_t cpu_time_ns(Vcpu *v)
{
    int64_t ns;

    bql_lock();
    run_on_cpu(v, read_cpu_time, &ns);
    bql_unlock();
    return ns;
}

static void sleep_all(unsigned n_harts)
{
    setup(n_harts);
    for (unsigned i = 0; i < n_harts; i++) {
        Hart *h = &cpu_set_get(f->cpus, i)->hart;

        h->pc = FIXTURE_RAM_BASE + 0x100;
        h->mie = 1u << IRQ_M_SOFT;
    }
}

START_TEST(test_idle_harts_use_no_cpu)
{
    sleep_all(2);
    exec_fixture_start(f, _i);
    ck_assert(exec_fixture_wait_idle(f));
    int64_t before = cpu_time_ns(&f->vcpu);
    g_usleep(300000);
    ck_assert_int_lt(cpu_time_ns(&f->vcpu) - before, 30000000);
    finish();
}
END_TEST

/* The guest lowers nothing: the wire stays up until we see the hart count. */
START_TEST(test_interrupt_wakes_a_sleeping_thread)
{
    sleep_all(2);
    exec_fixture_start(f, _i);
    for (int round = 0; round < 50; round++) {
        ck_assert(exec_fixture_wait_idle(f));
        uint64_t before = counter(1);
        bql_lock();
        vcpu_set_irq(&f->more[0], IRQ_M_SOFT, 1);
        bql_unlock();
        for (int ms = 0; ms < 10000 && counter(1) == before; ms++) {
            g_usleep(1000);
        }
        ck_assert_uint_ne(counter(1), before);
        bql_lock();
        vcpu_set_irq(&f->more[0], IRQ_M_SOFT, 0);
        bql_unlock();
    }
    ck_assert_uint_eq(counter(0), 0);
    finish();
}
END_TEST

/* --- queued work --------------------------------------------------------- */

typedef struct WorkLog {
    GThread *thread;
    Vcpu *current;
    int order[8];
    int n;
} WorkLog;

typedef struct WorkItem {
    WorkLog *log;
    int number;
} WorkItem;

static void log_work(Vcpu *v, void *data)
{
    WorkItem *item = data;
    WorkLog *log = item->log;

    g_assert(bql_locked());
    log->thread = g_thread_self();
    log->current = vcpu_current();
    log->order[log->n++] = item->number;
}

START_TEST(test_work_runs_in_order_on_the_vcpus_thread)
{
    WorkLog log = { 0 };
    WorkItem items[4];

    setup(2);
    exec_fixture_start(f, _i);
    bql_lock();
    for (int i = 0; i < 4; i++) {
        items[i] = (WorkItem) { &log, i };
        if (i < 3) {
            async_run_on_cpu(&f->more[0], log_work, &items[i]);
        }
    }
    run_on_cpu(&f->more[0], log_work, &items[3]);
    ck_assert_int_eq(log.n, 4);
    for (int i = 0; i < 4; i++) {
        ck_assert_int_eq(log.order[i], i);
    }
    ck_assert_ptr_eq(log.thread, f->more[0].thread);
    ck_assert_ptr_eq(log.current, &f->more[0]);
    bql_unlock();
    finish();
}
END_TEST

START_TEST(test_work_reaches_sleeping_and_paused_vcpus)
{
    WorkLog log = { 0 };
    WorkItem item = { &log, 1 };

    sleep_all(2);
    exec_fixture_start(f, _i);
    ck_assert(exec_fixture_wait_idle(f));
    bql_lock();
    run_on_cpu(&f->vcpu, log_work, &item);
    pause_all_vcpus(f->cpus);
    run_on_cpu(&f->vcpu, log_work, &item);
    bql_unlock();
    ck_assert_int_eq(log.n, 2);
    finish();
}
END_TEST

static void run_on_neighbour(Vcpu *v, void *data)
{
    run_on_cpu(&f->more[0], log_work, data);
}

START_TEST(test_work_for_a_neighbour_in_the_same_thread_runs_at_once)
{
    WorkLog log = { 0 };
    WorkItem item = { &log, 1 };

    setup(2);
    exec_fixture_start(f, true);
    bql_lock();
    run_on_cpu(&f->vcpu, run_on_neighbour, &item);
    bql_unlock();
    ck_assert_int_eq(log.n, 1);
    finish();
}
END_TEST

/* --- exclusive sections -------------------------------------------------- */

START_TEST(test_exclusive_section_stops_the_world)
{
    setup(2);
    exec_fixture_start(f, _i);
    for (int round = 0; round < 3; round++) {
        ck_assert(advances(0) && advances(1));
        start_exclusive(f->cpus);
        ck_assert(cpu_in_exclusive_section());
        ck_assert(stands_still(2));
        end_exclusive(f->cpus);
        ck_assert(!cpu_in_exclusive_section());
    }
    ck_assert(advances(0) && advances(1));
    finish();
}
END_TEST

typedef struct SafeWork {
    bool still;
    bool exclusive;
    int done;
} SafeWork;

static void look_around(Vcpu *v, void *data)
{
    SafeWork *work = data;

    work->exclusive = cpu_in_exclusive_section();
    work->still = stands_still(2);
    __atomic_store_n(&work->done, 1, __ATOMIC_SEQ_CST);
}

START_TEST(test_safe_work_runs_while_nobody_executes)
{
    SafeWork work = { 0 };

    setup(2);
    exec_fixture_start(f, _i);
    ck_assert(advances(0));
    async_safe_run_on_cpu(&f->vcpu, look_around, &work);
    for (int ms = 0; ms < 10000 &&
         !__atomic_load_n(&work.done, __ATOMIC_SEQ_CST); ms++) {
        g_usleep(1000);
    }
    ck_assert(work.done && work.exclusive && work.still);
    ck_assert(advances(0) && advances(1));
    finish();
}
END_TEST

/* --- the single thread only ---------------------------------------------- */

START_TEST(test_pause_hint_gives_way_in_the_single_thread)
{
    setup(1);
    LOAD(f, 0, NOP, PAUSE, NOP, NOP, WFI);
    ck_assert_int_eq(exec_fixture_run(f, 100), EXCP_HLT);
    f->vcpu.hart.pc = FIXTURE_RAM_BASE;
    f->vcpu.hart.wfi = false;
    f->cpus->round_robin = true;
    ck_assert_int_eq(exec_fixture_run(f, 100), EXCP_YIELD);
    ck_assert_uint_eq(f->vcpu.hart.pc, FIXTURE_RAM_BASE + 8);
    ck_assert_int_eq(exec_fixture_run(f, 100), EXCP_HLT);
    ck_assert_uint_eq(f->vcpu.hart.retired, 10);
}
END_TEST

/* Hart 0 traps for ever into nothing. */
START_TEST(test_trapping_hart_does_not_starve_the_other)
{
    setup(2);
    LOAD(f, 0x200, ILLEGAL);
    f->vcpu.hart.pc = FIXTURE_RAM_BASE + 0x200;
    f->vcpu.hart.mtvec = FIXTURE_HOLE;
    exec_fixture_start(f, _i);
    ck_assert(advances(1) && advances(1));
    finish();
}
END_TEST

UNIT_MAIN("cpus",
          UNIT_LOOP(test_all_harts_advance, 2),
          UNIT_LOOP(test_pause_stops_all_and_resume_goes_on, 2),
          UNIT_LOOP(test_harts_go_on_in_new_threads, 2),
          UNIT_LOOP(test_new_thread_does_the_work_that_was_left, 2),
          UNIT_TEST(test_new_vcpu_waits_for_resume),
          UNIT_TEST(test_pause_from_a_device_does_not_wait_for_itself),
          UNIT_LOOP(test_idle_harts_use_no_cpu, 2),
          UNIT_LOOP(test_interrupt_wakes_a_sleeping_thread, 2),
          UNIT_LOOP(test_work_runs_in_order_on_the_vcpus_thread, 2),
          UNIT_LOOP(test_work_reaches_sleeping_and_paused_vcpus, 2),
          UNIT_TEST(test_work_for_a_neighbour_in_the_same_thread_runs_at_once),
          UNIT_LOOP(test_exclusive_section_stops_the_world, 2),
          UNIT_LOOP(test_safe_work_runs_while_nobody_executes, 2),
          UNIT_TEST(test_pause_hint_gives_way_in_the_single_thread),
          UNIT_LOOP(test_trapping_hart_does_not_starve_the_other, 2))

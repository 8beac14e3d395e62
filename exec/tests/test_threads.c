/* Many harts at once: atomics, patched code, flushes, stopped worlds. */
#include "asm.h"
#include "core/bql.h"
#include "core/csr_bits.h"
#include "exec_fixture.h"

#include "support/unit.h"

#define SHARED 0x10000          /* RAM offsets */
#define FLAG 0x20000
#define ACK 0x21000
#define BAD 0x22000
#define FUNCTION 0x30000

static ExecFixture *f;

static void setup(unsigned n_harts)
{
    f = exec_fixture_new("rv64");
    while (f->cpus->cpus->len < n_harts) {
        exec_fixture_add_hart(f);
    }
}

static Hart *hart(unsigned i)
{
    return &cpu_set_get(f->cpus, i)->hart;
}

static void finish(void)
{
    exec_fixture_stop(f);
    exec_fixture_free(f);
}

/* --- atomics ------------------------------------------------------------- */

static void load_amo_counter(unsigned n_harts, uint64_t rounds)
{
    setup(n_harts);
    LOAD(f, 0, AMOADD_D(X0, A1, A0), ADDI(A2, A2, -1), BNE(A2, X0, -8), WFI);
    for (unsigned i = 0; i < n_harts; i++) {
        hart(i)->gpr[A0] = FIXTURE_RAM_BASE + SHARED;
        hart(i)->gpr[A1] = 1;
        hart(i)->gpr[A2] = rounds;
    }
}

START_TEST(test_amo_loses_no_increment)
{
    load_amo_counter(FIXTURE_HARTS, 20000);
    exec_fixture_start(f, _i);
    ck_assert(exec_fixture_wait_idle(f));
    ck_assert_uint_eq(exec_fixture_word(f, SHARED), FIXTURE_HARTS * 20000);
    finish();
}
END_TEST

START_TEST(test_lr_sc_loses_no_increment)
{
    setup(FIXTURE_HARTS);
    LOAD(f, 0, LR_D(A3, A0), ADDI(A3, A3, 1), SC_D(A4, A3, A0),
         BNE(A4, X0, -12), ADDI(A2, A2, -1), BNE(A2, X0, -20), WFI);
    for (unsigned i = 0; i < FIXTURE_HARTS; i++) {
        hart(i)->gpr[A0] = FIXTURE_RAM_BASE + SHARED;
        hart(i)->gpr[A2] = 5000;
    }
    exec_fixture_start(f, _i);
    ck_assert(exec_fixture_wait_idle(f));
    ck_assert_uint_eq(exec_fixture_word(f, SHARED), FIXTURE_HARTS * 5000);
    finish();
}
END_TEST

/* --- patched code -------------------------------------------------------- */

/*
 * Hart 0, round n: patch "addi a0,x0,n; ret", publish n, wait for the
 * others' acknowledgements. The others: wait for n, fence.i, call, count a
 * wrong answer, acknowledge. amoadd with x0 is an atomic read.
 */
static void load_patchers(unsigned n_harts, uint64_t rounds)
{
    setup(n_harts);
    LOAD(f, FUNCTION, ADDI(A0, X0, 0), JALR(X0, RA, 0));
    LOAD(f, 0,                          /* t0 flag, t1 ack, t2 function */
         ADDI(A1, A1, 1), SLLI(A3, A1, 20), ADD(A3, A3, A4),
         SW(A3, T2, 0), AMOADD_D(X0, A5, T0),           /* publish */
         ADD(S0, S0, S1),
         AMOADD_D(A3, X0, T1), PAUSE, BNE(A3, S0, -8),  /* wait for acks */
         ADDI(A2, A2, -1), BNE(A2, X0, -40), WFI);
    LOAD(f, 0x100,
         ADDI(A1, A1, 1),
         AMOADD_D(A3, X0, T0), PAUSE, BNE(A3, A1, -8), FENCE_I,
         JALR(RA, T2, 0), BEQ(A0, A1, 8), AMOADD_D(X0, A5, S0),
         AMOADD_D(X0, A5, T1),
         ADDI(A2, A2, -1), BNE(A2, X0, -40), WFI);
    for (unsigned i = 0; i < n_harts; i++) {
        Hart *h = hart(i);

        h->gpr[T0] = FIXTURE_RAM_BASE + FLAG;
        h->gpr[T1] = FIXTURE_RAM_BASE + ACK;
        h->gpr[T2] = FIXTURE_RAM_BASE + FUNCTION;
        h->gpr[A2] = rounds;
        h->gpr[A4] = ADDI(A0, X0, 0);
        h->gpr[A5] = 1;
        h->gpr[S0] = i == 0 ? 0 : FIXTURE_RAM_BASE + BAD;
        h->gpr[S1] = n_harts - 1;
        h->pc = FIXTURE_RAM_BASE + (i == 0 ? 0 : 0x100);
    }
}

START_TEST(test_patched_code_is_seen_after_fence_i)
{
    load_patchers(3, 100);
    exec_fixture_start(f, _i);
    ck_assert(exec_fixture_wait_idle(f));
    ck_assert_uint_eq(hart(0)->gpr[A2], 0);
    ck_assert_uint_eq(exec_fixture_word(f, BAD), 0);
    finish();
}
END_TEST

/* --- stopped worlds ------------------------------------------------------ */

static void flush_tlb(Vcpu *v, void *data)
{
    tlb_flush(v);
}

static void flush_blocks(Vcpu *v, void *data)
{
    cpu_set_flush_blocks(v->cpus);
}

/* Only one thread may pause: pausing does not nest. */
static void storm_round(unsigned round, bool pauses)
{
    start_exclusive(f->cpus);
    if (round % 3 == 0) {
        cpu_set_flush_blocks(f->cpus);
    }
    end_exclusive(f->cpus);
    async_run_on_cpu(cpu_set_get(f->cpus, round % 3), flush_tlb, NULL);
    if (round % 5 == 0) {
        async_safe_run_on_cpu(cpu_set_get(f->cpus, round % 3), flush_blocks,
                              NULL);
    }
    if (pauses && round % 8 == 0) {
        bql_lock();
        pause_all_vcpus(f->cpus);
        resume_all_vcpus(f->cpus);
        bql_unlock();
    }
}

static gpointer storm(gpointer opaque)
{
    for (unsigned round = 0; round < 60; round++) {
        storm_round(round, opaque != NULL);
        g_usleep(300);
    }
    return NULL;
}

START_TEST(test_storm_of_stops_and_flushes_changes_nothing)
{
    load_patchers(3, 100);
    exec_fixture_start(f, _i);
    GThread *threads[2] = {
        g_thread_new("storm", storm, f), g_thread_new("storm", storm, NULL),
    };
    g_thread_join(threads[0]);
    g_thread_join(threads[1]);
    ck_assert(exec_fixture_wait_idle(f));
    ck_assert_uint_eq(hart(0)->gpr[A2], 0);
    ck_assert_uint_eq(exec_fixture_word(f, BAD), 0);
    finish();
}
END_TEST

/* Every hart builds blocks on pages of its own: protection storms. */
START_TEST(test_harts_that_build_blocks_stop_each_other_safely)
{
    enum { PAGES = 64 };

    setup(FIXTURE_HARTS);
    for (unsigned page = 0; page < FIXTURE_HARTS * PAGES; page++) {
        LOAD(f, 0x100000 + page * 4096, AMOADD_D(X0, A1, A0), LUI(T0, 1),
             ADD(T1, T1, T0), ADDI(A2, A2, -1), BEQ(A2, X0, 8),
             JALR(X0, T1, 0), WFI);
    }
    for (unsigned i = 0; i < FIXTURE_HARTS; i++) {
        hart(i)->pc = FIXTURE_RAM_BASE + 0x100000 + i * PAGES * 4096;
        hart(i)->gpr[T1] = hart(i)->pc;
        hart(i)->gpr[A0] = FIXTURE_RAM_BASE + SHARED;
        hart(i)->gpr[A1] = 1;
        hart(i)->gpr[A2] = PAGES;
    }
    exec_fixture_start(f, _i);
    ck_assert(exec_fixture_wait_idle(f));
    ck_assert_uint_eq(exec_fixture_word(f, SHARED), FIXTURE_HARTS * PAGES);
    finish();
}
END_TEST

UNIT_MAIN("threads",
          UNIT_LOOP(test_amo_loses_no_increment, 2),
          UNIT_LOOP(test_lr_sc_loses_no_increment, 2),
          UNIT_LOOP(test_patched_code_is_seen_after_fence_i, 2),
          UNIT_LOOP(test_storm_of_stops_and_flushes_changes_nothing, 2),
          UNIT_LOOP(test_harts_that_build_blocks_stop_each_other_safely, 2))

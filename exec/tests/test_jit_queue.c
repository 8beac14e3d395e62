/* Units that come later: translated beside the vCPU, which interprets. */
#include <sched.h>

#include "asm.h"
#include "jit_fixture.h"
#include "tb_internal.h"

#include "support/unit.h"

#define ROUNDS 400

static JitFixture j;

static Jit *jit(void)
{
    return j.f->cpus->jit;
}

static void setup(void)
{
    JitOptions options = jit_fixture_options();

    options.async = true;
    options.fit_slice = false;
    options.threshold = 8;
    jit_fixture_init(&j, &options);
}

static uint64_t units(void)
{
    return __atomic_load_n(&j.f->vcpu.stat_units, __ATOMIC_RELAXED);
}

static unsigned jobs(void)
{
    g_mutex_lock(&jit()->queue.lock);
    unsigned n = jit()->queue.n;
    g_mutex_unlock(&jit()->queue.lock);
    return n;
}

static void wait_until_idle(void)
{
    while (jobs() > 0) {
        g_usleep(50);
    }
}

/*
 * Two blocks: the loop's head, up to the jump, and what that leads to. The
 * word between them is part of the head's unit.
 */
static void load_loop(void)
{
    LOAD(j.f, 0, BNE(A2, X0, 8), JAL(X0, 8), ADDI(A0, A0, 1),
         ADDI(A1, A1, -1), BNE(A1, X0, -16), WFI);
}

/* Without @counting nothing runs the word between the blocks. */
static uint64_t run_loop(uint64_t n, bool counting)
{
    j.h->gpr[A0] = 0;
    j.h->gpr[A1] = n;
    j.h->gpr[A2] = counting;
    return jit_run_from(&j, 0);
}

static void write_word(uint64_t offset, uint32_t word)
{
    address_space_write(j.f->vcpu.as, FIXTURE_RAM_BASE + offset,
                        MEMTXATTRS_UNSPECIFIED, &word, sizeof(word));
}

START_TEST(test_hot_loop_is_interpreted_until_its_unit_is_there)
{
    setup();
    load_loop();
    g_mutex_lock(&jit()->making);
    ck_assert_uint_eq(run_loop(1000, true), 1000);
    ck_assert_uint_eq(units(), 0);
    ck_assert_uint_gt(jobs(), 0);
    uint64_t retired = j.h->retired;
    g_mutex_unlock(&jit()->making);
    wait_until_idle();
    ck_assert_uint_ge(units(), 1);
    ck_assert_uint_eq(run_loop(1000, true), 1000);
    ck_assert_uint_eq(j.h->retired, 2 * retired);
    jit_fixture_deinit(&j);
}
END_TEST

START_TEST(test_blocks_inside_a_new_unit_wait_no_longer)
{
    setup();
    load_loop();
    g_mutex_lock(&jit()->making);
    run_loop(1000, false);
    ck_assert_uint_eq(jobs(), 2);
    g_mutex_unlock(&jit()->making);
    wait_until_idle();
    ck_assert_uint_eq(units(), 1);
    jit_fixture_deinit(&j);
}
END_TEST

START_TEST(test_block_waits_once)
{
    setup();
    load_loop();
    g_mutex_lock(&jit()->making);
    run_loop(1000, false);
    run_loop(1000, false);
    ck_assert_uint_eq(jobs(), 2);
    g_mutex_unlock(&jit()->making);
    jit_fixture_deinit(&j);
}
END_TEST

START_TEST(test_more_hot_blocks_than_the_queue_holds)
{
    setup();
    for (unsigned i = 0; i < JIT_QUEUE_JOBS + 50; i++) {
        LOAD(j.f, 8 * i, ADDI(A0, A0, 1), JAL(X0, 4));
    }
    LOAD(j.f, 8 * (JIT_QUEUE_JOBS + 50), WFI);
    g_mutex_lock(&jit()->making);
    for (unsigned i = 0; i < 20; i++) {
        j.h->gpr[A0] = 0;
        ck_assert_uint_eq(jit_run_from(&j, 0), JIT_QUEUE_JOBS + 50);
    }
    ck_assert_uint_eq(jobs(), JIT_QUEUE_JOBS);
    g_mutex_unlock(&jit()->making);
    wait_until_idle();
    ck_assert_uint_gt(units(), 0);
    jit_fixture_deinit(&j);
}
END_TEST

START_TEST(test_rewritten_block_gets_no_unit)
{
    setup();
    load_loop();
    g_mutex_lock(&jit()->making);
    run_loop(1000, false);
    write_word(0, BNE(A2, X0, 12));
    write_word(12, ADDI(A1, A1, -2));
    g_mutex_unlock(&jit()->making);
    wait_until_idle();
    ck_assert_uint_eq(units(), 0);
    jit_fixture_deinit(&j);
}
END_TEST

/*
 * The cache's lock is held afterwards; the unit's page has been copied. One
 * who sleeps in front of the lock would come too late.
 */
static void lock_behind_the_copy(void)
{
    GMutex *lock = &j.f->cpus->tb_cache->lock;
    bool copied = false;

    memset(jit()->page, 0xff, sizeof(jit()->page));
    g_mutex_unlock(&jit()->making);
    while (!copied) {
        if (g_mutex_trylock(lock)) {
            copied = jit()->page[0] != 0xff;
            if (!copied) {
                g_mutex_unlock(lock);
            }
        }
    }
}

/* Returns: false when the unit was there before its bytes changed. */
static bool change_while_translating(uint32_t word)
{
    g_mutex_lock(&jit()->making);
    run_loop(1000, false);
    ck_assert_uint_gt(jobs(), 0);
    uint64_t before = units();
    lock_behind_the_copy();
    bool in_time = units() == before;
    if (in_time) {
        memcpy(j.f->host + 8, &word, sizeof(word));
    }
    tb_cache_unlock(j.f->cpus->tb_cache);
    wait_until_idle();
    return in_time;
}

/* The same loop with so much in it that its unit takes a while. */
static void load_long_loop(void)
{
    const unsigned n = 120;

    load_loop();
    for (unsigned i = 0; i < n; i++) {
        LOAD(j.f, 12 + 4 * i, ADDI(A3 + i % 4, A4 + i % 3, (int)i));
    }
    LOAD(j.f, 12 + 4 * n, ADDI(A1, A1, -1), BNE(A1, X0, -16 - 4 * (int)n),
         WFI);
}

/* Threads that are made now will not push this one aside when they wake. */
static void be_patient(bool patient)
{
    const struct sched_param none = { 0 };

    sched_setscheduler(0, patient ? SCHED_IDLE : SCHED_OTHER, &none);
}

/* The translator is started by the first job. */
static void start_translator(void)
{
    load_loop();
    be_patient(true);
    run_loop(1000, true);
    be_patient(false);
    wait_until_idle();
    cpu_set_flush_blocks(j.f->cpus);
}

/* What the unit covers changes, but not its block. */
START_TEST(test_unit_of_old_bytes_is_never_entered)
{
    unsigned in_time = 0;

    setup();
    start_translator();
    for (unsigned i = 0; i < ROUNDS && in_time < 3; i++) {
        load_long_loop();
        if (change_while_translating(ADDI(A0, A0, 2))) {
            ck_assert_uint_eq(run_loop(100, true), 200);
            in_time++;
        }
        cpu_set_flush_blocks(j.f->cpus);
    }
    ck_assert_uint_gt(in_time, 0);
    jit_fixture_deinit(&j);
}
END_TEST

START_TEST(test_nothing_is_made_while_the_translator_is_held)
{
    setup();
    load_loop();
    run_loop(1000, true);
    jit_hold_still(jit());
    ck_assert_uint_eq(jobs(), 0);
    uint64_t before = units();
    LOAD(j.f, 0x1000, BNE(A1, X0, 8), WFI, ADDI(A1, A1, -1), JAL(X0, -12));
    j.h->gpr[A1] = 1000;
    jit_run_from(&j, 0x1000);
    ck_assert_uint_gt(jobs(), 0);
    ck_assert_uint_eq(units(), before);
    jit_go_on(jit());
    wait_until_idle();
    ck_assert_uint_gt(units(), before);
    jit_fixture_deinit(&j);
}
END_TEST

/* What runs when must not depend on chance there. */
START_TEST(test_slices_wait_for_their_units)
{
    setup();
    load_loop();
    j.h->pc = FIXTURE_RAM_BASE;
    j.h->gpr[A1] = 1000;
    ck_assert_int_eq(vcpu_run(&j.f->vcpu, 100), EXCP_INTERRUPT);
    ck_assert_uint_ge(units(), 1);
    ck_assert_ptr_null(jit()->queue.thread);
    jit_fixture_deinit(&j);
}
END_TEST

UNIT_MAIN("jit_queue",
          UNIT_TEST(test_hot_loop_is_interpreted_until_its_unit_is_there),
          UNIT_TEST(test_blocks_inside_a_new_unit_wait_no_longer),
          UNIT_TEST(test_block_waits_once),
          UNIT_TEST(test_more_hot_blocks_than_the_queue_holds),
          UNIT_TEST(test_rewritten_block_gets_no_unit),
          UNIT_TEST(test_unit_of_old_bytes_is_never_entered),
          UNIT_TEST(test_nothing_is_made_while_the_translator_is_held),
          UNIT_TEST(test_slices_wait_for_their_units))

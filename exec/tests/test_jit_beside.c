/*
 * test_jit_beside.c: units that are made while several harts run
 *
 * One hart patches a function, again and again and after pauses of many
 * lengths, the other calls it all the time: often a unit of the old bytes is
 * under construction. The function's entry is a block that does not reach the
 * patched word, but its unit does. The results only grow: what is called
 * after a number was published must not give less than that.
 */
#include "asm.h"
#include "core/bql.h"
#include "jit_fixture.h"

#include "support/unit.h"

#define FLAG 0x20000            /* RAM offsets */
#define FUNCTION 0x30000
#define CALLER 0x100

#define HARTS 2u
#define ROUNDS 2000u
#define TINY (64u << 10)

static JitFixture j;

static void setup(uint64_t code_bytes)
{
    JitOptions options = jit_fixture_options();

    options.async = true;
    options.counts = options.fit_slice = false;
    options.threshold = 1;
    options.code_bytes = code_bytes;
    jit_fixture_init(&j, &options);
    while (j.f->cpus->cpus->len < HARTS) {
        exec_fixture_add_hart(j.f);
    }
}

/* "lui a0, 0; ret" behind so much that its unit takes a while; returns where
 * the former is. */
static uint64_t load_function(void)
{
    const unsigned n = 60;

    LOAD(j.f, FUNCTION, BNE(X0, X0, 8), JAL(X0, 4));
    for (unsigned i = 0; i < n; i++) {
        LOAD(j.f, FUNCTION + 8 + 4 * i, XOR(A4, A4, A5));
    }
    LOAD(j.f, FUNCTION + 8 + 4 * n, LUI(A0, 0), JALR(X0, RA, 0));
    return FIXTURE_RAM_BASE + FUNCTION + 8 + 4 * n;
}

/* a4 += 1 << 12, patch it in, publish a1, wait for up to 2^17 rounds. */
static void load_patcher(Hart *h)
{
    LOAD(j.f, 0, ADD(A4, A4, A3), SW(A4, T2, 0), AMOADD_D(X0, A5, T0),
         ADDI(A1, A1, 7), ANDI(S1, A1, 63), SLLI(S1, S1, 11),
         BEQ(S1, X0, 12), ADDI(S1, S1, -1), BNE(S1, X0, -4),
         ADDI(A2, A2, -1), BNE(A2, X0, -40), WFI);
    h->gpr[T2] = load_function();
    h->gpr[A2] = ROUNDS;
    h->gpr[A3] = 1 << 12;
    h->gpr[A4] = LUI(A0, 0);
    h->pc = FIXTURE_RAM_BASE;
}

/* Read the number (amoadd of x0 does, atomically), call, compare. */
static void load_caller(Hart *h)
{
    LOAD(j.f, CALLER, AMOADD_D(A3, X0, T0), FENCE_I, SLLI(A1, A3, 12),
         ADDI(A1, A1, -1), JALR(RA, T2, 0), BLT(A1, A0, 8), ADDI(S0, S0, 1),
         BNE(A3, A2, -28), WFI);
    h->gpr[T2] = FIXTURE_RAM_BASE + FUNCTION;
    h->gpr[A2] = ROUNDS;
    h->pc = FIXTURE_RAM_BASE + CALLER;
}

static Hart *hart(unsigned i)
{
    return &cpu_set_get(j.f->cpus, i)->hart;
}

static uint64_t units_of(unsigned i)
{
    return __atomic_load_n(&cpu_set_get(j.f->cpus, i)->stat_units,
                           __ATOMIC_RELAXED);
}

static void load_all(void)
{
    load_patcher(hart(0));
    load_caller(hart(1));
    for (unsigned i = 0; i < HARTS; i++) {
        hart(i)->gpr[T0] = FIXTURE_RAM_BASE + FLAG;
        hart(i)->gpr[A5] = 1;
    }
}

static void finish(void)
{
    ck_assert(exec_fixture_wait_idle(j.f));
    exec_fixture_stop(j.f);
    ck_assert_uint_eq(exec_fixture_word(j.f, FLAG), ROUNDS);
    ck_assert_uint_eq(hart(1)->gpr[S0], 0);
    ck_assert_uint_gt(units_of(1), 0);
    jit_fixture_deinit(&j);
}

START_TEST(test_patched_code_is_seen_whatever_is_being_made)
{
    setup(1 << 20);
    load_all();
    exec_fixture_start(j.f, false);
    finish();
}
END_TEST

START_TEST(test_patched_code_is_seen_in_a_small_cache)
{
    setup(TINY);
    load_all();
    exec_fixture_start(j.f, false);
    finish();
}
END_TEST

/* What a debugger, a monitor and a reset do, and exits in between. */
START_TEST(test_stops_and_flushes_find_a_busy_translator)
{
    setup(TINY);
    load_all();
    exec_fixture_start(j.f, false);
    for (unsigned round = 0; round < 40; round++) {
        start_exclusive(j.f->cpus);
        if (round % 2) {
            cpu_set_flush_blocks(j.f->cpus);
        } else {
            cpu_set_evict_blocks(j.f->cpus);
        }
        end_exclusive(j.f->cpus);
        bql_lock();
        pause_all_vcpus(j.f->cpus);
        resume_all_vcpus(j.f->cpus);
        bql_unlock();
        g_usleep(200);
    }
    finish();
}
END_TEST

/* The threads end, the harts go, the queue is as it was. */
START_TEST(test_machine_may_end_while_units_wait)
{
    for (unsigned round = 0; round < 20; round++) {
        setup(1 << 20);
        load_all();
        exec_fixture_start(j.f, false);
        g_usleep(50 * round);
        exec_fixture_stop(j.f);
        jit_fixture_deinit(&j);
    }
}
END_TEST

UNIT_MAIN("jit_beside",
          UNIT_TEST(test_patched_code_is_seen_whatever_is_being_made),
          UNIT_TEST(test_patched_code_is_seen_in_a_small_cache),
          UNIT_TEST(test_stops_and_flushes_find_a_busy_translator),
          UNIT_TEST(test_machine_may_end_while_units_wait))

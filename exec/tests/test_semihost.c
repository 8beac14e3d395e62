/* Semihosting: which ebreak is a call, and whose memory it may touch. */
#include <string.h>

#include "asm.h"
#include "core/bql.h"
#include "exec/debug.h"
#include "exec/semihost.h"
#include "exec_fixture.h"

#include "support/unit.h"

#define VECTOR 0x800
#define MARK_BEFORE SLLI(X0, X0, 0x1f)
#define MARK_AFTER 0x40705013u
#define LOOPS 500

static ExecFixture *f;
static Hart *h;
static SemihostHook hook;
static unsigned calls;
static unsigned refusals;       /* calls that are to be tried again */

static bool count_call(void *opaque, Vcpu *v)
{
    ck_assert(bql_locked());
    calls++;
    if (refusals > 0) {
        refusals--;
        return false;
    }
    v->hart.gpr[A0] += v->hart.gpr[A1];
    return true;
}

static void setup(bool with_hook)
{
    f = exec_fixture_new("rv64");
    h = &f->vcpu.hart;
    h->mtvec = FIXTURE_RAM_BASE + VECTOR;
    LOAD(f, VECTOR, WFI);
    hook = (SemihostHook) { .call = count_call };
    calls = 0;
    if (with_hook) {
        cpu_set_semihost(f->cpus, &hook);
    }
}

static void load_call(uint64_t offset)
{
    LOAD(f, offset, MARK_BEFORE, EBREAK, MARK_AFTER, WFI);
}

/* Until it waits for an interrupt; a call may leave the loop before. */
static void run(void)
{
    for (unsigned i = 0; i < 10 && !h->wfi; i++) {
        exec_fixture_run(f, 10000);
    }
    ck_assert(h->wfi);
}

START_TEST(test_call_goes_on_behind_the_ebreak)
{
    setup(true);
    load_call(0);
    h->gpr[A0] = 40;
    h->gpr[A1] = 2;
    run();
    ck_assert_uint_eq(calls, 1);
    ck_assert_uint_eq(h->gpr[A0], 42);
    ck_assert_uint_eq(h->pc, FIXTURE_RAM_BASE + 16);
    ck_assert_uint_eq(h->mcause, 0);
    ck_assert_uint_eq(h->retired, 3);
    exec_fixture_free(f);
}
END_TEST

START_TEST(test_call_in_a_hot_loop_is_answered_each_time)
{
    setup(true);
    LOAD(f, 0, MARK_BEFORE, EBREAK, MARK_AFTER, ADDI(A2, A2, -1),
         BNE(A2, X0, -16), WFI);
    h->gpr[A1] = 3;
    h->gpr[A2] = LOOPS;
    run();
    ck_assert_uint_eq(calls, LOOPS);
    ck_assert_uint_eq(h->gpr[A0], 3 * LOOPS);
    exec_fixture_free(f);
}
END_TEST

START_TEST(test_call_that_waits_is_made_again)
{
    setup(true);
    load_call(0);
    h->gpr[A1] = 5;
    refusals = 3;
    run();
    ck_assert_uint_eq(calls, 4);
    ck_assert_uint_eq(h->gpr[A0], 5);
    exec_fixture_free(f);
}
END_TEST

/* A debugger sees one instruction. */
START_TEST(test_step_executes_the_whole_call)
{
    setup(true);
    load_call(0);
    h->gpr[A1] = 5;
    cpu_single_step(&f->vcpu, SSTEP_ENABLE);
    for (unsigned step = 1; step <= 3; step++) {
        ck_assert_int_eq(exec_fixture_run(f, 100), EXCP_DEBUG);
        ck_assert_uint_eq(h->pc, FIXTURE_RAM_BASE + 4 * step);
        ck_assert_uint_eq(calls, step >= 2);
    }
    ck_assert_uint_eq(h->gpr[A0], 5);
    exec_fixture_free(f);
}
END_TEST

static const uint32_t others[][3] = {
    { NOP, EBREAK, MARK_AFTER },
    { MARK_BEFORE, EBREAK, NOP },
    { SLLI(X0, X0, 0x1e), EBREAK, MARK_AFTER },
    { MARK_AFTER, EBREAK, MARK_BEFORE },
    { MARK_BEFORE, 0x00019002, MARK_AFTER },    /* c.ebreak; c.nop */
};

START_TEST(test_any_other_ebreak_is_an_exception)
{
    setup(true);
    LOAD(f, 0, others[_i][0], others[_i][1], others[_i][2], WFI);
    run();
    ck_assert_uint_eq(calls, 0);
    ck_assert_uint_eq(h->mcause, TRAP_BREAKPOINT);
    ck_assert_uint_eq(h->mepc, FIXTURE_RAM_BASE + 4);
    exec_fixture_free(f);
}
END_TEST

START_TEST(test_without_a_hook_it_is_an_exception)
{
    setup(false);
    load_call(0);
    run();
    ck_assert_uint_eq(h->mcause, TRAP_BREAKPOINT);
    ck_assert_uint_eq(h->mtval, FIXTURE_RAM_BASE + 4);
    exec_fixture_free(f);
}
END_TEST

static const unsigned splits[] = { 4, 8 };

START_TEST(test_sequence_in_two_pages_is_an_exception)
{
    uint64_t start = 0x2000 - splits[_i];

    setup(true);
    load_call(start);
    h->pc = FIXTURE_RAM_BASE + start;
    run();
    ck_assert_uint_eq(calls, 0);
    ck_assert_uint_eq(h->mcause, TRAP_BREAKPOINT);
    exec_fixture_free(f);
}
END_TEST

START_TEST(test_user_mode_calls_only_where_allowed)
{
    setup(true);
    hook.userspace = _i;
    LOAD(f, 0, MARK_BEFORE, EBREAK, MARK_AFTER, ECALL);
    exec_fixture_map(f, 0x10000, FIXTURE_RAM_BASE, PTE_ALL | PTE_U);
    exec_fixture_enter(f, PRIV_U, 0x10000);
    run();
    ck_assert_uint_eq(calls, _i);
    ck_assert_uint_eq(h->mcause, _i ? TRAP_ECALL_U : TRAP_BREAKPOINT);
    exec_fixture_free(f);
}
END_TEST

/* ---- memory ------------------------------------------------------------- */

static bool can_access(vaddr addr, AccessType access)
{
    uint8_t bytes[100] = { 0 };

    bql_lock();
    bool ok = vcpu_semihost_memory(&f->vcpu, addr, bytes, sizeof(bytes),
                                   access);
    bql_unlock();
    return ok;
}

START_TEST(test_memory_is_that_of_the_callers_mode)
{
    setup(true);
    exec_fixture_map(f, 0x10000, FIXTURE_RAM_BASE, PTE_ALL);
    exec_fixture_map(f, 0x11000, FIXTURE_RAM_BASE + 0x5000,
                     PTE_V | PTE_R | PTE_A);
    exec_fixture_map(f, 0x12000, FIXTURE_RAM_BASE + 0x6000, PTE_ALL | PTE_U);
    exec_fixture_enter(f, PRIV_S, 0x10000);
    ck_assert(can_access(0x10fb0, ACCESS_LOAD));        /* two pages */
    ck_assert(!can_access(0x10fb0, ACCESS_STORE));
    ck_assert(can_access(0x11000, ACCESS_LOAD));
    ck_assert(!can_access(0x11000, ACCESS_STORE));
    ck_assert(!can_access(0x11fb0, ACCESS_LOAD));       /* into a U page */
    ck_assert(!can_access(0x12000, ACCESS_LOAD));
    ck_assert(!can_access(0x13000, ACCESS_LOAD));
    ck_assert(!can_access(UINT64_MAX - 20, ACCESS_LOAD));
    h->priv = PRIV_U;
    vcpu_update_mode(&f->vcpu);
    ck_assert(can_access(0x12000, ACCESS_STORE));
    ck_assert(!can_access(0x11000, ACCESS_LOAD));
    exec_fixture_free(f);
}
END_TEST

UNIT_MAIN("semihost", UNIT_TEST(test_call_goes_on_behind_the_ebreak),
          UNIT_TEST(test_call_in_a_hot_loop_is_answered_each_time),
          UNIT_TEST(test_call_that_waits_is_made_again),
          UNIT_TEST(test_step_executes_the_whole_call),
          UNIT_LOOP(test_any_other_ebreak_is_an_exception,
                    G_N_ELEMENTS(others)),
          UNIT_TEST(test_without_a_hook_it_is_an_exception),
          UNIT_LOOP(test_sequence_in_two_pages_is_an_exception,
                    G_N_ELEMENTS(splits)),
          UNIT_LOOP(test_user_mode_calls_only_where_allowed, 2),
          UNIT_TEST(test_memory_is_that_of_the_callers_mode))

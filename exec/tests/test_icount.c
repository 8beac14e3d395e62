/* Instruction counting: the same program twice is the same run twice. */
#include <inttypes.h>
#include <stdio.h>

#include "asm.h"
#include "core/bql.h"
#include "core/csr_bits.h"
#include "exec_fixture.h"
#include "timers/icount.h"

#include "support/child.h"
#include "support/unit.h"

#define VECTOR 0x800
#define STIMECMP 0x14d
#define TIME 0xc01
#define MIE 0x304
#define DONE 0x12000            /* RAM offset: harts that finished */

static uint64_t retired(void *opaque)
{
    return cpu_set_retired(opaque);
}

static void enable_icount(ExecFixture *f, unsigned shift)
{
    TimerSystem *ts = timer_system_default();
    GError *error = NULL;

    if (!icount_enable(ts, &(IcountConfig) { .shift = shift }, &error)) {
        g_error("%s", error->message);
    }
    icount_set_source(ts, retired, f->cpus);
    cpu_enable_ticks();
    f->clock_time = true;
    f->cpus->digest_on = true;
}

/*
 * Hart 0 counts timer interrupts, waiting between them; hart 1 increments a
 * counter in memory and gives up after a number of rounds.
 */
static void load_program(ExecFixture *f)
{
    Hart *h = &f->vcpu.hart;
    Hart *other = &exec_fixture_add_hart(f)->hart;

    LOAD(f, 0, CSRRS(A0, TIME, X0), ADD(A0, A0, A1), CSRRW(X0, STIMECMP, A0),
         WFI, CSRRS(A4, TIME, X0), ADD(A5, A5, A4), ADDI(A2, A2, -1),
         BNE(A2, X0, -28), CSRRW(X0, MIE, X0), AMOADD_D(X0, S1, S0), WFI);
    LOAD(f, 0x100, AMOADD_D(X0, A1, A0), ADDI(A2, A2, -1), BNE(A2, X0, -8),
         AMOADD_D(X0, S1, S0), WFI);
    h->menvcfg |= MENVCFG_STCE;
    h->mie = 1u << IRQ_S_TIMER;
    h->gpr[S0] = other->gpr[S0] = FIXTURE_RAM_BASE + DONE;
    h->gpr[S1] = other->gpr[S1] = 1;
    h->gpr[A1] = 777;
    h->gpr[A2] = 100;
    other->pc = FIXTURE_RAM_BASE + 0x100;
    other->gpr[A0] = FIXTURE_RAM_BASE + 0x10000;
    other->gpr[A1] = 1;
    other->gpr[A2] = 300000;
}

/*
 * Both harts have said so in memory and then had time to reach their WFI.
 * Asking a vCPU would end its slice and change the run.
 */
static bool wait_done(ExecFixture *f, uint64_t n_harts)
{
    for (int ms = 0; ms < 20000; ms++) {
        if (exec_fixture_word(f, DONE) == n_harts) {
            g_usleep(100000);
            return true;
        }
        g_usleep(1000);
    }
    return false;
}

/* Prints what the run came to; the parent compares. */
static void run_program(void *opaque)
{
    ExecFixture *f = exec_fixture_new("rv64");
    unsigned shift = *(const unsigned *)opaque;

    enable_icount(f, shift);
    load_program(f);
    vcpu_state_changed(&f->vcpu);
    exec_fixture_start(f, true);
    bool idle = wait_done(f, 2);
    bql_lock();
    pause_all_vcpus(f->cpus);
    fprintf(stderr, "%s digest %016" PRIx64 " times %" PRIu64
            " retired %" PRIu64 " %" PRIu64 " clock %" PRId64 "\n",
            idle ? "done" : "stuck", digest_value(&f->cpus->digest),
            f->vcpu.hart.gpr[A5], f->vcpu.hart.retired,
            f->more[0].hart.retired, qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL));
    bql_unlock();
    exec_fixture_stop(f);
}

START_TEST(test_two_runs_are_the_same)
{
    g_auto(ChildResult) first = { 0 };
    g_auto(ChildResult) second = { 0 };
    unsigned shift = (unsigned)_i * 3;

    child_run(run_program, &shift, &first);
    child_run(run_program, &shift, &second);
    ck_assert_msg(g_str_has_prefix(first.stderr_text, "done"), "%s",
                  first.stderr_text);
    ck_assert_str_eq(first.stderr_text, second.stderr_text);
}
END_TEST

START_TEST(test_another_program_has_another_digest)
{
    g_auto(ChildResult) first = { 0 };
    g_auto(ChildResult) second = { 0 };
    unsigned shift = 0;

    child_run(run_program, &shift, &first);
    shift = 1;
    child_run(run_program, &shift, &second);
    ck_assert_str_ne(first.stderr_text, second.stderr_text);
}
END_TEST

/* The timer fires in the block after the deadline, not a slice later. */
START_TEST(test_timer_interrupts_at_its_instruction)
{
    ExecFixture *f = exec_fixture_new("rv64");
    Hart *h = &f->vcpu.hart;

    enable_icount(f, 0);        /* 1 ns each: a tick is 100 instructions */
    LOAD(f, 0, ADDI(A2, A2, 1), JAL(X0, -4));
    LOAD(f, VECTOR, CSRRW(X0, MIE, X0), AMOADD_D(X0, S1, S0), WFI);
    h->mtvec = FIXTURE_RAM_BASE + VECTOR;
    h->menvcfg |= MENVCFG_STCE;
    h->gpr[S0] = FIXTURE_RAM_BASE + DONE;
    h->gpr[S1] = 1;
    h->stimecmp = 50;           /* 5000 instructions */
    h->mie = 1u << IRQ_S_TIMER;
    h->mstatus |= MSTATUS_MIE;
    vcpu_state_changed(&f->vcpu);
    exec_fixture_start(f, true);
    ck_assert(wait_done(f, 1));
    exec_fixture_stop(f);
    ck_assert_uint_eq(h->mcause, CAUSE_INTERRUPT | IRQ_S_TIMER);
    ck_assert_uint_eq(h->gpr[A2], 2500);
    ck_assert_uint_eq(h->retired, 5003);
    exec_fixture_free(f);
}
END_TEST

/* As the machine does it. */
static void end_slice(void *opaque, QEMUClockType type)
{
    if (vcpu_current() && type == QEMU_CLOCK_VIRTUAL) {
        vcpu_request_exit(vcpu_current(), VCPU_EXIT_LOOP);
    }
}

/* The next deadline is over before the other hart's slice is. */
START_TEST(test_hart_that_sets_short_timers_gets_on)
{
    ExecFixture *f = exec_fixture_new("rv64");
    Hart *h = &f->vcpu.hart;

    exec_fixture_add_hart(f)->hart.pc = FIXTURE_RAM_BASE + 0x100;
    enable_icount(f, 0);
    timer_system_set_notify(timer_system_default(), end_slice, NULL);
    LOAD(f, 0, ADDI(A2, A2, -1), BNE(A2, X0, -4), CSRRW(X0, MIE, X0),
         AMOADD_D(X0, S1, S0), WFI);
    LOAD(f, 0x100, ADDI(A2, A2, 1), JAL(X0, -4));
    LOAD(f, VECTOR, CSRRS(A0, TIME, X0), ADDI(A0, A0, 2),
         CSRRW(X0, STIMECMP, A0), MRET);
    h->mtvec = FIXTURE_RAM_BASE + VECTOR;
    h->menvcfg |= MENVCFG_STCE;
    h->gpr[S0] = FIXTURE_RAM_BASE + DONE;
    h->gpr[S1] = 1;
    h->gpr[A2] = 1000;
    h->stimecmp = 2;
    h->mie = 1u << IRQ_S_TIMER;
    h->mstatus |= MSTATUS_MIE;
    vcpu_state_changed(&f->vcpu);
    exec_fixture_start(f, true);
    ck_assert(wait_done(f, 1));
    exec_fixture_stop(f);
    ck_assert_uint_eq(h->gpr[A2], 0);
    exec_fixture_free(f);
}
END_TEST

UNIT_MAIN("exec_icount",
          UNIT_LOOP(test_two_runs_are_the_same, 3),
          UNIT_TEST(test_another_program_has_another_digest),
          UNIT_TEST(test_timer_interrupts_at_its_instruction),
          UNIT_TEST(test_hart_that_sets_short_timers_gets_on))

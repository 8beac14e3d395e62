/* How soon translated code notices that somebody wants it to leave. */
#include "asm.h"
#include "core/bql.h"
#include "jit_fixture.h"

#include "support/unit.h"

#define PAGE 0x1000u
#define COUNTER 0x10000u        /* RAM offsets */

static JitFixture j;

/* Programs that never end; each reads the device once per round. */

static void load_loop(uint32_t touch)
{
    LOAD(j.f, 0, touch, ADDI(A0, A0, 1), JAL(X0, -8));
}

static void load_branch_loop(uint32_t touch)
{
    LOAD(j.f, 0, touch, ADDI(A0, A0, 1), BNE(S0, X0, -8), WFI);
}

/* From the unit of one page to that of the other and back. */
static void load_ping_pong(uint32_t touch)
{
    LOAD(j.f, 0, touch, ADDI(A0, A0, 1), JALR(X0, T1, 0));
    LOAD(j.f, PAGE, ADDI(A2, A2, 1), JALR(X0, T0, 0));
}

/* Calls and returns within a page. */
static void load_call(uint32_t touch)
{
    LOAD(j.f, 0, touch, JAL(RA, 0x3fc), ADDI(A0, A0, 1), JAL(X0, -12));
    LOAD(j.f, 0x400, ADDI(A2, A2, 1), JALR(X0, RA, 0));
}

/* Forward links through the whole page, and back by an indirect jump. */
static void load_chain(uint32_t touch)
{
    LOAD(j.f, 0, touch, ADDI(A0, A0, 1), JAL(X0, 0xf8));
    for (unsigned at = 0x100; at < 0xf00; at += 0x100) {
        LOAD(j.f, at, ADDI(A2, A2, 1), JAL(X0, 0xfc));
    }
    LOAD(j.f, 0xf00, JALR(X0, T0, 0));
}

/* The same, back by a direct jump. */
static void load_chain_back(uint32_t touch)
{
    load_chain(touch);
    LOAD(j.f, 0xf00, JAL(X0, -0xf00));
}

/* Only traps go round. */
static void load_traps(uint32_t touch)
{
    LOAD(j.f, 0, touch, ADDI(A0, A0, 1), ECALL);
    LOAD(j.f, JIT_VECTOR, CSRRW(X0, 0x341, T0), MRET);
}

static const struct {
    const char *what;
    void (*load)(uint32_t touch);
    unsigned bound;             /* instructions from asking to leaving */
} programs[] = {
    { "loop", load_loop, 3 },
    { "branch loop", load_branch_loop, 3 },
    { "ping-pong", load_ping_pong, 3 },
    { "call", load_call, 4 },
    { "chain", load_chain, 2 * 15 + 4 },
    { "chain back", load_chain_back, 2 * 15 + 4 },
    { "traps", load_traps, 5 },
};

static void set_registers(Hart *h)
{
    h->gpr[T0] = FIXTURE_RAM_BASE;
    h->gpr[T1] = FIXTURE_RAM_BASE + PAGE;
    h->gpr[A1] = 1;
    h->gpr[S0] = FIXTURE_RAM_BASE + COUNTER;
    h->gpr[S1] = ASK_BASE;
}

static void setup(const JitOptions *options, int program, uint32_t touch)
{
    jit_fixture_init(&j, options);
    programs[program].load(touch);
    set_registers(j.h);
}

/* --- one thread: count ---------------------------------------------------- */

static void assert_leaves_soon(int program, const JitOptions *options)
{
    setup(options, program, LW(A3, S1, 0));
    for (unsigned reads = 1; reads < 300; reads = reads * 3 + 1) {
        uint64_t before = j.h->gpr[A0];

        j.ask.reads_left = reads;
        ck_assert_int_eq(jit_run_freely(&j), EXCP_INTERRUPT);
        ck_assert_msg(j.h->retired - j.ask.retired <= programs[program].bound,
                      "%s: %u instructions", programs[program].what,
                      (unsigned)(j.h->retired - j.ask.retired));
        ck_assert_uint_le(j.h->gpr[A0] - before, reads + 1);
        ck_assert_uint_eq(j.ask.reads_left, 0);
    }
    ck_assert_uint_gt(j.f->vcpu.stat_units, 0);
    jit_fixture_deinit(&j);
}

START_TEST(test_request_is_noticed_within_a_round)
{
    JitOptions options = jit_fixture_options();

    assert_leaves_soon(_i, &options);
    options.counts = options.fit_slice = false;
    assert_leaves_soon(_i, &options);
    options.no_chain = true;
    assert_leaves_soon(_i, &options);
}
END_TEST

/* Not by an instruction more, whatever runs. */
START_TEST(test_slice_ends_exactly)
{
    JitOptions options = jit_fixture_options();

    options.fit_slice = false;
    setup(&options, _i, LW(A3, S1, 0));
    for (int64_t n = 1; n < 5000; n = n * 2 + 1) {
        uint64_t end = j.h->retired + (uint64_t)n;

        ck_assert_int_eq(exec_fixture_run(j.f, n), EXCP_INTERRUPT);
        ck_assert_uint_le(j.h->retired, end);
        if (programs[_i].load != load_traps) {  /* traps are charged */
            ck_assert_uint_eq(j.h->retired, end);
        }
    }
    ck_assert_uint_gt(j.f->vcpu.stat_units, 0);
}
END_TEST

/* --- another thread asks -------------------------------------------------- */

static bool wait_for_rounds(uint64_t rounds)
{
    for (int ms = 0; ms < 20000; ms++) {
        if (exec_fixture_word(j.f, COUNTER) >= rounds) {
            return true;
        }
        g_usleep(1000);
    }
    return false;
}

START_TEST(test_other_thread_stops_the_program)
{
    JitOptions options = jit_fixture_options();

    options.counts = options.fit_slice = false;
    setup(&options, _i, AMOADD_D(X0, A1, S0));
    exec_fixture_start(j.f, false);
    for (unsigned i = 1; i <= 5; i++) {
        ck_assert(wait_for_rounds(exec_fixture_word(j.f, COUNTER) + 1000));
        bql_lock();
        pause_all_vcpus(j.f->cpus);
        uint64_t stopped = exec_fixture_word(j.f, COUNTER);

        g_usleep(2000);
        ck_assert_uint_eq(exec_fixture_word(j.f, COUNTER), stopped);
        resume_all_vcpus(j.f->cpus);
        bql_unlock();
    }
    exec_fixture_stop(j.f);
    ck_assert_uint_gt(j.f->vcpu.stat_units, 0);
}
END_TEST

/* No memory, no counter: nothing but the jump itself. */
START_TEST(test_jump_to_itself_can_be_stopped)
{
    JitOptions options = jit_fixture_options();

    options.counts = options.fit_slice = false;
    jit_fixture_init(&j, &options);
    LOAD(j.f, 0, JAL(X0, 0));
    exec_fixture_start(j.f, false);
    g_usleep(20000);
    exec_fixture_stop(j.f);
    ck_assert_uint_gt(j.h->retired, 0);
    ck_assert_uint_eq(j.h->pc, FIXTURE_RAM_BASE);
}
END_TEST

/* Harts that take turns: the endless one must give the other its slice. */
START_TEST(test_endless_loop_gives_others_their_turn)
{
    JitOptions options = jit_fixture_options();

    setup(&options, _i, NOP);
    Vcpu *other = exec_fixture_add_hart(j.f);
    LOAD(j.f, 0x5000, AMOADD_D(X0, A1, S0), JAL(X0, -4));
    set_registers(&other->hart);
    other->hart.pc = FIXTURE_RAM_BASE + 0x5000;
    exec_fixture_start(j.f, true);
    ck_assert(wait_for_rounds(1000));
    exec_fixture_stop(j.f);
}
END_TEST

UNIT_MAIN("jit_exit",
          UNIT_LOOP(test_request_is_noticed_within_a_round,
                    G_N_ELEMENTS(programs)),
          UNIT_LOOP(test_slice_ends_exactly, G_N_ELEMENTS(programs)),
          UNIT_LOOP(test_other_thread_stops_the_program,
                    G_N_ELEMENTS(programs)),
          UNIT_TEST(test_jump_to_itself_can_be_stopped),
          UNIT_LOOP(test_endless_loop_gives_others_their_turn,
                    G_N_ELEMENTS(programs)))

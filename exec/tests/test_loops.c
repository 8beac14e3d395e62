/*
 * test_loops.c: loops over memory do what the interpreter does
 *
 * Random programs, see loop_maker.h, run under the engine of the test and
 * under the interpreter: whole, or in slices of random length. Their memory
 * is a few pages that are neighbours, or not, may be read only, or are not
 * there. Then what the fast copies of loops must not miss, case by case.
 */
#include <string.h>

#include "asm.h"
#include "jit_fixture.h"
#include "loop_maker.h"

#include "support/unit.h"

#define CODE 0x10000ull
#define MEMORY 0x40000ull       /* virtual address of the loops' pages */
#define PAGES 6
#define PHYS_FIRST 0x20000ull   /* RAM offset of what they may be mapped to */
#define PHYS_PAGES 16
#define STOPS 24

/* What is compared. */
typedef struct Outcome {
    uint64_t gpr[32];
    uint64_t pc, retired, mcause, mepc, mtval;
} Outcome;

typedef struct World {
    LoopMaker maker;
    Hart start;                 /* registers */
    uint8_t frame[PAGES];       /* of PHYS_PAGES */
    uint32_t flags[PAGES];      /* 0: not there */
    int64_t slices[STOPS];      /* 0: to the end */
    uint32_t seed;
    /* what came of it */
    Outcome stops[STOPS];
    unsigned n_stops;
    uint8_t memory[PHYS_PAGES * 4096];
} World;

/* --- worlds --------------------------------------------------------------- */

static void make_pages(World *w, GRand *rand)
{
    unsigned frame = (unsigned)g_rand_int_range(rand, 0, PHYS_PAGES);

    for (unsigned i = 0; i < PAGES; i++) {
        if (g_rand_int_range(rand, 0, 3)) {
            frame++;            /* neighbours */
        } else {
            frame = (unsigned)g_rand_int_range(rand, 0, PHYS_PAGES);
        }
        frame %= PHYS_PAGES;
        w->frame[i] = (uint8_t)frame;
        w->flags[i] = g_rand_int_range(rand, 0, 8) ? PTE_ALL
                    : g_rand_boolean(rand) ? PTE_V | PTE_R | PTE_A : 0;
    }
}

static void make_world(World *w, uint32_t seed, bool slices)
{
    GRand *rand = g_rand_new_with_seed(seed);

    memset(w, 0, sizeof(*w));
    w->seed = seed;
    w->maker = (LoopMaker) { .rand = rand, .memory = MEMORY, .pages = PAGES };
    loop_maker_program(&w->maker);
    loop_maker_registers(&w->maker, &w->start);
    make_pages(w, rand);
    for (unsigned i = 0; slices && i < STOPS - 1; i++) {
        w->slices[i] = g_rand_int_range(rand, 1, i % 4 ? 600 : 30);
    }
    for (unsigned i = 0; i < sizeof(w->memory); i++) {
        w->memory[i] = (uint8_t)g_rand_int(rand);
    }
    g_rand_free(rand);
}

/* --- running -------------------------------------------------------------- */

static void load_world(const World *w, JitFixture *j)
{
    exec_fixture_load(j->f, CODE, w->maker.words, w->maker.n_words);
    exec_fixture_map(j->f, CODE, FIXTURE_RAM_BASE + CODE, PTE_ALL);
    memcpy(j->f->host + PHYS_FIRST, w->memory, sizeof(w->memory));
    for (unsigned i = 0; i < PAGES; i++) {
        exec_fixture_map(j->f, MEMORY + 4096 * i, FIXTURE_RAM_BASE +
                         PHYS_FIRST + 4096 * w->frame[i], w->flags[i]);
    }
    memcpy(j->h->gpr, w->start.gpr, sizeof(j->h->gpr));
    exec_fixture_enter(j->f, PRIV_S, CODE);
}

static void note_stop(World *w, const Hart *h)
{
    Outcome *stop = &w->stops[w->n_stops++];

    memcpy(stop->gpr, h->gpr, sizeof(stop->gpr));
    stop->pc = h->pc;
    stop->retired = h->retired;
    stop->mcause = h->mcause;
    stop->mepc = h->mepc;
    stop->mtval = h->mtval;
}

static void run_world(World *w, const char *accel, const JitOptions *options)
{
    g_autofree char *named = g_strdup(g_getenv("LECTERN_TEST_ACCEL"));
    JitFixture j;
    bool done = false;

    if (accel) {
        g_setenv("LECTERN_TEST_ACCEL", accel, TRUE);
    }
    jit_fixture_init(&j, options);
    load_world(w, &j);
    for (unsigned i = 0; i < STOPS && !done; i++) {
        done = (w->slices[i] ? exec_fixture_run(j.f, w->slices[i])
                             : jit_run_freely(&j)) == EXCP_HLT;
        note_stop(w, j.h);
    }
    ck_assert_msg(done, "seed %u does not end", w->seed);
    memcpy(w->memory, j.f->host + PHYS_FIRST, sizeof(w->memory));
    jit_fixture_deinit(&j);
    if (accel && named) {
        g_setenv("LECTERN_TEST_ACCEL", named, TRUE);
    } else if (accel) {
        g_unsetenv("LECTERN_TEST_ACCEL");
    }
}

static void check_stop(const World *w, const World *other, unsigned stop)
{
    const Outcome *a = &w->stops[stop], *b = &other->stops[stop];

    for (unsigned r = 1; r < 32; r++) {
        ck_assert_msg(a->gpr[r] == b->gpr[r], "seed %u stop %u: x%u is %#"
                      G_GINT64_MODIFIER "x, not %#" G_GINT64_MODIFIER "x",
                      w->seed, stop, r, b->gpr[r], a->gpr[r]);
    }
    ck_assert_msg(a->pc == b->pc, "seed %u stop %u: pc", w->seed, stop);
    ck_assert_msg(a->retired == b->retired, "seed %u stop %u: retired %"
                  G_GUINT64_FORMAT ", not %" G_GUINT64_FORMAT, w->seed, stop,
                  b->retired, a->retired);
    ck_assert_msg(a->mcause == b->mcause && a->mepc == b->mepc &&
                  a->mtval == b->mtval, "seed %u stop %u: trap", w->seed,
                  stop);
}

static void check_seed(uint32_t seed, const JitOptions *options)
{
    World *worlds = g_new(World, 2);
    bool slices = options->counts && seed % 2;

    make_world(&worlds[0], seed, slices);
    worlds[1] = worlds[0];
    run_world(&worlds[0], "interp", options);
    run_world(&worlds[1], NULL, options);
    ck_assert_uint_eq(worlds[0].n_stops, worlds[1].n_stops);
    for (unsigned i = 0; i < worlds[0].n_stops; i++) {
        check_stop(&worlds[0], &worlds[1], i);
    }
    ck_assert_msg(memcmp(worlds[0].memory, worlds[1].memory,
                         sizeof(worlds[0].memory)) == 0,
                  "seed %u: memory", seed);
    g_free(worlds);
}

/* _i: exact slices, or polls now and then */
START_TEST(test_random_loops_do_what_the_interpreter_does)
{
    JitOptions options = jit_fixture_options();

    options.counts = options.fit_slice = _i == 0;
    for (int i = 0; i < unit_rounds(150); i++) {
        check_seed((uint32_t)i + (_i ? 1000000 : 0), &options);
    }
}
END_TEST

/* --- tables --------------------------------------------------------------- */

#define BORDER (MEMORY + 4096)
#define ENTRIES 32              /* words, half of them before the border */
#define FRAME(n) (PHYS_FIRST + 4096 * (n))

static JitFixture j;

/*
 * a1 times: a0 += table[a1 % ENTRIES]; the device at A2 is read, too.
 * The table's first page is frame 0, the second one that of @second.
 */
static void setup_table(uint64_t second)
{
    JitOptions options = jit_fixture_options();

    jit_fixture_init(&j, &options);
    LOAD(j.f, CODE, LW(T0, A2, 0), ANDI(A5, A1, ENTRIES - 1), SLLI(A5, A5, 2),
         ADD(A5, A5, S0), LW(A5, A5, 0), ADD(A0, A0, A5), ADDI(A1, A1, -1),
         BNE(A1, X0, -28), WFI);
    exec_fixture_map(j.f, CODE, FIXTURE_RAM_BASE + CODE, PTE_ALL);
    exec_fixture_map(j.f, MEMORY, FIXTURE_RAM_BASE + FRAME(0), PTE_ALL);
    exec_fixture_map(j.f, BORDER, second, PTE_ALL);
    exec_fixture_map(j.f, BORDER + 4096, ASK_BASE, PTE_ALL);
    j.h->gpr[S0] = BORDER - 4 * ENTRIES / 2;
    j.h->gpr[A2] = BORDER + 4096;
    exec_fixture_enter(j.f, PRIV_S, CODE);
}

/* entries of the frame count from @first */
static void fill_frame(unsigned frame, uint32_t first)
{
    uint32_t *words = (uint32_t *)(j.f->host + FRAME(frame));

    for (unsigned i = 0; i < ENTRIES / 2; i++) {
        words[i] = first + i;
        words[1024 - ENTRIES / 2 + i] = first + i;
    }
}

static uint64_t run_table(uint64_t rounds)
{
    j.h->gpr[A0] = 0;
    j.h->gpr[A1] = rounds;
    j.h->pc = CODE;
    j.h->wfi = false;
    ck_assert_int_eq(jit_run_freely(&j), EXCP_HLT);
    return j.h->gpr[A0];
}

static const uint64_t sum_to_15 = 16 * 15 / 2;

/* _i: is the frame of the second half the next one? */
START_TEST(test_table_in_two_pages_is_read_in_both)
{
    unsigned second = _i ? 1 : 5;

    setup_table(FIXTURE_RAM_BASE + FRAME(second));
    fill_frame(0, 100);
    fill_frame(second, 1000);
    ck_assert_uint_eq(run_table(ENTRIES * 10),
                      10 * (16 * 1100 + 2 * sum_to_15));
    jit_fixture_deinit(&j);
}
END_TEST

START_TEST(test_table_that_reaches_into_a_device_is_read_there)
{
    setup_table(FIXTURE_IO_BASE);
    fill_frame(0, 100);
    ck_assert_uint_eq(run_table(ENTRIES * 2),
                      2 * (16 * (100 + 0x11111100ull) + 5 * sum_to_15));
    ck_assert_uint_eq(j.f->n_log, ENTRIES);
    jit_fixture_deinit(&j);
}
END_TEST

START_TEST(test_table_that_is_half_missing_faults_there)
{
    setup_table(FIXTURE_RAM_BASE + FRAME(1));
    exec_fixture_map(j.f, BORDER, 0, 0);
    j.h->gpr[A1] = ENTRIES * 4 + 15;    /* down to 0, then 31 */
    ck_assert_int_eq(jit_run_freely(&j), EXCP_HLT);
    ck_assert_uint_eq(j.h->mcause, 13);
    ck_assert_uint_eq(j.h->mtval, BORDER + 4 * 15);
    ck_assert_uint_eq(j.h->gpr[A1], ENTRIES * 4 - 1);
    ck_assert_uint_eq(j.h->mepc, CODE + 16);
    jit_fixture_deinit(&j);
}
END_TEST

/* Another page of the same address: from where the hart was asked to leave. */
START_TEST(test_loop_sees_a_change_of_translation)
{
    setup_table(FIXTURE_RAM_BASE + FRAME(1));
    fill_frame(0, 0);
    fill_frame(1, 0);
    fill_frame(2, 1 << 20);
    j.ask.reads_left = 10 * ENTRIES;
    j.h->gpr[A1] = 20 * ENTRIES;
    ck_assert_int_eq(jit_run_freely(&j), EXCP_INTERRUPT);
    uint64_t expected = 0;

    for (uint64_t i = j.h->gpr[A1]; i > 0; i--) {
        expected += i % ENTRIES < ENTRIES / 2;
    }
    exec_fixture_map(j.f, MEMORY, FIXTURE_RAM_BASE + FRAME(2), PTE_ALL);
    tlb_flush(&j.f->vcpu);
    ck_assert_int_eq(jit_run_freely(&j), EXCP_HLT);
    ck_assert_uint_gt(expected, 4 * ENTRIES);
    ck_assert_uint_eq(j.h->gpr[A0] >> 20, expected);
    jit_fixture_deinit(&j);
}
END_TEST

/* --- stores into the page of the loop ------------------------------------- */

/*
 * The loop stores its way up to its own first instruction, and runs what it
 * stored there. _i: does the address move by a number or by a register?
 */
START_TEST(test_loop_that_overwrites_itself_runs_what_it_stored)
{
    JitOptions options = jit_fixture_options();
    const uint64_t head = FIXTURE_RAM_BASE + CODE + 0x80;

    jit_fixture_init(&j, &options);
    LOAD(j.f, CODE + 0x80, NOP, SW(A2, A0, 0),
         _i ? ADD(A0, A0, T1) : ADDI(A0, A0, 8), ADDI(A3, A3, 1),
         BNE(A0, A1, -16), JAL(X0, 0));
    j.h->pc = head;
    j.h->gpr[A0] = head - 0x3000;
    j.h->gpr[T1] = 8;
    j.h->gpr[A2] = WFI;
    ck_assert_int_eq(jit_run_freely(&j), EXCP_HLT);
    ck_assert_uint_eq(j.h->gpr[A0], head + 8);
    ck_assert_uint_eq(j.h->gpr[A3], 0x3000 / 8 + 1);
    ck_assert_uint_eq(j.h->pc, head + 4);
    jit_fixture_deinit(&j);
}
END_TEST

UNIT_MAIN("loops",
    UNIT_LOOP(test_random_loops_do_what_the_interpreter_does, 2),
    UNIT_LOOP(test_table_in_two_pages_is_read_in_both, 2),
    UNIT_TEST(test_table_that_reaches_into_a_device_is_read_there),
    UNIT_TEST(test_table_that_is_half_missing_faults_there),
    UNIT_TEST(test_loop_sees_a_change_of_translation),
    UNIT_LOOP(test_loop_that_overwrites_itself_runs_what_it_stored, 2))

/*
 * Four harts that overflow a tiny code cache all the time, with calls, links,
 * loops and code that is rewritten; and end like the interpreter does.
 */
#include "asm.h"
#include "jit_fixture.h"

#include "support/unit.h"

#define PAGE 0x1000u

#define ANDI(rd, rs1, imm) ASM_I(0x7013, rd, rs1, imm)
#define SRLI(rd, rs1, n) ASM_I(0x5013, rd, rs1, n)
#define REMU(rd, rs1, rs2) ASM_R(0x02007033, rd, rs1, rs2)
#define S2 18

enum {
    PAGES = 48,                 /* of functions that all harts call */
    FUNCTIONS = 0x100000,       /* RAM offsets */
    OWN_CODE = 0x200000,        /* a page for each hart */
    OWN_DATA = 0x300000,
    MAIN = 0x1000,
    CALLS = 3000,               /* of each hart */
};

static JitFixture j;

/*
 * A function: a loop, loads and stores, and its end is so far away that the
 * jump there is a link: at @end, or in another page at @end_elsewhere.
 */
static void load_function(uint64_t at, unsigned seed, uint64_t end_elsewhere)
{
    uint64_t end = at + 0x200;

    LOAD(j.f, at,
         ADDI(T0, X0, seed % 5 + 1),
         LD(A3, S0, seed % 16 * 8), ADD(A0, A0, A3), SLLI(A2, A0, seed % 7),
         ADD(A0, A0, A2), SD(A0, S0, seed % 9 * 8),
         ADDI(T0, T0, -1), BNE(T0, X0, -24),
         BEQ(A3, X0, 12), ADDI(A0, A0, seed % 2000),
         JAL(X0, end - (at + 40)), JAL(X0, end_elsewhere - (at + 44)));
    LOAD(j.f, end, ADDI(A0, A0, 3), JAL(X0, 8), ADDI(A0, A0, 7),
         ADDI(A1, A1, 1), JALR(X0, RA, 0));
}

static void load_functions(void)
{
    for (unsigned i = 0; i < PAGES * 4; i++) {
        unsigned other = (i + 22) % (PAGES * 4);

        load_function(FUNCTIONS + i * PAGE / 4, i * 7 + 1,
                      FUNCTIONS + other * PAGE / 4 + 0x200);
    }
}

/*
 * s1 = s1 * a4 + a5 chooses a function; each eighth call is to the own page,
 * whose first instruction is made anew before.
 */
static void load_main(void)
{
    LOAD(j.f, MAIN,
         MUL(S1, S1, A4), ADD(S1, S1, A5),
         SRLI(T1, S1, 40), ANDI(T0, T1, 7), SRLI(T1, T1, 3),
         BEQ(T0, X0, 32),
         REMU(T1, T1, T2), SLLI(T1, T1, 10), ADD(T1, T1, GP),
         JALR(RA, T1, 0),
         ADDI(SP, SP, -1), BNE(SP, X0, -44), WFI,
         SLLI(T1, T1, 53), SRLI(T1, T1, 33), ADD(T1, T1, S2),
         SW(T1, TP, 0), FENCE_I, JALR(RA, TP, 0), JAL(X0, -36));
}

static void set_up_hart(Hart *h, unsigned index)
{
    uint64_t own = OWN_CODE + index * PAGE;

    LOAD(j.f, own, ADDI(A0, A0, 0), ADDI(A1, A1, 2), JALR(X0, RA, 0));
    h->pc = FIXTURE_RAM_BASE + MAIN;
    h->gpr[S0] = FIXTURE_RAM_BASE + OWN_DATA + index * PAGE;
    h->gpr[S1] = index * 12345 + 99;
    h->gpr[GP] = FIXTURE_RAM_BASE + FUNCTIONS;
    h->gpr[TP] = FIXTURE_RAM_BASE + own;
    h->gpr[SP] = CALLS;
    h->gpr[T2] = PAGES * 4;
    h->gpr[S2] = ADDI(A0, A0, 0);
    h->gpr[A4] = 6364136223846793005ull;
    h->gpr[A5] = 1442695040888963407ull;
}

static void set_up(const JitOptions *options)
{
    jit_fixture_init(&j, options);
    while (j.f->cpus->cpus->len < FIXTURE_HARTS) {
        exec_fixture_add_hart(j.f);
    }
    load_functions();
    load_main();
    for (unsigned i = 0; i < FIXTURE_HARTS; i++) {
        set_up_hart(&cpu_set_get(j.f->cpus, i)->hart, i);
    }
}

typedef struct Result {
    uint64_t gpr[FIXTURE_HARTS][32];
    uint64_t retired[FIXTURE_HARTS];
    uint8_t data[FIXTURE_HARTS * PAGE];
} Result;

static void run(Result *result, bool round_robin)
{
    exec_fixture_start(j.f, round_robin);
    ck_assert(exec_fixture_wait_idle(j.f));
    exec_fixture_stop(j.f);
    for (unsigned i = 0; i < FIXTURE_HARTS; i++) {
        const Hart *h = &cpu_set_get(j.f->cpus, i)->hart;

        memcpy(result->gpr[i], h->gpr, sizeof(h->gpr));
        result->retired[i] = h->retired;
    }
    memcpy(result->data, j.f->host + OWN_DATA, sizeof(result->data));
}

/* The interpreter with a cache that holds everything. */
static void run_reference(Result *result)
{
    const JitOptions roomy = jit_fixture_options();
    g_autofree char *accel = g_strdup(g_getenv("LECTERN_TEST_ACCEL"));

    g_setenv("LECTERN_TEST_ACCEL", "interp", TRUE);
    set_up(&roomy);
    run(result, false);
    jit_fixture_deinit(&j);
    g_setenv("LECTERN_TEST_ACCEL", accel, TRUE);
}

static const struct {
    unsigned code_kib, block_kib;       /* 0: as much as is needed */
    unsigned threshold;
    bool round_robin;
} cases[] = {
    { 64, 0, 0, false },
    { 64, 0, 0, true },
    { 64, 0, 3, false },
    { 0, 64, 0, false },
    { 64, 64, 0, false },
    { 64, 32, 2, true },
};

START_TEST(test_harts_that_overflow_the_caches_compute_the_same)
{
    JitOptions options = jit_fixture_options();
    static Result expected, result;

    run_reference(&expected);
    options.code_bytes = cases[_i].code_kib << 10;
    options.block_bytes = cases[_i].block_kib << 10;
    options.threshold = cases[_i].threshold;
    options.counts = cases[_i].round_robin;
    options.fit_slice = cases[_i].round_robin;
    set_up(&options);
    run(&result, cases[_i].round_robin);
    ck_assert(cases[_i].code_kib == 0 ||
              j.f->cpus->jit->evicted > TCG_CODE_REGIONS);
    ck_assert_mem_eq(expected.gpr, result.gpr, sizeof(result.gpr));
    ck_assert_mem_eq(expected.retired, result.retired,
                     sizeof(result.retired));
    ck_assert_mem_eq(expected.data, result.data, sizeof(result.data));
    jit_fixture_deinit(&j);
}
END_TEST

UNIT_MAIN("jit_overflow",
          UNIT_LOOP(test_harts_that_overflow_the_caches_compute_the_same,
                    G_N_ELEMENTS(cases)))

/* Units: when there is one, how they lead to each other, how they die. */
#include "asm.h"
#include "core/bql.h"
#include "jit_fixture.h"

#include "support/unit.h"

#define OLD_INSN ADDI(A0, X0, 1)
#define PAGE 0x1000u

static JitFixture j;

static void setup(void)
{
    JitOptions options = jit_fixture_options();

    jit_fixture_init(&j, &options);
}

static Vcpu *vcpu(void)
{
    return &j.f->vcpu;
}

/* --- hot and cold -------------------------------------------------------- */

static void load_sum(void)
{
    LOAD(j.f, 0, ADD(A0, A0, A1), ADDI(A1, A1, -1), BNE(A1, X0, -8), WFI);
}

/* a0 = n + ... + 1 */
static void run_sum(uint64_t n)
{
    j.h->gpr[A0] = 0;
    j.h->gpr[A1] = n;
    ck_assert_uint_eq(jit_run_from(&j, 0), n * (n + 1) / 2);
}

START_TEST(test_hot_loop_gets_a_unit_and_the_same_result)
{
    JitOptions options = jit_fixture_options();

    options.threshold = 20;
    jit_fixture_init(&j, &options);
    load_sum();
    run_sum(10);
    ck_assert_uint_eq(vcpu()->stat_units, 0);
    uint64_t cold = j.h->retired;
    run_sum(1000);
    ck_assert_uint_ge(vcpu()->stat_units, 1);
    ck_assert_uint_le(vcpu()->stat_units, 2);
    ck_assert_uint_eq(cold, 10 * 3 + 1);
    ck_assert_uint_eq(j.h->retired, cold + 1000 * 3 + 1);
}
END_TEST

START_TEST(test_blocks_that_never_get_hot_get_no_unit)
{
    JitOptions options = jit_fixture_options();

    options.threshold = 60000;
    jit_fixture_init(&j, &options);
    load_sum();
    run_sum(10000);
    ck_assert_uint_eq(vcpu()->stat_units, 0);
}
END_TEST

START_TEST(test_unit_holds_the_whole_loop)
{
    setup();
    load_sum();
    run_sum(1000);
    uint64_t units = vcpu()->stat_units;
    run_sum(1000000);
    ck_assert_uint_eq(vcpu()->stat_units, units);
}
END_TEST

/* --- links --------------------------------------------------------------- */

static unsigned links_in_use(void)
{
    const GArray *links = j.f->cpus->jit->links;
    unsigned n = 0;

    for (guint i = 0; i < links->len; i++) {
        n += g_array_index(links, JitLink, i).target != NULL;
    }
    return n;
}

static void write_word(uint64_t offset, uint32_t word)
{
    address_space_write(vcpu()->as, FIXTURE_RAM_BASE + offset,
                        MEMTXATTRS_UNSPECIFIED, &word, sizeof(word));
}

static void write_by_hart(Vcpu *v, uint64_t offset, uint32_t word)
{
    LOAD(j.f, 0x6000, SW(T1, T0, 0), WFI);
    v->hart.pc = FIXTURE_RAM_BASE + 0x6000;
    v->hart.wfi = false;
    v->hart.gpr[T0] = FIXTURE_RAM_BASE + offset;
    v->hart.gpr[T1] = word;
    ck_assert_int_eq(vcpu_run(v, 10), EXCP_HLT);
}

/* A jump too far for one unit; its target is rewritten again and again. */
static void load_linked(void)
{
    LOAD(j.f, 0, ADDI(A1, A1, 1), JAL(X0, 0x7fc));
    LOAD(j.f, 0x800, OLD_INSN, WFI);
    for (int i = 0; i < 4; i++) {
        ck_assert_uint_eq(jit_run_from(&j, 0), 1);
    }
}

START_TEST(test_links_to_rewritten_code_are_taken_back)
{
    setup();
    Vcpu *other = exec_fixture_add_hart(j.f);
    load_linked();
    for (uint32_t value = 2; value < 20; value++) {
        if (jit_fixture_host_code(&j)) {
            ck_assert_uint_eq(links_in_use(), 1);
        }
        if (value % 2) {
            write_word(0x800, ADDI(A0, X0, value));
        } else {
            write_by_hart(other, 0x800, ADDI(A0, X0, value));
        }
        ck_assert_uint_eq(links_in_use(), 0);
        for (int i = 0; i < 3; i++) {
            ck_assert_uint_eq(jit_run_from(&j, 0), value);
        }
    }
}
END_TEST

/* The hart itself rewrites what its own unit is linked to. */
START_TEST(test_code_that_rewrites_the_target_of_its_link_sees_it)
{
    setup();
    LOAD(j.f, 0, ADDI(A1, A1, -1), ADD(T1, T1, T2), SW(T1, T0, 0),
         JAL(X0, 0x7f4));
    LOAD(j.f, 0x800, ADDI(A0, X0, 0), ADD(A2, A2, A0), BEQ(A1, X0, 8),
         JAL(X0, -0x80c), WFI);
    j.h->gpr[A1] = 100;
    j.h->gpr[T0] = FIXTURE_RAM_BASE + 0x800;
    j.h->gpr[T1] = ADDI(A0, X0, 0);
    j.h->gpr[T2] = 1 << 20;
    ck_assert_uint_eq(jit_run_from(&j, 0), 100);
    ck_assert_uint_eq(j.h->gpr[A2], 5050);
}
END_TEST

START_TEST(test_no_chain_makes_no_links)
{
    JitOptions options = jit_fixture_options();

    options.no_chain = true;
    jit_fixture_init(&j, &options);
    load_linked();
    ck_assert_uint_eq(links_in_use(), 0);
}
END_TEST

START_TEST(test_each_switch_reaches_the_translator_and_keeps_results)
{
    for (const JitSwitch *row = jit_switches; row->name; row++) {
        JitOptions options = jit_fixture_options();

        options.verify = false;
        *(bool *)((char *)&options + row->option) = true;
        jit_fixture_init(&j, &options);
        for (const JitSwitch *other = jit_switches; other->name; other++) {
            const char *config = (const char *)&j.f->cpus->jit->config;

            ck_assert_int_eq(*(const bool *)(config + other->config),
                             other == row);
        }
        load_sum();
        run_sum(100);
        jit_fixture_deinit(&j);
    }
}
END_TEST

/* --- killed units -------------------------------------------------------- */

static const void *jump_cache_code(uint64_t offset)
{
    uint64_t pc = FIXTURE_RAM_BASE + offset;

    vcpu()->exit_request = 0;
    jit_jmp_open(vcpu());
    const TcgJmpEntry *entry = &vcpu()->jit_jmp[(pc >> 1) % TCG_JMP_SIZE];

    return entry->pc == pc ? entry->code : NULL;
}

START_TEST(test_killed_unit_found_in_the_jump_cache_is_left)
{
    setup();
    LOAD(j.f, 0, ADDI(A1, A1, 1), JALR(X0, T0, 0));
    LOAD(j.f, PAGE, OLD_INSN, WFI);
    j.h->gpr[T0] = FIXTURE_RAM_BASE + PAGE;
    for (int i = 0; i < 4; i++) {
        ck_assert_uint_eq(jit_run_from(&j, 0), 1);
    }
    const void *code = jit_fixture_host_code(&j) ? jump_cache_code(PAGE)
                                                 : NULL;
    ck_assert(!jit_fixture_host_code(&j) || code);
    write_word(PAGE, ADDI(A0, X0, 2));
    if (code) {
        ck_assert_ptr_eq(jump_cache_code(PAGE), code);
    }
    for (int i = 0; i < 4; i++) {
        ck_assert_uint_eq(jit_run_from(&j, 0), 2);
    }
    ck_assert_uint_eq(j.h->gpr[A1], 8);
    ck_assert_uint_eq(j.h->retired, 8 * 4);
}
END_TEST

/* --- a full code cache --------------------------------------------------- */

enum { PAGES = 64, FIRST_PAGE = 0x100000, LONG = 40 };

/* Long units, one per page, each going on to the next page; PAGES rounds. */
static void load_pages(void)
{
    for (unsigned page = 0; page < PAGES; page++) {
        uint64_t at = FIRST_PAGE + page * PAGE;

        for (unsigned i = 0; i < LONG; i++) {
            LOAD(j.f, at + 4 * i, LD(A2, S0, (i & 7) * 8));
        }
        LOAD(j.f, at + 4 * LONG, ADDI(A0, A0, 1),
             page + 1 < PAGES ? ADD(T1, T1, T0) : ADDI(T1, T2, 0),
             page + 1 < PAGES ? NOP : ADDI(A1, A1, -1),
             BEQ(A1, X0, 8), JALR(X0, T1, 0), WFI);
    }
    j.h->gpr[S0] = FIXTURE_RAM_BASE + 0x10000;
    j.h->gpr[T0] = PAGE;
    j.h->gpr[T1] = j.h->gpr[T2] = FIXTURE_RAM_BASE + FIRST_PAGE;
    j.h->pc = j.h->gpr[T1];
}

/* A flush waits until nobody runs: it is work that the thread does. */
static unsigned run_with_work(void)
{
    Vcpu *v = vcpu();
    unsigned rounds = 0;

    while (jit_run_freely(&j) == EXCP_INTERRUPT) {
        bql_lock();
        process_queued_cpu_work(v);
        bql_unlock();
        rounds++;
    }
    return rounds;
}

START_TEST(test_full_code_cache_is_flushed_and_goes_on)
{
    const uint64_t rounds = 5;
    JitOptions options = jit_fixture_options();

    options.code_bytes = 64 << 10;
    jit_fixture_init(&j, &options);
    load_pages();
    j.h->gpr[A1] = rounds;
    unsigned flushes = run_with_work();
    ck_assert_uint_eq(j.h->gpr[A0], rounds * PAGES);
    ck_assert_uint_eq(j.h->retired, rounds * PAGES * (LONG + 5));
    if (jit_fixture_host_code(&j)) {
        ck_assert_uint_ge(flushes, 2);
        ck_assert_uint_gt(vcpu()->stat_units, PAGES);
        ck_assert_uint_le(tcg_code_cache_used(j.f->cpus->jit->code),
                          options.code_bytes);
    }
}
END_TEST

/* Four threads fill it at the same time. */
START_TEST(test_full_code_cache_is_flushed_under_threads)
{
    JitOptions options = jit_fixture_options();

    options.code_bytes = 64 << 10;
    jit_fixture_init(&j, &options);
    while (j.f->cpus->cpus->len < FIXTURE_HARTS) {
        exec_fixture_add_hart(j.f);
    }
    load_pages();
    j.h->gpr[A1] = 5;
    for (unsigned i = 1; i < FIXTURE_HARTS; i++) {
        Hart *h = &cpu_set_get(j.f->cpus, i)->hart;

        memcpy(h->gpr, j.h->gpr, sizeof(h->gpr));
        h->pc = j.h->pc;
    }
    exec_fixture_start(j.f, _i);
    ck_assert(exec_fixture_wait_idle(j.f));
    exec_fixture_stop(j.f);
    for (unsigned i = 0; i < FIXTURE_HARTS; i++) {
        ck_assert_uint_eq(cpu_set_get(j.f->cpus, i)->hart.gpr[A0], 5 * PAGES);
    }
}
END_TEST

START_TEST(test_code_cache_too_small_for_anything_is_an_error)
{
    JitOptions options = jit_fixture_options();
    GError *error = NULL;

    setup();
    if (jit_fixture_host_code(&j)) {
        options.code_bytes = 1;
        ck_assert_ptr_null(jit_new(&options, true, &error));
        ck_assert_ptr_nonnull(error);
        g_error_free(error);
    }
}
END_TEST

UNIT_MAIN("jit",
          UNIT_TEST(test_hot_loop_gets_a_unit_and_the_same_result),
          UNIT_TEST(test_blocks_that_never_get_hot_get_no_unit),
          UNIT_TEST(test_unit_holds_the_whole_loop),
          UNIT_TEST(test_links_to_rewritten_code_are_taken_back),
          UNIT_TEST(test_code_that_rewrites_the_target_of_its_link_sees_it),
          UNIT_TEST(test_no_chain_makes_no_links),
          UNIT_TEST(test_each_switch_reaches_the_translator_and_keeps_results),
          UNIT_TEST(test_killed_unit_found_in_the_jump_cache_is_left),
          UNIT_TEST(test_full_code_cache_is_flushed_and_goes_on),
          UNIT_LOOP(test_full_code_cache_is_flushed_under_threads, 2),
          UNIT_TEST(test_code_cache_too_small_for_anything_is_an_error))

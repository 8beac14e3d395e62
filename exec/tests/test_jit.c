/* Units: when there is one, how they lead to each other, how they die. */
#include "asm.h"
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
    const Jit *jit = j.f->cpus->jit;
    uint32_t n_links = jit->code
        ? tcg_code_cache_region(jit->code, 0).n_links : 0;
    unsigned n = 0;

    for (uint32_t i = 0; i < n_links; i++) {
        n += jit->links[i].target != NULL;
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
          UNIT_TEST(test_code_cache_too_small_for_anything_is_an_error))

/* A guest instruction can be followed through the log, from unit to unit. */
#include "asm.h"
#include "core/log.h"
#include "jit_fixture.h"
#include "jit_log.h"
#include "tcg/host_disas.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "support/unit.h"

#define ALL (CPU_LOG_TB_IN_ASM | CPU_LOG_TB_OP | CPU_LOG_TB_OP_OPT |    \
             CPU_LOG_TB_OP_RA | CPU_LOG_TB_OUT_ASM)

static JitFixture j;

/* What is logged while @program is translated; its result is @result. */
static char *logged_program(const uint32_t *program, unsigned n, int mask,
                            const char *filter, uint64_t result)
{
    JitOptions options = jit_fixture_options();
    char *path = NULL, *text = NULL;

    close(g_file_open_tmp("lectern-log-XXXXXX", &path, NULL));
    jit_fixture_init(&j, &options);
    exec_fixture_load(j.f, 0, program, n);
    j.h->gpr[S0] = FIXTURE_RAM_BASE + 0x1000;
    j.h->gpr[A0] = 0;
    j.h->gpr[A1] = 9;
    ck_assert(qemu_set_log_filename(path, &error_abort));
    ck_assert(qemu_set_dfilter_ranges(filter, &error_abort));
    qemu_set_log(mask);
    ck_assert_uint_eq(jit_run_from(&j, 0), result);
    qemu_set_log(0);
    ck_assert(qemu_set_dfilter_ranges("", &error_abort));
    qemu_log_close();
    ck_assert(g_file_get_contents(path, &text, NULL, NULL));
    g_unlink(path);
    g_free(path);
    return text;
}

/* A loop with a load: 9 + ... + 1 */
static char *logged(int mask, const char *filter)
{
    static const uint32_t loop[] = {
        ADD(A0, A0, A1), LD(A2, S0, 8), ADDI(A1, A1, -1),
        BNE(A1, X0, -12), WFI,
    };

    return logged_program(loop, G_N_ELEMENTS(loop), mask, filter, 45);
}

/* The section of the loop's unit; (nullable) */
static const char *section(const char *log, const char *topic)
{
    g_autofree char *heading =
        g_strdup_printf("\n%s: unit 0x%016llx, hart 0, priv 3: "
                        "5 guest instructions", topic,
                        (unsigned long long)FIXTURE_RAM_BASE);
    return strstr(log, heading);
}

static void assert_section_has(const char *log, const char *topic,
                               const char *text)
{
    const char *start = section(log, topic), *end;

    ck_assert_msg(start != NULL, "no section %s in:\n%s", topic, log);
    end = strstr(start, "\n\n");
    g_autofree char *all = g_strndup(start, end ? (gsize)(end - start)
                                                : strlen(start));
    ck_assert_msg(strstr(all, text) != NULL, "no '%s' in:\n%s", text, all);
}

static void tear_down(char *log)
{
    g_free(log);
    jit_fixture_deinit(&j);
}

START_TEST(test_topics_follow_one_another)
{
    char *log = logged(ALL, "");
    const char *in = section(log, "in_asm"), *op = section(log, "op");
    const char *opt = section(log, "op_opt"), *ra = section(log, "op_ra");
    const char *out = section(log, "out_asm");

    ck_assert(in && op && opt && in < op && op < opt);
    if (jit_fixture_host_code(&j)) {
        ck_assert(ra && out && opt < ra && ra < out);
    } else {
        ck_assert(!ra && !out);
    }
    tear_down(log);
}
END_TEST

START_TEST(test_each_section_names_the_guest_instruction)
{
    static const char where[] = "0x0000000080000004:  ";
    char *log = logged(ALL, "");

    assert_section_has(log, "in_asm", "0x0000000080000004:  00843603        "
                       "ld\ta2,8(s0)\n");
    assert_section_has(log, "op", "---- 1 ld =00843603 +1  ");
    assert_section_has(log, "op", where);
    assert_section_has(log, "op", "\nld x12, x8, $8, leuq\n");
    assert_section_has(log, "op_opt", where);
    if (jit_fixture_host_code(&j)) {
        assert_section_has(log, "op_ra", where);
        assert_section_has(log, "op_ra", "ld x12:rdi, x8:r11, $8, leuq\n");
        assert_section_has(log, "out_asm", "---- 0x0000000080000004:  "
                           "ld a2,8(s0) ");
        assert_section_has(log, "out_asm", "\n  ld x12:rdi, x8:r11, $8, "
                           "leuq\n0x");
    }
    tear_down(log);
}
END_TEST

START_TEST(test_host_code_is_counted_and_its_addresses_named)
{
    char *log = logged(ALL, "");

    if (jit_fixture_host_code(&j) && tcg_host_disas_available()) {
        assert_section_has(log, "out_asm", " host instructions (ratio ");
        assert_section_has(log, "out_asm", " in slow paths, ");
        assert_section_has(log, "out_asm", "add rbx, rsi\n");
        assert_section_has(log, "out_asm", "[env.exit_request], 0\n");
        assert_section_has(log, "out_asm", "[env.slice_left], ");
        assert_section_has(log, "out_asm", " <slow path 1>\n");
        assert_section_has(log, "out_asm", "---- slow path 1 of 0x");
        assert_section_has(log, "out_asm", " <helper LOAD>\n");
        assert_section_has(log, "out_asm", " <leave>\n");
        assert_section_has(log, "out_asm", " <L0>\n");
    }
    tear_down(log);
}
END_TEST

START_TEST(test_code_for_failed_guards_is_counted_apart)
{
    static const uint32_t loads[] = {
        LD(A1, S0, 8), LD(A2, S0, 16), LD(A3, S0, 24), ADDI(A0, A0, 7), WFI,
    };
    char *log = logged_program(loads, G_N_ELEMENTS(loads), ALL, "", 7);

    assert_section_has(log, "op", "operations\n");
    assert_section_has(log, "op_opt", " more if a guard fails\n");
    if (jit_fixture_host_code(&j) && tcg_host_disas_available()) {
        assert_section_has(log, "out_asm", " more if a guard fails, ");
        assert_section_has(log, "out_asm", "---- guard failed: 0x");
    }
    tear_down(log);
}
END_TEST

/* A jump over two instructions; the unit covers what is behind it, too. */
START_TEST(test_instructions_that_are_never_reached_are_not_listed)
{
    static const uint32_t loop[] = {
        JAL(X0, 12), ADDI(A0, A0, 100), ADDI(A0, A0, 100),
        ADDI(A0, A0, 5), WFI,
    };
    char *log = logged_program(loop, G_N_ELEMENTS(loop), ALL, "", 5);

    ck_assert_ptr_nonnull(strstr(log, "\nin_asm: unit 0x0000000080000000, "
                                 "hart 0, priv 3: 3 guest instructions\n"));
    ck_assert_ptr_nonnull(strstr(log, "\nop_opt: unit 0x0000000080000000, "
                                 "hart 0, priv 3: 3 guest instructions, "));
    ck_assert_ptr_null(strstr(log, "addi\ta0,a0,100"));
    tear_down(log);
}
END_TEST

START_TEST(test_filter_lets_a_unit_through_that_has_the_address_inside)
{
    char *log = logged(ALL, "0x80000008+4");

    assert_section_has(log, "op", "add_i64 x10, x10, x11\n");
    tear_down(log);
    log = logged(ALL, "0x80002000+4");
    ck_assert_str_eq(log, "");
    tear_down(log);
}
END_TEST

START_TEST(test_block_in_part_outside_of_the_filter_has_its_heading)
{
    char *log = logged(CPU_LOG_TB_IN_ASM, "0x80000008+4");

    ck_assert_ptr_nonnull(strstr(log, "\nin_asm: block 0x0000000080000000, "
                                 "hart 0, priv 3\n0x0000000080000008:  "));
    tear_down(log);
}
END_TEST

START_TEST(test_one_topic_logs_nothing_of_the_others)
{
    static const struct {
        int mask;
        const char *topic;
        bool of_host;
    } topics[] = {
        { CPU_LOG_TB_IN_ASM, "in_asm", false },
        { CPU_LOG_TB_OP, "op", false },
        { CPU_LOG_TB_OP_OPT, "op_opt", false },
        { CPU_LOG_TB_OP_RA, "op_ra", true },
        { CPU_LOG_TB_OUT_ASM, "out_asm", true },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(topics); i++) {
        char *log = logged(topics[i].mask, "");
        bool host = jit_fixture_host_code(&j);

        for (unsigned k = 0; k < G_N_ELEMENTS(topics); k++) {
            bool wanted = i == k && (host || !topics[k].of_host);

            ck_assert_msg((section(log, topics[k].topic) != NULL) == wanted,
                          "-d %s and %s", topics[i].topic, topics[k].topic);
        }
        tear_down(log);
    }
}
END_TEST

START_TEST(test_nothing_is_listed_unless_somebody_looks)
{
    g_free(logged(CPU_LOG_TB_OP | CPU_LOG_TB_OP_OPT, ""));
    ck_assert_ptr_null(jit_log_listing(&j.f->vcpu));
    ck_assert_ptr_null(j.f->cpus->jit->ir->listing);
    jit_fixture_deinit(&j);
}
END_TEST

UNIT_MAIN("jit_log",
    UNIT_TEST(test_topics_follow_one_another),
    UNIT_TEST(test_each_section_names_the_guest_instruction),
    UNIT_TEST(test_host_code_is_counted_and_its_addresses_named),
    UNIT_TEST(test_code_for_failed_guards_is_counted_apart),
    UNIT_TEST(test_instructions_that_are_never_reached_are_not_listed),
    UNIT_TEST(test_filter_lets_a_unit_through_that_has_the_address_inside),
    UNIT_TEST(test_block_in_part_outside_of_the_filter_has_its_heading),
    UNIT_TEST(test_one_topic_logs_nothing_of_the_others),
    UNIT_TEST(test_nothing_is_listed_unless_somebody_looks))

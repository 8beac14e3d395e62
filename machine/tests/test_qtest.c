/* test_qtest.c: what a test driver asks, and what it is told */
#include "board.h"

#include <string.h>

#include "machine/qtest.h"
#include "timers/qtest_clock.h"

static GPtrArray *told;         /* char *: lines since the last request */
static Board *board;

static void tell(void *opaque, const char *line)
{
    ck_assert_ptr_null(strchr(line, '\n'));
    g_ptr_array_add(told, g_strdup(line));
}

static Qtest *begin(void)
{
    board = board_new(&(BoardSpec) { .machine = "virt",
                                     .property = "aclint" });
    qtest_clock_enable(timer_system_default());
    cpu_enable_ticks();
    qemu_clock_enable(QEMU_CLOCK_VIRTUAL, true);
    told = g_ptr_array_new_with_free_func(g_free);
    return qtest_new(board->vm, tell, NULL);
}

/* All lines that came, joined by '|'. */
static char *ask(Qtest *q, const char *line)
{
    g_ptr_array_set_size(told, 0);
    qtest_line(q, line);
    g_ptr_array_add(told, NULL);
    return g_strjoinv("|", (char **)told->pdata);
}

static void check_answer(Qtest *q, const char *line, const char *wanted)
{
    g_autofree char *answer = ask(q, line);

    ck_assert_msg(g_str_equal(answer, wanted), "'%s': got '%s', wanted '%s'",
                  line, answer, wanted);
}

/* ---- answers ------------------------------------------------------------ */

typedef struct AnswerRow {
    const char *line;
    const char *answer;
} AnswerRow;

/* clang-format off */
static const AnswerRow answers[] = {
    { "endianness", "OK little" },
    { "readb 0x10000005", "OK 0x0000000000000060" },
    { "readb 268435461 and more words", "OK 0x0000000000000060" },
    { "writel 0x80000000 0x123456789", "OK" },
    { "readl 0x80000000", "OK 0x0000000023456789" },
    { "readw 0x80000002", "OK 0x0000000000002345" },
    { "writeq 0x80000003 0x1122334455667788", "OK" },
    { "read 0x80000000 0xc", "OK 0x896745887766554433221100" },
    { "write 0x80000000 0x4 0x0A0b", "OK" },
    { "read 0x80000000 0x4", "OK 0x0a0b0000" },
    { "b64write 0x80000000 0x3 AAEC", "OK" },
    { "b64write 0x80000001 0x1 //8=", "OK" },
    { "b64read 0x80000000 0x3", "OK AP8C" },
    { "b64read 0x80000000 0x0", "OK " },
    { "memset 0x80000000 0x4 0xaa", "OK" },
    { "memset 0x80000000 0 1", "OK" },
    { "readq 0x80000000", "OK 0x44556677aaaaaaaa" },
    { "writel 0x80000000 017", "OK" },
    { "readl 0x80000000", "OK 0x000000000000000f" },

    /* nobody there, and nothing to write to */
    { "readq 0x70000000", "OK 0x0000000000000000" },
    { "writel 0x70000000 1", "OK" },
    { "readq 0xffffffffffffffff", "OK 0x0000000000000000" },
    { "inb 0x60", "OK 0x00ff" },
    { "inw 0x60", "OK 0xffff" },
    { "inl 0x60", "OK 0xffffffff" },
    { "outl 0x60 1", "OK" },

    /* what cannot be done */
    { "", "FAIL Unknown command ''" },
    { " readb 0", "FAIL Unknown command ''" },
    { "foo bar", "FAIL Unknown command 'foo'" },
    { "READB 0", "FAIL Unknown command 'READB'" },
    { "rtas a b c d e", "FAIL Unknown command 'rtas'" },
    { "readb", "FAIL readb needs ADDR" },
    { "writeb 0x80000000", "FAIL writeb needs ADDR VALUE" },
    { "readb x", "FAIL 'x' is not a number of at most 64 bits" },
    { "readb  1", "FAIL '' is not a number of at most 64 bits" },
    { "readb -1", "FAIL '-1' is not a number of at most 64 bits" },
    { "readb 0x10000000000000000",
      "FAIL '0x10000000000000000' is not a number of at most 64 bits" },
    { "read 0x80000000 0", "ERR invalid argument size" },
    { "write 0x80000000 0 0x", "ERR invalid argument size" },
    { "write 0x80000000 2 1234", "FAIL write takes its bytes as 0x0123..." },
    { "write 0x80000000 2 0x1g", "FAIL write takes its bytes as 0x0123..." },
    { "read 0x80000000 0x10000000000", "FAIL at most 2097152 bytes at a time" },
    { "memset 0 0x20000000 0", "FAIL at most 67108864 bytes at a time" },
    { "read 0xfffffffffffffff0 0x20",
      "FAIL this range ends above the last address" },
    { "module_load a b", "FAIL" },
};
/* clang-format on */

START_TEST(test_each_request_has_its_answer)
{
    Qtest *q = begin();

    for (size_t i = 0; i < G_N_ELEMENTS(answers); i++) {
        check_answer(q, answers[i].line, answers[i].answer);
    }
    qtest_free(q);
}
END_TEST

START_TEST(test_a_fail_repeats_little_of_a_long_line)
{
    Qtest *q = begin();
    g_autofree char *word = g_strnfill(100000, 'x');
    g_autofree char *line = g_strconcat("readb ", word, NULL);
    g_autofree char *answer = ask(q, line);
    g_autofree char *other = ask(q, word);

    ck_assert_uint_lt(strlen(answer), 200);
    ck_assert_uint_lt(strlen(other), 200);
    qtest_free(q);
}
END_TEST

START_TEST(test_csr_reads_and_writes_a_hart)
{
    Qtest *q = begin();

    check_answer(q, "csr set_csr 0 0x340 0x1234", "OK 0 0000000000001234");
    check_answer(q, "csr get_csr 0 0x340 0", "OK 0 0000000000001234");
    check_answer(q, "csr get_csr 1 0x340 0", "FAIL there is no hart 1");
    check_answer(q, "csr get_csr 0 0x9ff 0", "FAIL hart 0 has no CSR 0x9ff");
    check_answer(q, "csr get_csr 0 0x1340 0", "FAIL a CSR is 0 to 0xfff");
    check_answer(q, "csr swap 0 0x340 0",
                 "FAIL csr needs get_csr|set_csr HART NUMBER VALUE");
    qtest_free(q);
}
END_TEST

/* ---- wires -------------------------------------------------------------- */

START_TEST(test_a_watched_input_is_told_and_still_works)
{
    Qtest *q = begin();

    check_answer(q, "irq_intercept_in /machine/soc0/harts[0]", "OK");
    check_answer(q, "irq_intercept_in /machine/soc0/harts[0]", "OK");
    check_answer(q, "writel 0x2000000 1", "IRQ raise 3|OK");
    check_answer(q, "writel 0x2000000 1", "OK");
    check_answer(q, "csr get_csr 0 0x344 0", "OK 0 0000000000000008");
    check_answer(q, "writel 0x2000000 0", "IRQ lower 3|OK");
    check_answer(q, "irq_intercept_in /machine/fw_cfg",
                 "FAIL IRQ intercept already enabled");
    qtest_free(q);
}
END_TEST

START_TEST(test_a_watched_output_is_told_and_still_works)
{
    Qtest *q = begin();
    Object *swi = object_resolve_path_type("", "riscv.aclint.swi", NULL);

    ck_assert_ptr_null(swi);    /* MSWI and SSWI: ambiguous */
    check_answer(q, "irq_intercept_out /machine/unattached/device[0]", "OK");
    check_answer(q, "writel 0x2000000 1", "IRQ raise 0|OK");
    check_answer(q, "csr get_csr 0 0x344 0", "OK 0 0000000000000008");
    qtest_free(q);
    qemu_set_irq(qdev_get_gpio_in(DEVICE(object_resolve_path(
        "/machine/soc0/harts[0]", NULL)), 3), 0);
}
END_TEST

START_TEST(test_wires_are_put_back_at_the_end)
{
    Qtest *q = begin();

    check_answer(q, "irq_intercept_in /machine/soc0/harts[0]", "OK");
    qtest_free(q);
    q = qtest_new(board->vm, tell, NULL);
    check_answer(q, "writel 0x2000000 1", "OK");
    check_answer(q, "csr get_csr 0 0x344 0", "OK 0 0000000000000008");
    qtest_free(q);
}
END_TEST

START_TEST(test_a_new_client_hears_of_raised_wires_again)
{
    Qtest *q = begin();

    check_answer(q, "irq_intercept_in /machine/soc0/harts[0]", "OK");
    check_answer(q, "writel 0x2000000 1", "IRQ raise 3|OK");
    qtest_greet(q);
    check_answer(q, "writel 0x2000000 0", "OK");
    check_answer(q, "writel 0x2000000 1", "IRQ raise 3|OK");
    qtest_free(q);
}
END_TEST

START_TEST(test_set_irq_in_drives_a_pin)
{
    Qtest *q = begin();
    g_autofree char *plic = object_get_canonical_path(
        object_resolve_path_type("", "riscv.sifive.plic", NULL));
    g_autofree char *good =
        g_strdup_printf("set_irq_in %s unnamed-gpio-in 10 1", plic);
    g_autofree char *far =
        g_strdup_printf("set_irq_in %s unnamed-gpio-in 96 1", plic);
    g_autofree char *name = g_strdup_printf("set_irq_in %s pin 0 1", plic);

    check_answer(q, good, "OK");
    check_answer(q, "readl 0x0c001000", "OK 0x0000000000000400");
    check_answer(q, far,
                 "FAIL Unknown input; unnamed ones are called unnamed-gpio-in");
    check_answer(q, name,
                 "FAIL Unknown input; unnamed ones are called unnamed-gpio-in");
    check_answer(q, "set_irq_in /nope unnamed-gpio-in 0 1",
                 "FAIL Unknown device");
    check_answer(q, "irq_intercept_in /machine", "FAIL Unknown device");
    check_answer(q, "irq_intercept_in /machine/fw_cfg",
                 "FAIL No intercepts installed");
    check_answer(q, "irq_intercept_in /machine/soc0/harts[0] name",
                 "FAIL Interception of named in-GPIOs not yet supported");
    qtest_free(q);
}
END_TEST

/* ---- time --------------------------------------------------------------- */

START_TEST(test_time_moves_on_request_only)
{
    Qtest *q = begin();

    check_answer(q, "clock_step",
                 "FAIL cannot advance clock to the next deadline because "
                 "there is no pending deadline");
    check_answer(q, "clock_step 1000", "OK 1000");
    check_answer(q, "clock_step 0", "FAIL could not advance time");
    check_answer(q, "clock_step -5", "FAIL could not advance time");
    check_answer(q, "clock_set 1000", "OK 1000");
    check_answer(q, "clock_set 999", "FAIL 1000");
    check_answer(q, "clock_set x",
                 "FAIL 'x' is not a number of at most 64 bits");
    check_answer(q, "readq 0x200bff8", "OK 0x000000000000000a");
    qtest_free(q);
}
END_TEST

START_TEST(test_a_step_stops_at_the_timer_interrupt)
{
    Qtest *q = begin();

    check_answer(q, "irq_intercept_in /machine/soc0/harts[0]", "OK");
    check_answer(q, "writeq 0x2004000 100", "OK");
    check_answer(q, "clock_step 9999", "OK 9999");
    check_answer(q, "clock_step", "IRQ raise 7|OK 10000");
    check_answer(q, "readq 0x200bff8", "OK 0x0000000000000064");
    qtest_free(q);
}
END_TEST

START_TEST(test_without_its_accelerator_time_is_not_the_drivers)
{
    Qtest *q;

    board = board_new(&(BoardSpec) { .machine = "virt", .icount = true });
    told = g_ptr_array_new_with_free_func(g_free);
    q = qtest_new(board->vm, tell, NULL);
    check_answer(q, "clock_step 1", "FAIL Unknown command 'clock_step'");
    check_answer(q, "clock_set 1", "FAIL Unknown command 'clock_set'");
    check_answer(q, "readb 0x10000005", "OK 0x0000000000000060");
    qtest_free(q);
}
END_TEST

UNIT_MAIN("qtest",
    UNIT_TEST(test_each_request_has_its_answer),
    UNIT_TEST(test_a_fail_repeats_little_of_a_long_line),
    UNIT_TEST(test_csr_reads_and_writes_a_hart),
    UNIT_TEST(test_a_watched_input_is_told_and_still_works),
    UNIT_TEST(test_a_watched_output_is_told_and_still_works),
    UNIT_TEST(test_wires_are_put_back_at_the_end),
    UNIT_TEST(test_a_new_client_hears_of_raised_wires_again),
    UNIT_TEST(test_set_irq_in_drives_a_pin),
    UNIT_TEST(test_time_moves_on_request_only),
    UNIT_TEST(test_a_step_stops_at_the_timer_interrupt),
    UNIT_TEST(test_without_its_accelerator_time_is_not_the_drivers))

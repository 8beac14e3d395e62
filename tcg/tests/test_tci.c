/* test_tci.c: control, counting, helpers and memory under tci */
#include <string.h>

#include "fake_env.h"
#include "support/unit.h"

static const TcgConfig plain;
static const TcgConfig counting = { .counts = true };

/* run @text in @env; the verifier must like it */
static uint64_t run_with(FakeEnv *env, const char *text,
                         const TcgConfig *config)
{
    TCGContext *s = tcg_context_new();
    char *error = NULL;
    uint64_t exit;

    ck_assert_msg(ir_parse(s, text, &error), "%s", error);
    error = ir_verify(s);
    ck_assert_msg(!error, "%s", error);
    exit = tci_run(s, env, &fake_layout, config);
    tcg_context_free(s);
    return exit;
}

static uint64_t run(FakeEnv *env, const char *text)
{
    return run_with(env, text, &plain);
}

#define EXIT "exit_tb $0, next\n"

/* --- exits --------------------------------------------------------------- */

static const struct {
    const char *text;
    uint64_t pc, exit;
} exits[] = {
    { "exit_tb $2048, next\n", FAKE_PAGE_PC + 2048, TCG_EXIT_NEXT },
    { "exit_tb $-4, next\n", FAKE_PAGE_PC - 4, TCG_EXIT_NEXT },
    { "exit_tb $8, interp\n", FAKE_PAGE_PC + 8, TCG_EXIT_INTERP },
    { "goto_tb $4092\n", FAKE_PAGE_PC + 4092, TCG_EXIT_NEXT },
    { "goto_ptr $0x123456789abcdef0, ret\n", 0x123456789abcdef0,
      TCG_EXIT_NEXT },
    { "pc_add t0, $-16\ngoto_ptr t0, plain\n", FAKE_PAGE_PC - 16,
      TCG_EXIT_NEXT },
    { "poll $12\ngoto_tb $4\n", FAKE_PAGE_PC + 4, TCG_EXIT_NEXT },
    { "br L0\nL1:\nexit_tb $1, next\nL0:\nbr L1\n", FAKE_PAGE_PC + 1,
      TCG_EXIT_NEXT },
};

START_TEST(test_exits_write_pc_and_say_why)
{
    FakeEnv *env = fake_env_new();

    ck_assert_uint_eq(run(env, exits[_i].text), exits[_i].exit);
    ck_assert_uint_eq(env->hart.pc, exits[_i].pc);
    fake_env_free(env);
}
END_TEST

START_TEST(test_poll_leaves_on_request)
{
    FakeEnv *env = fake_env_new();

    env->exit_request = 1;
    ck_assert_uint_eq(run(env, "retire $3\npoll $12\ngoto_tb $4\n"),
                      TCG_EXIT_REQUESTED);
    ck_assert_uint_eq(env->hart.pc, FAKE_PAGE_PC + 12);
    ck_assert_uint_eq(env->hart.retired, 3);
    fake_env_free(env);
}
END_TEST

static const struct {
    int64_t rest;
    bool leaves;
} slices[] = {
    { 1000, false }, { IR_MAX_INSNS, false }, { IR_MAX_INSNS - 1, true },
    { 0, true }, { -5, true },
};

START_TEST(test_poll_leaves_before_the_slice_ends)
{
    FakeEnv *env = fake_env_new();
    const char *text = "poll $12\ngoto_tb $4\n";

    env->hart.retired = 5000;
    env->slice_end = 5000 + slices[_i].rest;
    ck_assert_uint_eq(run_with(env, text, &counting), slices[_i].leaves
                      ? TCG_EXIT_REQUESTED : TCG_EXIT_NEXT);
    ck_assert_uint_eq(run(env, text), TCG_EXIT_NEXT);
    fake_env_free(env);
}
END_TEST

START_TEST(test_loop_runs_until_its_condition_fails)
{
    FakeEnv *env = fake_env_new();

    env->hart.gpr[10] = 100;
    run(env,
        "L0:\n---- 0\nadd_i64 x11, x11, x10\n"
        "---- 1\nadd_i64 x10, x10, $-1\nretire $2\n"
        "brcond_i64 ne, x10, $0, L0\n" EXIT);
    ck_assert_uint_eq(env->hart.gpr[11], 5050);
    ck_assert_uint_eq(env->hart.retired, 200);
    fake_env_free(env);
}
END_TEST

static const struct {
    const char *cond;
    const char *results;        /* for the pairs below: 1 taken */
} conditions[] = {
    { "eq", "1000" }, { "ne", "0111" }, { "lt", "0010" }, { "ge", "1101" },
    { "ltu", "0001" }, { "geu", "1110" }, { "le", "1010" }, { "gt", "0101" },
    { "leu", "1001" }, { "gtu", "0110" },
};

/* equal; 1 and 0; -1 and 1; 1 and -2; in 64 and in 32 bits */
START_TEST(test_conditions_compare_signed_and_unsigned)
{
    static const uint64_t pairs[2][4][2] = {
        { { 7, 7 }, { 1, 0 }, { ~0ull, 1 }, { 1, ~0ull - 1 } },
        /* the upper halves say the opposite, and do not count */
        { { 7, 7 | 1ull << 32 }, { 1, 5ull << 32 }, { 0xffffffff, 1 },
          { 1ull << 60 | 1, 0xfffffffe } },
    };

    for (unsigned type = 0; type < 2; type++) {
        for (unsigned i = 0; i < 4; i++) {
            FakeEnv *env = fake_env_new();
            g_autofree char *text = g_strdup_printf(
                "setcond_%s %s, x3, x1, x2\nbrcond_%s %s, x1, x2, L0\n"
                EXIT "L0:\nmov x4, $1\n" EXIT, type ? "i32" : "i64",
                conditions[_i].cond, type ? "i32" : "i64",
                conditions[_i].cond);
            uint64_t wanted = conditions[_i].results[i] - '0';

            env->hart.gpr[1] = pairs[type][i][0];
            env->hart.gpr[2] = pairs[type][i][1];
            run(env, text);
            ck_assert_uint_eq(env->hart.gpr[3], wanted);
            ck_assert_uint_eq(env->hart.gpr[4], wanted);
            fake_env_free(env);
        }
    }
}
END_TEST

/* --- helpers ------------------------------------------------------------- */

#define SECOND_OF_TWO "---- 0\nmov x1, $1\n---- 1 addi @0x102 =0505 +7\n"

START_TEST(test_helpers_see_an_exact_hart)
{
    FakeEnv *env = fake_env_new();

    env->hart.retired = 1000;
    env->answer = (TcgResult) { 42, TCG_CONTINUE };
    run(env, SECOND_OF_TWO "call CSR, x5, $0x10300, x1, $5\n" EXIT);
    ck_assert_uint_eq(env->n_calls, 1);
    ck_assert_uint_eq(env->calls[0].helper, TCG_HELPER_CSR);
    ck_assert_uint_eq(env->calls[0].a, 0x10300);
    ck_assert_uint_eq(env->calls[0].b, 1);
    ck_assert_uint_eq(env->calls[0].c, 5);
    ck_assert_uint_eq(env->calls[0].pc, FAKE_PAGE_PC + 0x102);
    ck_assert_uint_eq(env->calls[0].retired, 1007);
    ck_assert_uint_eq(env->hart.retired, 1000);
    ck_assert_uint_eq(env->hart.gpr[5], 42);
    fake_env_free(env);
}
END_TEST

static const struct {
    TcgStatus status;
    uint64_t pc, retired, rd;
} answers[] = {
    { TCG_CONTINUE, FAKE_PAGE_PC, 1000, 42 },
    { TCG_JUMP, FAKE_PAGE_PC + 0x102, 1007, 9 },
    { TCG_LEAVE, FAKE_PAGE_PC + 0x102, 1007, 9 },
    { TCG_NEXT, FAKE_PAGE_PC + 0x104, 1008, 9 },
};

START_TEST(test_answers_decide_how_to_go_on)
{
    FakeEnv *env = fake_env_new();

    env->hart.retired = 1000;
    env->hart.gpr[5] = 9;
    env->answer = (TcgResult) { 42, answers[_i].status };
    ck_assert_uint_eq(run(env, SECOND_OF_TWO
                          "call CSR, x5, none, none, none\n" EXIT),
                      TCG_EXIT_NEXT);
    ck_assert_uint_eq(env->hart.pc, answers[_i].pc);
    ck_assert_uint_eq(env->hart.retired, answers[_i].retired);
    ck_assert_uint_eq(env->hart.gpr[5], answers[_i].rd);
    fake_env_free(env);
}
END_TEST

START_TEST(test_interp_hands_over_the_encoding)
{
    FakeEnv *env = fake_env_new();

    env->answer.status = TCG_NEXT;
    run(env, SECOND_OF_TWO "interp ends\n" EXIT);
    ck_assert_uint_eq(env->calls[0].helper, TCG_HELPER_INTERP);
    ck_assert_uint_eq(env->calls[0].a, 0x0505);
    ck_assert_uint_eq(env->hart.pc, FAKE_PAGE_PC + 0x104);
    fake_env_free(env);
}
END_TEST

START_TEST(test_pure_helpers_leave_the_hart_alone)
{
    FakeEnv *env = fake_env_new();

    env->hart.pc = 1234;
    run(env, SECOND_OF_TWO "call CLMUL, x5, $0xb, $0x7, none\n"
        "goto_ptr $0x10, plain\n");
    ck_assert_uint_eq(env->hart.gpr[5], 0x31);
    ck_assert_uint_eq(env->hart.retired, 0);
    fake_env_free(env);
}
END_TEST

START_TEST(test_fp_check_enters_once)
{
    FakeEnv *env = fake_env_new();

    env->answer.status = TCG_CONTINUE;
    run(env, "fp_check\nfp_check\nfmov f1, f2\n" EXIT);
    ck_assert_uint_eq(env->n_calls, 1);
    ck_assert_uint_eq(env->calls[0].helper, TCG_HELPER_FP_ENTER);
    fake_env_free(env);
}
END_TEST

START_TEST(test_fp_check_refused_goes_to_the_interpreter)
{
    FakeEnv *env = fake_env_new();

    env->answer.status = TCG_LEAVE;
    env->hart.fpr[2] = 5;
    ck_assert_uint_eq(run(env, SECOND_OF_TWO "fp_check\nfmov f1, f2\n" EXIT),
                      TCG_EXIT_INTERP);
    ck_assert_uint_eq(env->hart.pc, FAKE_PAGE_PC + 0x102);
    ck_assert_uint_eq(env->hart.retired, 7);
    ck_assert_uint_eq(env->hart.fpr[1], 0);
    fake_env_free(env);
}
END_TEST

START_TEST(test_env_fields_are_read_and_written)
{
    FakeEnv *env = fake_env_new();
    g_autofree char *text = g_strdup_printf(
        "ld_env x1, env[%zu], leuq\nld_env x2, env[%zu], lesw\n"
        "st_env x3, env[%zu], ub\n" EXIT, offsetof(Hart, sscratch),
        offsetof(Hart, sscratch), offsetof(Hart, stval));

    env->hart.sscratch = 0x123456789abc8def;
    env->hart.stval = 0x1111;
    env->hart.gpr[3] = 0x2222;
    run(env, text);
    ck_assert_uint_eq(env->hart.gpr[1], 0x123456789abc8def);
    ck_assert_uint_eq(env->hart.gpr[2], 0xffffffffffff8def);
    ck_assert_uint_eq(env->hart.stval, 0x1122);
    fake_env_free(env);
}
END_TEST

/* --- memory -------------------------------------------------------------- */

#define DATA 0xfedcba9876543210ull

static const struct {
    const char *op;
    uint64_t expected;
} loads[] = {
    { "ld x1, x2, $0, ub", 0x10 },
    { "ld x1, x2, $7, sb", 0xfffffffffffffffe },
    { "ld x1, x2, $7, ub", 0xfe },
    { "ld x1, x2, $6, lesw", 0xfffffffffffffedc },
    { "ld x1, x2, $6, leuw", 0xfedc },
    { "ld x1, x2, $4, lesl", 0xfffffffffedcba98 },
    { "ld x1, x2, $4, leul", 0xfedcba98 },
    { "ld x1, x2, $0, leuq", DATA },
    { "ld x1, $0x80000000, $264, leuq", 0 },
    { "lr x1, x2, lesl", 0x76543210 },
    { "guard t0, x2, $0x8, $0, read, L0\ngld x1, t0, $2, leuw", 0x7654 },
};

START_TEST(test_loads_extend)
{
    FakeEnv *env = fake_env_new();
    g_autofree char *text = g_strdup_printf("%s\nL0:\n" EXIT, loads[_i].op);
    uint64_t data = DATA;

    memcpy(env->memory + 256, &data, 8);
    env->hart.gpr[2] = FAKE_BASE + 256;
    run(env, text);
    ck_assert_uint_eq(env->hart.gpr[1], loads[_i].expected);
    fake_env_free(env);
}
END_TEST

static const struct {
    const char *op;
    uint64_t expected;
} float_loads[] = {
    { "fld f1, x2, $0, leuq", DATA },
    { "fld f1, x2, $4, leul.box", 0xfffffffffedcba98 },
    { "fld f1, x2, $0, leul.box", 0xffffffff76543210 },
    { "fld f1, x2, $0, leuw.box", 0xffffffffffff3210 },
    { "guard t0, x2, $0x8, $0, read, L0\ngfld f1, t0, $0, leuq", DATA },
};

START_TEST(test_float_loads_box)
{
    FakeEnv *env = fake_env_new();
    g_autofree char *text = g_strdup_printf("fp_check\n%s\nL0:\n" EXIT,
                                            float_loads[_i].op);
    uint64_t data = DATA;

    env->fp_active = 1;
    memcpy(env->memory + 256, &data, 8);
    env->hart.gpr[2] = FAKE_BASE + 256;
    run(env, text);
    ck_assert_uint_eq(env->hart.fpr[1], float_loads[_i].expected);
    fake_env_free(env);
}
END_TEST

static const struct {
    const char *op;
    uint64_t expected;          /* of the 8 bytes, all ones before */
} stores[] = {
    { "st x2, x3, $0, ub", 0xffffffffffffff10 },
    { "st x2, x3, $6, leuw", 0x3210ffffffffffff },
    { "st x2, x3, $0, leul", 0xffffffff76543210 },
    { "st x2, x3, $0, leuq", DATA },
    { "st x2, $0x5, $0, leuq", 5 },
    { "fst x2, f3, $4, leul", 0x76543210ffffffff },
    { "fst x2, f3, $0, leuq", DATA },
    { "guard t0, x2, $0x8, $0, write, L0\ngst t0, x3, $0, leuw",
      0xffffffffffff3210 },
    { "guard t0, x2, $0x8, $0, write, L0\ngfst t0, f3, $0, leuq", DATA },
};

START_TEST(test_stores_write_their_width)
{
    FakeEnv *env = fake_env_new();
    g_autofree char *text = g_strdup_printf("fp_check\n%s\nL0:\n" EXIT,
                                            stores[_i].op);
    uint64_t data;

    env->fp_active = 1;
    memset(env->memory + 256, 0xff, 8);
    env->hart.gpr[2] = FAKE_BASE + 256;
    env->hart.gpr[3] = env->hart.fpr[3] = DATA;
    run(env, text);
    memcpy(&data, env->memory + 256, 8);
    ck_assert_uint_eq(data, stores[_i].expected);
    fake_env_free(env);
}
END_TEST

static const char *const trapping[] = {
    "ld x1, x2, $0, leuq\n", "st x2, x1, $0, leuq\n",
    "amo x1, x2, x3, add.d\n", "lr x1, x2, leuq\n",
    "fp_check\nfld f1, x2, $0, leuq\n", "fp_check\nfst x2, f1, $0, leuq\n",
    "guard t0, x2, $0x8, $0, read, L0\ngld x1, t0, $0, leuq\nL0:\n",
};

START_TEST(test_traps_come_before_any_result)
{
    FakeEnv *env = fake_env_new();
    g_autofree char *text = g_strconcat(SECOND_OF_TWO, trapping[_i],
                                        "retire $8\n" EXIT, NULL);

    env->fp_active = 1;
    env->hart.fpr[1] = 77;
    env->hart.gpr[2] = FAKE_BASE + FAKE_SIZE - 7;
    ck_assert_uint_eq(run(env, text), TCG_EXIT_NEXT);
    ck_assert_uint_eq(env->calls[0].pc, FAKE_PAGE_PC + 0x102);
    ck_assert_uint_eq(env->hart.pc, FAKE_TRAP_PC);
    ck_assert_uint_eq(env->hart.retired, 7);
    ck_assert_uint_eq(env->hart.gpr[1], 1);
    ck_assert_uint_eq(env->hart.fpr[1], 77);
    fake_env_free(env);
}
END_TEST

static const struct {
    uint64_t base;
    const char *access;         /* read or write */
    bool holds;
} guards[] = {
    { FAKE_BASE + 8, "read", true }, { FAKE_BASE + 7, "read", false },
    { FAKE_BASE + 4088, "read", true }, { FAKE_BASE + 4089, "read", false },
    { FAKE_BASE + 4096 + 8, "read", true },
    { FAKE_BASE + 4096 + 8, "write", false },
    { FAKE_BASE + FAKE_SIZE + 8, "read", false },
    { FAKE_BASE + (1 << 20), "read", false },
    { FAKE_BASE + (1ull << 40), "write", false },
};

/* [base - 8, base + 8) in one page of RAM */
START_TEST(test_guards_hold_within_a_mapped_page)
{
    FakeEnv *env = fake_env_new();
    g_autofree char *text = g_strdup_printf(
        "guard t0, x2, $0x10, $-8, %s, L0\nmov x1, $1\n" EXIT
        "L0:\nmov x1, $2\n" EXIT, guards[_i].access);

    fake_env_map(env);
    env->tlb[1].write = 0x5000;         /* page 1 holds code */
    env->hart.gpr[2] = guards[_i].base;
    run(env, text);
    ck_assert_uint_eq(env->hart.gpr[1], guards[_i].holds ? 1 : 2);
    ck_assert_uint_eq(env->n_calls, 0);
    fake_env_free(env);
}
END_TEST

START_TEST(test_atomics_return_the_old_value)
{
    FakeEnv *env = fake_env_new();
    uint32_t word = 0xffffffff;

    memcpy(env->memory, &word, 4);
    env->hart.gpr[2] = FAKE_BASE;
    env->hart.gpr[3] = 3;
    run(env, "---- 0\namo x1, x2, x3, add.w\n---- 1\nlr x4, x2, lesl\n"
        "---- 2\nsc x5, x2, $0x9, leul\n---- 3\nsc x6, x2, $0xa, leul\n"
        "mb full\nmb weak\n" EXIT);
    memcpy(&word, env->memory, 4);
    ck_assert_uint_eq(env->hart.gpr[1], UINT64_MAX);
    ck_assert_uint_eq(env->hart.gpr[4], 2);
    ck_assert_uint_eq(env->hart.gpr[5], 0);
    ck_assert_uint_eq(env->hart.gpr[6], 1);
    ck_assert_uint_eq(word, 9);
    ck_assert_uint_eq(env->calls[0].c, IR_AMO_ATTR(IR_AMO_ADD, MO_32));
    fake_env_free(env);
}
END_TEST

START_TEST(test_temporaries_and_constants_are_values)
{
    FakeEnv *env = fake_env_new();

    env->hart.gpr[1] = 5;
    run(env, "add_i64 t0, x1, $0x10\nmov x1, $0x0\nadd_i64 x2, t0, t0\n" EXIT);
    ck_assert_uint_eq(env->hart.gpr[1], 0);
    ck_assert_uint_eq(env->hart.gpr[2], 42);
    fake_env_free(env);
}
END_TEST

UNIT_MAIN("tci",
    UNIT_LOOP(test_exits_write_pc_and_say_why, G_N_ELEMENTS(exits)),
    UNIT_TEST(test_poll_leaves_on_request),
    UNIT_LOOP(test_poll_leaves_before_the_slice_ends, G_N_ELEMENTS(slices)),
    UNIT_TEST(test_loop_runs_until_its_condition_fails),
    UNIT_LOOP(test_conditions_compare_signed_and_unsigned,
              G_N_ELEMENTS(conditions)),
    UNIT_TEST(test_helpers_see_an_exact_hart),
    UNIT_LOOP(test_answers_decide_how_to_go_on, G_N_ELEMENTS(answers)),
    UNIT_TEST(test_interp_hands_over_the_encoding),
    UNIT_TEST(test_pure_helpers_leave_the_hart_alone),
    UNIT_TEST(test_fp_check_enters_once),
    UNIT_TEST(test_fp_check_refused_goes_to_the_interpreter),
    UNIT_TEST(test_env_fields_are_read_and_written),
    UNIT_LOOP(test_loads_extend, G_N_ELEMENTS(loads)),
    UNIT_LOOP(test_float_loads_box, G_N_ELEMENTS(float_loads)),
    UNIT_LOOP(test_stores_write_their_width, G_N_ELEMENTS(stores)),
    UNIT_LOOP(test_traps_come_before_any_result, G_N_ELEMENTS(trapping)),
    UNIT_LOOP(test_guards_hold_within_a_mapped_page, G_N_ELEMENTS(guards)),
    UNIT_TEST(test_atomics_return_the_old_value),
    UNIT_TEST(test_temporaries_and_constants_are_values))

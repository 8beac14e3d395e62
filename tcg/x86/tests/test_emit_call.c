/* test_emit_call.c: helpers, what they answer, and fields of the hart */
#include "emit_setup.h"

/* --- helpers ------------------------------------------------------------- */

#define CALLING                                                         \
    FIRST "add_i64 x10, x10, $1\nxor t0, x12, x20\n"                     \
    "---- 1 @0x024 =00000013 +1\n"                                      \
    "call CSR, x11, x10, x21, none\n"                                   \
    "add_i64 x12, x10, t0\nretire $2\nexit_tb $8, next\n"

START_TEST(test_helper_sees_and_changes_the_hart)
{
    Setup t = set_up(CALLING, NULL);
    uint64_t x10 = t.w->hart.gpr[10], t0 = t.w->hart.gpr[12]
        ^ t.w->hart.gpr[20];

    t.w->answer = (TcgResult){ 0x1234, TCG_CONTINUE };
    t.w->new_x10 = 99;
    ck_assert_uint_eq(run(&t), TCG_EXIT_NEXT);
    ck_assert_uint_eq(t.w->seen_pc, WORLD_PAGE + 0x24);
    ck_assert_uint_eq(t.w->seen_retired, 1001);
    ck_assert_uint_eq(t.w->seen.gpr[10], x10 + 1);
    ck_assert_uint_eq(t.w->args[0], x10 + 1);
    ck_assert_uint_eq(t.w->args[1], t.w->hart.gpr[21]);
    ck_assert_uint_eq(t.w->hart.gpr[10], 99);
    ck_assert_uint_eq(t.w->hart.fpr[10], ~99ull);
    ck_assert_uint_eq(t.w->hart.gpr[11], 0x1234);
    ck_assert_uint_eq(t.w->hart.gpr[12], 99 + t0);
    ck_assert_uint_eq(t.w->hart.retired, 1002);
    tear_down(&t);
}
END_TEST

START_TEST(test_answer_of_a_helper_decides_where_to_go)
{
    static const struct {
        TcgStatus status;
        uint64_t pc, retired;
    } rows[] = {
        { TCG_LEAVE, WORLD_PAGE + 0x24, 1001 },
        { TCG_NEXT, WORLD_PAGE + 0x28, 1002 },
        { TCG_JUMP, WORLD_PAGE + 0x24, 1001 },
    };
    Setup t = set_up(CALLING, NULL);

    t.w->answer.status = rows[_i].status;
    t.w->new_x10 = 99;
    ck_assert_uint_eq(run(&t), TCG_EXIT_NEXT);
    ck_assert_uint_eq(t.w->hart.pc, rows[_i].pc);
    ck_assert_uint_eq(t.w->hart.retired, rows[_i].retired);
    ck_assert_uint_eq(t.w->hart.gpr[10], 99);
    ck_assert_uint_eq(t.w->hart.fpr[10], ~99ull);
    ck_assert_uint_eq(t.w->calls[TCG_HELPER_LOOKUP],
                      rows[_i].status != TCG_LEAVE);
    tear_down(&t);
}
END_TEST

START_TEST(test_next_instruction_after_a_short_one)
{
    Setup t = set_up("---- 0 @0xffe =0001\ncall CSR, none, $1, $2, none\n"
                     "exit_tb $2, next\n", NULL);

    t.w->answer.status = TCG_NEXT;
    ck_assert_uint_eq(run(&t), TCG_EXIT_NEXT);
    ck_assert_uint_eq(t.w->hart.pc, WORLD_PAGE + 0x1000);
    tear_down(&t);
}
END_TEST

START_TEST(test_jump_of_a_helper_goes_on_in_translated_code)
{
    Setup t = set_up(FIRST "call SRET, none, none, none, none\n"
                     "exit_tb $4, next\n", NULL);
    TCGContext *s = world_parse(FIRST "add_i64 x11, x10, $5\n"
                                "exit_tb $8, next\n");
    uint64_t x10 = t.w->hart.gpr[10];

    add_jump(t.w, 0x5554, world_emit(t.cache, s, NULL).code);
    ck_assert_uint_eq(run(&t), TCG_EXIT_NEXT);
    ck_assert_uint_eq(t.w->hart.pc, 0x5008);
    ck_assert_uint_eq(t.w->hart.gpr[11], x10 + 5);
    ck_assert_uint_eq(t.w->hart.retired, 1001);
    tcg_context_free(s);
    tear_down(&t);
}
END_TEST

START_TEST(test_pure_helpers_and_the_interpreter)
{
    World *w = world_text(FIRST "xor t0, x5, x6\nxor t1, x7, x12\n"
                          "call CLMUL, x11, x10, x20, none\n"
                          "call CLMUL, x21, t0, $-5, none\n"
                          "---- 1 =01234567 +1\ninterp $0\n"
                          "add_i64 x12, t1, t0\nexit_tb $4, next\n", NULL, 7);

    ck_assert_uint_eq(w->args[0], 0x01234567);
    ck_assert_uint_eq(w->seen_pc, WORLD_PAGE + 4);
    world_text(FIRST "call RAISE, none, $2, x10, none\nexit_tb $4, next\n",
               NULL, 2);
}
END_TEST

START_TEST(test_floating_point_is_entered_once)
{
    Setup t = set_up(FIRST "fp_check\nadd_i64 x10, x10, $1\n"
                     "---- 1 @4 =00000013 +1\nfp_check\n"
                     "retire $2\nexit_tb $8, next\n", NULL);

    t.w->fp_active = 0;
    ck_assert_uint_eq(run(&t), TCG_EXIT_NEXT);
    ck_assert_uint_eq(t.w->calls[TCG_HELPER_FP_ENTER], 1);
    t.w->fp_active = 0;
    t.w->answer.status = TCG_LEAVE;
    ck_assert_uint_eq(run(&t), TCG_EXIT_INTERP);
    ck_assert_uint_eq(t.w->hart.pc, WORLD_PAGE);
    tear_down(&t);
}
END_TEST

/* --- fields -------------------------------------------------------------- */

START_TEST(test_fields_of_the_environment)
{
    static const char *const sizes[] = {
        "ub", "sb", "leuw", "lesw", "leul", "lesl", "leuq",
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(sizes) * 4; i++) {
        g_autofree char *text = g_strdup_printf(
            FIRST "st_env %s, env[%d], %s\nld_env %s, env[%d], %s\n"
            "exit_tb $4, next\n",
            i % 2 ? "x10" : i % 3 ? "x20" : "$-7",
            (int)offsetof(World, fallback), sizes[i / 4],
            i % 4 < 2 ? "x11" : "x21", (int)offsetof(Hart, gpr[5]),
            sizes[i / 4]);

        world_text(text, NULL, i);
    }
}
END_TEST

UNIT_MAIN("emit_call",
    UNIT_TEST(test_helper_sees_and_changes_the_hart),
    UNIT_LOOP(test_answer_of_a_helper_decides_where_to_go, 3),
    UNIT_TEST(test_next_instruction_after_a_short_one),
    UNIT_TEST(test_jump_of_a_helper_goes_on_in_translated_code),
    UNIT_TEST(test_pure_helpers_and_the_interpreter),
    UNIT_TEST(test_floating_point_is_entered_once),
    UNIT_TEST(test_fields_of_the_environment))

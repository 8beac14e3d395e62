/*
 * test_emit_flow.c: ways through a unit, out of it, and to helpers
 */
#include <string.h>

#include "emit_world.h"

#define FIRST "---- 0 =00000013\n"

/* One unit in a world of its own. */
typedef struct Setup {
    TcgCodeCache *cache;
    TCGContext *s;
    TcgUnit unit;
    World *w;
} Setup;

static Setup set_up(const char *text, const TcgConfig *config)
{
    Setup t = { .cache = world_cache(NULL, 0, config && config->counts) };

    t.s = world_parse(text);
    t.unit = world_emit(t.cache, t.s, config);
    t.w = world_new(1);
    return t;
}

static void tear_down(Setup *t)
{
    g_free(t->w);
    tcg_context_free(t->s);
    tcg_code_cache_free(t->cache);
}

static uint64_t run(Setup *t)
{
    return world_run(t->cache, t->w, t->unit.code);
}

/* --- within the unit ----------------------------------------------------- */

START_TEST(test_loop_runs_until_its_condition_fails)
{
    World *w = world_text(FIRST "mov x10, $100\nmov x20, $0\nmov x11, $0\n"
                          "xor t0, x21, x12\n"
                          "L0:\n"
                          "add_i64 x20, x20, x10\n"
                          "add_i64 x11, x11, t0\n"
                          "rotl_i64 t1, x11, x10\n"
                          "xor x11, x11, t1\n"
                          "add_i64 x10, x10, $-1\n"
                          "retire $3\npoll $0\n"
                          "brcond_i64 ne, x10, $0, L0\n"
                          "exit_tb $8, next\n", NULL, 3);

    ck_assert_uint_eq(w->hart.gpr[20], 5050);
    ck_assert_uint_eq(w->hart.retired, 1300);
}
END_TEST

static const char *const conditions[] = {
    "eq", "ne", "lt", "ge", "ltu", "geu", "le", "gt", "leu", "gtu",
};

START_TEST(test_branches_with_operands_in_every_place)
{
    static const char *const places[] = {
        "x10", "x11", "x20", "x21", "t0", "$0", "$5", "$-1",
        "$0x9e3779b97f4a7c15",
    };
    TcgCodeCache *cache = world_cache(NULL, 0, false);

    for (unsigned i = 0; i < 9 * 9 * 2; i++) {
        g_autofree char *text = g_strdup_printf(
            FIRST "xor t0, x11, x21\nbrcond_%s %s, %s, %s, L0\n"
            "mov x5, $1\nbr L1\nL0:\nmov x5, $2\nL1:\nexit_tb $4, next\n",
            i % 2 ? "i32" : "i64", conditions[_i], places[i / 2 % 9],
            places[i / 18]);
        TCGContext *s = world_parse(text);

        world_check(cache, s, NULL, i);
        world_check(cache, s, NULL, i + 1000);
        tcg_context_free(s);
    }
    tcg_code_cache_free(cache);
}
END_TEST

START_TEST(test_many_temporaries_at_once)
{
    g_autoptr(GString) text = g_string_new(FIRST);

    for (int i = 0; i < 200; i++) {
        g_string_append_printf(text, "add_i64 t%d, x%d, $%d\n", i, 1 + i % 31,
                               i * 1000);
    }
    for (int i = 0; i < 200; i++) {
        g_string_append_printf(text, "xor x%d, x%d, t%d\n", 1 + i % 31,
                               1 + i % 31, 199 - i);
    }
    g_string_append(text, "exit_tb $4, next\n");
    world_text(text->str, NULL, 9);
}
END_TEST

START_TEST(test_value_that_was_just_stored)
{
    static const char *const uses[] = {
        "and x10, x20, $0xffffffff", "and x20, x20, $0xffffffff",
        "and x21, x20, $0xffffffff", "ext32u x21, x20", "ext8s x10, x20",
        "add_i32 x21, x20, x22", "add_i64 x20, x20, x20",
        "setcond_i64 lt, x21, x20, x22", "shl_i64 x21, x22, x20",
        "select x21, x20, x22, x20", "divu_i32 x21, x20, x20",
        "mov x10, x20", "sub_i64 x10, x10, x20", "smin x21, x22, x20",
        "clz_i32 x21, x20", "shadd x21, x20, x20, $2",
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(uses) * 8; i++) {
        g_autofree char *text = g_strdup_printf(
            FIRST "add_i64 x20, x21, x22\n%s\nexit_tb $4, next\n",
            uses[i / 8]);

        world_text(text, NULL, i);
    }
}
END_TEST

/* --- exits --------------------------------------------------------------- */

START_TEST(test_exits_say_why_and_where)
{
    Setup t = set_up(FIRST "retire $2\nexit_tb $12, interp\n", NULL);

    ck_assert_uint_eq(run(&t), TCG_EXIT_INTERP);
    ck_assert_uint_eq(t.w->hart.pc, WORLD_PAGE + 12);
    ck_assert_uint_eq(t.w->hart.retired, 1002);
    tear_down(&t);
    t = set_up(FIRST "exit_tb $-4, next\n", NULL);
    ck_assert_uint_eq(run(&t), TCG_EXIT_NEXT);
    ck_assert_uint_eq(t.w->hart.pc, WORLD_PAGE - 4);
    tear_down(&t);
}
END_TEST

START_TEST(test_poll_leaves_when_an_exit_is_requested)
{
    Setup t = set_up(FIRST "add_i64 x10, x10, $1\nretire $1\npoll $16\n"
                     "exit_tb $8, next\n", NULL);

    ck_assert_uint_eq(run(&t), TCG_EXIT_NEXT);
    t.w->exit_request = 1;
    ck_assert_uint_eq(run(&t), TCG_EXIT_REQUESTED);
    ck_assert_uint_eq(t.w->hart.pc, WORLD_PAGE + 16);
    ck_assert_uint_eq(t.w->hart.retired, 1002);
    tear_down(&t);
}
END_TEST

START_TEST(test_poll_leaves_before_the_slice_can_end)
{
    static const TcgConfig counts = { .counts = true };
    Setup t = set_up(FIRST "poll $16\nexit_tb $8, next\n", &counts);

    t.w->slice_end = 1000 + IR_MAX_INSNS;
    ck_assert_uint_eq(run(&t), TCG_EXIT_NEXT);
    t.w->slice_end--;
    ck_assert_uint_eq(run(&t), TCG_EXIT_REQUESTED);
    t.w->slice_end = 0;
    ck_assert_uint_eq(run(&t), TCG_EXIT_REQUESTED);
    tear_down(&t);
    t = set_up(FIRST "poll $16\nexit_tb $8, next\n", NULL);
    t.w->slice_end = 0;
    ck_assert_uint_eq(run(&t), TCG_EXIT_NEXT);
    tear_down(&t);
}
END_TEST

/* --- links --------------------------------------------------------------- */

START_TEST(test_link_leaves_with_its_number_until_it_is_patched)
{
    Setup t = set_up(FIRST "brcond_i64 eq, x10, $0, L0\ngoto_tb $0x20\n"
                     "L0:\ngoto_tb $0x40\n", NULL);
    TCGContext *s = world_parse(FIRST "mov x11, $77\nexit_tb $8, next\n");
    TcgUnit other = world_emit(t.cache, s, NULL);
    uint64_t left;

    ck_assert_uint_eq(t.unit.n_links, 2);
    t.w->hart.gpr[10] = 5;
    left = run(&t);
    ck_assert_uint_eq(left & 0xff, TCG_EXIT_LINK);
    ck_assert_uint_eq(left >> 8, t.unit.first_link);
    ck_assert_uint_eq(t.w->hart.pc, WORLD_PAGE + 0x20);
    ck_assert_uint_eq(tcg_link_offset(t.cache, left >> 8), 0x20);
    tcg_link_patch(t.cache, left >> 8, other.code);
    ck_assert_uint_eq(run(&t), TCG_EXIT_NEXT);
    ck_assert_uint_eq(t.w->hart.gpr[11], 77);
    t.w->hart.gpr[10] = 0;
    ck_assert_uint_eq(run(&t) >> 8, t.unit.first_link + 1);
    ck_assert_uint_eq(t.w->hart.pc, WORLD_PAGE + 0x40);
    t.w->hart.gpr[10] = 5;
    tcg_link_reset(t.cache, left >> 8);
    ck_assert_uint_eq(run(&t), left);
    tcg_context_free(s);
    tear_down(&t);
}
END_TEST

START_TEST(test_without_chaining_there_are_no_links)
{
    static const TcgConfig no_chain = { .no_chain = true };
    Setup t = set_up(FIRST "goto_tb $0x20\n", &no_chain);

    ck_assert_uint_eq(t.unit.n_links, 0);
    ck_assert_uint_eq(run(&t), TCG_EXIT_NEXT);
    ck_assert_uint_eq(t.w->hart.pc, WORLD_PAGE + 0x20);
    tear_down(&t);
}
END_TEST

/* --- the jump cache ------------------------------------------------------ */

static void add_jump(World *w, uint64_t pc, const void *code)
{
    w->jumps[(pc >> 1) % TCG_JMP_SIZE] = (TcgJmpEntry){ pc, code };
}

START_TEST(test_jump_to_a_known_address_stays_in_translated_code)
{
    Setup t = set_up(FIRST "goto_ptr x20, ret\n", NULL);
    TCGContext *s = world_parse(FIRST "pc_add x11, $8\nexit_tb $8, next\n");
    TcgUnit other = world_emit(t.cache, s, NULL);

    t.w->hart.gpr[20] = 0x12345ffe;
    add_jump(t.w, 0x12345ffe, other.code);
    ck_assert_uint_eq(run(&t), TCG_EXIT_NEXT);
    ck_assert_uint_eq(t.w->hart.gpr[11], 0x12345008);
    ck_assert_uint_eq(t.w->hart.pc, 0x12345008);
    ck_assert_uint_eq(t.w->page_pc, 0x12345000);
    ck_assert_uint_eq(t.w->calls[TCG_HELPER_LOOKUP], 0);
    tcg_context_free(s);
    tear_down(&t);
}
END_TEST

START_TEST(test_jump_to_an_unknown_address_asks_the_helper)
{
    Setup t = set_up(FIRST "goto_ptr x10, plain\n", NULL);
    TCGContext *s = world_parse(FIRST "pc_add x11, $8\nexit_tb $8, next\n");
    TcgUnit other = world_emit(t.cache, s, NULL);

    t.w->hart.gpr[10] = 0x12346000;
    add_jump(t.w, 0x12344000, other.code);      /* the same slot */
    ck_assert_uint_eq(run(&t), TCG_EXIT_NEXT);
    ck_assert_uint_eq(t.w->hart.pc, 0x12346000);
    ck_assert_uint_eq(t.w->calls[TCG_HELPER_LOOKUP], 1);
    t.w->found = other.code;
    ck_assert_uint_eq(run(&t), TCG_EXIT_NEXT);
    ck_assert_uint_eq(t.w->hart.gpr[11], 0x12346008);
    tcg_context_free(s);
    tear_down(&t);
}
END_TEST

START_TEST(test_jump_to_an_odd_address_goes_to_the_even_one_before)
{
    static const uint64_t targets[] = { 1, 0x12345fff, UINT64_MAX };
    Setup t = set_up(FIRST "and t0, x20, $-2\nretire $1\n"
                     "goto_ptr t0, ret\n", NULL);

    t.w->hart.gpr[20] = targets[_i];
    ck_assert_uint_eq(run(&t), TCG_EXIT_NEXT);
    ck_assert_uint_eq(t.w->hart.pc, targets[_i] - 1);
    t.w->exit_request = 1;
    ck_assert_uint_eq(run(&t), TCG_EXIT_REQUESTED);
    ck_assert_uint_eq(t.w->hart.pc, targets[_i] - 1);
    tear_down(&t);
}
END_TEST

START_TEST(test_jump_leaves_when_an_exit_is_requested)
{
    static const TcgConfig counts = { .counts = true };
    Setup t = set_up(FIRST "goto_ptr x10, plain\n", &counts);

    t.w->hart.gpr[10] = 0x12346000;
    add_jump(t.w, 0x12346000, t.unit.code);
    t.w->exit_request = 1;
    ck_assert_uint_eq(run(&t), TCG_EXIT_REQUESTED);
    ck_assert_uint_eq(t.w->hart.pc, 0x12346000);
    t.w->exit_request = 0;
    t.w->slice_end = 1000;
    t.w->hart.pc = 0;
    ck_assert_uint_eq(run(&t), TCG_EXIT_REQUESTED);
    ck_assert_uint_eq(t.w->hart.pc, 0x12346000);
    tear_down(&t);
}
END_TEST

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
    t.w->exit_request = 1;
    ck_assert_uint_eq(run(&t), TCG_EXIT_REQUESTED);
    ck_assert_uint_eq(t.w->hart.pc, 0x5554);
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

/* --- a full cache -------------------------------------------------------- */

START_TEST(test_unit_that_does_not_fit_leaves_no_trace)
{
    Setup t = set_up(FIRST "goto_tb $4\n", NULL);
    static const TcgConfig none;
    TcgUnit unit;
    size_t used = 0;
    uint32_t links = x86_link_next(t.cache);

    while (tcg_emit_unit(t.s, t.cache, &none, &unit)) {
        ck_assert_uint_gt(tcg_code_cache_used(t.cache), used);
        used = tcg_code_cache_used(t.cache);
        links = unit.first_link + unit.n_links;
    }
    ck_assert_uint_eq(tcg_code_cache_used(t.cache), used);
    ck_assert_uint_eq(x86_link_next(t.cache), links);
    tcg_code_cache_flush(t.cache);
    ck_assert(tcg_emit_unit(t.s, t.cache, &none, &unit));
    ck_assert_uint_eq(unit.first_link, 0);
    tear_down(&t);
}
END_TEST

UNIT_MAIN("emit_flow",
    UNIT_TEST(test_loop_runs_until_its_condition_fails),
    UNIT_LOOP(test_branches_with_operands_in_every_place,
              G_N_ELEMENTS(conditions)),
    UNIT_TEST(test_many_temporaries_at_once),
    UNIT_TEST(test_value_that_was_just_stored),
    UNIT_TEST(test_exits_say_why_and_where),
    UNIT_TEST(test_poll_leaves_when_an_exit_is_requested),
    UNIT_TEST(test_poll_leaves_before_the_slice_can_end),
    UNIT_TEST(test_link_leaves_with_its_number_until_it_is_patched),
    UNIT_TEST(test_without_chaining_there_are_no_links),
    UNIT_TEST(test_jump_to_a_known_address_stays_in_translated_code),
    UNIT_TEST(test_jump_to_an_unknown_address_asks_the_helper),
    UNIT_LOOP(test_jump_to_an_odd_address_goes_to_the_even_one_before, 3),
    UNIT_TEST(test_jump_leaves_when_an_exit_is_requested),
    UNIT_TEST(test_helper_sees_and_changes_the_hart),
    UNIT_LOOP(test_answer_of_a_helper_decides_where_to_go, 3),
    UNIT_TEST(test_next_instruction_after_a_short_one),
    UNIT_TEST(test_jump_of_a_helper_goes_on_in_translated_code),
    UNIT_TEST(test_pure_helpers_and_the_interpreter),
    UNIT_TEST(test_floating_point_is_entered_once),
    UNIT_TEST(test_fields_of_the_environment),
    UNIT_TEST(test_unit_that_does_not_fit_leaves_no_trace))

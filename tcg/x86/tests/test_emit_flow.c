/*
 * test_emit_flow.c: ways through a unit and out of it
 */
#include <string.h>

#include "emit_setup.h"

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

/* What the poll subtracts from, or what was subtracted right before it. */
static const struct {
    const char *text;
    int retired;                /* when it polls */
} polls[] = {
    { "poll $16\n", 0 },
    { "poll_slice $16\n", 0 },
    { "retire $3\npoll $16\n", 3 },
    { "retire $3\npoll_slice $16\n", 3 },
    { "retire $3\nadd_i64 x10, x10, $-1\npoll $16\n", 3 },
    { "retire $3\nL0:\npoll_slice $16\n", 3 },
    { "retire $-1\npoll $16\n", -1 },
    { "retire $3\ngoto_tb $0x1000\n", 3 },
    { "retire $3\ngoto_ptr x20, plain\n", 3 },
    { "goto_ptr x20, ret\n", 0 },
};

START_TEST(test_slice_may_just_not_end_at_a_poll)
{
    static const TcgConfig counts = { .counts = true };
    bool jumps = strstr(polls[_i].text, "goto");
    g_autofree char *text = g_strconcat(FIRST, polls[_i].text, jumps
                                        ? "" : "exit_tb $8, next\n", NULL);
    Setup t = set_up(text, &counts);

    t.w->hart.retired = 77;
    t.w->slice_end = 77 + polls[_i].retired + IR_MAX_INSNS;
    ck_assert_uint_ne(run(&t) & 0xff, TCG_EXIT_REQUESTED);
    ck_assert_uint_eq(t.w->hart.retired, 77 + polls[_i].retired);
    t.w->hart.retired = 77;
    t.w->slice_end--;
    ck_assert_uint_eq(run(&t), TCG_EXIT_REQUESTED);
    ck_assert_uint_eq(t.w->hart.retired, 77 + polls[_i].retired);
    tear_down(&t);
}
END_TEST

/* A helper may count, and may move the end. */
static TcgResult count_and_move(void *env, uint64_t a, uint64_t b, uint64_t c)
{
    World *w = env;

    ck_assert_uint_eq(w->hart.retired, 1004);
    w->hart.retired += a;
    w->slice_end -= b;
    return (TcgResult) { 0, TCG_CONTINUE };
}

START_TEST(test_slice_is_what_a_helper_left)
{
    static const TcgConfig counts = { .counts = true };
    Setup t = set_up(FIRST "retire $3\n---- 1 @4 =00000013 +1\n"
                     "call CSR, none, x10, x11, none\nretire $2\n"
                     "poll $16\nexit_tb $8, next\n", &counts);

    t.w->helpers[TCG_HELPER_CSR] = count_and_move;
    t.w->hart.gpr[10] = 5;
    t.w->hart.gpr[11] = 20;
    t.w->slice_end = 1000 + 3 + 5 + 2 + 20 + IR_MAX_INSNS - _i;
    ck_assert_uint_eq(run(&t), _i ? TCG_EXIT_REQUESTED : TCG_EXIT_NEXT);
    ck_assert_uint_eq(t.w->hart.retired, 1010);
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

    ck_assert_uint_eq(x86_link_next(t.cache), 2);
    t.w->hart.gpr[10] = 5;
    left = run(&t);
    ck_assert_uint_eq(left & 0xff, TCG_EXIT_LINK);
    ck_assert_uint_eq(left >> 8, 0);
    ck_assert_uint_eq(t.w->hart.pc, WORLD_PAGE + 0x20);
    tcg_link_patch(t.cache, left >> 8, other.code);
    ck_assert_uint_eq(run(&t), TCG_EXIT_NEXT);
    ck_assert_uint_eq(t.w->hart.gpr[11], 77);
    t.w->hart.gpr[10] = 0;
    ck_assert_uint_eq(run(&t) >> 8, 1);
    ck_assert_uint_eq(t.w->hart.pc, WORLD_PAGE + 0x40);
    t.w->hart.gpr[10] = 5;
    tcg_link_reset(t.cache, left >> 8);
    ck_assert_uint_eq(run(&t), left);
    tcg_context_free(s);
    tear_down(&t);
}
END_TEST

static TcgUnit emit_writer(Setup *t, unsigned value)
{
    char text[100];

    g_snprintf(text, sizeof(text), FIRST "mov x11, $%u\npc_add x12, $8\n"
               "exit_tb $8, next\n", value);
    TCGContext *s = world_parse(text);
    TcgUnit unit = world_emit(t->cache, s, NULL);
    tcg_context_free(s);
    return unit;
}

static uint64_t run_with(Setup *t, uint32_t generation)
{
    t->w->page_pc = WORLD_PAGE;
    t->w->link_generation = generation;
    t->w->hart.gpr[11] = 0;
    return run(t);
}

static void assert_reaches(Setup *t, uint32_t generation, unsigned value)
{
    ck_assert_uint_eq(run_with(t, generation), TCG_EXIT_NEXT);
    ck_assert_uint_eq(t->w->hart.gpr[11], value);
    ck_assert_uint_eq(t->w->hart.gpr[12], WORLD_PAGE - 0x2000 + 8);
    ck_assert_uint_eq(t->w->page_pc, WORLD_PAGE - 0x2000);
}

START_TEST(test_bridges_hold_for_their_generation_only)
{
    Setup t = set_up(FIRST "goto_tb $-0x1fe0\n", NULL);
    uint64_t left = run_with(&t, 5);

    ck_assert_uint_eq(left & 0xff, TCG_EXIT_LINK);
    ck_assert_uint_eq(t.w->hart.pc, WORLD_PAGE - 0x1fe0);
    ck_assert_int_eq(tcg_link_offset(t.cache, left >> 8), -0x1fe0);
    ck_assert(tcg_link_bridge(t.cache, left >> 8, 5,
                              emit_writer(&t, 55).code));
    assert_reaches(&t, 5, 55);
    ck_assert_uint_eq(run_with(&t, 0), left);
    ck_assert_uint_eq(run_with(&t, 6), left);
    ck_assert_uint_eq(t.w->hart.pc, WORLD_PAGE - 0x1fe0);
    ck_assert(tcg_link_bridge(t.cache, left >> 8, INT32_MAX,
                              emit_writer(&t, 66).code));
    assert_reaches(&t, INT32_MAX, 66);
    assert_reaches(&t, 5, 55);
    ck_assert_uint_eq(run_with(&t, 6), left);
    tcg_link_reset(t.cache, left >> 8);
    ck_assert_uint_eq(run_with(&t, 5), left);
    tear_down(&t);
}
END_TEST

START_TEST(test_link_that_gave_up_uses_the_jump_cache)
{
    Setup t = set_up(FIRST "goto_tb $-0x1fe0\n", NULL);
    uint64_t left = run_with(&t, 5);

    add_jump(t.w, WORLD_PAGE - 0x1fe0, emit_writer(&t, 77).code);
    tcg_link_give_up(t.cache, left >> 8);
    assert_reaches(&t, 5, 77);
    assert_reaches(&t, 0, 77);
    tear_down(&t);
}
END_TEST

START_TEST(test_without_chaining_there_are_no_links)
{
    static const TcgConfig no_chain = { .no_chain = true };
    Setup t = set_up(FIRST "goto_tb $0x20\n", &no_chain);

    ck_assert_uint_eq(x86_link_next(t.cache), 0);
    ck_assert_uint_eq(run(&t), TCG_EXIT_NEXT);
    ck_assert_uint_eq(t.w->hart.pc, WORLD_PAGE + 0x20);
    tear_down(&t);
}
END_TEST

/* --- the jump cache ------------------------------------------------------ */

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
    tear_down(&t);
}
END_TEST

START_TEST(test_jump_asks_when_the_jump_cache_was_taken_away)
{
    Setup t = set_up(FIRST "goto_ptr x10, plain\n", NULL);
    TcgJmpEntry *empty = g_new0(TcgJmpEntry, TCG_JMP_SIZE);

    empty[0].pc = TCG_JMP_NO_PC(0);
    t.w->hart.gpr[10] = 0x12346000;
    add_jump(t.w, 0x12346000, t.unit.code);
    t.w->jmp_cache = empty;
    ck_assert_uint_eq(run(&t), TCG_EXIT_NEXT);
    ck_assert_uint_eq(t.w->hart.pc, 0x12346000);
    ck_assert_uint_eq(t.w->calls[TCG_HELPER_LOOKUP], 1);
    g_free(empty);
    tear_down(&t);
}
END_TEST

START_TEST(test_jump_leaves_before_the_slice_can_end)
{
    static const TcgConfig counts = { .counts = true };
    Setup t = set_up(FIRST "goto_ptr x10, plain\n", &counts);

    t.w->hart.gpr[10] = 0x12346000;
    add_jump(t.w, 0x12346000, t.unit.code);
    t.w->slice_end = 1000;
    t.w->hart.pc = 0;
    ck_assert_uint_eq(run(&t), TCG_EXIT_REQUESTED);
    ck_assert_uint_eq(t.w->hart.pc, 0x12346000);
    tear_down(&t);
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
        ck_assert_uint_gt(x86_link_next(t.cache), links);
        links = x86_link_next(t.cache);
    }
    ck_assert_uint_eq(tcg_code_cache_used(t.cache), used);
    ck_assert_uint_eq(x86_link_next(t.cache), links);
    tcg_code_cache_flush(t.cache);
    ck_assert(tcg_emit_unit(t.s, t.cache, &none, &unit));
    ck_assert_uint_eq(x86_link_next(t.cache), 1);
    tear_down(&t);
}
END_TEST

/* --- names --------------------------------------------------------------- */

START_TEST(test_common_code_has_names_where_it_begins)
{
    TcgCodeCache *cache = world_cache(NULL, 0, false);
    g_autoptr(GString) names = g_string_new(NULL);
    const uint8_t *run = cache->memory.run;

    for (size_t i = 0; i < tcg_code_cache_used(cache); i++) {
        if (tcg_code_name(cache, run + i, names)) {
            g_string_append(names, "; ");
        }
    }
    ck_assert(g_str_has_prefix(names->str, "enter; leave"));
    ck_assert_ptr_nonnull(strstr(names->str, "helper LOAD; helper STORE; "));
    ck_assert_ptr_nonnull(strstr(names->str, "helper CLMULR; "));
    ck_assert(!tcg_code_name(cache, run + 1, names));
    ck_assert(!tcg_code_name(cache, run - 1, names));
    tcg_code_cache_free(cache);
}
END_TEST

UNIT_MAIN("emit_flow",
    UNIT_TEST(test_common_code_has_names_where_it_begins),
    UNIT_TEST(test_loop_runs_until_its_condition_fails),
    UNIT_LOOP(test_branches_with_operands_in_every_place,
              G_N_ELEMENTS(conditions)),
    UNIT_TEST(test_many_temporaries_at_once),
    UNIT_TEST(test_value_that_was_just_stored),
    UNIT_TEST(test_exits_say_why_and_where),
    UNIT_TEST(test_poll_leaves_when_an_exit_is_requested),
    UNIT_TEST(test_poll_leaves_before_the_slice_can_end),
    UNIT_LOOP(test_slice_may_just_not_end_at_a_poll, G_N_ELEMENTS(polls)),
    UNIT_LOOP(test_slice_is_what_a_helper_left, 2),
    UNIT_TEST(test_link_leaves_with_its_number_until_it_is_patched),
    UNIT_TEST(test_bridges_hold_for_their_generation_only),
    UNIT_TEST(test_link_that_gave_up_uses_the_jump_cache),
    UNIT_TEST(test_without_chaining_there_are_no_links),
    UNIT_TEST(test_jump_to_a_known_address_stays_in_translated_code),
    UNIT_TEST(test_jump_to_an_unknown_address_asks_the_helper),
    UNIT_LOOP(test_jump_to_an_odd_address_goes_to_the_even_one_before, 3),
    UNIT_TEST(test_jump_asks_when_the_jump_cache_was_taken_away),
    UNIT_TEST(test_jump_leaves_before_the_slice_can_end),
    UNIT_TEST(test_unit_that_does_not_fit_leaves_no_trace))

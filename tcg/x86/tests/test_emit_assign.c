/* test_emit_assign.c: where operands live, and what logs are told */
#include <string.h>

#include "emit_world.h"
#include "tcg/listing.h"
#include "x86/emit.h"
#include "x86/regmap_unit.h"

#define FIRST "---- 0 =00000013\n"
#define LAST "exit_tb $4, next\n"

/* What -d op_ra shows of the unit. */
static TcgListing *listing(const char *masked, const char *text)
{
    TcgCodeCache *cache = world_cache(masked, 0, false);
    TCGContext *s = world_parse(text);
    TcgListing *result = s->listing = tcg_listing_new();

    world_emit(cache, s, NULL);
    tcg_context_free(s);
    tcg_code_cache_free(cache);
    return result;
}

static const struct {
    const char *masked, *text, *places;
} rows[] = {
    /* one after the other in the same register */
    { NULL, "xor t0, x10, x11\nadd_i64 t1, t0, x10\nmov x12, t1\n",
      "xor t0:rcx, x10:rbx, x11:rsi\n"
      "add_i64 t1:rcx, t0:rcx, x10:rbx\n"
      "mov x12:rdi, t1:rcx\n" },
    /* three at once */
    { NULL, "mov t0, x10\nmov t1, x11\nmov t2, x12\nmov x1, t0\n"
      "mov x2, t1\nmov x8, t2\n",
      "mov t0:rcx, x10:rbx\nmov t1:rdx, x11:rsi\n"
      "mov t2:[rsp + 0x90], x12:rdi\nmov x1:r14, t0:rcx\n"
      "mov x2:r13, t1:rdx\nmov x8:r11, t2:[rsp + 0x90]\n" },
    /* a load has rcx */
    { NULL, "mov t0, x10\nld x11, x2, $0, leuq\nmov x10, t0\n",
      "mov t0:rdx, x10:rbx\nld x11:rsi, x2:r13, $0, leuq\n"
      "mov x10:rbx, t0:rdx\n" },
    /* a division has both, but saves rdx */
    { NULL, "mov t0, x10\ndiv_i64 x11, x11, x12\nmov x10, t0\n",
      "mov t0:rdx, x10:rbx\ndiv_i64 x11:rsi, x11:rsi, x12:rdi\n"
      "mov x10:rbx, t0:rdx\n" },
    { NULL, "mov t0, x10\ndiv_i64 x11, t0, x12\nmov x10, t0\n",
      "mov t0:[rsp + 0x90], x10:rbx\n"
      "div_i64 x11:rsi, t0:[rsp + 0x90], x12:rdi\n"
      "mov x10:rbx, t0:[rsp + 0x90]\n" },
    /* what nobody reads */
    { NULL, "mov t0, x10\nld t1, x2, $0, leuq\n",
      "mov t0:unused, x10:rbx\nld t1:unused, x2:r13, $0, leuq\n" },
    /* alive to the end of the loop, so not in rcx, which the load has */
    { NULL, "guard t0, x10, $0x8, $0, read_indexed, L1\nL0:\n"
      "gldx x11, t0, x10, $0, leuq\nld x12, x2, $0, leuq\nretire $2\n"
      "poll $0\nbrcond_i64 ne, x11, x12, L0\nL1:\n",
      "guard t0:rdx, x10:rbx, $0x8, $0, read_indexed, L1\nL0:\n"
      "gldx x11:rsi, t0:rdx, x10:rbx, $0, leuq\n"
      "ld x12:rdi, x2:r13, $0, leuq\nretire $2\npoll $0\n"
      "brcond_i64 ne, x11:rsi, x12:rdi, L0\nL1:\n" },
    /* and in memory if it does not point there */
    { NULL, "mov t0, x10\nL0:\nadd_i64 x11, x11, t0\n"
      "ld x12, x2, $0, leuq\nretire $2\npoll $0\n"
      "brcond_i64 ne, x11, x12, L0\n",
      "mov t0:[rsp + 0x90], x10:rbx\nL0:\n"
      "add_i64 x11:rsi, x11:rsi, t0:[rsp + 0x90]\n"
      "ld x12:rdi, x2:r13, $0, leuq\nretire $2\npoll $0\n"
      "brcond_i64 ne, x11:rsi, x12:rdi, L0\n" },
    /* a value for an f register */
    { NULL, "fp_check\nfmv_f_f64 t0, x10, dyn\nfmov f1, t0\n",
      "fp_check\nfmv_f_f64 t0:[rsp + 0x90], x10:rbx, dyn\n"
      "fmov f1:xmm10, t0:[rsp + 0x90]\n" },
    /* shifts without BMI2 need cl */
    { NULL, "mov t0, x10\nshl_i64 x11, x11, x12\nmov x10, t0\n",
      "mov t0:rcx, x10:rbx\nshl_i64 x11:rsi, x11:rsi, x12:rdi\n"
      "mov x10:rbx, t0:rcx\n" },
    { "bmi2", "mov t0, x10\nshl_i64 x11, x11, x12\nmov x10, t0\n",
      "mov t0:rdx, x10:rbx\nshl_i64 x11:rsi, x11:rsi, x12:rdi\n"
      "mov x10:rbx, t0:rdx\n" },
    /* not pinned; a constant that is in the code; a second instruction */
    { NULL, "add_i64 x20, x20, $8\n---- 1 =00000013\nmov x20, x10\n",
      "add_i64 x20:env, x20:env, $0x8\n---- 1 =00000013\n"
      "mov x20:env, x10:rbx\n" },
    /* a register that the loop uses comes into a host register */
    { NULL, "L0:\nadd_i64 x20, x20, $1\nadd_i64 x20, x20, x10\n"
      "retire $1\npoll $0\nbrcond_i64 ne, x20, x10, L0\n",
      "L0:\nadd_i64 x20:r14, x20:r14, $0x1\n"
      "add_i64 x20:r14, x20:r14, x10:rbx\nretire $1\npoll $0\n"
      "brcond_i64 ne, x20:r14, x10:rbx, L0\n" },
};

START_TEST(test_each_operand_has_its_place)
{
    g_autofree char *text = g_strconcat(FIRST, rows[_i].text, LAST, NULL);
    g_autofree char *places = g_strconcat(FIRST, rows[_i].places, LAST, NULL);
    g_autoptr(TcgListing) got = listing(rows[_i].masked, text);
    const char *start = strstr(got->op_ra->str, FIRST);

    ck_assert_ptr_nonnull(start);
    ck_assert_str_eq(start, places);
}
END_TEST

START_TEST(test_exchanged_registers_are_told_first)
{
    g_autoptr(TcgListing) got =
        listing(NULL, FIRST "L0:\nadd_i64 x20, x20, $1\nretire $1\npoll $0\n"
                "brcond_i64 ne, x20, x10, L0\n" LAST);

    ck_assert(g_str_has_prefix(got->op_ra->str, "# in this unit r14 is x20, "
                               "not x1\n" FIRST));
}
END_TEST

/* Offsets grow from piece to piece, and lead to lines of the text. */
START_TEST(test_pieces_say_which_code_belongs_to_which_line)
{
    static const struct {
        const char *line;
        uint16_t insn;
        bool is_slow;
    } pieces[] = {
        { "---- 0 ", 0, false }, { "---- 0 ", 0, false },
        { "add_i64 x10:rbx", 0, false }, { "---- 1 ", 1, false },
        { "ld x11:rsi", 1, false }, { "---- 2 ", 2, false },
        { "exit_tb ", 2, false }, { "ld x11:rsi", 1, true },
    };
    g_autoptr(TcgListing) got =
        listing(NULL, FIRST "add_i64 x10, x10, $1\n"
                "---- 1 =00000013\nld x11, x10, $0, leuq\n"
                "---- 2 =00000013\nexit_tb $12, next\n");
    const TcgPiece *p = (const TcgPiece *)got->pieces->data;

    ck_assert_uint_eq(got->pieces->len, G_N_ELEMENTS(pieces));
    for (unsigned i = 0; i < got->pieces->len; i++) {
        ck_assert(g_str_has_prefix(got->op_ra->str + p[i].line,
                                   pieces[i].line));
        ck_assert_uint_eq(p[i].insn, pieces[i].insn);
        ck_assert_int_eq(p[i].is_slow, pieces[i].is_slow);
        ck_assert_int_eq(p[i].is_entry, i == 0);
    }
    /* behind the entry's no-op: add r64, imm8 */
    ck_assert_uint_eq(p[2].offset, X86_ENTRY_NOP);
    ck_assert_uint_eq(p[3].offset - p[2].offset, 4);
    ck_assert_uint_eq(p[4].offset, p[3].offset);
    ck_assert_uint_lt(p[4].offset, p[5].offset);
    ck_assert_uint_lt(p[6].offset, p[7].offset);
}
END_TEST

/* --- registers of a unit with a loop -------------------------------------- */

/* x28 is used often enough for a host register if this is a loop. */
#define BODY "add_i64 x28, x28, $0x1\nxor x28, x28, x10\n"
#define COUNTS "retire $1\nretire $2\nretire $1\n"

static const struct {
    const char *text;
    unsigned swaps;
    bool slices;
} swap_rows[] = {
    { BODY BODY BODY, 0 },
    { "L0:\n" BODY BODY BODY "retire $1\npoll $0\n"
      "brcond_i64 ne, x28, x10, L0\n", 1 },
    /* as are instructions that retire, unless slices are counted */
    { "L0:\n" COUNTS "poll $0\nbrcond_i64 ne, x11, x10, L0\n", 1 },
    { "L0:\n" COUNTS "poll $0\nbrcond_i64 ne, x11, x10, L0\n", 0, true },
    /* back to what another way leads to: no loop */
    { "brcond_i64 eq, x10, x11, L1\nL0:\n" BODY BODY BODY "exit_tb $0, next\n"
      "L1:\nmov x11, x10\npoll $0\nbr L0\n", 0 },
    /* out of a fast copy, over its guards */
    { "L0:\n" BODY BODY BODY "exit_tb $0, next\nL1:\n"
      "guard t0, x10, $0x1, $0, read_indexed, L0\nL2:\n"
      "gldx x11, t0, x10, $0, ub\nretire $1\npoll $0\n"
      "brcond_i64 ne, x11, x12, L2\nbr L0\n", 0 },
};

START_TEST(test_only_loops_get_other_pins)
{
    g_autofree char *text = g_strconcat(FIRST, swap_rows[_i].text, LAST, NULL);
    TCGContext *s = world_parse(text);
    RegSwap swaps[REGMAP_SWAPS];
    RegMap map;

    regmap_init(&map, 0);
    ck_assert_uint_eq(regmap_swap(&map, s, swap_rows[_i].slices, swaps),
                      swap_rows[_i].swaps);
    tcg_context_free(s);
}
END_TEST

UNIT_MAIN("emit_assign",
    UNIT_LOOP(test_only_loops_get_other_pins, G_N_ELEMENTS(swap_rows)),
    UNIT_LOOP(test_each_operand_has_its_place, G_N_ELEMENTS(rows)),
    UNIT_TEST(test_exchanged_registers_are_told_first),
    UNIT_TEST(test_pieces_say_which_code_belongs_to_which_line))

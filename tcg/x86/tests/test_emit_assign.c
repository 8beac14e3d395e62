/* test_emit_assign.c: where temporaries go, and what logs are told */
#include <string.h>

#include "emit_world.h"

#define FIRST "---- 0 =00000013\n"
#define LAST "exit_tb $4, next\n"

/* The lines that -d op_ra adds for the unit. */
static char *places(const char *masked, const char *text)
{
    TcgCodeCache *cache = world_cache(masked, 0, false);
    TCGContext *s = world_parse(text);
    char *result;

    s->op_ra = g_string_new(NULL);
    world_emit(cache, s, NULL);
    result = g_string_free(s->op_ra, FALSE);
    tcg_context_free(s);
    tcg_code_cache_free(cache);
    return result;
}

static const struct {
    const char *masked, *text, *places;
} rows[] = {
    /* one after the other in the same register */
    { NULL, "xor t0, x10, x11\nadd_i64 t1, t0, x10\nmov x12, t1\n",
      "t0: operations 1 to 2 in rcx\nt1: operations 2 to 3 in rcx\n" },
    /* three at once */
    { NULL, "mov t0, x10\nmov t1, x11\nmov t2, x12\nmov x1, t0\n"
      "mov x2, t1\nmov x8, t2\n",
      "t0: operations 1 to 4 in rcx\nt1: operations 2 to 5 in rdx\n"
      "t2: operations 3 to 6 in [rsp+144]\n" },
    /* a load has rcx */
    { NULL, "mov t0, x10\nld x11, x2, $0, leuq\nmov x10, t0\n",
      "t0: operations 1 to 3 in rdx\n" },
    /* a division has both, but saves rdx */
    { NULL, "mov t0, x10\ndiv_i64 x11, x11, x12\nmov x10, t0\n",
      "t0: operations 1 to 3 in rdx\n" },
    { NULL, "mov t0, x10\ndiv_i64 x11, t0, x12\nmov x10, t0\n",
      "t0: operations 1 to 3 in [rsp+144]\n" },
    /* what nobody reads */
    { NULL, "mov t0, x10\nld t1, x2, $0, leuq\n",
      "t0: operations 1 to 1 in nothing\n"
      "t1: operations 2 to 2 in nothing\n" },
    /* alive to the end of the loop */
    { NULL, "mov t0, x10\nL0:\nadd_i64 x11, x11, t0\n"
      "ld x12, x2, $0, leuq\nretire $2\npoll $0\n"
      "brcond_i64 ne, x11, x12, L0\n",
      "t0: operations 1 to 7 in rdx\n" },
    /* a value for an f register */
    { NULL, "fp_check\nfmv_f_f64 t0, x10, dyn\nfmov f1, t0\n",
      "t0: operations 2 to 3 in [rsp+144]\n" },
    /* shifts without BMI2 need cl */
    { NULL, "mov t0, x10\nshl_i64 x11, x11, x12\nmov x10, t0\n",
      "t0: operations 1 to 3 in rcx\n" },
    { "bmi2", "mov t0, x10\nshl_i64 x11, x11, x12\nmov x10, t0\n",
      "t0: operations 1 to 3 in rdx\n" },
};

START_TEST(test_temporaries_get_places)
{
    g_autofree char *text = g_strconcat(FIRST, rows[_i].text, LAST, NULL);
    g_autofree char *got = places(rows[_i].masked, text);

    ck_assert_str_eq(got, rows[_i].places);
}
END_TEST

START_TEST(test_code_of_each_instruction_is_known)
{
    uint32_t offset[IR_MAX_INSNS + 1] = { 0 };
    TcgCodeCache *cache = world_cache(NULL, 0, false);
    TCGContext *s = world_parse("---- 0 =00000013\nadd_i64 x10, x10, $1\n"
                                "---- 1 =00000013\nld x11, x10, $0, leuq\n"
                                "---- 2 =00000013\nexit_tb $12, next\n");
    TcgUnit unit;

    s->host_offset = offset;
    unit = world_emit(cache, s, NULL);
    /* the entry's no-op, then add r64, imm8 */
    ck_assert_uint_eq(offset[1] - offset[0], 4);
    ck_assert_uint_lt(offset[1], offset[2]);
    ck_assert_uint_lt(offset[2], offset[3]);
    ck_assert_uint_lt(offset[3], unit.code_bytes);
    tcg_context_free(s);
    tcg_code_cache_free(cache);
}
END_TEST

UNIT_MAIN("emit_assign",
    UNIT_LOOP(test_temporaries_get_places, G_N_ELEMENTS(rows)),
    UNIT_TEST(test_code_of_each_instruction_is_known))

/* test_ir_ways.c: how one gets to operations, a letter for each */
#include "support/unit.h"
#include "tcg/tcg.h"

static const struct {
    const char *text;
    const char *ways;           /* u: usual, g: a guard failed, -: none */
} units[] = {
    { "---- 0\nmov x5, x6\nexit_tb $4, next\n", "uuu" },
    /* a guard's other way, which comes back */
    { "---- 0\nguard t0, x10, $8, $0, read, L0\ngld x11, t0, $0, leuq\n"
      "L1:\nexit_tb $4, next\nL0:\nld x11, x10, $0, leuq\nbr L1\n",
      "uuuuuggg" },
    /* and which another guard does not make usual */
    { "---- 0\nguard t0, x10, $8, $0, read, L0\nexit_tb $4, next\n"
      "L0:\nguard t1, x11, $8, $0, read, L0\nexit_tb $4, next\n",
      "uuuggg" },
    /* a branch makes it usual, from in front or from behind */
    { "---- 0\nbrcond_i64 eq, x10, $0, L0\n"
      "guard t0, x10, $8, $0, read, L0\nexit_tb $4, next\n"
      "L0:\nexit_tb $4, next\n", "uuuuuu" },
    { "---- 0\nbr L1\nL0:\nmov x5, x6\nexit_tb $4, next\nL1:\n"
      "guard t0, x10, $8, $0, read, L0\nbrcond_i64 eq, x10, $0, L0\n"
      "exit_tb $4, next\n", "uuuuuuuuu" },
    /* nobody comes here at all, nor to the guard's other way */
    { "---- 0\nexit_tb $4, next\nL0:\nmov x5, x6\nbr L0\n", "uu---" },
    { "---- 0\nexit_tb $4, next\nL0:\n"
      "guard t0, x10, $8, $0, read, L1\nbr L0\nL1:\nbr L0\n", "uu-----" },
};

START_TEST(test_operations_behind_failed_guards_are_told_apart)
{
    TCGContext *s = tcg_context_new();
    g_autoptr(GString) got = g_string_new(NULL);
    uint8_t way[64];
    char *error = NULL;

    ck_assert_msg(ir_parse(s, units[_i].text, &error), "%s", error);
    ir_find_ways(s, way);
    for (unsigned i = 0; i < s->n_ops; i++) {
        g_string_append_c(got, "-gu"[way[i]]);
    }
    ck_assert_str_eq(got->str, units[_i].ways);
    tcg_context_free(s);
}
END_TEST

UNIT_MAIN("ir_ways",
    UNIT_LOOP(test_operations_behind_failed_guards_are_told_apart,
              G_N_ELEMENTS(units)))

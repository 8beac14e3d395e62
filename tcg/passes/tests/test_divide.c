/* test_divide.c: which divisions are joined */
#include "pass_text.h"
#include "support/unit.h"

static const PassText couples[] = {
    { "remu_i32 x15, x13, x12\nst x14, x15, $0, ub\n"
      "divu_i32 x13, x13, x12\n",
      "divu_i32 t0, x13, x12\nmul_i32 t1, t0, x12\nsub_i32 x15, x13, t1\n"
      "st x14, x15, $0, ub\nmov x13, t0\n" },
    { "div_i64 x15, x13, $0xa\nrem_i64 x14, x13, $0xa\n",
      "div_i64 t0, x13, $0xa\nmov x15, t0\nmul_i64 t1, t0, $0xa\n"
      "sub_i64 x14, x13, t1\n" },
};

static const char *const alone[] = {
    "rem_i64 x15, x13, x12\nrem_i64 x14, x13, x12\n",
    "rem_i64 x15, x13, x12\ndivu_i64 x14, x13, x12\n",
    "rem_i64 x15, x13, x12\ndiv_i32 x14, x13, x12\n",
    "rem_i64 x15, x13, x12\ndiv_i64 x14, x13, x11\n",
    /* an operand changes, or may */
    "rem_i64 x13, x13, x12\ndiv_i64 x14, x13, x12\n",
    "rem_i64 x15, x13, x12\nadd_i64 x12, x12, $0x1\n"
      "div_i64 x14, x13, x12\n",
    "rem_i64 x15, x13, x12\ninterp goes_on\ndiv_i64 x14, x13, x12\n",
    "rem_i64 x15, x13, x12\nL0:\ndiv_i64 x14, x13, x12\n"
      "brcond_i64 ne, x14, x15, L0\n",
};

START_TEST(test_quotient_and_rest_are_divided_once)
{
    pass_text_check(&couples[_i], tcg_divide);
}
END_TEST

START_TEST(test_other_divisions_stay)
{
    pass_text_check(&(PassText) { alone[_i], alone[_i] }, tcg_divide);
}
END_TEST

UNIT_MAIN("tcg_divide",
    UNIT_LOOP(test_quotient_and_rest_are_divided_once,
              G_N_ELEMENTS(couples)),
    UNIT_LOOP(test_other_divisions_stay, G_N_ELEMENTS(alone)))

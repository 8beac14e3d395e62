/* test_narrow.c: which sign extensions may go, and which are seen */
#include "pass_text.h"
#include "support/unit.h"

static const PassText wider[] = {
    { "add_i32 x11, x11, x12\nshl_i32 x11, x11, $0x3\nadd_i32 x11, x11, x13\n",
      "add_i64 x11, x11, x12\nshl_i64 x11, x11, $0x3\n"
      "add_i32 x11, x11, x13\n" },
    { "sub_i32 x11, x11, x12\nmul_i32 x11, x11, x12\next32s x11, x11\n",
      "sub_i64 x11, x11, x12\nmul_i64 x11, x11, x12\next32s x11, x11\n" },
    /* logic reads what its result is read for */
    { "add_i32 x11, x11, x12\nxor x11, x11, x13\nshr_i32 x11, x11, $0x3\n",
      "add_i64 x11, x11, x12\nxor x11, x11, x13\nshr_i32 x11, x11, $0x3\n" },
    { "ext32s x11, x12\nadd_i32 x11, x11, x13\n",
      "mov x11, x12\nadd_i32 x11, x11, x13\n" },
    { "add_i32 t0, x11, x12\ndiv_i32 x11, t0, x12\n",
      "add_i64 t0, x11, x12\ndiv_i32 x11, t0, x12\n" },
    { "add_i32 t0, x11, x12\nguard t1, x2, $0x10, $0, write, L0\n"
      "gst t1, t0, $0, leul\nL0:\n",
      "add_i64 t0, x11, x12\nguard t1, x2, $0x10, $0, write, L0\n"
      "gst t1, t0, $0, leul\nL0:\n" },
    { "add_i32 x11, x11, x12\nbrcond_i32 eq, x11, x12, L0\nmov x11, $0x0\n"
      "L0:\next32s x11, x11\n",
      "add_i64 x11, x11, x12\nbrcond_i32 eq, x11, x12, L0\nmov x11, $0x0\n"
      "L0:\next32s x11, x11\n" },
    { "add_i32 x11, x11, x12\nshl_i64 x13, x14, x11\nmov x11, $0x0\n",
      "add_i64 x11, x11, x12\nshl_i64 x13, x14, x11\nmov x11, $0x0\n" },
    { "rotl_i32 x11, x11, $0x2\nxor x12, x11, x13\next32s x12, x12\n"
      "ext32s x11, x12\n",
      "rotl32u x11, x11, $0x2\nxor x12, x11, x13\next32s x12, x12\n"
      "ext32s x11, x12\n" },
    /* around a loop */
    { "add_i32 x11, x11, x12\nL0:\nbrcond_i32 eq, x11, x12, L0\n"
      "mov x11, $0x0\n",
      "add_i64 x11, x11, x12\nL0:\nbrcond_i32 eq, x11, x12, L0\n"
      "mov x11, $0x0\n" },
    { "L0:\nadd_i32 x11, x11, x12\nmov x13, x11\nbrcond_i32 eq, x13, x12, L0\n"
      "ext32s x11, x11\next32s x13, x13\n",
      "L0:\nadd_i64 x11, x11, x12\nmov x13, x11\nbrcond_i32 eq, x13, x12, L0\n"
      "ext32s x11, x11\next32s x13, x13\n" },
};

/* The first operation of each stays as it is. */
static const char *const seen[] = {
    "add_i32 x11, x11, x12\n",
    "add_i32 x11, x11, x12\nadd_i64 x12, x11, x12\next32s x11, x11\n",
    "add_i32 x11, x11, x12\nld x14, x2, $0, leuq\nadd_i32 x11, x11, x13\n",
    "add_i32 x11, x11, x12\npoll $0\nadd_i32 x11, x11, x13\n",
    "add_i32 x11, x11, x12\nshr_i64 x13, x11, $0x2\nmov x11, $0x0\n",
    "add_i32 x11, x11, x12\nsetcond_i64 lt, x13, x11, x12\nmov x11, $0x0\n",
    "add_i32 x11, x11, x12\nbrcond_i64 eq, x12, x13, L0\nmov x11, $0x0\nL0:\n",
    "add_i32 x11, x11, x12\nL0:\nbrcond_i64 eq, x11, x12, L0\n"
    "mov x11, $0x0\n",
    /* around a loop */
    "add_i32 x11, x11, x12\nL0:\nmov x13, x11\nadd_i64 x14, x14, x15\n"
    "mov x15, x13\nbrcond_i32 eq, x11, x12, L0\nmov x11, $0x0\n"
    "mov x13, $0x0\nmov x15, $0x0\n",
    "rotl_i32 x11, x11, $0x2\nxor x11, x11, x13\n",
    "shl_i32 x11, x11, x12\nadd_i32 x11, x11, x13\n",
    "shl_i32 x11, x11, $0x20\nadd_i32 x11, x11, x13\n",
    "shr_i32 x11, x11, $0x2\nadd_i32 x11, x11, x13\n",
    "add_i32 t0, x11, x12\nselect x13, t0, x11, x12\nmov x13, $0x0\n",
    "add_i32 t0, x11, x12\nguard t1, x2, $0x10, $0, write, L0\n"
    "gst t1, t0, $0, leuq\nL0:\n",
    "add_i32 t0, x11, x12\nld x13, t0, $0, leul\n",
};

START_TEST(test_unseen_extensions_go)
{
    pass_text_check(&wider[_i], tcg_narrow);
}
END_TEST

START_TEST(test_what_somebody_may_see_is_extended)
{
    pass_text_check(&(PassText) { seen[_i], seen[_i] }, tcg_narrow);
}
END_TEST

UNIT_MAIN("narrow",
    UNIT_LOOP(test_unseen_extensions_go, G_N_ELEMENTS(wider)),
    UNIT_LOOP(test_what_somebody_may_see_is_extended, G_N_ELEMENTS(seen)))

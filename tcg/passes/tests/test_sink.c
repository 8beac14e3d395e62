/* test_sink.c: what a loop leaves to the ways out, and what it must not */
#include "pass_text.h"
#include "support/unit.h"

static const PassText ways[] = {
    /* two ways out with two targets, and the loop's end */
    { "L0:\nadd_i32 x11, x11, x12\nbrcond_i64 eq, x10, x14, L1\n"
      "brcond_i64 gt, x10, x15, L2\nbrcond_i64 le, x13, x15, L0\nbr L2\n"
      "L1:\nL2:\n",
      "L0:\nadd_i32 x11, x11, x12\nbrcond_i64 eq, x10, x14, L4\n"
      "brcond_i64 gt, x10, x15, L3\nbrcond_i64 le, x13, x15, L0\n"
      "L3:\next32s x11, x11\nbr L2\nL4:\next32s x11, x11\nbr L1\n"
      "L1:\nL2:\n" },
    /* what others make of it is narrow, too */
    { "L0:\nmov x13, x12\nL1:\nrotl_i32 t0, x13, $0x7\nxor t1, t0, x12\n"
      "ext32s x13, x13\nadd_i32 x12, t1, x13\n"
      "brcond_i32 eq, x14, x13, L0\nbr L2\nL2:\n",
      "L0:\nmov x13, x12\nL1:\nrotl_i32 t0, x13, $0x7\nxor t1, t0, x12\n"
      "ext32s x13, x13\nadd_i32 x12, t1, x13\n"
      "brcond_i32 eq, x14, x13, L0\n"
      "ext32s x12, x12\next32s x13, x13\nbr L2\nL2:\n" },
    /* nobody reads it in the loop */
    { "L0:\nshr_i32 x11, x12, $0x3\next32s x12, x12\nadd_i64 x13, x13, x12\n"
      "brcond_i64 eq, x14, x13, L0\nbr L1\nL1:\n",
      "L0:\nshr_i32 x11, x12, $0x3\next32s x12, x12\nadd_i64 x13, x13, x12\n"
      "brcond_i64 eq, x14, x13, L0\nshr_i32 x11, x12, $0x3\nbr L1\nL1:\n" },
};

static const char *const stays[] = {
    /* read in the loop: behind, around, by what is read itself */
    "L0:\nadd_i32 x11, x11, x12\nbrcond_i64 eq, x11, x14, L0\nbr L1\nL1:\n",
    "L0:\nadd_i64 x13, x13, x11\nadd_i32 x11, x11, x12\n"
    "brcond_i64 eq, x13, x14, L0\nbr L1\nL1:\n",
    "L0:\nmov x13, x11\nadd_i32 x11, x11, x12\nst x15, x13, $0, leuq\n"
    "brcond_i64 eq, x14, x15, L0\nbr L1\nL1:\n",
    /* something may leave */
    "L0:\nadd_i32 x11, x11, x12\npoll $0\n"
    "brcond_i64 eq, x13, x14, L0\nbr L1\nL1:\n",
    /* not always written */
    "L0:\nadd_i32 x11, x11, x12\nL1:\nadd_i64 x13, x13, x15\n"
    "brcond_i64 eq, x13, x14, L0\nbr L2\nL2:\n",
    "L0:\nbrcond_i64 eq, x15, x14, L1\nadd_i32 x11, x11, x12\n"
    "brcond_i64 eq, x13, x14, L0\nbr L1\nL1:\n",
    /* other operands behind */
    "L0:\nshr_i32 x11, x12, $0x3\nadd_i64 x12, x12, x13\n"
    "brcond_i64 eq, x14, x12, L0\nbr L1\nL1:\n",
    "L0:\nxor x11, x12, x13\next32s x12, x12\nadd_i64 x13, x12, x13\n"
    "brcond_i64 eq, x14, x13, L0\nbr L1\nL1:\n",
    /* to the middle */
    "L0:\nmov x13, x12\nL1:\nadd_i32 x11, x11, x12\n"
    "brcond_i64 eq, x14, x12, L1\nbrcond_i64 eq, x14, x13, L0\nbr L2\nL2:\n",
};

START_TEST(test_ways_out_do_what_only_they_need)
{
    pass_text_check(&ways[_i], tcg_sink);
}
END_TEST

START_TEST(test_what_the_loop_needs_stays)
{
    pass_text_check(&(PassText) { stays[_i], stays[_i] }, tcg_sink);
}
END_TEST

UNIT_MAIN("sink",
    UNIT_LOOP(test_ways_out_do_what_only_they_need, G_N_ELEMENTS(ways)),
    UNIT_LOOP(test_what_the_loop_needs_stays, G_N_ELEMENTS(stays)))

/* test_liveness.c: what may go, and what traps and exits must still see */
#include "pass_text.h"
#include "support/unit.h"

static const PassText dead[] = {
    { "mov t0, x10\n", "" },
    { "add_i64 t0, x10, x11\nadd_i64 t1, t0, x11\n", "" },
    { "mov x10, $0x10000\nmov x10, $0x1009c\n", "mov x10, $0x1009c\n" },
    { "add_i64 x10, x10, $0x1\nadd_i64 x11, x10, x12\nmov x11, $0x0\n",
      "add_i64 x10, x10, $0x1\nmov x11, $0x0\n" },
    { "ld_env t0, env[0], leuq\n", "" },
    { "call CLMUL, x10, x11, x12, none\nmov x10, $0x0\n", "mov x10, $0x0\n" },
    { "fp_check\nfmov f1, f2\nfmov f1, f3\n", "fp_check\nfmov f1, f3\n" },
    /* overwritten on both ways */
    { "mov x10, $0x1\nbrcond_i64 eq, x11, x12, L0\nmov x10, $0x2\nbr L1\n"
      "L0:\nmov x10, $0x3\nL1:\n",
      "brcond_i64 eq, x11, x12, L0\nmov x10, $0x2\nbr L1\n"
      "L0:\nmov x10, $0x3\nL1:\n" },
    /* around a loop */
    { "mov x10, $0x1\nL0:\nbrcond_i64 eq, x11, x12, L0\nmov x10, $0x2\n",
      "L0:\nbrcond_i64 eq, x11, x12, L0\nmov x10, $0x2\n" },
    { "L0:\nmov x10, x12\nadd_i64 x12, x12, x11\nbrcond_i64 eq, x11, x12, L0\n"
      "mov x10, $0x2\n",
      "L0:\nadd_i64 x12, x12, x11\nbrcond_i64 eq, x11, x12, L0\n"
      "mov x10, $0x2\n" },
    /* guarded accesses do not trap */
    { "guard t0, x2, $0x10, $0, write, L0\nmov x10, $0x1\ngst t0, x11, $0, "
      "leuq\ngld x12, t0, $8, leuq\nmov x10, $0x2\nmov x12, $0x3\nL0:\n",
      "guard t0, x2, $0x10, $0, write, L0\ngst t0, x11, $0, leuq\n"
      "mov x10, $0x2\nmov x12, $0x3\nL0:\n" },
};

/* The first operation of each stays. */
static const char *const seen[] = {
    "mov x10, $0x1\nld x11, x2, $0, leuq\nmov x10, $0x2\n",
    "mov x10, $0x1\nst x2, x11, $0, leuq\nmov x10, $0x2\n",
    "mov x10, $0x1\n.insn 1\nld x10, x2, $0, leuq\n",
    "mov x10, $0x1\ninterp goes_on\nmov x10, $0x2\n",
    "mov x10, $0x1\npoll $0\nmov x10, $0x2\n",
    "mov x10, $0x1\nfp_check\nmov x10, $0x2\n",
    "mov x10, $0x1\nbrcond_i64 eq, x11, x12, L0\nmov x10, $0x2\nL0:\n",
    "mov x10, $0x1\nmov x11, x10\nmov x10, $0x2\n",
    "mov x10, $0x1\nL0:\nbrcond_i64 eq, x10, x12, L0\nmov x10, $0x2\n",
    "mov x10, $0x1\nL0:\npoll $0\nmov x12, $0x2\nbr L0\nmov x10, $0x2\n",
    /* read in the next iteration */
    "mov x10, $0x1\nL0:\nmov x11, x12\nmov x12, x13\nmov x13, x10\n"
    "brcond_i64 eq, x11, x14, L0\nmov x10, $0x2\nmov x11, $0x0\n"
    "mov x12, $0x0\nmov x13, $0x0\n",
    "mov x10, $0x1\nguard t0, x2, $0x10, $0, read, L0\nmov x10, $0x2\nL0:\n",
    "ld t0, x2, $0, leuq\n",
    "call CSR, t0, $0x300, x11, none\n",
    "fp_check\nfmov f1, f2\ninterp goes_on\nfp_check\nfmov f1, f3\n",
};

START_TEST(test_what_nobody_reads_goes)
{
    pass_text_check(&dead[_i], tcg_liveness);
}
END_TEST

START_TEST(test_what_somebody_may_see_stays)
{
    pass_text_check(&(PassText) { seen[_i], seen[_i] }, tcg_liveness);
}
END_TEST

UNIT_MAIN("liveness",
    UNIT_LOOP(test_what_nobody_reads_goes, G_N_ELEMENTS(dead)),
    UNIT_LOOP(test_what_somebody_may_see_stays, G_N_ELEMENTS(seen)))

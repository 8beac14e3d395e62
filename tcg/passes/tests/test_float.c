/* test_float.c: boxes that are known, checks that have been made */
#include "pass_text.h"
#include "support/unit.h"

#define CHECK "fp_check\n"

static const PassText texts[] = {
    /* results of f32 operations are boxed, operands that were looked at, too */
    { CHECK "fadd_f32 f1, f2, f3, dyn\nfmul_f32 f4, f1, f2, dyn\n",
      CHECK "fadd_f32 f1, f2, f3, dyn\nfmul_f32 f4, f1.box, f2.box, dyn\n" },
    { CHECK "fld f1, x2, $0, leul.box\nfadd_f32 f2, f1, f3, dyn\n",
      CHECK "fld f1, x2, $0, leul.box\nfadd_f32 f2, f1.box, f3, dyn\n" },
    { CHECK "fmadd_f32 f1, f1, f2, f1, dyn\nfmadd_f32 f1, f1, f2, f3, dyn\n",
      CHECK "fmadd_f32 f1, f1, f2, f1, dyn\n"
      "fmadd_f32 f1, f1.box, f2.box, f3, dyn\n" },
    { CHECK "fcvt_fl_f32 f1, x2, dyn\nfcvt_ff_f64 f2, f1, dyn, $0\n",
      CHECK "fcvt_fl_f32 f1, x2, dyn\nfcvt_ff_f64 f2, f1.box, dyn, $0\n" },
    { CHECK "fmv_f_f32 f1, x2, dyn\nfmov f2, f1\nfsqrt_f32 f3, f2, dyn\n",
      CHECK "fmv_f_f32 f1, x2, dyn\nfmov f2, f1\nfsqrt_f32 f3, f2.box, dyn\n" },
    { CHECK "flt_f32 x1, f1, f2, dyn\nfle_f32 x2, f2, f1, dyn\n",
      CHECK "flt_f32 x1, f1, f2, dyn\nfle_f32 x2, f2.box, f1.box, dyn\n" },

    /* others are not */
    { CHECK "fld f1, x2, $0, leuq\nfadd_f32 f2, f1, f1, dyn\n", NULL },
    { CHECK "fadd_f32 f1, f2, f2, dyn\nfadd_f64 f1, f3, f3, dyn\n"
      "fadd_f32 f4, f1, f1, dyn\n", NULL },
    { CHECK "fadd_f32 f1, f2, f2, dyn\nfadd_f64 f3, f1, f2, dyn\n", NULL },
    { CHECK "fmv_x_f32 x1, f1, dyn\nfadd_f32 f2, f1, f1, dyn\n", NULL },
    { CHECK "fst x2, f1, $0, leul\nfadd_f32 f2, f1, f1, dyn\n", NULL },

    /* a boxed f16 is a boxed f32 as well, but not the other way round */
    { CHECK "fld f1, x2, $0, leuw.box\nfeq_f16 x1, f1, f1, dyn\n"
      "feq_f32 x1, f1, f1, dyn\n",
      CHECK "fld f1, x2, $0, leuw.box\nfeq_f16 x1, f1.box, f1.box, dyn\n"
      "feq_f32 x1, f1.box, f1.box, dyn\n" },
    { CHECK "fld f1, x2, $0, leul.box\nfeq_f16 x1, f1, f1, dyn\n", NULL },
    { CHECK "feq_f16 x1, f1, f1, dyn\nfeq_f32 x1, f1, f1, dyn\n"
      "feq_f16 x1, f1, f1, dyn\n",
      CHECK "feq_f16 x1, f1, f1, dyn\nfeq_f32 x1, f1.box, f1.box, dyn\n"
      "feq_f16 x1, f1.box, f1.box, dyn\n" },

    /* one check is enough, until something else runs */
    { CHECK "fmov f1, f2\n" CHECK "fmov f2, f3\n",
      CHECK "fmov f1, f2\nfmov f2, f3\n" },
    { CHECK "fmov f1, f2\nld x1, x2, $0, leuq\n" CHECK "fmov f2, f3\n",
      CHECK "fmov f1, f2\nld x1, x2, $0, leuq\nfmov f2, f3\n" },
    { CHECK "fmov f1, f2\ninterp goes_on\n" CHECK "fmov f2, f3\n", NULL },
    { CHECK "fadd_f32 f1, f2, f2, dyn\ninterp goes_on\n" CHECK
      "fadd_f32 f1, f1, f2, dyn\n", NULL },

    /* where ways meet, what holds on all of them */
    { CHECK "fld f1, x2, $0, leul.box\nbrcond_i64 eq, x1, x2, L0\n"
      "fadd_f32 f3, f2, f2, dyn\nL0:\n" CHECK "fadd_f32 f3, f1, f2, dyn\n",
      CHECK "fld f1, x2, $0, leul.box\nbrcond_i64 eq, x1, x2, L0\n"
      "fadd_f32 f3, f2, f2, dyn\nL0:\nfadd_f32 f3, f1.box, f2, dyn\n" },
    { "brcond_i64 eq, x1, x2, L0\n" CHECK "L0:\n" CHECK "fmov f1, f2\n",
      NULL },
    { CHECK "fadd_f32 f1, f2, f2, dyn\nbr L1\nL0:\n" CHECK
      "fadd_f32 f1, f2, f2, dyn\nL1:\nfadd_f32 f3, f1, f2, dyn\n"
      "brcond_i64 eq, x1, x2, L0\n",
      CHECK "fadd_f32 f1, f2, f2, dyn\nbr L1\nL0:\n"
      "fadd_f32 f1, f2.box, f2.box, dyn\nL1:\n"
      "fadd_f32 f3, f1.box, f2.box, dyn\nbrcond_i64 eq, x1, x2, L0\n" },

    /* a loop keeps what it does not break */
    { CHECK "fld f1, x2, $0, leul.box\nL0:\n" CHECK
      "fadd_f32 f1, f1, f1, dyn\nbrcond_i64 eq, x1, x2, L0\n",
      CHECK "fld f1, x2, $0, leul.box\nL0:\n"
      "fadd_f32 f1, f1.box, f1.box, dyn\nbrcond_i64 eq, x1, x2, L0\n" },
    { CHECK "fld f1, x2, $0, leul.box\nL0:\nfadd_f32 f2, f1, f1, dyn\n"
      "fadd_f64 f1, f2, f2, dyn\nbrcond_i64 eq, x1, x2, L0\n", NULL },
    { CHECK "L0:\n" CHECK "fmov f1, f2\ninterp goes_on\n"
      "brcond_i64 eq, x1, x2, L0\n", NULL },

    /* before a loop: what it would check each time */
    { "L0:\n---- 0\npoll $0\n" CHECK "fmov f1, f2\n"
      "brcond_i64 eq, x1, x2, L0\n",
      CHECK "L0:\n---- 0\npoll $0\nfmov f1, f2\n"
      "brcond_i64 eq, x1, x2, L0\n" },
    { CHECK "L0:\n---- 0\nfadd_f32 f1, f1, f2, dyn\n"
      "brcond_i64 eq, x1, x2, L0\n",
      CHECK "fsgnj_f32 t0, f1, f1, dyn\nfsgnj_f32 t1, f2, f2, dyn\n"
      "L0:\n---- 0\nfadd_f32 f1, f1.box, f2.box, dyn\n"
      "brcond_i64 eq, x1, x2, L0\n" },
    { CHECK "fld f1, x2, $0, leul.box\nL0:\n---- 0\n"
      "fadd_f32 f1, f1, f1, dyn\nbrcond_i64 eq, x1, x2, L0\n",
      CHECK "fld f1, x2, $0, leul.box\nL0:\n---- 0\n"
      "fadd_f32 f1, f1.box, f1.box, dyn\nbrcond_i64 eq, x1, x2, L0\n" },
    { CHECK "L0:\n---- 0\nfld f1, x2, $0, leul.box\n"
      "fadd_f32 f1, f1, f1, dyn\nbrcond_i64 eq, x1, x2, L0\n",
      CHECK "L0:\n---- 0\nfld f1, x2, $0, leul.box\n"
      "fadd_f32 f1, f1.box, f1.box, dyn\nbrcond_i64 eq, x1, x2, L0\n" },

    /* not over other instructions; not where the loop breaks it */
    { "L0:\n---- 0\nadd_i64 x1, x1, $0x8\n---- 1\n" CHECK "fmov f1, f2\n"
      "brcond_i64 eq, x1, x2, L0\n", NULL },
    { "L0:\n---- 0\nld x1, x2, $0, leuq\n---- 1\n" CHECK
      "fmov f1, f2\nbrcond_i64 eq, x1, x2, L0\n", NULL },
    { "L0:\n---- 0\nbrcond_i64 eq, x1, x2, L1\n" CHECK "fmov f1, f2\n"
      "brcond_i64 eq, x1, x2, L0\nL1:\n", NULL },
    { "L0:\n---- 0\n" CHECK "fmov f1, f2\n---- 1\ninterp goes_on\n"
      "brcond_i64 eq, x1, x2, L0\n", NULL },
    { CHECK "L0:\n---- 0\nfadd_f32 f1, f2, f2, dyn\n"
      "fadd_f64 f2, f3, f3, dyn\nbrcond_i64 eq, x1, x2, L0\n", NULL },
};

START_TEST(test_pass_makes)
{
    PassText text = texts[_i];

    if (!text.after) {
        text.after = text.before;
    }
    pass_text_check(&text, tcg_float);
}
END_TEST

UNIT_MAIN("float", UNIT_LOOP(test_pass_makes, G_N_ELEMENTS(texts)))

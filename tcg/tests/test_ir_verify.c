/* test_ir_verify.c: the verifier accepts units and names their mistakes */
#include <string.h>

#include "support/unit.h"
#include "tcg/tcg.h"

/* (transfer full) what ir_verify() says of @text */
static char *verify_text(const char *text)
{
    TCGContext *s = tcg_context_new();
    char *error = NULL;
    char *verdict;

    ck_assert_msg(ir_parse(s, text, &error), "%s", error);
    verdict = ir_verify(s);
    tcg_context_free(s);
    return verdict;
}

#define EXIT "exit_tb $0, next\n"

static const char *const good[] = {
    EXIT,
    "---- 0\nmov x1, $0x5\nretire $1\ngoto_tb $4\n",
    /* a loop that polls */
    "L0:\n---- 0\nadd_i64 x1, x1, $0xffffffffffffffff\n---- 1\nretire $2\n"
    "brcond_i64 eq, x1, $0x0, L1\npoll $0\nbr L0\nL1:\n" EXIT,
    /* the address of a load may be its destination */
    "---- 0\nadd_i64 t0, x1, $0x8\nld x1, t0, $0, leuq\n" EXIT,
    /* a link register, then the exit of the same instruction */
    "---- 0\npc_add x1, $4\nretire $1\npoll $0\ngoto_tb $0\n",
    /* both arms write, neither after the other */
    "brcond_i64 eq, x1, $0x0, L0\nmov x1, $0x1\nbr L1\nL0:\n"
    "ld x1, x2, $0, ub\nL1:\n" EXIT,
    /* a value used in both arms */
    "add_i64 t0, x1, x2\nbrcond_i64 eq, x1, $0x0, L0\nmov x1, t0\n" EXIT
    "L0:\nmov x2, t0\n" EXIT,
    /* one fp_check for a loop */
    "fp_check\nL0:\nfadd_f64 f1, f2, f3, dyn\nbrcond_i64 ne, x1, x2, L0\n" EXIT,
    /* checked on both ways */
    "brcond_i64 eq, x1, x2, L0\nfp_check\nbr L1\nL0:\nfp_check\nL1:\n"
    "fmov f1, f2\n" EXIT,
    /* guarded accesses, and their slow copy */
    "guard t0, x2, $0x10, $-8, write, L0\ngld t1, t0, $-8, leuq\n"
    "gst t0, t1, $0, leuq\n" EXIT "L0:\nld t2, x2, $-8, leuq\n"
    "st x2, t2, $0, leuq\n" EXIT,
    "call RAISE, none, $0x2, $0x0, none\n" EXIT,
    "call SRET, none, none, none, none\n" EXIT,
    "interp ends\n" EXIT,
    /* a helper that only computes changes nothing */
    "fp_check\nmov x1, $0x1\ncall CLMUL, x2, x1, x1, none\nfmov f1, f2\n"
    EXIT,
};

START_TEST(test_good_units_pass)
{
    g_autofree char *verdict = verify_text(good[_i]);

    ck_assert_msg(!verdict, "%s\n%s", good[_i], verdict);
}
END_TEST

static const struct {
    const char *text, *verdict;
} bad[] = {
    { "", "the unit is empty" },
    /* operands */
    { "mov x0, x1\n" EXIT,
      "operation 0: mov x0, x1: its 'd' does not fit the signature" },
    { "mov x1, x0\n" EXIT,
      "operation 0: mov x1, x0: its 'a' does not fit the signature" },
    { "mov f1, x1\n" EXIT,
      "operation 0: mov f1, x1: its 'd' does not fit the signature" },
    { "mov x1, f1\n" EXIT,
      "operation 0: mov x1, f1: its 'a' does not fit the signature" },
    { "mov $0x1, x1\n" EXIT,
      "operation 0: mov $0x1, x1: its 'd' does not fit the signature" },
    { "mov none, x1\n" EXIT,
      "operation 0: mov none, x1: its 'd' does not fit the signature" },
    { "fp_check\nfmov f1, $0x0\n" EXIT,
      "operation 1: fmov f1, $0x0: its 'A' does not fit the signature" },
    { "fp_check\nfmov x1, f1\n" EXIT,
      "operation 1: fmov x1, f1: its 'D' does not fit the signature" },
    { "ld x1, x2, $0, leux\n" EXIT,
      "operation 0: ld x1, x2, $0, leux: its 'm' does not fit the signature" },
    { "ld x1, x2, $0, leul.box\n" EXIT,
      "operation 0: ld x1, x2, $0, leul.box: its 'm' does not fit the "
      "signature" },
    { "shadd x1, x2, x3, $4\n" EXIT,
      "operation 0: shadd x1, x2, x3, $4: its 'n' does not fit the "
      "signature" },
    { "amo x1, x2, x3, $9\n" EXIT,
      "operation 0: amo x1, x2, x3, $9: its 'n' does not fit the signature" },
    { "mb $2\n" EXIT,
      "operation 0: mb $2: its 'n' does not fit the signature" },
    { "guard t0, x2, x3, $0, read, L0\nL0:\n" EXIT,
      "operation 0: guard t0, x2, x3, $0, read, L0: its length is no constant "
      "of 1 to 4096" },
    { "guard t0, x2, $0x1001, $0, read, L0\nL0:\n" EXIT,
      "operation 0: guard t0, x2, $0x1001, $0, read, L0: its length is no "
      "constant of 1 to 4096" },
    { "fp_check\nfcvt_ff_f64 f1, f2, rne, $3\n" EXIT,
      "operation 1: fcvt_ff_f64 f1, f2, rne, $3: its source format does not "
      "exist" },
    { "goto_tb $4097\n",
      "operation 0: goto_tb $4097: it jumps to an odd address" },
    { "goto_tb $-1\n", "operation 0: goto_tb $-1: it jumps to an odd address" },
    { "fp_check\nfsqrt_f32 f1, f2.box, rm5\nfclass_f64 x1, $0, rne\n" EXIT,
      "operation 2: fclass_f64 x1, $0x0, rne: its 'A' does not fit the "
      "signature" },
    { "retire $0\n" EXIT, "operation 0: retire $0: it counts nothing" },
    /* labels and ends */
    { "L0:\nL0:\n" EXIT, "operation 1: L0:: the label is placed twice" },
    { "br L0\n", "operation 0: br L0: its label is placed nowhere" },
    { "guard t0, x2, $0x8, $0, read, L3\n" EXIT,
      "operation 0: guard t0, x2, $0x8, $0, read, L3: its label is placed "
      "nowhere" },
    { "mov x1, x2\n", "operation 0: mov x1, x2: control runs off the end" },
    { "L0:\nbrcond_i64 eq, x1, x2, L0\n",
      "operation 1: brcond_i64 eq, x1, x2, L0: control runs off the end" },
    /* temporaries */
    { "mov x1, t0\n" EXIT,
      "operation 0: mov x1, t0: t0 is used before it is assigned" },
    { "add_i64 t0, t0, x1\n" EXIT,
      "operation 0: add_i64 t0, t0, x1: t0 is used before it is assigned" },
    { "mov t0, x1\nmov t0, x2\n" EXIT,
      "operation 1: mov t0, x2: t0 is assigned twice" },
    { "fp_check\nfmov t0, f1\nmov x1, t0\n" EXIT,
      "operation 2: mov x1, t0: t0 is a float" },
    { "fp_check\nmov t0, x1\nfmov f1, t0\n" EXIT,
      "operation 2: fmov f1, t0: t0 is an integer" },
    { "brcond_i64 eq, x1, x2, L0\nmov t0, x1\nL0:\nmov x1, t0\n" EXIT,
      "operation 3: mov x1, t0: t0 is not assigned on every way here" },
    { "brcond_i64 eq, x1, x2, L0\nmov t0, x1\nbr L1\nL0:\nselect x1, x1, x2, "
      "t0\nL1:\n" EXIT,
      "operation 4: select x1, x1, x2, t0: t0 is not assigned on every way "
      "here" },
    /* exact state */
    { "mov x1, $0x1\nld x2, x3, $0, leuq\n" EXIT,
      "operation 1: ld x2, x3, $0, leuq: its instruction has written a "
      "register" },
    { "mov x1, $0x1\nst x2, x3, $0, leuq\n" EXIT,
      "operation 1: st x2, x3, $0, leuq: its instruction has written a "
      "register" },
    { "mov x1, $0x1\ncall CSR, none, $0x1, x1, $0x0\n" EXIT,
      "operation 1: call CSR, none, $0x1, x1, $0x0: its instruction has "
      "written a register" },
    { "---- 0\nmov x1, x2\n---- 1\nmov x1, x2\nfp_check\n" EXIT,
      "operation 4: fp_check: its instruction has written a register" },
    /* fp_check */
    { "fmov f1, f2\n" EXIT,
      "operation 0: fmov f1, f2: no fp_check on every way here" },
    { "fst x1, f2, $0, leuq\n" EXIT,
      "operation 0: fst x1, f2, $0, leuq: no fp_check on every way here" },
    { "fp_check\n---- 1\ninterp goes_on\nfeq_f64 x1, f2, f3, rne\n" EXIT,
      "operation 3: feq_f64 x1, f2, f3, rne: no fp_check on every way here" },
    { "brcond_i64 eq, x1, x2, L0\nfp_check\nL0:\nfmov f1, f2\n" EXIT,
      "operation 3: fmov f1, f2: no fp_check on every way here" },
    { "fp_check\nL0:\nfmov f1, f2\n---- 1\ninterp goes_on\nbr L0\n",
      "operation 2: fmov f1, f2: no fp_check on every way here" },
    /* guards */
    { "gld x1, x2, $0, leuq\n" EXIT,
      "operation 0: gld x1, x2, $0, leuq: its address is no guard's" },
    { "mov t0, x1\ngld x1, t0, $0, leuq\n" EXIT,
      "operation 1: gld x1, t0, $0, leuq: its address is no guard's" },
    { "guard t0, x2, $0x8, $0, read, L0\ngst t0, x1, $0, leuq\nL0:\n" EXIT,
      "operation 1: gst t0, x1, $0, leuq: its guard is for reading" },
    { "guard t0, x2, $0x8, $0, read, L0\ngld x1, t0, $1, leuq\nL0:\n" EXIT,
      "operation 1: gld x1, t0, $1, leuq: it is outside of what its guard "
      "proved" },
    { "guard t0, x2, $0x8, $0, read, L0\ngld x1, t0, $-1, ub\nL0:\n" EXIT,
      "operation 1: gld x1, t0, $-1, ub: it is outside of what its guard "
      "proved" },
    { "guard t0, x2, $0x8, $0, read, L0\n---- 1\ninterp goes_on\n"
      "gld x1, t0, $0, ub\nL0:\n" EXIT,
      "operation 3: gld x1, t0, $0, ub: its guard does not hold on every way "
      "here" },
    { "guard t0, x2, $0x8, $0, read, L0\nL0:\ngld x1, t0, $0, ub\n" EXIT,
      "operation 2: gld x1, t0, $0, ub: t0 is not assigned on every way "
      "here" },
};

START_TEST(test_mistakes_are_named)
{
    g_autofree char *verdict = verify_text(bad[_i].text);

    ck_assert_msg(verdict, "%s\npasses", bad[_i].text);
    ck_assert_str_eq(verdict, bad[_i].verdict);
}
END_TEST

/* what text cannot say */
START_TEST(test_broken_tables_are_refused)
{
    TCGContext *s = tcg_context_new();
    const IrOp exit_op = {
        .opc = IR_exit_tb, .dst = IR_NONE,
        .arg = { IR_NONE, IR_NONE, IR_NONE },
    };
    const struct {
        IrOp op;
        const char *verdict;
    } rows[] = {
        { { .opc = IR_OPCODE_COUNT }, " does not exist" },
        { { .opc = IR_mb, .insn = 1 },
          "operation 0: instruction 1 does not exist" },
        { { .opc = IR_mb, .dst = IR_NONE, .arg = { 1, IR_NONE, IR_NONE } },
          "operation 0: mb weak: it has more than its signature" },
        { { .opc = IR_mov, .dst = 1, .arg = { 2, IR_NONE, IR_NONE },
            .imm = 1 },
          "operation 0: mov x1, x2: it has more than its signature" },
        { { .opc = IR_mov, .dst = 1, .arg = { 2, IR_NONE, IR_NONE },
            .attr = 1 },
          "operation 0: mov x1, x2: it has more than its signature" },
        { { .opc = IR_fclass, .dst = 1, .attr = IR_FP_BOXED(1),
            .arg = { 32, IR_NONE, IR_NONE } },
          "operation 0: fclass_f32 x1, f0, rne: its 'f' does not fit the "
          "signature" },
        { { .opc = IR_mov, .dst = IR_TEMP_FIRST,
            .arg = { 2, IR_NONE, IR_NONE } },
          "operation 0: mov t0, x2: its 'd' does not fit the signature" },
        { { .opc = IR_mov, .dst = 1,
            .arg = { IR_CONST_FIRST, IR_NONE, IR_NONE } },
          "operation 0: mov x1, no_constant: its 'a' does not fit the "
          "signature" },
        { { .opc = IR_br, .dst = IR_NONE,
            .arg = { IR_NONE, IR_NONE, IR_NONE }, .imm = -1 },
          "operation 0: br L-1: its 'l' does not fit the signature" },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *verdict = NULL;

        tcg_context_reset(s);
        s->n_ops = 2;
        s->ops[0] = rows[i].op;
        s->ops[1] = exit_op;
        verdict = ir_verify(s);
        ck_assert_ptr_nonnull(verdict);
        ck_assert_msg(strstr(verdict, rows[i].verdict), "%s", verdict);
    }
    s->overflow = true;
    g_free(ir_verify(s));
    tcg_context_free(s);
}
END_TEST

UNIT_MAIN("ir_verify",
    UNIT_LOOP(test_good_units_pass, G_N_ELEMENTS(good)),
    UNIT_LOOP(test_mistakes_are_named, G_N_ELEMENTS(bad)),
    UNIT_TEST(test_broken_tables_are_refused))

/* test_translate_fp.c: the operations of floating-point instructions */
#include <string.h>

#include "core/fpu.h"
#include "support/unit.h"
#include "unit_maker.h"

typedef struct Golden {
    Insn insn;
    const char *text;
} Golden;

#define LAST "retire $1\ngoto_tb $4\n"

/* fa0 = fa1 op fa2 * fa3, or a0, a1 where the instruction has x registers */
#define FP(name, rm_, text) \
    { INSN4(name, .rd = 10, .rs1 = 11, .rs2 = 12, .rs3 = 13, .rm = (rm_)), \
      "fp_check\n" text "\n" LAST }
#define FP_MEM(name, text) \
    { INSN4(name, .rd = 10, .rs1 = 11, .rs2 = 12, .imm = -8), \
      "fp_check\n" text "\n" LAST }
#define INTERP(name, rm_) \
    { INSN4(name, .rd = 10, .rs1 = 11, .rs2 = 12, .rs3 = 13, .rm = (rm_)), \
      "interp goes_on\n" LAST }

static const Golden golden[] = {
    /* loads box, stores do not look */
    FP_MEM(fld, "fld f10, x11, $-8, leuq"),
    FP_MEM(flw, "fld f10, x11, $-8, leul.box"),
    FP_MEM(flh, "fld f10, x11, $-8, leuw.box"),
    FP_MEM(fsd, "fst x11, f12, $-8, leuq"),
    FP_MEM(fsw, "fst x11, f12, $-8, leul"),
    FP_MEM(fsh, "fst x11, f12, $-8, leuw"),

    /* arithmetic, in the mode of frm */
    FP(fadd_d, RM_DYN, "fadd_f64 f10, f11, f12, dyn"),
    FP(fsub_s, RM_DYN, "fsub_f32 f10, f11, f12, dyn"),
    FP(fmul_d, RM_DYN, "fmul_f64 f10, f11, f12, dyn"),
    FP(fdiv_s, RM_DYN, "fdiv_f32 f10, f11, f12, dyn"),
    FP(fsqrt_d, RM_DYN, "fsqrt_f64 f10, f11, dyn"),
    FP(fmadd_d, RM_DYN, "fmadd_f64 f10, f11, f12, f13, dyn"),
    FP(fmsub_s, RM_DYN, "fmsub_f32 f10, f11, f12, f13, dyn"),
    FP(fnmsub_d, RM_DYN, "fnmsub_f64 f10, f11, f12, f13, dyn"),
    FP(fnmadd_s, RM_DYN, "fnmadd_f32 f10, f11, f12, f13, dyn"),

    /* no rounding */
    FP(fsgnj_d, 0, "fsgnj_f64 f10, f11, f12, dyn"),
    FP(fsgnjn_s, 1, "fsgnjn_f32 f10, f11, f12, dyn"),
    FP(fsgnjx_h, 2, "fsgnjx_f16 f10, f11, f12, dyn"),
    FP(fmin_d, 0, "fmin_f64 f10, f11, f12, dyn"),
    FP(fmax_s, 1, "fmax_f32 f10, f11, f12, dyn"),
    FP(feq_d, 2, "feq_f64 x10, f11, f12, dyn"),
    FP(flt_s, 1, "flt_f32 x10, f11, f12, dyn"),
    FP(fle_h, 0, "fle_f16 x10, f11, f12, dyn"),
    FP(fclass_d, 1, "fclass_f64 x10, f11, dyn"),
    FP(fmv_x_d, 0, "fmv_x_f64 x10, f11, dyn"),
    FP(fmv_w_x, 0, "fmv_f_f32 f10, x11, dyn"),
    FP(fmv_x_h, 0, "fmv_x_f16 x10, f11, dyn"),

    /* to integers: all modes that exist */
    FP(fcvt_w_d, RM_RTZ, "fcvt_w_f64 x10, f11, rtz"),
    FP(fcvt_wu_s, RM_DYN, "fcvt_wu_f32 x10, f11, dyn"),
    FP(fcvt_l_d, RM_RDN, "fcvt_l_f64 x10, f11, rdn"),
    FP(fcvt_lu_h, RM_RUP, "fcvt_lu_f16 x10, f11, rup"),
    FP(fcvt_l_d, RM_RMM, "fcvt_l_f64 x10, f11, rmm"),

    /* from integers: words that fit are exact in any mode */
    FP(fcvt_d_w, RM_RTZ, "ext32s t0, x11\nfcvt_fl_f64 f10, t0, dyn"),
    FP(fcvt_d_wu, RM_RMM, "ext32u t0, x11\nfcvt_fl_f64 f10, t0, dyn"),
    FP(fcvt_s_w, RM_DYN, "ext32s t0, x11\nfcvt_fl_f32 f10, t0, dyn"),
    FP(fcvt_s_wu, RM_DYN, "ext32u t0, x11\nfcvt_fl_f32 f10, t0, dyn"),
    FP(fcvt_d_l, RM_DYN, "fcvt_fl_f64 f10, x11, dyn"),
    FP(fcvt_s_lu, RM_DYN, "fcvt_flu_f32 f10, x11, dyn"),
    FP(fcvt_s_w, RM_RTZ, "ext32s t0, x11\nfcvt_fl_f32 f10, t0, rtz"),
    FP(fcvt_d_l, RM_RNE, "fcvt_fl_f64 f10, x11, rne"),
    FP(fcvt_h_lu, RM_RMM, "fcvt_flu_f16 f10, x11, rmm"),

    /* between formats: widening is exact in any mode */
    FP(fcvt_d_s, RM_RTZ, "fcvt_ff_f64 f10, f11, dyn, $0"),
    FP(fcvt_s_d, RM_DYN, "fcvt_ff_f32 f10, f11, dyn, $1"),
    FP(fcvt_s_h, RM_RNE, "fcvt_ff_f32 f10, f11, dyn, $2"),
    FP(fcvt_h_s, RM_DYN, "fcvt_ff_f16 f10, f11, dyn, $0"),
    INTERP(fcvt_s_d, RM_RNE),
    FP(fcvt_h_d, RM_DYN, "fcvt_ff_f16 f10, f11, dyn, $1"),

    /* Zfh */
    FP(fadd_h, RM_DYN, "fadd_f16 f10, f11, f12, dyn"),
    FP(fmadd_h, RM_DYN, "fmadd_f16 f10, f11, f12, f13, dyn"),
    FP(fmin_h, 0, "fmin_f16 f10, f11, f12, dyn"),

    /* Zfa */
    FP(fli_s, 0, "fmv_f_f32 f10, $0x3ee00000, dyn"),    /* number 11 */
    FP(fminm_d, 2, "fminm_f64 f10, f11, f12, dyn"),
    FP(fmaxm_h, 3, "fmaxm_f16 f10, f11, f12, dyn"),
    FP(fround_d, RM_RDN, "fround_f64 f10, f11, rdn"),
    FP(froundnx_s, RM_DYN, "froundnx_f32 f10, f11, dyn"),
    FP(fround_h, RM_RMM, "fround_f16 f10, f11, rmm"),
    FP(fleq_d, 4, "fleq_f64 x10, f11, f12, dyn"),
    FP(fltq_s, 5, "fltq_f32 x10, f11, f12, dyn"),
    INTERP(fcvtmod_w_d, 1),
    INTERP(fround_d, 5),

    /* static modes */
    INTERP(fadd_d, RM_RNE),
    INTERP(fmadd_s, RM_RTZ),
    INTERP(fsqrt_d, RM_RMM),
    INTERP(fadd_h, RM_RTZ),

    /* modes that do not exist are illegal: the interpreter says so */
    INTERP(fcvt_d_w, 5),
    INTERP(fcvt_w_d, 6),
    INTERP(fadd_d, 5),
};

START_TEST(test_instruction_becomes)
{
    g_autofree char *text =
        unit_text(unit_make(&golden[_i].insn, 1, &unit_setup));

    ck_assert_str_eq(text, golden[_i].text);
}
END_TEST

/* The result for x0 is dropped, the flags are not. */
START_TEST(test_result_for_x0_goes_nowhere)
{
    Insn insn = INSN4(feq_d, .rd = 0, .rs1 = 1, .rs2 = 2);
    g_autofree char *text = unit_text(unit_make(&insn, 1, &unit_setup));

    ck_assert_str_eq(text, "fp_check\nfeq_f64 t0, f1, f2, dyn\n" LAST);
}
END_TEST

START_TEST(test_x0_is_zero)
{
    Insn insn = INSN4(fmv_d_x, .rd = 3, .rs1 = 0);
    g_autofree char *text = unit_text(unit_make(&insn, 1, &unit_setup));

    ck_assert_str_eq(text, "fp_check\nfmv_f_f64 f3, $0x0, dyn\n" LAST);
}
END_TEST

static unsigned checks_of(const Insn *insns, unsigned n)
{
    TCGContext *s = unit_make(insns, n, &unit_setup);
    unsigned checks = 0;

    for (unsigned i = 0; i < s->n_ops; i++) {
        checks += s->ops[i].opc == IR_fp_check;
    }
    unit_check(s);
    return checks;
}

START_TEST(test_check_is_made_once_in_a_row)
{
    static const Insn insns[] = {
        INSN4(fld, .rd = 1, .rs1 = 10),
        INSN4(addi, .rd = 10, .rs1 = 10, .imm = 8),
        INSN4(fadd_d, .rd = 2, .rs1 = 2, .rs2 = 1, .rm = RM_DYN),
        INSN4(fsd, .rs1 = 10, .rs2 = 2),
    };

    ck_assert_uint_eq(checks_of(insns, G_N_ELEMENTS(insns)), 1);
}
END_TEST

START_TEST(test_check_is_made_again_after_the_interpreter)
{
    static const Insn insns[] = {
        INSN4(fadd_d, .rd = 2, .rs1 = 2, .rs2 = 1, .rm = RM_DYN),
        INSN4(fadd_d, .rd = 2, .rs1 = 2, .rs2 = 1, .rm = RM_RTZ),
        INSN4(fadd_d, .rd = 2, .rs1 = 2, .rs2 = 1, .rm = RM_DYN),
    };

    ck_assert_uint_eq(checks_of(insns, G_N_ELEMENTS(insns)), 2);
}
END_TEST

START_TEST(test_check_is_made_again_where_ways_meet)
{
    static const Insn insns[] = {
        INSN4(fadd_d, .rd = 2, .rs1 = 2, .rs2 = 1, .rm = RM_DYN),
        INSN4(fadd_d, .rd = 2, .rs1 = 2, .rs2 = 1, .rm = RM_DYN),
        INSN4(bne, .rs1 = 10, .rs2 = 11, .imm = -4),
    };

    ck_assert_uint_eq(checks_of(insns, G_N_ELEMENTS(insns)), 2);
}
END_TEST

UNIT_MAIN("tcg_translate_fp",
    UNIT_LOOP(test_instruction_becomes, G_N_ELEMENTS(golden)),
    UNIT_TEST(test_result_for_x0_goes_nowhere),
    UNIT_TEST(test_x0_is_zero),
    UNIT_TEST(test_check_is_made_once_in_a_row),
    UNIT_TEST(test_check_is_made_again_after_the_interpreter),
    UNIT_TEST(test_check_is_made_again_where_ways_meet))

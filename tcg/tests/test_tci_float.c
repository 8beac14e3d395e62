/*
 * test_tci_float.c: floating-point operations under tci
 *
 * Results and flags are those that the IEEE 754 and RISC-V texts give; the
 * arithmetic itself is tested with core/fpu.h.
 */
#include "core/fpu.h"
#include "fake_env.h"
#include "support/unit.h"

#define BOX32 0xffffffff00000000ull
#define BOX16 0xffffffffffff0000ull

/* 1, 2, 3 and friends in the three formats */
#define D_ONE 0x3ff0000000000000ull
#define D_TWO 0x4000000000000000ull
#define D_THREE 0x4008000000000000ull
#define D_NEG (1ull << 63)
#define D_NAN 0x7ff8000000000000ull
#define D_SNAN 0x7ff0000000000001ull
#define D_INF 0x7ff0000000000000ull
#define S_ONE (BOX32 | 0x3f800000)
#define S_TWO (BOX32 | 0x40000000)
#define S_THREE (BOX32 | 0x40400000)
#define S_NAN (BOX32 | 0x7fc00000)
#define H_ONE (BOX16 | 0x3c00)
#define H_TWO (BOX16 | 0x4000)
#define H_THREE (BOX16 | 0x4200)
#define H_NAN (BOX16 | 0x7e00)

typedef struct Row {
    const char *op;             /* reads f2..f4 or x2, writes f1 or x1 */
    uint64_t a, b, c;           /* f2..f4; x2 is a, too */
    uint64_t result;
    unsigned flags;
    unsigned frm;
} Row;

static const Row rows[] = {
    { "fmov f1, f2", 0x123, 0, 0, 0x123, 0 },
    { "fmv_x_f64 x1, f2, rne", D_SNAN, 0, 0, D_SNAN, 0 },
    { "fmv_x_f32 x1, f2, rne", 0x80000000, 0, 0, 0xffffffff80000000, 0 },
    { "fmv_x_f16 x1, f2, rne", 0x18000, 0, 0, 0xffffffffffff8000, 0 },
    { "fmv_f_f64 f1, x2, rne", D_SNAN, 0, 0, D_SNAN, 0 },
    { "fmv_f_f32 f1, x2, rne", 0x3f800000, 0, 0, S_ONE, 0 },
    { "fmv_f_f16 f1, x2, rne", 0x3c00, 0, 0, H_ONE, 0 },
    { "fadd_f64 f1, f2, f3, rne", D_ONE, D_TWO, 0, D_THREE, 0 },
    { "fadd_f32 f1, f2, f3, rne", S_ONE, S_TWO, 0, S_THREE, 0 },
    { "fadd_f16 f1, f2, f3, rne", H_ONE, H_TWO, 0, H_THREE, 0 },
    /* what is not boxed is the canonical NaN */
    { "fadd_f32 f1, f2, f3, rne", D_ONE, S_TWO, 0, S_NAN, 0 },
    { "fadd_f16 f1, f2, f3, rne", S_ONE, H_TWO, 0, H_NAN, 0 },
    { "fsub_f64 f1, f2, f3, rne", D_THREE, D_TWO, 0, D_ONE, 0 },
    { "fsub_f64 f1, f2, f3, rne", D_INF, D_INF, 0, D_NAN, FFLAG_NV },
    { "fmul_f64 f1, f2, f3, rne", D_ONE, D_THREE, 0, D_THREE, 0 },
    { "fmul_f32 f1, f2, f3, rne", BOX32 | 0x7f000000, S_TWO, 0,
      BOX32 | 0x7f800000, FFLAG_OF | FFLAG_NX },
    { "fdiv_f64 f1, f2, f3, rne", D_ONE, 0, 0, D_INF, FFLAG_DZ },
    { "fsqrt_f64 f1, f2, rne", 0x4010000000000000, 0, 0, D_TWO, 0 },
    { "fsqrt_f64 f1, f2, rne", D_ONE | D_NEG, 0, 0, D_NAN, FFLAG_NV },
    /* 1/3 in every mode: the mode of the operation, or frm */
    { "fdiv_f64 f1, f2, f3, rne", D_ONE, D_THREE, 0, 0x3fd5555555555555,
      FFLAG_NX, RM_RUP },
    { "fdiv_f64 f1, f2, f3, rup", D_ONE, D_THREE, 0, 0x3fd5555555555556,
      FFLAG_NX, RM_RNE },
    { "fdiv_f64 f1, f2, f3, dyn", D_ONE, D_THREE, 0, 0x3fd5555555555556,
      FFLAG_NX, RM_RUP },
    { "fdiv_f64 f1, f2, f3, dyn", D_ONE, D_THREE, 0, 0x3fd5555555555555,
      FFLAG_NX, RM_RTZ },
    { "fmadd_f64 f1, f2, f3, f4, rne", D_ONE, D_TWO, D_ONE, D_THREE, 0 },
    { "fmsub_f64 f1, f2, f3, f4, rne", D_TWO, D_TWO, D_ONE, D_THREE, 0 },
    { "fnmsub_f64 f1, f2, f3, f4, rne", D_ONE, D_ONE, D_THREE, D_TWO, 0 },
    { "fnmadd_f64 f1, f2, f3, f4, rne", D_ONE, D_ONE, D_TWO,
      D_THREE | D_NEG, 0 },
    { "fnmadd_f32 f1, f2, f3, f4, rne", S_ONE, S_ONE, S_TWO,
      BOX32 | 0xc0400000, 0 },
    { "fmadd_f16 f1, f2, f3, f4, rne", H_ONE, H_TWO, H_ONE, H_THREE, 0 },
    /* infinity * 0 is invalid even if a quiet NaN is added */
    { "fmadd_f64 f1, f2, f3, f4, rne", D_INF, 0, D_NAN, D_NAN, FFLAG_NV },
    { "fmin_f64 f1, f2, f3, rne", 0, D_NEG, 0, D_NEG, 0 },
    { "fmax_f64 f1, f2, f3, rne", D_NEG, 0, 0, 0, 0 },
    { "fmin_f64 f1, f2, f3, rne", D_NAN, D_ONE, 0, D_ONE, 0 },
    { "fmax_f64 f1, f2, f3, rne", D_ONE, D_SNAN, 0, D_ONE, FFLAG_NV },
    { "fmax_f32 f1, f2, f3, rne", S_ONE, S_TWO, 0, S_TWO, 0 },
    { "fminm_f64 f1, f2, f3, rne", 0, D_NEG, 0, D_NEG, 0 },
    { "fminm_f64 f1, f2, f3, rne", D_NAN, D_ONE, 0, D_NAN, 0 },
    { "fmaxm_f64 f1, f2, f3, rne", D_ONE, D_SNAN, 0, D_NAN, FFLAG_NV },
    { "fmaxm_f16 f1, f2, f3, rne", H_ONE, H_TWO, 0, H_TWO, 0 },
    { "fround_f64 f1, f2, rdn", 0x3ffc000000000000, 0, 0, D_ONE, 0 },
    { "fround_f64 f1, f2, dyn", 0x3ffc000000000000, 0, 0, D_TWO, 0, RM_RUP },
    { "fround_f64 f1, f2, rne", D_SNAN, 0, 0, D_NAN, FFLAG_NV },
    { "froundnx_f64 f1, f2, rmm", 0x3ffc000000000000, 0, 0, D_TWO,
      FFLAG_NX },
    { "fsgnj_f64 f1, f2, f3, rne", D_ONE, D_NEG, 0, D_ONE | D_NEG, 0 },
    { "fsgnjn_f64 f1, f2, f3, rne", D_ONE, D_NEG, 0, D_ONE, 0 },
    { "fsgnjx_f64 f1, f2, f3, rne", D_ONE | D_NEG, D_NEG, 0, D_ONE, 0 },
    { "fsgnj_f32 f1, f2, f3, rne", S_ONE, BOX32 | 0x80000000, 0,
      BOX32 | 0xbf800000, 0 },
    { "fsgnjn_f16 f1, f2, f3, rne", H_ONE, H_ONE, 0, BOX16 | 0xbc00, 0 },
    { "fsgnjx_f32 f1, f2, f3, rne", 0x3f800000, BOX32 | 0x80000000, 0,
      BOX32 | 0xffc00000, 0 },
    { "feq_f64 x1, f2, f3, rne", D_ONE, D_ONE, 0, 1, 0 },
    { "feq_f64 x1, f2, f3, rne", D_NAN, D_NAN, 0, 0, 0 },
    { "feq_f64 x1, f2, f3, rne", D_SNAN, D_ONE, 0, 0, FFLAG_NV },
    { "flt_f64 x1, f2, f3, rne", D_ONE, D_TWO, 0, 1, 0 },
    { "flt_f64 x1, f2, f3, rne", D_NAN, D_TWO, 0, 0, FFLAG_NV },
    { "fle_f32 x1, f2, f3, rne", S_TWO, S_TWO, 0, 1, 0 },
    { "fle_f16 x1, f2, f3, rne", H_THREE, H_TWO, 0, 0, 0 },
    { "fltq_f64 x1, f2, f3, rne", D_NAN, D_TWO, 0, 0, 0 },
    { "fltq_f64 x1, f2, f3, rne", D_SNAN, D_TWO, 0, 0, FFLAG_NV },
    { "fltq_f64 x1, f2, f3, rne", D_ONE, D_TWO, 0, 1, 0 },
    { "fleq_f32 x1, f2, f3, rne", S_TWO, S_TWO, 0, 1, 0 },
    { "fclass_f64 x1, f2, rne", D_INF | D_NEG, 0, 0, 1 << 0, 0 },
    { "fclass_f64 x1, f2, rne", D_SNAN, 0, 0, 1 << 8, 0 },
    { "fclass_f32 x1, f2, rne", D_ONE, 0, 0, 1 << 9, 0 },
    { "fcvt_w_f64 x1, f2, rtz", 0xc1e0000000000000, 0, 0,
      0xffffffff80000000, 0 },
    { "fcvt_w_f64 x1, f2, rtz", D_NAN, 0, 0, 0x7fffffff, FFLAG_NV },
    { "fcvt_w_f64 x1, f2, rtz", D_INF | D_NEG, 0, 0, 0xffffffff80000000,
      FFLAG_NV },
    { "fcvt_wu_f64 x1, f2, rtz", 0x41efffffffe00000, 0, 0, UINT64_MAX, 0 },
    { "fcvt_wu_f64 x1, f2, rtz", D_ONE | D_NEG, 0, 0, 0, FFLAG_NV },
    { "fcvt_l_f64 x1, f2, dyn", 0x3ffc000000000000, 0, 0, 1, FFLAG_NX,
      RM_RTZ },
    { "fcvt_l_f64 x1, f2, dyn", 0x3ffc000000000000, 0, 0, 2, FFLAG_NX,
      RM_RNE },
    { "fcvt_l_f32 x1, f2, rtz", S_NAN, 0, 0, INT64_MAX, FFLAG_NV },
    { "fcvt_lu_f64 x1, f2, rtz", 0x43e0000000000000, 0, 0, 1ull << 63, 0 },
    { "fcvt_lu_f16 x1, f2, rtz", H_THREE, 0, 0, 3, 0 },
    { "fcvt_fl_f64 f1, x2, rne", -1, 0, 0, D_ONE | D_NEG, 0 },
    { "fcvt_flu_f64 f1, x2, rne", UINT64_MAX, 0, 0, 0x43f0000000000000,
      FFLAG_NX },
    { "fcvt_flu_f64 f1, x2, rtz", UINT64_MAX, 0, 0, 0x43efffffffffffff,
      FFLAG_NX },
    { "fcvt_fl_f32 f1, x2, rne", 3, 0, 0, S_THREE, 0 },
    { "fcvt_fl_f16 f1, x2, rne", 0x100000, 0, 0, BOX16 | 0x7c00,
      FFLAG_OF | FFLAG_NX },
    { "fcvt_ff_f64 f1, f2, rne, $0", S_THREE, 0, 0, D_THREE, 0 },
    { "fcvt_ff_f64 f1, f2, rne, $0", D_ONE, 0, 0, D_NAN, 0 },
    { "fcvt_ff_f32 f1, f2, rne, $1", D_THREE, 0, 0, S_THREE, 0 },
    { "fcvt_ff_f32 f1, f2, rne, $1", D_SNAN, 0, 0, S_NAN, FFLAG_NV },
    { "fcvt_ff_f32 f1, f2, rup, $1", 0x3ff0000000000001, 0, 0,
      BOX32 | 0x3f800001, FFLAG_NX },
    { "fcvt_ff_f16 f1, f2, rne, $0", S_ONE, 0, 0, H_ONE, 0 },
    { "fcvt_ff_f16 f1, f2, rne, $1", D_TWO, 0, 0, H_TWO, 0 },
    { "fcvt_ff_f32 f1, f2, rne, $2", H_TWO, 0, 0, S_TWO, 0 },
    { "fcvt_ff_f64 f1, f2, rne, $2", H_THREE, 0, 0, D_THREE, 0 },
};

/* the opcode that @row tests */
static IrOpcode run_row(const Row *row)
{
    static const TcgConfig config;
    g_autofree char *text = g_strconcat("fp_check\n", row->op,
                                        "\nexit_tb $0, next\n", NULL);
    TCGContext *s = tcg_context_new();
    FakeEnv *env = fake_env_new();
    char *error = NULL;
    IrOpcode opc;
    bool is_float;

    ck_assert_msg(ir_parse(s, text, &error), "%s", error);
    opc = s->ops[1].opc;
    is_float = ir_ref_kind(s->ops[1].dst) == IR_REF_FPR;
    error = ir_verify(s);
    ck_assert_msg(!error, "%s", error);
    env->fp_active = 1;
    env->hart.frm = row->frm;
    env->hart.gpr[2] = env->hart.fpr[2] = row->a;
    env->hart.fpr[3] = row->b;
    env->hart.fpr[4] = row->c;
    tci_run(s, env, &fake_layout, &config);
    ck_assert_uint_eq(is_float ? env->hart.fpr[1] : env->hart.gpr[1],
                      row->result);
    ck_assert_uint_eq(env->hart.fflags, row->flags);
    fake_env_free(env);
    tcg_context_free(s);
    return opc;
}

START_TEST(test_operations_compute_and_raise_flags)
{
    run_row(&rows[_i]);
}
END_TEST

START_TEST(test_every_float_operation_has_a_row)
{
    bool seen[IR_OPCODE_COUNT] = { false };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        seen[run_row(&rows[i])] = true;
    }
    for (unsigned opc = 0; opc < IR_OPCODE_COUNT; opc++) {
        ck_assert_msg(seen[opc] || !(ir_op_flags(opc) & IR_FP), "%s",
                      ir_op_name(opc));
    }
}
END_TEST

START_TEST(test_flags_accumulate)
{
    static const TcgConfig config;
    TCGContext *s = tcg_context_new();
    FakeEnv *env = fake_env_new();
    char *error = NULL;

    ck_assert(ir_parse(s, "fp_check\nfdiv_f64 f1, f2, f3, rne\n"
                       "fadd_f64 f1, f2, f2, rne\nexit_tb $0, next\n",
                       &error));
    env->fp_active = 1;
    env->hart.fflags = FFLAG_NV;
    env->hart.fpr[2] = D_ONE;
    tci_run(s, env, &fake_layout, &config);
    ck_assert_uint_eq(env->hart.fflags, FFLAG_NV | FFLAG_DZ);
    ck_assert_uint_eq(env->hart.fpr[1], D_TWO);
    fake_env_free(env);
    tcg_context_free(s);
}
END_TEST

UNIT_MAIN("tci_float",
    UNIT_LOOP(test_operations_compute_and_raise_flags, G_N_ELEMENTS(rows)),
    UNIT_TEST(test_every_float_operation_has_a_row),
    UNIT_TEST(test_flags_accumulate))

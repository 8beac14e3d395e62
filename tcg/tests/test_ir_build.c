/* test_ir_build.c: the builder adds what it is asked for */
#include <string.h>

#include "support/unit.h"
#include "tcg/tcg.h"
#include "tcg/tcg_op.h"

#define X1 IR_GPR(1)
#define X2 IR_GPR(2)
#define X3 IR_GPR(3)
#define F1 IR_FPR(1)
#define F2 IR_FPR(2)
#define F3 IR_FPR(3)
#define RNE IR_FP_ATTR(IR_F64, 0)

static void assert_text(TCGContext *s, const char *expected)
{
    GString *text = g_string_new(NULL);

    ir_print(s, text);
    ck_assert_str_eq(text->str, expected);
    g_string_free(text, TRUE);
}

static void build_binary(TCGContext *s)
{
    tcg_gen_and(s, X1, X2, X3);
    tcg_gen_or(s, X1, X2, X3);
    tcg_gen_xor(s, X1, X2, X3);
    tcg_gen_andc(s, X1, X2, X3);
    tcg_gen_orc(s, X1, X2, X3);
    tcg_gen_eqv(s, X1, X2, X3);
    tcg_gen_mulsh(s, X1, X2, X3);
    tcg_gen_muluh(s, X1, X2, X3);
    tcg_gen_muluwh(s, X1, X2, X3);
    tcg_gen_mulsuh(s, X1, X2, X3);
    tcg_gen_smin(s, X1, X2, X3);
    tcg_gen_smax(s, X1, X2, X3);
    tcg_gen_umin(s, X1, X2, X3);
    tcg_gen_umax(s, X1, X2, X3);
    tcg_gen_rotl32u(s, X1, X2, X3);
    tcg_gen_select(s, X1, X2, X3, X1);
    tcg_gen_shadd(s, 3, X1, X2, X3);
}

static void build_typed(TCGContext *s)
{
    tcg_gen_add_i64(s, X1, X2, X3);
    tcg_gen_add_i32(s, X1, X2, X3);
    tcg_gen_sub_i64(s, X1, X2, X3);
    tcg_gen_shl_i32(s, X1, X2, X3);
    tcg_gen_shr_i64(s, X1, X2, X3);
    tcg_gen_sar_i32(s, X1, X2, X3);
    tcg_gen_rotl_i64(s, X1, X2, X3);
    tcg_gen_rotr_i32(s, X1, X2, X3);
    tcg_gen_mul_i64(s, X1, X2, X3);
    tcg_gen_div_i32(s, X1, X2, X3);
    tcg_gen_divu_i64(s, X1, X2, X3);
    tcg_gen_rem_i32(s, X1, X2, X3);
    tcg_gen_remu_i64(s, X1, X2, X3);
    tcg_gen_addi_i64(s, X1, X2, -1);
    tcg_gen_shli_i64(s, X1, X2, 63);
    tcg_gen_shri_i32(s, X1, X2, 31);
    tcg_gen_sari_i64(s, X1, X2, 1);
    tcg_gen_andi(s, X1, X2, 0xff);
    tcg_gen_ori(s, X1, X2, 1);
    tcg_gen_xori(s, X1, X2, -1);
}

static void build_unary(TCGContext *s)
{
    tcg_gen_mov(s, X1, X2);
    tcg_gen_movi(s, X1, 0x1234);
    tcg_gen_pc_add(s, X1, -4096);
    tcg_gen_ext8s(s, X1, X2);
    tcg_gen_ext16s(s, X1, X2);
    tcg_gen_ext32s(s, X1, X2);
    tcg_gen_ext8u(s, X1, X2);
    tcg_gen_ext16u(s, X1, X2);
    tcg_gen_ext32u(s, X1, X2);
    tcg_gen_bswap(s, X1, X2);
    tcg_gen_orc_b(s, X1, X2);
    tcg_gen_clz_i64(s, X1, X2);
    tcg_gen_ctz_i32(s, X1, X2);
    tcg_gen_ctpop_i64(s, X1, X2);
}

static void build_control(TCGContext *s)
{
    unsigned label = gen_new_label(s);

    tcg_gen_insn_start(s, 0);
    tcg_gen_brcond_i64(s, TCG_COND_LTU, X1, tcg_constant(s, 0), label);
    tcg_gen_brcond_i32(s, TCG_COND_GT, X1, X2, label);
    tcg_gen_setcond_i64(s, TCG_COND_EQ, X1, X2, X3);
    tcg_gen_setcond_i32(s, TCG_COND_LE, X1, X2, X3);
    tcg_gen_br(s, label);
    gen_set_label(s, label);
    tcg_gen_retire(s, 3);
    tcg_gen_poll(s, 8);
    tcg_gen_poll_slice(s, 8);
    tcg_gen_goto_tb(s, 4092);
    tcg_gen_goto_ptr(s, X1, IR_JUMP_RET);
    tcg_gen_exit_tb(s, 16, IR_EXIT_INTERP);
}

static void build_memory(TCGContext *s)
{
    IrRef temp = tcg_temp_new(s);

    tcg_gen_ld(s, X1, X2, -8, MO_32 | MO_SIGN);
    tcg_gen_st(s, X2, X1, 8, MO_8);
    tcg_gen_fld(s, F1, X2, 0, MO_32 | IR_MEM_BOX);
    tcg_gen_fst(s, X2, F1, 0, MO_64);
    tcg_gen_guard(s, temp, (IrArgs) { X2, tcg_constant(s, 16), 7 }, -8, true);
    tcg_gen_gld(s, X1, temp, -8, MO_64);
    tcg_gen_gst(s, temp, X1, 0, MO_16);
    tcg_gen_gfld(s, F1, temp, 0, MO_64);
    tcg_gen_gfst(s, temp, F1, 0, MO_32);
    tcg_gen_gldx(s, X1, (IrArgs) { temp, X2, IR_NONE }, 8, MO_8);
    tcg_gen_gstx(s, (IrArgs) { temp, X1, X2 }, 0, MO_16);
    tcg_gen_gfldx(s, F1, (IrArgs) { temp, X2, IR_NONE }, 0, MO_64);
    tcg_gen_gfstx(s, (IrArgs) { temp, F1, X2 }, 4, MO_32);
    tcg_gen_amo(s, X1, X2, X3, IR_AMO_ATTR(IR_AMO_MAX, MO_32));
    tcg_gen_lr(s, X1, X2, MO_64);
    tcg_gen_sc(s, X1, X2, X3, MO_64);
    tcg_gen_mb(s, true);
    tcg_gen_ld_env(s, X1, 520, MO_64);
    tcg_gen_st_env(s, X1, 521, MO_8);
    tcg_gen_call(s, TCG_HELPER_CLMUL, X1, (IrArgs) { X2, X3, IR_NONE });
    tcg_gen_interp(s, true);
}

static void build_float(TCGContext *s)
{
    tcg_gen_fp_check(s);
    tcg_gen_fmov(s, F1, F2);
    tcg_gen_fmv_x(s, X1, F2, RNE);
    tcg_gen_fmv_f(s, F1, X2, IR_FP_ATTR(IR_F32, 0));
    tcg_gen_fsqrt(s, F1, F2, IR_FP_ATTR(IR_F16, 7));
    tcg_gen_fclass(s, X1, F2, RNE);
    tcg_gen_fcvt_w(s, X1, F2, IR_FP_ATTR(IR_F64, 1));
    tcg_gen_fcvt_wu(s, X1, F2, RNE);
    tcg_gen_fcvt_l(s, X1, F2, RNE);
    tcg_gen_fcvt_lu(s, X1, F2, RNE);
    tcg_gen_fcvt_fl(s, F1, X2, RNE);
    tcg_gen_fcvt_flu(s, F1, X2, RNE);
    tcg_gen_fcvt_ff(s, F1, F2, IR_F32, RNE);
    tcg_gen_fadd(s, F1, F2, F3, RNE);
    tcg_gen_fsub(s, F1, F2, F3, RNE);
    tcg_gen_fmul(s, F1, F2, F3, RNE);
    tcg_gen_fdiv(s, F1, F2, F3, RNE);
    tcg_gen_fmin(s, F1, F2, F3, RNE);
    tcg_gen_fmax(s, F1, F2, F3, RNE);
    tcg_gen_fminm(s, F1, F2, F3, RNE);
    tcg_gen_fmaxm(s, F1, F2, F3, RNE);
    tcg_gen_fround(s, F1, F2, RNE);
    tcg_gen_froundnx(s, F1, F2, RNE);
    tcg_gen_fsgnj(s, F1, F2, F3, RNE);
    tcg_gen_fsgnjn(s, F1, F2, F3, RNE);
    tcg_gen_fsgnjx(s, F1, F2, F3, RNE);
    tcg_gen_feq(s, X1, F2, F3, RNE);
    tcg_gen_flt(s, X1, F2, F3, RNE);
    tcg_gen_fle(s, X1, F2, F3, RNE);
    tcg_gen_fltq(s, X1, F2, F3, RNE);
    tcg_gen_fleq(s, X1, F2, F3, RNE);
    tcg_gen_fmadd(s, F1, (IrArgs) { F1, F2, F3 }, RNE);
    tcg_gen_fmsub(s, F1, (IrArgs) { F1, F2, F3 }, RNE);
    tcg_gen_fnmsub(s, F1, (IrArgs) { F1, F2, F3 }, RNE);
    tcg_gen_fnmadd(s, F1, (IrArgs) { F1, F2, F3 }, RNE);
}

static const struct {
    void (*build)(TCGContext *s);
    const char *text;
} sections[] = {
    { build_binary,
      "and x1, x2, x3\nor x1, x2, x3\nxor x1, x2, x3\nandc x1, x2, x3\n"
      "orc x1, x2, x3\neqv x1, x2, x3\nmulsh x1, x2, x3\n"
      "muluh x1, x2, x3\nmuluwh x1, x2, x3\nmulsuh x1, x2, x3\n"
      "smin x1, x2, x3\nsmax x1, x2, x3\numin x1, x2, x3\numax x1, x2, x3\n"
      "rotl32u x1, x2, x3\n"
      "select x1, x2, x3, x1\nshadd x1, x2, x3, $3\n" },
    { build_typed,
      "add_i64 x1, x2, x3\nadd_i32 x1, x2, x3\nsub_i64 x1, x2, x3\n"
      "shl_i32 x1, x2, x3\nshr_i64 x1, x2, x3\nsar_i32 x1, x2, x3\n"
      "rotl_i64 x1, x2, x3\nrotr_i32 x1, x2, x3\nmul_i64 x1, x2, x3\n"
      "div_i32 x1, x2, x3\ndivu_i64 x1, x2, x3\nrem_i32 x1, x2, x3\n"
      "remu_i64 x1, x2, x3\nadd_i64 x1, x2, $0xffffffffffffffff\n"
      "shl_i64 x1, x2, $0x3f\nshr_i32 x1, x2, $0x1f\n"
      "sar_i64 x1, x2, $0x1\nand x1, x2, $0xff\nor x1, x2, $0x1\n"
      "xor x1, x2, $0xffffffffffffffff\n" },
    { build_unary,
      "mov x1, x2\nmov x1, $0x1234\npc_add x1, $-4096\next8s x1, x2\n"
      "ext16s x1, x2\next32s x1, x2\next8u x1, x2\next16u x1, x2\n"
      "ext32u x1, x2\nbswap x1, x2\norc_b x1, x2\nclz_i64 x1, x2\n"
      "ctz_i32 x1, x2\nctpop_i64 x1, x2\n" },
    { build_control,
      "---- 0\nbrcond_i64 ltu, x1, $0x0, L0\nbrcond_i32 gt, x1, x2, L0\n"
      "setcond_i64 eq, x1, x2, x3\nsetcond_i32 le, x1, x2, x3\nbr L0\n"
      "L0:\nretire $3\npoll $8\npoll_slice $8\n"
      "goto_tb $4092\ngoto_ptr x1, ret\n"
      "exit_tb $16, interp\n" },
    { build_memory,
      "ld x1, x2, $-8, lesl\nst x2, x1, $8, ub\n"
      "fld f1, x2, $0, leul.box\nfst x2, f1, $0, leuq\n"
      "guard t0, x2, $0x10, $-8, write, L7\ngld x1, t0, $-8, leuq\n"
      "gst t0, x1, $0, leuw\ngfld f1, t0, $0, leuq\n"
      "gfst t0, f1, $0, leul\ngldx x1, t0, x2, $8, ub\n"
      "gstx t0, x1, x2, $0, leuw\ngfldx f1, t0, x2, $0, leuq\n"
      "gfstx t0, f1, x2, $4, leul\namo x1, x2, x3, max.w\nlr x1, x2, leuq\n"
      "sc x1, x2, x3, leuq\nmb full\nld_env x1, env[520], leuq\n"
      "st_env x1, env[521], ub\ncall CLMUL, x1, x2, x3, none\n"
      "interp ends\n" },
    { build_float,
      "fp_check\nfmov f1, f2\nfmv_x_f64 x1, f2, rne\n"
      "fmv_f_f32 f1, x2, rne\nfsqrt_f16 f1, f2, dyn\n"
      "fclass_f64 x1, f2, rne\nfcvt_w_f64 x1, f2, rtz\n"
      "fcvt_wu_f64 x1, f2, rne\nfcvt_l_f64 x1, f2, rne\n"
      "fcvt_lu_f64 x1, f2, rne\nfcvt_fl_f64 f1, x2, rne\n"
      "fcvt_flu_f64 f1, x2, rne\nfcvt_ff_f64 f1, f2, rne, $0\n"
      "fadd_f64 f1, f2, f3, rne\nfsub_f64 f1, f2, f3, rne\n"
      "fmul_f64 f1, f2, f3, rne\nfdiv_f64 f1, f2, f3, rne\n"
      "fmin_f64 f1, f2, f3, rne\nfmax_f64 f1, f2, f3, rne\n"
      "fminm_f64 f1, f2, f3, rne\nfmaxm_f64 f1, f2, f3, rne\n"
      "fround_f64 f1, f2, rne\nfroundnx_f64 f1, f2, rne\n"
      "fsgnj_f64 f1, f2, f3, rne\nfsgnjn_f64 f1, f2, f3, rne\n"
      "fsgnjx_f64 f1, f2, f3, rne\nfeq_f64 x1, f2, f3, rne\n"
      "flt_f64 x1, f2, f3, rne\nfle_f64 x1, f2, f3, rne\n"
      "fltq_f64 x1, f2, f3, rne\nfleq_f64 x1, f2, f3, rne\n"
      "fmadd_f64 f1, f1, f2, f3, rne\nfmsub_f64 f1, f1, f2, f3, rne\n"
      "fnmsub_f64 f1, f1, f2, f3, rne\nfnmadd_f64 f1, f1, f2, f3, rne\n" },
};

START_TEST(test_functions_add_the_operation_of_their_name)
{
    TCGContext *s = tcg_context_new();

    sections[_i].build(s);
    assert_text(s, sections[_i].text);
    ck_assert(!s->overflow);
    tcg_context_free(s);
}
END_TEST

START_TEST(test_every_opcode_has_a_function)
{
    TCGContext *s = tcg_context_new();
    bool seen[IR_OPCODE_COUNT] = { false };

    for (unsigned i = 0; i < G_N_ELEMENTS(sections); i++) {
        sections[i].build(s);
    }
    for (unsigned i = 0; i < s->n_ops; i++) {
        seen[s->ops[i].opc] = true;
    }
    for (unsigned opc = 0; opc < IR_OPCODE_COUNT; opc++) {
        ck_assert_msg(seen[opc], "nothing builds %s", ir_op_name(opc));
    }
    tcg_context_free(s);
}
END_TEST

START_TEST(test_equal_constants_share_an_entry)
{
    TCGContext *s = tcg_context_new();

    for (unsigned round = 0; round < 3; round++) {
        for (uint64_t i = 0; i < 1000; i++) {
            IrRef ref = tcg_constant(s, i << (i % 48));

            ck_assert(ir_is_const(ref));
            ck_assert_uint_eq(ir_const_value(s, ref), i << (i % 48));
        }
    }
    ck_assert_uint_le(s->n_consts, 1000);
    tcg_context_free(s);
}
END_TEST

START_TEST(test_reset_forgets_constants)
{
    TCGContext *s = tcg_context_new();

    tcg_constant(s, 7);
    tcg_constant(s, 8);
    tcg_context_reset(s);
    ck_assert_uint_eq(s->n_consts, 0);
    ck_assert_uint_eq(tcg_constant(s, 8), IR_CONST_FIRST);
    ck_assert_uint_eq(tcg_constant(s, 7), IR_CONST_FIRST + 1);
    ck_assert_uint_eq(tcg_constant(s, 8), IR_CONST_FIRST);
    tcg_context_free(s);
}
END_TEST

START_TEST(test_operations_know_their_instruction)
{
    TCGContext *s = tcg_context_new();

    tcg_gen_insn_start(s, 4);
    tcg_gen_mb(s, false);
    tcg_gen_insn_start(s, 5);
    tcg_gen_mb(s, false);
    ck_assert_uint_eq(s->ops[0].insn, 4);
    ck_assert_uint_eq(s->ops[1].insn, 4);
    ck_assert_uint_eq(s->ops[2].insn, 5);
    ck_assert_uint_eq(s->ops[3].insn, 5);
    tcg_context_free(s);
}
END_TEST

static void add_op(TCGContext *s, unsigned i)
{
    tcg_gen_mb(s, false);
}

static void add_temp(TCGContext *s, unsigned i)
{
    ck_assert_int_eq(ir_ref_kind(tcg_temp_new(s)), IR_REF_TEMP);
}

static void add_label(TCGContext *s, unsigned i)
{
    ck_assert_uint_lt(gen_new_label(s), IR_MAX_LABELS);
}

static void add_constant(TCGContext *s, unsigned i)
{
    ck_assert_int_eq(ir_ref_kind(tcg_constant(s, i * 0x10001ull)),
                     IR_REF_CONST);
}

static const struct {
    void (*add)(TCGContext *s, unsigned i);
    unsigned limit;
} tables[] = {
    { add_op, IR_MAX_OPS }, { add_temp, IR_MAX_TEMPS },
    { add_label, IR_MAX_LABELS }, { add_constant, IR_MAX_CONSTS },
};

START_TEST(test_full_tables_overflow_and_recover)
{
    TCGContext *s = tcg_context_new();

    for (unsigned i = 0; i < tables[_i].limit; i++) {
        tables[_i].add(s, i);
        ck_assert(!s->overflow);
    }
    tables[_i].add(s, tables[_i].limit);
    ck_assert(s->overflow);
    tcg_context_reset(s);
    ck_assert(!s->overflow);
    tables[_i].add(s, 0);
    ck_assert(!s->overflow);
    tcg_context_free(s);
}
END_TEST

START_TEST(test_free_accepts_null)
{
    tcg_context_free(NULL);
}
END_TEST

UNIT_MAIN("ir_build",
    UNIT_LOOP(test_functions_add_the_operation_of_their_name,
              G_N_ELEMENTS(sections)),
    UNIT_TEST(test_every_opcode_has_a_function),
    UNIT_TEST(test_equal_constants_share_an_entry),
    UNIT_TEST(test_reset_forgets_constants),
    UNIT_TEST(test_operations_know_their_instruction),
    UNIT_LOOP(test_full_tables_overflow_and_recover, G_N_ELEMENTS(tables)),
    UNIT_TEST(test_free_accepts_null))

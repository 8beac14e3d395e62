/*
 * test_emit_fp.c: host code for floating point gives what core/fpu.h gives
 *
 * Every operation in every format and rounding mode, on hosts with and
 * without AVX, FMA and F16C, with registers that are pinned or in memory and
 * that are the same or not: bits and flags.
 */
#include "core/fpu.h"
#include "fp_rig.h"
#include "fp_values.h"
#include "support/unit.h"

enum { RANDOM_RUNS = 100 };     /* of one unit in one rounding mode */

/* Pinned: f10 f11 f12, f0 and x10 x11; in memory: f28 f29 f30, x28 x29. */
static const FpRegs registers[] = {
    { 10, { 11, 12, 0 } },      /* all different */
    { 28, { 29, 30, 31 } },
    { 10, { 28, 29, 30 } },
    { 28, { 10, 11, 12 } },
    { 10, { 10, 11, 12 } },     /* the result replaces an operand */
    { 10, { 11, 10, 12 } },
    { 10, { 11, 12, 10 } },
    { 10, { 10, 10, 11 } },
    { 10, { 10, 11, 10 } },
    { 10, { 11, 10, 10 } },
    { 10, { 10, 10, 10 } },
    { 11, { 10, 10, 12 } },
    { 10, { 10, 28, 29 } },
    { 10, { 28, 10, 29 } },
    { 10, { 28, 29, 10 } },
    { 28, { 28, 10, 11 } },
    { 28, { 10, 28, 28 } },
    { 28, { 28, 28, 28 } },
    { 28, { 10, 10, 29 } },
};

static const uint8_t arithmetic[] = {
    IR_fadd, IR_fsub, IR_fmul, IR_fdiv, IR_fsqrt,
};
static const uint8_t fused[] = { IR_fmadd, IR_fmsub, IR_fnmsub, IR_fnmadd };
static const uint8_t compares[] = {
    IR_fmin, IR_fmax, IR_fminm, IR_fmaxm, IR_feq, IR_flt, IR_fle, IR_fltq,
    IR_fleq, IR_fclass,
};
static const uint8_t signs[] = {
    IR_fsgnj, IR_fsgnjn, IR_fsgnjx, IR_fmv_x, IR_fmv_f,
};
static const uint8_t conversions[] = {
    IR_fcvt_w, IR_fcvt_wu, IR_fcvt_l, IR_fcvt_lu, IR_fcvt_fl, IR_fcvt_flu,
    IR_fround, IR_froundnx,
};

static const IrFormat formats[] = { IR_F32, IR_F64, IR_F16 };

/* Hosts, by what they lack. */
static const char *const hosts[] = { "", "fma", "avx", "f16c", "sse41" };

static FpRig *rig;
static X86Features features;

static void setup(const char *without)
{
    features = x86_features_detect();
    if (*without) {
        ck_assert(x86_features_mask(&features, without));
    }
    rig = fp_rig_new(&features);
}

static FpKind kind_of(const IrOp *op, int n)
{
    if (fp_is_x(op, n)) {
        return FP_INT;
    }
    return op->opc == IR_fcvt_ff ? (FpKind)op->imm
                                 : (FpKind)IR_FP_FORMAT(op->attr);
}

/* Every @step-th combination; a prime meets all values of each operand. */
static void run_specials(const IrOp *op, unsigned frm, unsigned step)
{
    const uint64_t *special[3];
    unsigned count[3] = { 1, 1, 1 };
    unsigned args = fp_args(op);

    for (unsigned i = 0; i < args; i++) {
        special[i] = fp_specials(kind_of(op, i), &count[i]);
    }
    for (unsigned i = 0; i < count[0] * count[1] * count[2]; i += step) {
        uint64_t value[3] = { special[0][i % count[0]] };

        if (args > 1) {
            value[1] = special[1][i / count[0] % count[1]];
        }
        if (args > 2) {
            value[2] = special[2][i / count[0] / count[1]];
        }
        fp_rig_run(rig, frm, value);
    }
}

static void run_random(const IrOp *op, unsigned frm, unsigned runs)
{
    uint64_t state = 88172645463325252ull + op->opc * 64 + op->attr;
    unsigned args = fp_args(op);

    for (unsigned i = 0; i < runs; i++) {
        uint64_t value[3];

        for (unsigned n = 0; n < args; n++) {
            value[n] = fp_random(kind_of(op, n), &state);
        }
        fp_rig_run(rig, frm, value);
    }
}

/* 1, or a prime that leaves some thousand combinations */
static unsigned special_step(const IrOp *op, bool thorough)
{
    if (fp_args(op) == 3) {
        return thorough ? 13 : 331;
    }
    return thorough || fp_args(op) == 1 ? 1 : 31;
}

/* Marked as boxed, which they are. */
static void check_boxed(IrOp op, FpRegs regs)
{
    op.attr |= IR_FP_BOXED(0) | IR_FP_BOXED(1) | IR_FP_BOXED(2);
    fp_rig_load(rig, op, regs);
    for (unsigned frm = RM_RNE; frm <= RM_RUP; frm++) {
        run_random(&op, frm, unit_rounds(RANDOM_RUNS));
    }
}

static void check_op(IrOp op)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(registers); i++) {
        fp_rig_load(rig, op, registers[i]);
        for (unsigned frm = RM_RNE; frm <= RM_RUP; frm++) {
            run_specials(&op, frm, special_step(&op, i < 2));
            run_random(&op, frm, unit_rounds(RANDOM_RUNS));
        }
        check_boxed(op, registers[i]);
    }
}

static void check_ops(const uint8_t *ops, unsigned count, uint8_t rm)
{
    for (unsigned i = 0; i < count; i++) {
        for (unsigned f = 0; f < G_N_ELEMENTS(formats); f++) {
            IrOp op = {
                .opc = ops[i],
                .attr = IR_FP_ATTR(formats[f], rm),
            };
            check_op(op);
        }
    }
}

START_TEST(test_arithmetic_is_exact)
{
    setup(hosts[_i]);
    check_ops(arithmetic, G_N_ELEMENTS(arithmetic), RM_DYN);
    fp_rig_free(rig);
}
END_TEST

START_TEST(test_fused_operations_are_exact)
{
    setup(hosts[_i]);
    check_ops(fused, G_N_ELEMENTS(fused), RM_DYN);
    fp_rig_free(rig);
}
END_TEST

START_TEST(test_comparisons_are_exact)
{
    setup(hosts[_i]);
    check_ops(compares, G_N_ELEMENTS(compares), RM_DYN);
    fp_rig_free(rig);
}
END_TEST

START_TEST(test_bits_move_and_signs_change)
{
    setup(hosts[_i]);
    check_ops(signs, G_N_ELEMENTS(signs), RM_DYN);
    fp_rig_free(rig);
}
END_TEST

START_TEST(test_conversions_saturate_and_round)
{
    static const uint8_t modes[] = {
        RM_DYN, RM_RNE, RM_RTZ, RM_RDN, RM_RUP, RM_RMM,
    };

    setup(hosts[_i]);
    for (unsigned i = 0; i < G_N_ELEMENTS(modes); i++) {
        check_ops(conversions, G_N_ELEMENTS(conversions), modes[i]);
    }
    fp_rig_free(rig);
}
END_TEST

START_TEST(test_formats_convert)
{
    setup(hosts[_i]);
    for (unsigned from = 0; from < G_N_ELEMENTS(formats); from++) {
        for (unsigned to = 0; to < G_N_ELEMENTS(formats); to++) {
            IrOp op = {
                .opc = IR_fcvt_ff,
                .attr = IR_FP_ATTR(formats[to], RM_DYN),
                .imm = formats[from],
            };

            if (from != to) {
                check_op(op);
            }
        }
    }
    fp_rig_free(rig);
}
END_TEST

/* What compilers produce stays in translated code. */
START_TEST(test_nothing_common_is_interpreted)
{
    static const IrOp ops[] = {
        { IR_fadd, IR_FP_ATTR(IR_F64, RM_DYN) },
        { IR_fdiv, IR_FP_ATTR(IR_F32, RM_DYN) },
        { IR_fmadd, IR_FP_ATTR(IR_F64, RM_DYN) },
        { IR_fmin, IR_FP_ATTR(IR_F32, RM_DYN) },
        { IR_flt, IR_FP_ATTR(IR_F64, RM_DYN) },
        { IR_fcvt_w, IR_FP_ATTR(IR_F64, RM_RTZ) },
        { IR_fcvt_l, IR_FP_ATTR(IR_F64, RM_RDN) },
        { IR_fcvt_fl, IR_FP_ATTR(IR_F32, RM_DYN) },
        { IR_fcvt_flu, IR_FP_ATTR(IR_F64, RM_DYN) },
        { IR_fsgnjx, IR_FP_ATTR(IR_F32, RM_DYN) },
    };

    setup("");
    if (!features.fma) {
        return;
    }
    fp_rig_load(rig, ops[_i], registers[_i % 3]);
    run_random(&ops[_i], RM_RNE, 1000);
    ck_assert_uint_eq(fp_rig_left(rig), 0);
    fp_rig_free(rig);
}
END_TEST

UNIT_MAIN("emit_fp",
    UNIT_LOOP(test_arithmetic_is_exact, G_N_ELEMENTS(hosts)),
    UNIT_LOOP(test_fused_operations_are_exact, G_N_ELEMENTS(hosts)),
    UNIT_LOOP(test_comparisons_are_exact, G_N_ELEMENTS(hosts)),
    UNIT_LOOP(test_bits_move_and_signs_change, G_N_ELEMENTS(hosts)),
    UNIT_LOOP(test_conversions_saturate_and_round, G_N_ELEMENTS(hosts)),
    UNIT_LOOP(test_formats_convert, G_N_ELEMENTS(hosts)),
    UNIT_LOOP(test_nothing_common_is_interpreted, 10))

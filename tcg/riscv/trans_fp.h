/*
 * trans_fp.h: the shapes that floating-point instructions come in
 *
 * F, D and Zfh have the same instructions for three formats. Each macro
 * makes trans_<row>; @f is the format (F16, F32, F64). Compare
 * exec/interp_fp.h, which has the same shapes.
 *
 * Rounding. After fp_check the host's FP unit rounds as frm says, one of 0
 * to 3: instructions with rm = 7 become operations. A mode in the encoding
 * is the exception, and only where compilers write it is there an operation:
 * to integers, from them, and to integral numbers. Where the result is
 * always exact the mode does not matter, if it is one of the five that exist.
 * Everything else goes to the interpreter and its softfloat.
 */
#ifndef TCG_RISCV_TRANS_FP_H
#define TCG_RISCV_TRANS_FP_H

#include "core/fpu.h"
#include "translate.h"

/* What an operation can do with the rm field. */
typedef enum FpRounding {
    FP_RM_DYNAMIC,              /* rm = 7 only */
    FP_RM_EXACT,                /* never rounds: any mode that exists */
    FP_RM_ANY,                  /* has its own mode, if that exists */
} FpRounding;

/**
 * trans_fp_begin: fp_check, or hand the instruction to the interpreter
 *
 * Returns: false when the interpreter has it and nothing is left to do.
 */
bool trans_fp_begin(DisasContext *ctx, const Insn *insn, FpRounding rounding);

#define TRANS_FP(name) void trans_##name(DisasContext *ctx, const Insn *insn)

#define FP_LOAD(name, memop)                                            \
    TRANS_FP(name)                                                      \
    {                                                                   \
        gen_fp_check(ctx);                                              \
        tcg_gen_fld(ctx->s, get_fpr(insn->rd), get_gpr(ctx, insn->rs1), \
                    insn->imm, (memop));                                \
    }

#define FP_STORE(name, memop)                                           \
    TRANS_FP(name)                                                      \
    {                                                                   \
        gen_fp_check(ctx);                                              \
        tcg_gen_fst(ctx->s, get_gpr(ctx, insn->rs1), get_fpr(insn->rs2), \
                    insn->imm, (memop));                                \
    }

/* f = op(f, f), rounded */
#define FP_ROUNDED_2(name, op, f)                                       \
    TRANS_FP(name)                                                      \
    {                                                                   \
        if (trans_fp_begin(ctx, insn, FP_RM_DYNAMIC)) {                 \
            tcg_gen_##op(ctx->s, get_fpr(insn->rd), get_fpr(insn->rs1), \
                         get_fpr(insn->rs2), IR_FP_ATTR(f, RM_DYN));    \
        }                                                               \
    }

/* f = op(f, f, f), rounded */
#define FP_ROUNDED_3(name, op, f)                                       \
    TRANS_FP(name)                                                      \
    {                                                                   \
        IrArgs args = { get_fpr(insn->rs1), get_fpr(insn->rs2),         \
                        get_fpr(insn->rs3) };                           \
                                                                        \
        if (trans_fp_begin(ctx, insn, FP_RM_DYNAMIC)) {                 \
            tcg_gen_##op(ctx->s, get_fpr(insn->rd), args,               \
                         IR_FP_ATTR(f, RM_DYN));                        \
        }                                                               \
    }

/* f = op(f), rounded */
#define FP_ROUNDED_1(name, op, f)                                       \
    TRANS_FP(name)                                                      \
    {                                                                   \
        if (trans_fp_begin(ctx, insn, FP_RM_DYNAMIC)) {                 \
            tcg_gen_##op(ctx->s, get_fpr(insn->rd), get_fpr(insn->rs1), \
                         IR_FP_ATTR(f, RM_DYN));                        \
        }                                                               \
    }

/* f = op(f, f), no rounding mode */
#define FP_PLAIN(name, op, f)                                           \
    TRANS_FP(name)                                                      \
    {                                                                   \
        gen_fp_check(ctx);                                              \
        tcg_gen_##op(ctx->s, get_fpr(insn->rd), get_fpr(insn->rs1),     \
                     get_fpr(insn->rs2), IR_FP_ATTR(f, RM_DYN));        \
    }

/* x = op(f, f), no rounding mode */
#define FP_COMPARE(name, op, f)                                         \
    TRANS_FP(name)                                                      \
    {                                                                   \
        gen_fp_check(ctx);                                              \
        tcg_gen_##op(ctx->s, dest_gpr(ctx, insn->rd),                   \
                     get_fpr(insn->rs1), get_fpr(insn->rs2),            \
                     IR_FP_ATTR(f, RM_DYN));                            \
    }

/* x = op(f), no rounding mode */
#define FP_TO_X(name, op, f)                                            \
    TRANS_FP(name)                                                      \
    {                                                                   \
        gen_fp_check(ctx);                                              \
        tcg_gen_##op(ctx->s, dest_gpr(ctx, insn->rd),                   \
                     get_fpr(insn->rs1), IR_FP_ATTR(f, RM_DYN));        \
    }

/* f = bits of x */
#define FP_FROM_X(name, op, f)                                          \
    TRANS_FP(name)                                                      \
    {                                                                   \
        gen_fp_check(ctx);                                              \
        tcg_gen_##op(ctx->s, get_fpr(insn->rd), get_gpr(ctx, insn->rs1), \
                     IR_FP_ATTR(f, RM_DYN));                            \
    }

/* f = op(f), the mode is passed on */
#define FP_TO_INTEGRAL(name, op, f)                                     \
    TRANS_FP(name)                                                      \
    {                                                                   \
        if (trans_fp_begin(ctx, insn, FP_RM_ANY)) {                     \
            tcg_gen_##op(ctx->s, get_fpr(insn->rd), get_fpr(insn->rs1), \
                         IR_FP_ATTR(f, insn->rm));                      \
        }                                                               \
    }

/* x = integer of f; the mode is passed on */
#define FP_CVT_TO_X(name, op, f)                                        \
    TRANS_FP(name)                                                      \
    {                                                                   \
        if (trans_fp_begin(ctx, insn, FP_RM_ANY)) {                     \
            tcg_gen_##op(ctx->s, dest_gpr(ctx, insn->rd),               \
                         get_fpr(insn->rs1), IR_FP_ATTR(f, insn->rm));  \
        }                                                               \
    }

/* f = f in another format */
#define FP_CVT(name, to, from, rounding)                                \
    TRANS_FP(name)                                                      \
    {                                                                   \
        if (trans_fp_begin(ctx, insn, rounding)) {                      \
            tcg_gen_fcvt_ff(ctx->s, get_fpr(insn->rd),                  \
                            get_fpr(insn->rs1), from,                   \
                            IR_FP_ATTR(to, RM_DYN));                    \
        }                                                               \
    }

/*
 * f = integer of x. Words become 64-bit numbers first: the operations know
 * those only. A word of 32 bits always fits f64.
 */
void trans_fcvt_from_w(DisasContext *ctx, const Insn *insn, IrFormat f);
void trans_fcvt_from_wu(DisasContext *ctx, const Insn *insn, IrFormat f);

#define FP_CVT_FROM_W(name, word, f)                                    \
    TRANS_FP(name)                                                      \
    {                                                                   \
        trans_fcvt_from_##word(ctx, insn, f);                           \
    }

#define FP_CVT_FROM_L(name, op, f)                                      \
    TRANS_FP(name)                                                      \
    {                                                                   \
        if (trans_fp_begin(ctx, insn, FP_RM_ANY)) {                     \
            tcg_gen_##op(ctx->s, get_fpr(insn->rd),                     \
                         get_gpr(ctx, insn->rs1),                       \
                         IR_FP_ATTR(f, insn->rm));                      \
        }                                                               \
    }

/* Arithmetic. */
#define FP_ARITHMETIC(x, f)                                             \
    FP_ROUNDED_2(fadd_##x, fadd, f)                                     \
    FP_ROUNDED_2(fsub_##x, fsub, f)                                     \
    FP_ROUNDED_2(fmul_##x, fmul, f)                                     \
    FP_ROUNDED_2(fdiv_##x, fdiv, f)                                     \
    FP_ROUNDED_1(fsqrt_##x, fsqrt, f)                                   \
    FP_ROUNDED_3(fmadd_##x, fmadd, f)                                   \
    FP_ROUNDED_3(fmsub_##x, fmsub, f)                                   \
    FP_ROUNDED_3(fnmsub_##x, fnmsub, f)                                 \
    FP_ROUNDED_3(fnmadd_##x, fnmadd, f)                                 \
    FP_PLAIN(fmin_##x, fmin, f)                                         \
    FP_PLAIN(fmax_##x, fmax, f)                                         \
    FP_CVT_FROM_W(fcvt_##x##_w, w, f)                                   \
    FP_CVT_FROM_W(fcvt_##x##_wu, wu, f)                                 \
    FP_CVT_FROM_L(fcvt_##x##_l, fcvt_fl, f)                             \
    FP_CVT_FROM_L(fcvt_##x##_lu, fcvt_flu, f)

/* Signs, comparison, conversion to integers. */
#define FP_FORMAT(x, f)                                                 \
    FP_PLAIN(fsgnj_##x, fsgnj, f)                                       \
    FP_PLAIN(fsgnjn_##x, fsgnjn, f)                                     \
    FP_PLAIN(fsgnjx_##x, fsgnjx, f)                                     \
    FP_COMPARE(feq_##x, feq, f)                                         \
    FP_COMPARE(flt_##x, flt, f)                                         \
    FP_COMPARE(fle_##x, fle, f)                                         \
    FP_TO_X(fclass_##x, fclass, f)                                      \
    FP_CVT_TO_X(fcvt_w_##x, fcvt_w, f)                                  \
    FP_CVT_TO_X(fcvt_wu_##x, fcvt_wu, f)                                \
    FP_CVT_TO_X(fcvt_l_##x, fcvt_l, f)                                  \
    FP_CVT_TO_X(fcvt_lu_##x, fcvt_lu, f)

#endif

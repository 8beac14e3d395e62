/*
 * trans_zfa.c: Unprivileged ISA, chapter "Zfa Extension"
 *
 * FLI loads a number that is known here: a move of bits.
 */
#include "trans_fp.h"

#define FLI(name, constant, f)                                          \
    TRANS_FP(name)                                                      \
    {                                                                   \
        gen_fp_check(ctx);                                              \
        tcg_gen_fmv_f(ctx->s, get_fpr(insn->rd),                        \
                      tcg_constant(ctx->s, constant(insn->rs1)),        \
                      IR_FP_ATTR(f, RM_DYN));                           \
    }

#define ZFA(x, f, constant)                                             \
    FLI(fli_##x, constant, f)                                           \
    FP_PLAIN(fminm_##x, fminm, f)                                       \
    FP_PLAIN(fmaxm_##x, fmaxm, f)                                       \
    FP_TO_INTEGRAL(fround_##x, fround, f)                               \
    FP_TO_INTEGRAL(froundnx_##x, froundnx, f)                           \
    FP_COMPARE(fleq_##x, fleq, f)                                       \
    FP_COMPARE(fltq_##x, fltq, f)

ZFA(s, IR_F32, f32_constant)
ZFA(d, IR_F64, f64_constant)
ZFA(h, IR_F16, f16_constant)

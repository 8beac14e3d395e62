/*
 * trans_fp.c: which rounding modes an operation can have
 *
 * See trans_fp.h. Encodings 5 and 6 of rm are reserved; the interpreter
 * raises the illegal-instruction exception for them.
 */
#include "trans_fp.h"

static bool rounds_as_asked(unsigned rm, FpRounding rounding)
{
    switch (rounding) {
    case FP_RM_EXACT:
    case FP_RM_ANY:
        return rm <= RM_RMM || rm == RM_DYN;
    default:
        return rm == RM_DYN;
    }
}

bool trans_fp_begin(DisasContext *ctx, const Insn *insn, FpRounding rounding)
{
    if (!rounds_as_asked(insn->rm, rounding)) {
        trans_interp(ctx, insn);
        return false;
    }
    gen_fp_check(ctx);
    return true;
}

/* The mode for a word that becomes a float: in f64 it is always exact. */
static uint8_t word_attr(const Insn *insn, IrFormat f)
{
    return IR_FP_ATTR(f, f == IR_F64 ? RM_DYN : insn->rm);
}

void trans_fcvt_from_w(DisasContext *ctx, const Insn *insn, IrFormat f)
{
    IrRef word;

    if (!trans_fp_begin(ctx, insn, FP_RM_ANY)) {
        return;
    }
    word = tcg_temp_new(ctx->s);
    tcg_gen_ext32s(ctx->s, word, get_gpr(ctx, insn->rs1));
    tcg_gen_fcvt_fl(ctx->s, get_fpr(insn->rd), word, word_attr(insn, f));
}

void trans_fcvt_from_wu(DisasContext *ctx, const Insn *insn, IrFormat f)
{
    IrRef word;

    if (!trans_fp_begin(ctx, insn, FP_RM_ANY)) {
        return;
    }
    word = tcg_temp_new(ctx->s);
    tcg_gen_ext32u(ctx->s, word, get_gpr(ctx, insn->rs1));
    tcg_gen_fcvt_fl(ctx->s, get_fpr(insn->rd), word, word_attr(insn, f));
}

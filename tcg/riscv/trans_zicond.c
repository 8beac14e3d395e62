/*
 * trans_zicond.c: conditional zero
 *
 * Unprivileged ISA, chapter "Integer Conditional (Zicond) Operations".
 */
#include "translate.h"

void trans_czero_eqz(DisasContext *ctx, const Insn *insn)
{
    tcg_gen_select(ctx->s, dest_gpr(ctx, insn->rd), get_gpr(ctx, insn->rs2),
                   get_gpr(ctx, insn->rs1), tcg_constant(ctx->s, 0));
}

void trans_czero_nez(DisasContext *ctx, const Insn *insn)
{
    tcg_gen_select(ctx->s, dest_gpr(ctx, insn->rd), get_gpr(ctx, insn->rs2),
                   tcg_constant(ctx->s, 0), get_gpr(ctx, insn->rs1));
}

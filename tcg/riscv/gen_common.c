/*
 * gen_common.c: sequences that several instructions need
 */
#include "translate.h"

void gen_fp_check(DisasContext *ctx)
{
    if (!ctx->fp_checked) {
        tcg_gen_fp_check(ctx->s);
        ctx->fp_checked = true;
    }
}

/* The helper does not come back; the exit only ends the list. */
void gen_raise(DisasContext *ctx, Trap cause, IrRef tval)
{
    TCGContext *s = ctx->s;

    tcg_gen_call(s, TCG_HELPER_RAISE, IR_NONE,
                 (IrArgs) { tcg_constant(s, cause), tval, IR_NONE });
    tcg_gen_exit_tb(s, ctx->pc, IR_EXIT_NEXT);
    ctx->is_jmp = DISAS_NORETURN;
}

/* After what may have changed the context, the unit is left. */
void gen_interp(DisasContext *ctx)
{
    unsigned op = ctx->s->insns[ctx->index].insn.op;
    bool ends = trans_rows[op].flags &
                (INSN_ENDS_BLOCK | INSN_JUMP | INSN_BRANCH);

    tcg_gen_interp(ctx->s, ends);
    ctx->fp_checked = false;
    if (ends) {
        ctx->is_jmp = DISAS_EXIT;
    }
}

void trans_interp(DisasContext *ctx, const Insn *insn)
{
    gen_interp(ctx);
}

void trans_illegal(DisasContext *ctx, const Insn *insn)
{
    tcg_gen_interp(ctx->s, true);
    ctx->is_jmp = DISAS_EXIT;
}

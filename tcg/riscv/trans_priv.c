/*
 * trans_priv.c: environment calls, trap returns, fences
 *
 * Privileged ISA, "Machine-Mode Privileged Instructions"; Unprivileged ISA,
 * "Memory Ordering Instructions". What waits or changes the translation in
 * force is left to the interpreter: see interp_rows.h.
 */
#include "translate.h"

/* A unit runs in one privilege mode, so the cause is known here. */
void trans_ecall(DisasContext *ctx, const Insn *insn)
{
    gen_raise(ctx, (Trap)(TRAP_ECALL_U + ctx->s->priv),
              tcg_constant(ctx->s, 0));
}

void trans_ebreak(DisasContext *ctx, const Insn *insn)
{
    IrRef tval = tcg_temp_new(ctx->s);

    tcg_gen_pc_add(ctx->s, tval, ctx->pc);
    gen_raise(ctx, TRAP_BREAKPOINT, tval);
}

/* The helper goes on elsewhere; the exit only ends the list. */
static void gen_trap_return(DisasContext *ctx, TcgHelper helper)
{
    tcg_gen_call(ctx->s, helper, IR_NONE,
                 (IrArgs) { IR_NONE, IR_NONE, IR_NONE });
    tcg_gen_exit_tb(ctx->s, ctx->pc, IR_EXIT_NEXT);
    ctx->is_jmp = DISAS_NORETURN;
}

void trans_sret(DisasContext *ctx, const Insn *insn)
{
    gen_trap_return(ctx, TCG_HELPER_SRET);
}

void trans_mret(DisasContext *ctx, const Insn *insn)
{
    gen_trap_return(ctx, TCG_HELPER_MRET);
}

/* Bits of the predecessor and successor sets of FENCE. */
enum {
    FENCE_W = 1 << 0,
    FENCE_R = 1 << 1,
    FENCE_O = 1 << 2,
    FENCE_I = 1 << 3,
};

/*
 * On hosts with total store order only one thing needs an instruction: a
 * write before, kept from being overtaken by a read after.
 */
void trans_fence(DisasContext *ctx, const Insn *insn)
{
    unsigned before = insn->imm >> 4 & 15;
    unsigned after = insn->imm & 15;

    tcg_gen_mb(ctx->s, (before & (FENCE_W | FENCE_O)) &&
                       (after & (FENCE_R | FENCE_I)));
}

/* FENCE.TSO orders everything but writes before reads. */
void trans_fence_tso(DisasContext *ctx, const Insn *insn)
{
    tcg_gen_mb(ctx->s, false);
}

/*
 * gen_jump.c: where control goes after an instruction (exercise tcg.3)
 *
 * TODO: branches and jumps with a known target, which is a page offset: that
 * of another page when it is negative or 4096 and more.
 *
 *   gen_branch_label  A target in the unit (trans_insn_at()) has a label,
 *                     ctx->label[]: gen_join(), then that. Any other: a new
 *                     label, noted in ctx->side_exits[] with the target, the
 *                     branch's index and ctx->pending; its code follows
 *                     behind the unit, where only the taken branch pays.
 *   gen_side_exits    the code of those: the label, retire what is pending,
 *                     go. The branch's index becomes s->insn, ctx->pc its
 *                     page offset, so that traps name it.
 *   gen_goto          goto_tb, which can be linked. Before, within the page:
 *                     poll if it is not forward; else, when config->counts,
 *                     poll_slice, both for the target.
 *   gen_jump          to a label of the unit by gen_join() and br, or
 *                     gen_retire() and gen_goto(); nothing follows:
 *                     DISAS_NORETURN.
 *
 * A taken branch whose target_is_misaligned() raises TRAP_INSN_MISALIGNED
 * with the target's address; nothing retires. Fields: translate.h.
 * Until then each branch is left to the interpreter, and each way out of the
 * unit to the loop.
 */
#include "core/lab_todo.h"
#include "translate.h"

unsigned gen_branch_label(DisasContext *ctx, int32_t imm)
{
    unsigned label = gen_new_label(ctx->s);

    (void)imm;
    lab_todo("tcg", 3);
    tcg_gen_exit_tb(ctx->s, ctx->pc, IR_EXIT_INTERP);
    gen_set_label(ctx->s, label);
    return label;
}

void gen_goto(DisasContext *ctx, int32_t from, int32_t target)
{
    (void)from;
    lab_todo("tcg", 3);
    tcg_gen_exit_tb(ctx->s, target, IR_EXIT_NEXT);
}

void gen_jump(DisasContext *ctx, int32_t target)
{
    (void)target;
    lab_todo("tcg", 3);
    tcg_gen_exit_tb(ctx->s, ctx->pc, IR_EXIT_INTERP);
    ctx->is_jmp = DISAS_NORETURN;
}

void gen_side_exits(DisasContext *ctx)
{
    (void)ctx;
}

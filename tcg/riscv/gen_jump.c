/*
 * gen_jump.c: where control goes after an instruction
 *
 * A target is a page offset. Inside the unit it is a label; elsewhere a
 * goto_tb, whose jump can be patched: within the page because both ends move
 * together, and to another page while the mapping is the one it was made for.
 */
#include "translate.h"

static unsigned side_exit(DisasContext *ctx, int32_t target)
{
    SideExit *exit = &ctx->side_exits[ctx->n_side_exits++];

    *exit = (SideExit) {
        .label = gen_new_label(ctx->s),
        .insn = ctx->index,
        .pending = ctx->pending,
        .target = target,
    };
    return exit->label;
}

unsigned gen_branch_label(DisasContext *ctx, int32_t imm)
{
    int32_t target = ctx->pc + imm;
    int insn = trans_insn_at(ctx, target);

    if (insn < 0 || target_is_misaligned(ctx, imm)) {
        return side_exit(ctx, target);
    }
    gen_join(ctx, insn);
    return ctx->label[insn];
}

/*
 * A poll in every loop is enough, and a loop goes back somewhere. But with
 * counts a unit may be entered only when there is time for all of it. Ways
 * out of the page are polls by themselves (tcg/env.h).
 */
static void gen_poll(DisasContext *ctx, int32_t from, int32_t target)
{
    if (target <= from) {
        tcg_gen_poll(ctx->s, target);
    } else if (ctx->config->counts) {
        tcg_gen_poll_slice(ctx->s, target);
    }
}

void gen_goto(DisasContext *ctx, int32_t from, int32_t target)
{
    if (ir_in_page(target)) {
        gen_poll(ctx, from, target);
    }
    tcg_gen_goto_tb(ctx->s, target);
}

void gen_jump(DisasContext *ctx, int32_t target)
{
    int insn = trans_insn_at(ctx, target);

    if (insn >= 0) {
        gen_join(ctx, insn);
        tcg_gen_br(ctx->s, ctx->label[insn]);
    } else {
        gen_retire(ctx);
        gen_goto(ctx, ctx->pc, target);
    }
    ctx->is_jmp = DISAS_NORETURN;
}

static void gen_misaligned(DisasContext *ctx, const SideExit *exit)
{
    IrRef target = tcg_temp_new(ctx->s);

    tcg_gen_pc_add(ctx->s, target, exit->target);
    gen_raise(ctx, TRAP_INSN_MISALIGNED, target);
}

void gen_side_exits(DisasContext *ctx)
{
    TCGContext *s = ctx->s;

    for (unsigned i = 0; i < ctx->n_side_exits; i++) {
        const SideExit *exit = &ctx->side_exits[i];
        const IrInsn *insn = &s->insns[exit->insn];

        s->insn = exit->insn;
        ctx->pc = insn->page_offset;
        gen_set_label(s, exit->label);
        if (target_is_misaligned(ctx, insn->insn.imm)) {
            gen_misaligned(ctx, exit);
            continue;
        }
        tcg_gen_retire(s, exit->pending);
        gen_goto(ctx, ctx->pc, exit->target);
    }
}

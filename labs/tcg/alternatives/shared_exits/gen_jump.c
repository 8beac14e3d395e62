/*
 * gen_jump.c: branches that leave with the same count for the same place
 * share an exit
 */
#include "translate.h"

static bool in_unit(const DisasContext *ctx, int32_t target, unsigned *insn)
{
    int found = trans_insn_at(ctx, target);

    *insn = found < 0 ? 0 : (unsigned)found;
    return found >= 0;
}

/* Traps and polls are told apart by the branch: those exits are not shared. */
static bool may_share(const DisasContext *ctx, int32_t imm)
{
    return imm > 0 && !ctx->config->counts &&
           !target_is_misaligned(ctx, imm);
}

static SideExit *find_exit(DisasContext *ctx, int32_t target)
{
    for (unsigned i = 0; i < ctx->n_side_exits; i++) {
        SideExit *exit = &ctx->side_exits[i];

        if (exit->target == target && exit->pending == ctx->pending) {
            return exit;
        }
    }
    return NULL;
}

unsigned gen_branch_label(DisasContext *ctx, int32_t imm)
{
    int32_t target = ctx->pc + imm;
    SideExit *exit = may_share(ctx, imm) ? find_exit(ctx, target) : NULL;
    unsigned insn;

    if (exit) {
        return exit->label;
    }
    if (!target_is_misaligned(ctx, imm) && in_unit(ctx, target, &insn)) {
        gen_join(ctx, insn);
        return ctx->label[insn];
    }
    exit = &ctx->side_exits[ctx->n_side_exits++];
    exit->label = gen_new_label(ctx->s);
    exit->insn = ctx->index;
    exit->pending = ctx->pending;
    exit->target = target;
    return exit->label;
}

void gen_goto(DisasContext *ctx, int32_t from, int32_t target)
{
    bool stays = target >= 0 && target < TARGET_PAGE_SIZE;

    if (stays && target <= from) {
        tcg_gen_poll(ctx->s, target);
    } else if (stays && ctx->config->counts) {
        tcg_gen_poll_slice(ctx->s, target);
    }
    tcg_gen_goto_tb(ctx->s, target);
}

void gen_jump(DisasContext *ctx, int32_t target)
{
    unsigned insn;

    if (in_unit(ctx, target, &insn)) {
        gen_join(ctx, insn);
        tcg_gen_br(ctx->s, ctx->label[insn]);
    } else {
        gen_retire(ctx);
        gen_goto(ctx, ctx->pc, target);
    }
    ctx->is_jmp = DISAS_NORETURN;
}

static void leave(DisasContext *ctx, const SideExit *exit)
{
    TCGContext *s = ctx->s;
    IrRef address;

    if (target_is_misaligned(ctx, exit->target - ctx->pc)) {
        address = tcg_temp_new(s);
        tcg_gen_pc_add(s, address, exit->target);
        gen_raise(ctx, TRAP_INSN_MISALIGNED, address);
    } else {
        tcg_gen_retire(s, exit->pending);
        gen_goto(ctx, ctx->pc, exit->target);
    }
}

void gen_side_exits(DisasContext *ctx)
{
    for (unsigned i = 0; i < ctx->n_side_exits; i++) {
        const SideExit *exit = &ctx->side_exits[i];

        ctx->s->insn = exit->insn;
        ctx->pc = ctx->s->insns[exit->insn].page_offset;
        gen_set_label(ctx->s, exit->label);
        leave(ctx, exit);
    }
}

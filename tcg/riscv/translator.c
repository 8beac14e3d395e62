/*
 * translator.c: a run of guest instructions becomes a unit
 *
 * The loop of the lecture: prepare, then for each instruction mark its start
 * and translate it, then stop. What is special here is that branches between
 * instructions of the run stay inside the unit, as labels.
 *
 * Counting. Instructions are not counted one by one: ctx->pending says how
 * many were executed on the way here but not retired, and IrInsn.uncounted
 * remembers that for traps. All ways to a label leave the same number
 * pending, see gen_join(); ways out, and polls, leave none.
 *
 * Polls. Each loop has one at its head, so the edge back costs nothing.
 */
#include "translate.h"

static void init_disas_context(DisasContext *ctx, TCGContext *s,
                               const TcgConfig *config)
{
    const IrInsn *last = &s->insns[s->n_insns - 1];

    ctx->s = s;
    ctx->config = config;
    ctx->is_jmp = DISAS_NEXT;
    ctx->pending = 0;
    ctx->fp_checked = false;
    ctx->first = s->insns[0].page_offset;
    ctx->end = last->page_offset + last->insn.len;
    ctx->n_side_exits = 0;
}

int trans_insn_at(const DisasContext *ctx, int32_t offset)
{
    if (offset < ctx->first || offset >= ctx->end || (offset & 1)) {
        return -1;
    }
    return ctx->at[(offset - ctx->first) / 2];
}

/* The flags of a row; nothing is known of an illegal instruction. */
static unsigned flags_of(const Insn *insn)
{
    return insn->op < OP_COUNT ? trans_rows[insn->op].flags : 0;
}

/* The target is in the register, so it is no label. */
static bool has_known_target(const Insn *insn)
{
    return (flags_of(insn) & INSN_BRANCH) || insn->op == OP_jal;
}

/* Returns: how many indices of jumps were put into @jumps. */
static unsigned find_instructions(DisasContext *ctx, uint16_t *jumps)
{
    unsigned n_jumps = 0;

    for (unsigned i = 0; i < ctx->s->n_insns; i++) {
        const IrInsn *insn = &ctx->s->insns[i];
        int16_t *at = &ctx->at[(insn->page_offset - ctx->first) / 2];

        at[0] = i;
        if (insn->insn.len == 4) {
            at[1] = -1;
        }
        ctx->label[i] = -1;
        ctx->loop_head[i] = false;
        ctx->pending_at[i] = -1;
        if (has_known_target(&insn->insn)) {
            jumps[n_jumps++] = i;
        }
    }
    return n_jumps;
}

/* Labels must be known before the first operation of their instruction. */
static void find_targets(DisasContext *ctx)
{
    TCGContext *s = ctx->s;
    uint16_t jumps[IR_MAX_INSNS];
    unsigned n_jumps = find_instructions(ctx, jumps);

    for (unsigned i = 0; i < n_jumps; i++) {
        const IrInsn *jump = &s->insns[jumps[i]];
        int target = trans_insn_at(ctx, jump->page_offset + jump->insn.imm);

        if (target < 0) {
            continue;
        }
        if (ctx->label[target] < 0) {
            ctx->label[target] = gen_new_label(s);
        }
        if (target <= jumps[i]) {
            ctx->loop_head[target] = true;
            ctx->pending_at[target] = 0;
        }
    }
}

/* All ways to a branch target meet: the one from above, and the branches. */
static void start_label(DisasContext *ctx)
{
    if (ctx->is_jmp == DISAS_NEXT) {
        gen_join(ctx, ctx->index);
    } else if (ctx->pending_at[ctx->index] < 0) {
        return;                 /* only from code that nobody reaches */
    }
    gen_set_label(ctx->s, ctx->label[ctx->index]);
    ctx->pending = ctx->pending_at[ctx->index];
    ctx->fp_checked = false;
    ctx->is_jmp = DISAS_NEXT;
}

/* Returns: false when no way leads to the instruction. */
static bool insn_start(DisasContext *ctx, unsigned index)
{
    TCGContext *s = ctx->s;
    IrInsn *insn = &s->insns[index];

    ctx->index = index;
    ctx->pc = insn->page_offset;
    insn->uncounted = 0;
    if (ctx->label[index] >= 0) {
        start_label(ctx);
    }
    if (ctx->is_jmp != DISAS_NEXT) {
        return false;
    }
    insn->uncounted = ctx->pending;
    tcg_gen_insn_start(s, index);
    if (ctx->loop_head[index]) {
        tcg_gen_poll(s, ctx->pc);
    }
    return true;
}

static void translate_insn(DisasContext *ctx, const Insn *insn)
{
    ctx->pending++;
    if (insn->op < OP_COUNT) {
        trans_rows[insn->op].translate(ctx, insn);
    } else {
        trans_illegal(ctx, insn);
    }
    if (ctx->is_jmp == DISAS_EXIT &&
        ctx->pc + insn->len > TARGET_PAGE_SIZE) {
        gen_retire(ctx);
        gen_goto(ctx, ctx->pc, ctx->pc + insn->len);
    } else if (ctx->is_jmp == DISAS_EXIT) {
        gen_retire(ctx);
        tcg_gen_exit_tb(ctx->s, ctx->pc + insn->len, IR_EXIT_NEXT);
    }
}

/* Control may fall off the last instruction. */
static void tb_stop(DisasContext *ctx)
{
    if (ctx->is_jmp == DISAS_NEXT) {
        gen_retire(ctx);
        gen_goto(ctx, ctx->pc, ctx->end);
    }
}

bool tcg_gen_unit(TCGContext *s, const TcgConfig *config)
{
    DisasContext ctx;

    init_disas_context(&ctx, s, config);
    find_targets(&ctx);
    for (unsigned i = 0; i < s->n_insns; i++) {
        if (insn_start(&ctx, i)) {
            translate_insn(&ctx, &s->insns[i].insn);
        }
    }
    tb_stop(&ctx);
    gen_side_exits(&ctx);
    return !s->overflow;
}

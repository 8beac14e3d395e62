/*
 * trans_a.c: atomics: Zaamo and Zalrsc
 *
 * Unprivileged ISA, chapter "A Extension". AMOs and SC are sequentially
 * consistent, which is at least what any aq and rl ask for. LR is a load:
 * with rl, stores before it must be seen first.
 */
#include "translate.h"

#define AMO(name, op)                                                   \
    AMO_WIDTH(name##_w, op, MO_32)                                      \
    AMO_WIDTH(name##_d, op, MO_64)

#define AMO_WIDTH(name, op, size_op)                                    \
    void trans_##name(DisasContext *ctx, const Insn *insn)              \
    {                                                                   \
        gen_amo(ctx, insn, IR_AMO_ATTR(op, size_op));                   \
    }

static void gen_amo(DisasContext *ctx, const Insn *insn, uint8_t attr)
{
    IrRef address = get_gpr(ctx, insn->rs1);
    IrRef value = get_gpr(ctx, insn->rs2);

    tcg_gen_amo(ctx->s, dest_gpr(ctx, insn->rd), address, value, attr);
}

AMO(amoswap, IR_AMO_SWAP)
AMO(amoadd, IR_AMO_ADD)
AMO(amoxor, IR_AMO_XOR)
AMO(amoand, IR_AMO_AND)
AMO(amoor, IR_AMO_OR)
AMO(amomin, IR_AMO_MIN)
AMO(amomax, IR_AMO_MAX)
AMO(amominu, IR_AMO_MINU)
AMO(amomaxu, IR_AMO_MAXU)

enum { INSN_RL = 1 << 25 };

static void gen_lr(DisasContext *ctx, const Insn *insn, MemOp op)
{
    IrRef address = get_gpr(ctx, insn->rs1);

    if (insn->raw & INSN_RL) {
        tcg_gen_mb(ctx->s, true);
    }
    tcg_gen_lr(ctx->s, dest_gpr(ctx, insn->rd), address, op);
}

static void gen_sc(DisasContext *ctx, const Insn *insn, MemOp op)
{
    IrRef address = get_gpr(ctx, insn->rs1);
    IrRef value = get_gpr(ctx, insn->rs2);

    tcg_gen_sc(ctx->s, dest_gpr(ctx, insn->rd), address, value, op);
}

void trans_lr_w(DisasContext *ctx, const Insn *insn)
{
    gen_lr(ctx, insn, MO_32 | MO_SIGN);
}

void trans_lr_d(DisasContext *ctx, const Insn *insn)
{
    gen_lr(ctx, insn, MO_64);
}

void trans_sc_w(DisasContext *ctx, const Insn *insn)
{
    gen_sc(ctx, insn, MO_32);
}

void trans_sc_d(DisasContext *ctx, const Insn *insn)
{
    gen_sc(ctx, insn, MO_64);
}

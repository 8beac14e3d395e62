/*
 * trans_zicbo.c: CBO.ZERO, with which kernels clear pages
 *
 * CMO specification, "Cache-Block Zero Instructions". One lookup for the
 * block, then plain stores. What is unusual is the interpreter's: a mode
 * that may not (menvcfg and senvcfg, CBZE), an address inside a block, which
 * a fault has to name, and a page that is not in the TLB for writing.
 *
 *     guard host, rs1, block, slow
 *     gst   host, 0 ...
 *     br    done
 *  slow:
 *     interp
 *  done:
 */
#include "core/csr_bits.h"
#include "translate.h"

/* To @slow unless the field at @offset has CBZE. */
static void gen_check_enable(DisasContext *ctx, size_t offset, unsigned slow)
{
    TCGContext *s = ctx->s;
    IrRef field = tcg_temp_new(s), enable = tcg_temp_new(s);

    tcg_gen_ld_env(s, field, (int32_t)offset, MO_64);
    tcg_gen_andi(s, enable, field, ENVCFG_CBZE);
    tcg_gen_brcond_i64(s, TCG_COND_EQ, enable, tcg_constant(s, 0), slow);
}

static void gen_check_aligned(DisasContext *ctx, IrRef addr, unsigned slow)
{
    TCGContext *s = ctx->s;
    IrRef inside = tcg_temp_new(s);

    tcg_gen_andi(s, inside, addr, ctx->config->cbo_bytes - 1);
    tcg_gen_brcond_i64(s, TCG_COND_NE, inside, tcg_constant(s, 0), slow);
}

static void gen_zero_block(DisasContext *ctx, IrRef addr, unsigned slow)
{
    TCGContext *s = ctx->s;
    unsigned bytes = ctx->config->cbo_bytes;
    IrRef zero = tcg_constant(s, 0);
    IrRef host = tcg_temp_new(s);

    tcg_gen_guard(s, host, (IrArgs) { addr, tcg_constant(s, bytes), slow }, 0,
                  true);
    for (unsigned i = 0; i < bytes; i += 8) {
        tcg_gen_gst(s, host, zero, (int32_t)i, MO_64);
    }
}

void trans_cbo_zero(DisasContext *ctx, const Insn *insn)
{
    TCGContext *s = ctx->s;

    if (!ctx->config->cbo_bytes || insn->rs1 == 0) {
        gen_interp(ctx);
        return;
    }
    unsigned slow = gen_new_label(s), done = gen_new_label(s);

    if (s->priv < PRIV_M) {
        gen_check_enable(ctx, offsetof(Hart, menvcfg), slow);
    }
    if (s->priv == PRIV_U) {
        gen_check_enable(ctx, offsetof(Hart, senvcfg), slow);
    }
    gen_check_aligned(ctx, IR_GPR(insn->rs1), slow);
    gen_zero_block(ctx, IR_GPR(insn->rs1), slow);
    tcg_gen_br(s, done);
    gen_set_label(s, slow);
    gen_interp(ctx);
    gen_set_label(s, done);
}

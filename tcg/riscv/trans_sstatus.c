/*
 * trans_sstatus.c: sstatus.SIE, switched off and on
 *
 * Kernels do that around every critical section:
 *
 *     csrrci a0, sstatus, 2        interrupts off, what were they?
 *     csrrs  zero, sstatus, a0     as they were: a0 & 2 is set or nothing is
 *
 * Switching off is a change of one bit. Switching on may let an interrupt
 * through, which must then be taken at once (Priv. "mip and mie"); so the
 * helper does it when any is pending and enabled. Other bits of sstatus,
 * which an operand in a register may have, are the helper's, too.
 */
#include "core/csr_bits.h"
#include "trans_csr.h"

static IrRef gen_field(DisasContext *ctx, size_t offset)
{
    IrRef value = tcg_temp_new(ctx->s);

    tcg_gen_ld_env(ctx->s, value, (int32_t)offset, MO_64);
    return value;
}

static IrRef gen_and(DisasContext *ctx, IrRef a, IrRef b)
{
    IrRef value = tcg_temp_new(ctx->s);

    tcg_gen_and(ctx->s, value, a, b);
    return value;
}

static IrRef gen_or(DisasContext *ctx, IrRef a, IrRef b)
{
    IrRef value = tcg_temp_new(ctx->s);

    tcg_gen_or(ctx->s, value, a, b);
    return value;
}

/* Not 0 when some interrupt is pending and enabled. */
static IrRef gen_pending(DisasContext *ctx)
{
    IrRef mip = gen_or(ctx, gen_field(ctx, offsetof(Hart, mip)),
                       gen_field(ctx, offsetof(Hart, irq_level)));

    return gen_and(ctx, mip, gen_field(ctx, offsetof(Hart, mie)));
}

/* SD says that FS or VS is 3: both bits of the field are set. */
static IrRef gen_sd(DisasContext *ctx, IrRef mstatus)
{
    TCGContext *s = ctx->s;
    IrRef shifted = tcg_temp_new(s);
    IrRef is_dirty = tcg_temp_new(s);
    IrRef sd = tcg_temp_new(s);
    uint64_t upper_bits = (MSTATUS_FS & MSTATUS_FS << 1) |
                          (MSTATUS_VS & MSTATUS_VS << 1);

    tcg_gen_shli_i64(s, shifted, mstatus, 1);
    tcg_gen_setcond_i64(
        s, TCG_COND_NE, is_dirty,
        gen_and(ctx, gen_and(ctx, mstatus, shifted),
                tcg_constant(s, upper_bits)),
        tcg_constant(s, 0));
    tcg_gen_shli_i64(s, sd, is_dirty, 63);
    return sd;
}

/* x[rd] = mstatus as sstatus shows it */
static void gen_view(DisasContext *ctx, unsigned rd, IrRef mstatus)
{
    TCGContext *s = ctx->s;
    uint64_t stored = SSTATUS_MASK & ~MSTATUS_SD;
    uint64_t fixed = SSTATUS_MASK & MSTATUS_XLEN64;
    IrRef bits = gen_and(ctx, mstatus, tcg_constant(s, stored));

    tcg_gen_or(s, IR_GPR(rd),
               gen_or(ctx, bits, tcg_constant(s, fixed)),
               gen_sd(ctx, mstatus));
}

static void gen_change(DisasContext *ctx, const CsrInsn *access)
{
    TCGContext *s = ctx->s;
    IrRef old = gen_field(ctx, offsetof(Hart, mstatus));
    IrRef new = tcg_temp_new(s);

    if (access->op == CSR_OP_SET) {
        tcg_gen_or(s, new, old, access->operand);
    } else {
        tcg_gen_andc(s, new, old, access->operand);
    }
    tcg_gen_st_env(s, new, offsetof(Hart, mstatus), MO_64);
    if (access->insn->rd) {
        gen_view(ctx, access->insn->rd, old);
    }
}

/* Not 0 when the helper must do it; IR_NONE: it need not. */
static IrRef gen_obstacle(DisasContext *ctx, const CsrInsn *access)
{
    TCGContext *s = ctx->s;
    IrRef pending = access->op == CSR_OP_SET ? gen_pending(ctx) : IR_NONE;
    IrRef other_bits;

    if (ir_is_const(access->operand)) {
        return pending;
    }
    other_bits = gen_and(ctx, access->operand,
                         tcg_constant(s, ~MSTATUS_SIE));
    return pending == IR_NONE ? other_bits : gen_or(ctx, pending, other_bits);
}

static bool is_about_sie(const DisasContext *ctx, const CsrInsn *access)
{
    return access->insn->imm == CSR_sstatus && ctx->s->priv >= PRIV_S &&
           (access->op == CSR_OP_SET || access->op == CSR_OP_CLEAR) &&
           (!ir_is_const(access->operand) ||
            ir_const_value(ctx->s, access->operand) == MSTATUS_SIE);
}

bool gen_sstatus(DisasContext *ctx, const CsrInsn *access)
{
    TCGContext *s = ctx->s;
    IrRef obstacle;

    if (!is_about_sie(ctx, access)) {
        return false;
    }
    obstacle = gen_obstacle(ctx, access);
    if (obstacle == IR_NONE) {
        gen_change(ctx, access);
        return true;
    }
    unsigned direct = gen_new_label(s);
    unsigned done = gen_new_label(s);
    tcg_gen_brcond_i64(s, TCG_COND_EQ, obstacle, tcg_constant(s, 0), direct);
    gen_csr_call(ctx, access);
    tcg_gen_br(s, done);
    gen_set_label(s, direct);
    gen_change(ctx, access);
    gen_set_label(s, done);
    return true;
}

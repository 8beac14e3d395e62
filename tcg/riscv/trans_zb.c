/*
 * trans_zb.c: bit manipulation: Zba, Zbb, Zbc, Zbs
 *
 * Unprivileged ISA, chapter "B Extension for Bit Manipulation". Carry-less
 * products are rare enough to be calls.
 */
#include "trans_alu.h"

/* --- Zba --------------------------------------------------------------- */

/* rs1, or its low word with zeros above */
static IrRef gen_index(DisasContext *ctx, const Insn *insn, bool is_word)
{
    IrRef index = get_gpr(ctx, insn->rs1);

    if (is_word) {
        IrRef word = tcg_temp_new(ctx->s);

        tcg_gen_ext32u(ctx->s, word, index);
        return word;
    }
    return index;
}

#define SHADD(name, count, is_word)                                     \
    void trans_##name(DisasContext *ctx, const Insn *insn)              \
    {                                                                   \
        IrRef index = gen_index(ctx, insn, is_word);                    \
                                                                        \
        tcg_gen_shadd(ctx->s, count, dest_gpr(ctx, insn->rd), index,    \
                      get_gpr(ctx, insn->rs2));                         \
    }

SHADD(sh1add, 1, false)
SHADD(sh2add, 2, false)
SHADD(sh3add, 3, false)
SHADD(sh1add_uw, 1, true)
SHADD(sh2add_uw, 2, true)
SHADD(sh3add_uw, 3, true)

void trans_add_uw(DisasContext *ctx, const Insn *insn)
{
    IrRef index = gen_index(ctx, insn, true);

    tcg_gen_add_i64(ctx->s, dest_gpr(ctx, insn->rd), index,
                    get_gpr(ctx, insn->rs2));
}

void trans_slli_uw(DisasContext *ctx, const Insn *insn)
{
    IrRef index = gen_index(ctx, insn, true);

    tcg_gen_shli_i64(ctx->s, dest_gpr(ctx, insn->rd), index, insn->imm);
}

/* --- Zbb --------------------------------------------------------------- */

ALU(andn, andc)
ALU(orn, orc)
ALU(xnor, eqv)
ALU(max, smax)
ALU(maxu, umax)
ALU(min, smin)
ALU(minu, umin)
ALU_TYPED(rol, rotl, IR_I64)
ALU_TYPED(ror, rotr, IR_I64)
ALU_TYPED(rolw, rotl, IR_I32)
ALU_TYPED(rorw, rotr, IR_I32)
ALU_IMM_TYPED(rori, rotr, IR_I64)
ALU_IMM_TYPED(roriw, rotr, IR_I32)
UNARY_TYPED(clz, clz, IR_I64)
UNARY_TYPED(ctz, ctz, IR_I64)
UNARY_TYPED(cpop, ctpop, IR_I64)
UNARY_TYPED(clzw, clz, IR_I32)
UNARY_TYPED(ctzw, ctz, IR_I32)
UNARY_TYPED(cpopw, ctpop, IR_I32)
UNARY(sext_b, ext8s)
UNARY(sext_h, ext16s)
UNARY(zext_h, ext16u)
UNARY(orc_b, orc_b)
UNARY(rev8, bswap)

/* --- Zbc --------------------------------------------------------------- */

static void gen_clmul(DisasContext *ctx, const Insn *insn, TcgHelper helper)
{
    IrArgs args = {
        get_gpr(ctx, insn->rs1), get_gpr(ctx, insn->rs2), IR_NONE,
    };

    tcg_gen_call(ctx->s, helper, dest_gpr(ctx, insn->rd), args);
}

void trans_clmul(DisasContext *ctx, const Insn *insn)
{
    gen_clmul(ctx, insn, TCG_HELPER_CLMUL);
}

void trans_clmulh(DisasContext *ctx, const Insn *insn)
{
    gen_clmul(ctx, insn, TCG_HELPER_CLMULH);
}

void trans_clmulr(DisasContext *ctx, const Insn *insn)
{
    gen_clmul(ctx, insn, TCG_HELPER_CLMULR);
}

/* --- Zbs --------------------------------------------------------------- */

/* rd = rs1 op (1 << rs2) */
#define SINGLE_BIT(name, op)                                            \
    void trans_##name(DisasContext *ctx, const Insn *insn)              \
    {                                                                   \
        TCGContext *s = ctx->s;                                         \
        IrRef bit = tcg_temp_new(s);                                    \
                                                                        \
        tcg_gen_shl_i64(s, bit, tcg_constant(s, 1),                     \
                        get_gpr(ctx, insn->rs2));                       \
        tcg_gen_##op(s, dest_gpr(ctx, insn->rd),                        \
                     get_gpr(ctx, insn->rs1), bit);                     \
    }

#define SINGLE_BIT_IMM(name, op, i, number)                             \
    void trans_##name(DisasContext *ctx, const Insn *insn)              \
    {                                                                   \
        unsigned i = insn->imm;                                         \
                                                                        \
        tcg_gen_##op(ctx->s, dest_gpr(ctx, insn->rd),                   \
                     get_gpr(ctx, insn->rs1), (int64_t)(number));       \
    }

SINGLE_BIT(bclr, andc)
SINGLE_BIT(binv, xor)
SINGLE_BIT(bset, or)
SINGLE_BIT_IMM(bclri, andi, i, ~(1ull << i))
SINGLE_BIT_IMM(binvi, xori, i, 1ull << i)
SINGLE_BIT_IMM(bseti, ori, i, 1ull << i)

static void gen_bext(DisasContext *ctx, const Insn *insn, IrRef position)
{
    TCGContext *s = ctx->s;
    IrRef shifted = tcg_temp_new(s);

    tcg_gen_shr_i64(s, shifted, get_gpr(ctx, insn->rs1), position);
    tcg_gen_andi(s, dest_gpr(ctx, insn->rd), shifted, 1);
}

void trans_bext(DisasContext *ctx, const Insn *insn)
{
    gen_bext(ctx, insn, get_gpr(ctx, insn->rs2));
}

void trans_bexti(DisasContext *ctx, const Insn *insn)
{
    gen_bext(ctx, insn, get_imm(ctx, insn));
}

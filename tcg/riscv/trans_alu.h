/*
 * trans_alu.h: instructions that are one operation on registers
 *
 *     ALU(name, op)         rd = rs1 op rs2
 *     ALU_IMM(name, op)     rd = rs1 op imm
 *     UNARY(name, op)       rd = op rs1
 *
 * and the same with a width, for operations that have two.
 */
#ifndef TCG_RISCV_TRANS_ALU_H
#define TCG_RISCV_TRANS_ALU_H

#include "translate.h"

/* get_imm: the immediate, sign-extended */
static inline IrRef get_imm(DisasContext *ctx, const Insn *insn)
{
    return tcg_constant(ctx->s, (uint64_t)(int64_t)insn->imm);
}

#define TRANS_ALU_(name, op, operand_b, ...)                            \
    void trans_##name(DisasContext *ctx, const Insn *insn)              \
    {                                                                   \
        IrRef a = get_gpr(ctx, insn->rs1);                              \
        IrRef b = operand_b;                                            \
                                                                        \
        tcg_gen_##op(ctx->s, __VA_ARGS__ dest_gpr(ctx, insn->rd), a, b); \
    }

#define ALU(name, op) TRANS_ALU_(name, op, get_gpr(ctx, insn->rs2), )
#define ALU_IMM(name, op) TRANS_ALU_(name, op, get_imm(ctx, insn), )
#define ALU_TYPED(name, op, type) \
    TRANS_ALU_(name, op, get_gpr(ctx, insn->rs2), type, )
#define ALU_IMM_TYPED(name, op, type) \
    TRANS_ALU_(name, op, get_imm(ctx, insn), type, )

#define UNARY(name, op)                                                 \
    void trans_##name(DisasContext *ctx, const Insn *insn)              \
    {                                                                   \
        tcg_gen_##op(ctx->s, dest_gpr(ctx, insn->rd),                   \
                     get_gpr(ctx, insn->rs1));                          \
    }
#define UNARY_TYPED(name, op, type)                                     \
    void trans_##name(DisasContext *ctx, const Insn *insn)              \
    {                                                                   \
        tcg_gen_##op(ctx->s, type, dest_gpr(ctx, insn->rd),             \
                     get_gpr(ctx, insn->rs1));                          \
    }

#endif

/*
 * trans_add.c: sums, and the numbers that instructions bring along
 *
 * The five instructions from which addresses and small numbers are made.
 * What they compute is known when the unit runs, not now: a register is an
 * operand, and the address of an instruction is the unit's page, which may be
 * mapped at another address the next time, plus an offset.
 *
 * Unprivileged ISA, "Integer Computational Instructions". The immediates of
 * LUI and AUIPC have been shifted by the decoder.
 */
#include "trans_alu.h"

ALU_IMM_TYPED(addi, add, IR_I64)
ALU_TYPED(add, add, IR_I64)
ALU_TYPED(sub, sub, IR_I64)

void trans_lui(DisasContext *ctx, const Insn *insn)
{
    tcg_gen_mov(ctx->s, dest_gpr(ctx, insn->rd), get_imm(ctx, insn));
}

void trans_auipc(DisasContext *ctx, const Insn *insn)
{
    tcg_gen_pc_add(ctx->s, dest_gpr(ctx, insn->rd), ctx->pc + insn->imm);
}

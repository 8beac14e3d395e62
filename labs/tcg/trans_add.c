/*
 * trans_add.c: sums, and numbers that instructions bring (exercise tcg.1)
 *
 * TODO: one operation for each of ADDI, ADD, SUB, LUI and AUIPC. Operands
 * come from get_gpr() and tcg_constant(), the result goes to dest_gpr(): both
 * know x0 (translate.h). insn->imm is sign-extended, and shifted for LUI and
 * AUIPC. ctx->pc is where the instruction lies in its page; the address of
 * the page is known when the unit runs: tcg_gen_pc_add(). The operations:
 * tcg/tcg_op.h.
 */
#include "core/lab_todo.h"
#include "translate.h"

void trans_addi(DisasContext *ctx, const Insn *insn)
{
    (void)ctx;
    (void)insn;
    lab_todo("tcg", 1);
}

void trans_add(DisasContext *ctx, const Insn *insn)
{
    (void)ctx;
    (void)insn;
    lab_todo("tcg", 1);
}

void trans_sub(DisasContext *ctx, const Insn *insn)
{
    (void)ctx;
    (void)insn;
    lab_todo("tcg", 1);
}

void trans_lui(DisasContext *ctx, const Insn *insn)
{
    (void)ctx;
    (void)insn;
    lab_todo("tcg", 1);
}

void trans_auipc(DisasContext *ctx, const Insn *insn)
{
    (void)ctx;
    (void)insn;
    lab_todo("tcg", 1);
}

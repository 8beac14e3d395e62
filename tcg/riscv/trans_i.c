/*
 * trans_i.c: RV64I: shifts, logic, comparisons, control transfer
 *
 * Unprivileged ISA, chapters "RV32I Base Integer Instruction Set" and
 * "RV64I Base Integer Instruction Set". Sums are in trans_add.c, word forms
 * in trans_word.c, system instructions in trans_priv.c, loads and stores in
 * trans_mem.c.
 */
#include "trans_alu.h"

/* --- integer computation ----------------------------------------------- */

ALU_IMM_TYPED(slli, shl, IR_I64)
ALU_IMM_TYPED(srli, shr, IR_I64)
ALU_IMM_TYPED(srai, sar, IR_I64)
ALU_IMM(xori, xor)
ALU_IMM(ori, or)
ALU_IMM(andi, and)

ALU_TYPED(sll, shl, IR_I64)
ALU_TYPED(srl, shr, IR_I64)
ALU_TYPED(sra, sar, IR_I64)
ALU(xor, xor)
ALU(or, or)
ALU(and, and)

static void gen_slt(DisasContext *ctx, const Insn *insn, TCGCond cond, IrRef b)
{
    tcg_gen_setcond_i64(ctx->s, cond, dest_gpr(ctx, insn->rd),
                        get_gpr(ctx, insn->rs1), b);
}

void trans_slt(DisasContext *ctx, const Insn *insn)
{
    gen_slt(ctx, insn, TCG_COND_LT, get_gpr(ctx, insn->rs2));
}

void trans_sltu(DisasContext *ctx, const Insn *insn)
{
    gen_slt(ctx, insn, TCG_COND_LTU, get_gpr(ctx, insn->rs2));
}

void trans_slti(DisasContext *ctx, const Insn *insn)
{
    gen_slt(ctx, insn, TCG_COND_LT, get_imm(ctx, insn));
}

/* The immediate is sign-extended, then compared as unsigned. */
void trans_sltiu(DisasContext *ctx, const Insn *insn)
{
    gen_slt(ctx, insn, TCG_COND_LTU, get_imm(ctx, insn));
}

/* --- control transfer -------------------------------------------------- */

/* The link register is written when the jump can no longer fault. */
static void gen_link(DisasContext *ctx, const Insn *insn)
{
    if (insn->rd) {
        tcg_gen_pc_add(ctx->s, IR_GPR(insn->rd), ctx->pc + insn->len);
    }
}

void trans_jal(DisasContext *ctx, const Insn *insn)
{
    int32_t target = ctx->pc + insn->imm;

    if (target_is_misaligned(ctx, insn->imm)) {
        IrRef tval = tcg_temp_new(ctx->s);

        tcg_gen_pc_add(ctx->s, tval, target);
        gen_raise(ctx, TRAP_INSN_MISALIGNED, tval);
        return;
    }
    gen_link(ctx, insn);
    gen_jump(ctx, target);
}

/*
 * The manual's return-address stack hints: x1 and x5 are link registers;
 * writing one is a call, jumping through another one a return.
 */
static bool is_link(unsigned number)
{
    return number == 1 || number == 5;
}

static IrJumpHint jump_hint(const Insn *insn)
{
    if (is_link(insn->rd)) {
        return IR_JUMP_CALL;
    }
    return is_link(insn->rs1) ? IR_JUMP_RET : IR_JUMP_PLAIN;
}

/* (rs1 + imm) & ~1, known before rd, which may be rs1, is written */
static IrRef gen_jalr_target(DisasContext *ctx, const Insn *insn)
{
    TCGContext *s = ctx->s;
    IrRef sum = get_gpr(ctx, insn->rs1);
    IrRef target = tcg_temp_new(s);

    if (insn->imm) {
        IrRef base = sum;

        sum = tcg_temp_new(s);
        tcg_gen_add_i64(s, sum, base, get_imm(ctx, insn));
    }
    tcg_gen_andi(s, target, sum, ~1ll);
    return target;
}

/* Without 16-bit instructions bit 1 of the target must be clear. */
static void gen_check_target(DisasContext *ctx, IrRef target)
{
    TCGContext *s = ctx->s;
    IrRef bit = tcg_temp_new(s);
    unsigned aligned = gen_new_label(s);

    tcg_gen_andi(s, bit, target, 2);
    tcg_gen_brcond_i64(s, TCG_COND_EQ, bit, tcg_constant(s, 0), aligned);
    gen_raise(ctx, TRAP_INSN_MISALIGNED, target);
    gen_set_label(s, aligned);
}

void trans_jalr(DisasContext *ctx, const Insn *insn)
{
    IrRef target = gen_jalr_target(ctx, insn);

    if (!ctx->config->has_c) {
        gen_check_target(ctx, target);
    }
    gen_retire(ctx);
    gen_link(ctx, insn);
    tcg_gen_goto_ptr(ctx->s, target, jump_hint(insn));
    ctx->is_jmp = DISAS_NORETURN;
}

#define BRANCH(name, cond)                                              \
    void trans_##name(DisasContext *ctx, const Insn *insn)              \
    {                                                                   \
        unsigned label = gen_branch_label(ctx, insn->imm);              \
                                                                        \
        tcg_gen_brcond_i64(ctx->s, cond, get_gpr(ctx, insn->rs1),       \
                           get_gpr(ctx, insn->rs2), label);             \
    }

BRANCH(beq, TCG_COND_EQ)
BRANCH(bne, TCG_COND_NE)
BRANCH(blt, TCG_COND_LT)
BRANCH(bge, TCG_COND_GE)
BRANCH(bltu, TCG_COND_LTU)
BRANCH(bgeu, TCG_COND_GEU)

/*
 * trans_word.c: the word forms of RV64I (exercise tcg.2: spot the bugs)
 *
 * TODO: find what is wrong here. The nine word forms compute with the low 32
 * bits of their operands; this version computes with 64 and cuts the result,
 * which goes well as long as all numbers are small and positive. Compare with
 * the manual: which bits go in, what is the result above bit 31, how many
 * bits has a shift count, and what does a result for x0 do?
 */
#include "translate.h"

/* A word form: compute as the other form does, keep the low half. */
#define WORD(name, op, operand)                                         \
    void trans_##name(DisasContext *ctx, const Insn *insn)              \
    {                                                                   \
        IrRef result = tcg_temp_new(ctx->s);                            \
        IrRef a = get_gpr(ctx, insn->rs1);                              \
        IrRef b = operand;                                              \
                                                                        \
        tcg_gen_##op(ctx->s, IR_I64, result, a, b);                     \
        tcg_gen_ext32u(ctx->s, IR_GPR(insn->rd), result);               \
    }

#define WORD_REG(name, op) WORD(name, op, get_gpr(ctx, insn->rs2))
#define WORD_IMM(name, op) \
    WORD(name, op, tcg_constant(ctx->s, (uint64_t)(int64_t)insn->imm))

WORD_IMM(addiw, add)
WORD_IMM(slliw, shl)
WORD_IMM(srliw, shr)
WORD_IMM(sraiw, sar)

WORD_REG(addw, add)
WORD_REG(subw, sub)
WORD_REG(sllw, shl)
WORD_REG(srlw, shr)
WORD_REG(sraw, sar)

/*
 * trans_word.c: the word forms of RV64I
 *
 * They compute with the low 32 bits of their operands and sign-extend the
 * result, also where it would be unsigned (SRLW). Operations of type IR_I32
 * do both; their shift counts have five bits.
 *
 * Unprivileged ISA, "RV64I Base Integer Instruction Set".
 */
#include "trans_alu.h"

ALU_IMM_TYPED(addiw, add, IR_I32)
ALU_IMM_TYPED(slliw, shl, IR_I32)
ALU_IMM_TYPED(srliw, shr, IR_I32)
ALU_IMM_TYPED(sraiw, sar, IR_I32)

ALU_TYPED(addw, add, IR_I32)
ALU_TYPED(subw, sub, IR_I32)
ALU_TYPED(sllw, shl, IR_I32)
ALU_TYPED(srlw, shr, IR_I32)
ALU_TYPED(sraw, sar, IR_I32)

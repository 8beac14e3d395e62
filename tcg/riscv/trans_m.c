/*
 * trans_m.c: multiplication and division (M, Zmmul)
 *
 * Unprivileged ISA, chapter "M Extension". The operations divide as RISC-V
 * does: by zero, and on overflow, they have a result and do not trap.
 */
#include "trans_alu.h"

ALU_TYPED(mul, mul, IR_I64)
ALU(mulh, mulsh)
ALU(mulhsu, mulsuh)
ALU(mulhu, muluh)
ALU_TYPED(div, div, IR_I64)
ALU_TYPED(divu, divu, IR_I64)
ALU_TYPED(rem, rem, IR_I64)
ALU_TYPED(remu, remu, IR_I64)

ALU_TYPED(mulw, mul, IR_I32)
ALU_TYPED(divw, div, IR_I32)
ALU_TYPED(divuw, divu, IR_I32)
ALU_TYPED(remw, rem, IR_I32)
ALU_TYPED(remuw, remu, IR_I32)

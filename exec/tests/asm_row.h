/*
 * asm_row.h: the encoding of any row of core/isa/insns.inc
 *
 * asm.h has the few instructions that programs of the tests are made of;
 * tests of single instructions put fields into the row's bit picture.
 */
#ifndef EXEC_TESTS_ASM_ROW_H
#define EXEC_TESTS_ASM_ROW_H

#include "core/isa.h"

/* One field per letter of the picture; letters it lacks are not used. */
typedef struct AsmFields {
    uint32_t d, s, t, r, m, i;
} AsmFields;

/** asm_row: the instruction word of row @op, not a compressed one */
uint32_t asm_row(InsnOp op, AsmFields fields);

#endif

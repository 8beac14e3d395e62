/*
 * decode_imm.h: immediates of every instruction format
 *
 * See decode_imm.c for the manual's diagram of each.
 */
#ifndef CORE_DECODE_IMM_H
#define CORE_DECODE_IMM_H

#include <stdint.h>

/* The format column of insns.inc and rv_c.inc. */
typedef enum InsnFormat {
    FORMAT_R,                   /* no immediate */
    FORMAT_I,
    FORMAT_S,
    FORMAT_B,
    FORMAT_U,
    FORMAT_J,
    FORMAT_UI,                  /* I, zero-extended: CSR number, fence */
    FORMAT_SHAMT,
    FORMAT_PREFETCH,
    FORMAT_TH_IMM2,
    FORMAT_TH_INC,
    FORMAT_TH_PAIR3,
    FORMAT_TH_PAIR4,
    FORMAT_CI,
    FORMAT_CI_LUI,
    FORMAT_CI_SP16,
    FORMAT_CI_LWSP,
    FORMAT_CI_LDSP,
    FORMAT_C_SHAMT,
    FORMAT_CSS_W,
    FORMAT_CSS_D,
    FORMAT_CIW,
    FORMAT_CL_B,
    FORMAT_CL_H,
    FORMAT_CL_W,                /* also CS, as the next */
    FORMAT_CL_D,
    FORMAT_CB,
    FORMAT_CJ,
    FORMAT_COUNT
} InsnFormat;

/** imm_decode: the immediate of @word, extended to 32 bits; 0 for FORMAT_R */
int32_t imm_decode(InsnFormat format, uint32_t word);

#endif

/*
 * fp_values.h: operands that floating point gets wrong
 */
#ifndef TCG_TEST_FP_VALUES_H
#define TCG_TEST_FP_VALUES_H

#include "tcg/ir.h"

/* What a register that is an operand holds. */
typedef enum FpKind { FP_F32 = IR_F32, FP_F64 = IR_F64, FP_F16 = IR_F16,
                      FP_INT } FpKind;

/** fp_specials: (out) how many; 64-bit registers, the last not boxed */
const uint64_t *fp_specials(FpKind kind, unsigned *count);

/**
 * fp_random: a number with a likely exponent and long runs of equal bits,
 * which make carries, ties and cancellations
 */
uint64_t fp_random(FpKind kind, uint64_t *state);

#endif

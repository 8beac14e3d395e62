/*
 * tci_float.h: floating-point operations on the bit patterns of one format
 *
 * Operands are unboxed, and as wide as the format; the caller boxes results
 * and keeps flags.
 */
#ifndef TCI_FLOAT_H
#define TCI_FLOAT_H

#include "core/fpu.h"
#include "tcg/ir.h"

/* Operands: bit patterns. */
typedef struct TciFloats {
    uint64_t a, b, c;
} TciFloats;

typedef uint64_t TciFloatFn(FpuStatus *status, IrOpcode opc, TciFloats x);

/* fadd .. fsgnjx: a value of the same format */
TciFloatFn tci_f16_value, tci_f32_value, tci_f64_value;
/* feq .. fcvt_lu: an integer, sign-extended to 64 bits */
TciFloatFn tci_f16_to_x, tci_f32_to_x, tci_f64_to_x;
/* fcvt_fl, fcvt_flu: a is an integer */
TciFloatFn tci_f16_from_x, tci_f32_from_x, tci_f64_from_x;

#endif

/*
 * fp_reference.h: what a floating-point operation must give
 *
 * Computed by core/fpu.h from 64-bit registers, boxes included.
 */
#ifndef TCG_TEST_FP_REFERENCE_H
#define TCG_TEST_FP_REFERENCE_H

#include "core/fpu.h"
#include "tcg/ir.h"

typedef struct FpResult {
    uint64_t value;             /* new value of the result's register */
    uint8_t flags;              /* FFLAG_*: raised */
} FpResult;

/**
 * fp_reference: execute @op on the values of its operands
 * @frm: the rounding mode that rm = 7 stands for
 */
FpResult fp_reference(const IrOp *op, unsigned frm, const uint64_t value[3]);

#endif

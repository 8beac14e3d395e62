/*
 * fp_rig.h: floating-point operations as host code, run on many operands
 *
 * A unit is made of fp_check, the operations, each an instruction of its own,
 * and an exit; it is written by the back end and entered with MXCSR set as it
 * is while fp_active is 1. Every run is compared with fp_reference(): all
 * registers, flags, pc and count, where the unit was left.
 */
#ifndef TCG_TEST_FP_RIG_H
#define TCG_TEST_FP_RIG_H

#include "core/hart.h"
#include "tcg/tcg.h"
#include "x86/cpu_features.h"

typedef struct FpRig FpRig;

/* Registers of an operation: numbers of x or f registers. */
typedef struct FpRegs {
    uint8_t dst, arg[3];
} FpRegs;

enum { FP_RIG_OPS = 16 };

/** fp_rig_new: a back end for hosts with @features */
FpRig *fp_rig_new(const X86Features *features);
void fp_rig_free(FpRig *rig);

/** fp_rig_load: make a unit of one operation; dst and arg are filled in */
void fp_rig_load(FpRig *rig, IrOp op, FpRegs regs);

/** fp_rig_load_ops: make a unit of at most FP_RIG_OPS operations, after the
 * passes' hands if @optimize */
void fp_rig_load_ops(FpRig *rig, const IrOp *ops, unsigned n, bool optimize);

/** fp_set_registers: op->dst and op->arg by the operation's signature */
void fp_set_registers(IrOp *op, FpRegs regs);

/**
 * fp_rig_run: enter the unit once; fails the test when something is wrong
 * @frm:   0..3
 * @value: of the first operation's operands; the last one counts where
 *         registers are equal. The other registers have patterns.
 */
void fp_rig_run(FpRig *rig, unsigned frm, const uint64_t value[3]);

/** fp_rig_run_from: the same from the registers of @start */
void fp_rig_run_from(FpRig *rig, unsigned frm, const Hart *start);

/** fp_rig_left: how often an operation was interpreted */
unsigned fp_rig_left(const FpRig *rig);

/** fp_rig_bytes: size of the unit's code */
unsigned fp_rig_bytes(const FpRig *rig);

/** fp_args: number of operands of an operation; fp_is_x: is it an x register?
 * @n: 0..2, or -1 for the result */
unsigned fp_args(const IrOp *op);
bool fp_is_x(const IrOp *op, int n);

#endif

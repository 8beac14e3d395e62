/*
 * ir_eval.h: what integer operations compute
 *
 * The one place that gives operations of ops.inc their meaning: tci runs
 * units with it, the fold pass computes constants with it. All operations are
 * total and the same on every host.
 */
#ifndef TCG_IR_EVAL_H
#define TCG_IR_EVAL_H

#include "tcg/ir.h"

/** ir_can_eval: does the result depend on arg[0..2] and attr alone? */
bool ir_can_eval(IrOpcode opc);

/**
 * ir_eval: the result of an operation
 * @op:      ir_can_eval(op->opc); only opc and attr are looked at
 * @a, b, c: values of arg[0..2]; anything where the operation has none
 */
uint64_t ir_eval(const IrOp *op, uint64_t a, uint64_t b, uint64_t c);

/** ir_eval_cond: a cond b? @attr: IR_COND_ATTR() */
bool ir_eval_cond(uint8_t attr, uint64_t a, uint64_t b);

#endif

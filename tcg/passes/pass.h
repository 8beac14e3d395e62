/*
 * pass.h: what the passes over operations share
 *
 * A pass changes operations in place, so their numbers stay what they are
 * while it runs. One that is no longer wanted becomes a hole; the last thing
 * a pass does is to close the holes.
 */
#ifndef TCG_PASS_H
#define TCG_PASS_H

#include "tcg/tcg.h"

/* Registers and temporaries have the numbers 0..IR_TEMP_FIRST + n_temps. */
static inline unsigned ir_n_variables(const TCGContext *s)
{
    return IR_TEMP_FIRST + s->n_temps;
}

static inline bool ir_is_variable(IrRef ref)
{
    return ref < IR_CONST_FIRST;
}

static inline bool ir_is_temp(IrRef ref)
{
    return ref >= IR_TEMP_FIRST && ref < IR_CONST_FIRST;
}

static inline bool ir_is_gpr(IrRef ref)
{
    return ref < 32;
}

/* The last operand of a guard is a label: not a value. */
static inline unsigned ir_op_n_args(const IrOp *op)
{
    return op->opc == IR_guard ? 2 : 3;
}

/** ir_op_delete: make a hole */
static inline void ir_op_delete(IrOp *op)
{
    op->opc = IR_mov;
    op->dst = IR_NONE;
}

static inline bool ir_op_is_hole(const IrOp *op)
{
    return op->opc == IR_mov && op->dst == IR_NONE;
}

/**
 * ir_find_loop_heads: which labels are branched back to?
 * @heads: (out) [s->n_labels]
 *
 * Returns: is there any?
 */
bool ir_find_loop_heads(const TCGContext *s, bool *heads);

/** ir_close_holes: move the operations together */
void ir_close_holes(TCGContext *s);

/**
 * ir_op_clobbers: may the operation change registers other than dst, and
 * the translation of addresses?
 */
bool ir_op_clobbers(const IrOp *op);

/**
 * ir_op_may_leave: may control leave the unit here, or registers be seen?
 * @flags: of the operation
 *
 * Floating-point operations leave to the interpreter when an operand is not
 * boxed.
 */
static inline bool ir_op_may_leave(unsigned flags)
{
    return flags & (IR_MAY_LEAVE | IR_CALLS | IR_LOADS | IR_STORES) ||
           (flags & (IR_FP | IR_PURE)) == IR_FP;
}

#endif

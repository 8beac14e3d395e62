/*
 * float.h: what the files of the floating-point pass share
 */
#ifndef TCG_FLOAT_H
#define TCG_FLOAT_H

#include "passes/pass.h"

typedef struct FloatFacts {
    uint32_t boxed32;           /* bit n: f<n> is a boxed f32... */
    uint32_t boxed16;           /* ...or f16, which is also a boxed f32 */
    bool ready;                 /* fp_check has passed */
} FloatFacts;

typedef struct FloatPass {
    TCGContext *s;
    FloatFacts *at_label;       /* what holds on all ways to a label */
    FloatFacts *made_before;    /* by label: what operations that are to be
                                 * put before it, on the way that falls
                                 * through to it, make hold */
    FloatFacts now;             /* before the next operation of a walk */
    bool changed;
} FloatPass;

/* --- float_facts.c ------------------------------------------------------- */

static inline bool float_is_register(IrRef ref)
{
    return ir_ref_kind(ref) == IR_REF_FPR;
}

/** float_operand_format: of f operands whose boxes count; IR_F64: none do */
IrFormat float_operand_format(const IrOp *op);
/** float_is_boxed: is what @ref holds known as a box of @format? */
bool float_is_boxed(const FloatFacts *facts, IrRef ref, IrFormat format);
/** float_is_call: may the operation change all that is known? */
bool float_is_call(const IrOp *op);
/** float_add: what holds by either */
void float_add(FloatFacts *facts, const FloatFacts *more);

/** float_find_facts: fill in at_label */
void float_find_facts(FloatPass *p);
/** float_start, float_step: a walk over the unit: now is what holds before
 * the operation that is stepped over next */
void float_start(FloatPass *p);
void float_step(FloatPass *p, const IrOp *op);

/* --- float_hoist.c ------------------------------------------------------- */

/** float_hoist: put checks that loops repeat before the loops */
void float_hoist(FloatPass *p);

#endif

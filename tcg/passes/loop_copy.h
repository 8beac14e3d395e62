/* loop_copy.h: what loop_copy.c, loop_guard.c and loop_divide.c share */
#ifndef TCG_LOOP_COPY_H
#define TCG_LOOP_COPY_H

#include "passes/loop.h"

/* A way from the copy to the same place of the original loop. */
typedef struct LoopWayOut {
    uint16_t index;             /* operation behind the head */
    uint16_t label;             /* to be put before it */
} LoopWayOut;

typedef struct LoopCopy {
    Loop *loop;
    TCGContext *s;
    uint16_t insn;              /* of the first operation of the body */
    bool polls_slice;           /* in place of needless polls */
    IrRef *renamed;             /* by temporary */
    uint16_t *labels;           /* by label: its name in the copy */
    unsigned guards, fast, out; /* labels: see loop.h */
    LoopWayOut ways_out[LOOP_MAX_WAYS_OUT];
    unsigned n_ways_out;
} LoopCopy;

/* --- loop_copy.c ---------------------------------------------------------- */

/** loop_put, loop_put_place: add an operation; a br or label */
void loop_put(LoopCopy *c, IrOp op);
void loop_put_place(LoopCopy *c, IrOpcode opc, unsigned insn, unsigned label);

/** loop_new_temp: a temporary of the copy */
IrRef loop_new_temp(LoopCopy *c);

/** loop_put_value: a new temporary = @opc(@a, @b) */
IrRef loop_put_value(LoopCopy *c, IrOpcode opc, IrRef a, IrRef b);

/** loop_put_brcond: 64 bits, to @label */
void loop_put_brcond(LoopCopy *c, TCGCond cond, IrRef a, IrRef b,
                     unsigned label);

/** loop_head_label: where the original loop begins */
static inline unsigned loop_head_label(const LoopCopy *c)
{
    return (unsigned)c->s->ops[c->loop->head].imm;
}

/* --- loop_divide.c -------------------------------------------------------- */

/** loop_put_inverses: compute those of the divisors; to the original loop if
 * one has none */
void loop_put_inverses(LoopCopy *c);

/** loop_put_division: @op, number @index behind the head, as a product */
void loop_put_division(LoopCopy *c, IrOp op, unsigned index);

/* --- loop_guard.c --------------------------------------------------------- */

/** loop_put_guards: what the branches back of the original lead to */
void loop_put_guards(LoopCopy *c);

/** loop_put_back: to the next iteration, if all bases are in their pages */
void loop_put_back(LoopCopy *c);

/**
 * loop_put_inner_back: to label @head of the body, or the original's, if a
 * base that moves between @first and @end has left its page
 *
 * Returns: whether there are such bases; if not, nothing is added.
 */
bool loop_put_inner_back(LoopCopy *c, unsigned head, unsigned first,
                         unsigned end);

/** loop_put_access_check: go on in the original loop, before the operation
 * @index behind its head, unless the address is in the page of its guard */
void loop_put_access_check(LoopCopy *c, unsigned index);

#endif

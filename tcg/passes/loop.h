/*
 * loop.h: what the files of the loop pass share
 *
 *     L0:                                 L0:
 *     poll $0                             poll $0
 *     st x10, $0x0, $0, ub                st x10, $0x0, $0, ub
 *     add_i64 x10, x10, $0x1              add_i64 x10, x10, $0x1
 *     retire $3                    ->     retire $3
 *     brcond_i64 ne, x10, x11, L0         brcond_i64 ne, x10, x11, L1
 *                                      L3:
 *                                         ...
 *                                      L1:
 *                                         poll, guard t0, t1 = last x10
 *                                      L2:
 *                                         gstx t0, $0x0, x10, $0, ub
 *                                         add_i64 x10, x10, $0x1
 *                                         retire $3
 *                                         brcond_i64 eq, x10, x11, L3
 *                                         brcond_i64 le, x10, t1, L2
 *                                         br L1
 *
 * loop.c finds loops and judges, loop_base.c and loop_stride.c find what their
 * accesses depend on, loop_divide.c divisions by what stays the same,
 * loop_poll.c polls that are not needed; loop_copy.c writes the fast loop,
 * loop_guard.c what leads to it and what keeps it in its pages.
 */
#ifndef TCG_LOOP_H
#define TCG_LOOP_H

#include "passes/pass.h"

#define LOOP_MAX_OPS 128        /* of a body */
#define LOOP_MAX_BASES 4
#define LOOP_MAX_DIVISORS 2
#define LOOP_MAX_TABLE 4096     /* bytes: lies in two pages at most */
#define LOOP_MAX_WAYS_OUT 8     /* to the same place of the original loop */
#define LOOP_MAX_STRIDE 512     /* bytes that an address may move by */

/* A register that addresses are made from, and its accesses. */
typedef struct LoopBase {
    IrRef reg;
    int32_t low, high;          /* an iteration accesses bytes low..high-1
                                 * from the register's value at the head */
    int32_t down, up;           /* an iteration adds -down..up to it */
    unsigned count;             /* accesses */
    bool store;                 /* one of them at least */
    bool walks;                 /* moves by a register or is computed: low
                                 * and high are from its value at the access,
                                 * which is checked there */
    IrRef stride;               /* that register (IR_NONE: a number)... */
    uint8_t shift;              /* ...shifted left */
    IrRef pointer, first, last; /* in the copy: of the guard; the lowest and
                                 * highest value with which an iteration
                                 * stays in the page (walks: an access;
                                 * only the lowest) */
} LoopBase;

/* A register that the loop divides by and does not change. */
typedef struct LoopDivisor {
    IrRef reg;
    IrRef inverse;              /* in the copy: 2^64 / reg, rounded up */
} LoopDivisor;

typedef struct Loop {
    TCGContext *s;
    unsigned head, end;         /* operations: label, last branch back */
    bool is_nest;               /* loops are in it... */
    bool inner[LOOP_MAX_OPS];   /* ...with these operations behind the head */
    LoopBase bases[LOOP_MAX_BASES];
    unsigned n_bases;
    uint8_t member[LOOP_MAX_OPS];   /* by operation behind the head: number
                                     * of the base of an access + 1 */
    uint8_t checks[LOOP_MAX_OPS];   /* by insn_start: number of a base that
                                     * walks + 1, to be checked there */
    unsigned n_checks;
    bool needless[LOOP_MAX_OPS];    /* by operation behind the head: a poll
                                     * that the copy does without */
    LoopDivisor divisors[LOOP_MAX_DIVISORS];
    unsigned n_divisors;
    uint8_t divides[LOOP_MAX_OPS];  /* by operation behind the head: number
                                     * of a division's divisor + 1 */
} Loop;

static inline const IrOp *loop_op(const Loop *loop, unsigned index)
{
    return &loop->s->ops[loop->head + 1 + index];
}

/*
 * Does it never move, and are its accesses far apart? Such a table may lie
 * in two pages, if what is added to their addresses is the same.
 */
static inline bool loop_is_table(const LoopBase *base)
{
    return !base->walks && !base->up && !base->down &&
           base->high - base->low > 64;
}

/* Operations behind the label, up to and with the last branch back. */
static inline unsigned loop_n_ops(const Loop *loop)
{
    return loop->end - loop->head;
}

/** loop_find_label: operation behind the head that is a label of the body, or
 * loop_n_ops() */
unsigned loop_find_label(const Loop *loop, int32_t label);

/* --- loop_base.c ---------------------------------------------------------- */

/** loop_find_bases: fill in the bases and their members */
void loop_find_bases(Loop *loop);

/** loop_find_base: the entry of @reg, made if new; NULL when there are too
 * many */
LoopBase *loop_find_base(Loop *loop, IrRef reg);

/** loop_temps_cross: is a temporary of the body used at operation @index or
 * behind it, and made before it? */
bool loop_temps_cross(const Loop *loop, unsigned index);

/* --- loop_stride.c -------------------------------------------------------- */

/** loop_find_strides: find bases that walk among accesses without a base */
void loop_find_strides(Loop *loop);

/* --- loop_poll.c ---------------------------------------------------------- */

/** loop_find_polls: find those that are needless, given the bases */
void loop_find_polls(Loop *loop);

/* --- loop_divide.c -------------------------------------------------------- */

/** loop_find_divisors: find divisions by registers that stay the same */
void loop_find_divisors(Loop *loop);

/* --- loop_copy.c ---------------------------------------------------------- */

/**
 * loop_indexed_opcode: the form of an access that adds a register to the
 * pointer of a guard, or 0
 */
IrOpcode loop_indexed_opcode(IrOpcode opc);

/** loop_rewrite: add the fast loop to the unit, if there is room
 *
 * Returns: how many operations more now precede the one behind the original
 * loop; 0: nothing was done.
 */
unsigned loop_rewrite(Loop *loop);

#endif

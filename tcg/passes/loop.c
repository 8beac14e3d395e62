/*
 * loop.c: one check for all accesses of many iterations
 *
 * A loop that walks over arrays looks the same page up again in every
 * iteration. Its addresses are registers that do not change in it, or that
 * move by constants: then it is known how far they may move until an access
 * leaves its page. So a copy of the loop is made whose accesses are single
 * moves: before it guards prove the page of each base, at its end comparisons
 * with the last value of each base that stays within the page lead to the
 * next iteration or back to the guards. When a guard fails (a straddling
 * access, a device, a page not in the TLB), one iteration of the original
 * loop runs in its place and finds out why. The first iteration does, too, so
 * a loop of one iteration costs nothing more.
 *
 * Where a base moves on in every iteration the copy soon reaches the end of
 * the page, so it polls before its guards only (loop_poll.c); but the end of
 * a slice is exact (poll_slice). Bases are compared as signed numbers: pages
 * in RAM do not end at the highest positive number in any translation mode,
 * so no base wraps unnoticed.
 *
 * A table that is read at small indices is proved as a whole; one that lies
 * in two pages, by a guard for each end: where both give the same number to
 * add to an address, the pages follow each other in the host's memory, too.
 *
 * Addresses that move by a register are checked at each access, and if the
 * check fails the original loop goes on there (loop_stride.c). Divisions by
 * what stays the same become products (loop_divide.c).
 *
 * Loops without calls. In one with inner loops, the ends of iterations of
 * these, too, compare the bases that they move, and go on in the original's
 * inner loop. So a base is compared between any two additions of a number to
 * it by the same operation. Inner loops get fast copies of their own, as well
 * in the original as in the copy, for what the outer copy does not prove.
 */
#include <string.h>

#include "ir_internal.h"
#include "passes/loop.h"

#define MAX_REACH 1024          /* bytes that an iteration may touch */

/* --- finding loops -------------------------------------------------------- */

/*
 * The last branch back to the label at @head; 0 if there is none. Those from
 * @limit on are from copies.
 */
static unsigned find_end(const TCGContext *s, unsigned head, unsigned limit)
{
    unsigned end = 0;

    limit = MIN(limit, head + 1 + LOOP_MAX_OPS);
    for (unsigned i = head + 1; i < limit; i++) {
        if (ir_op_flags(s->ops[i].opc) & IR_BRANCHES &&
            s->ops[i].imm == s->ops[head].imm) {
            end = i;
        }
    }
    return end;
}

unsigned loop_find_label(const Loop *loop, int32_t label)
{
    unsigned i = 0;

    while (i < loop_n_ops(loop) && !(loop_op(loop, i)->opc == IR_label &&
                                     loop_op(loop, i)->imm == label)) {
        i++;
    }
    return i;
}

/* Does control come back, and does nothing change the translation? */
static bool is_loop(const Loop *loop)
{
    for (unsigned i = 0; i < loop_n_ops(loop); i++) {
        const IrOp *op = loop_op(loop, i);

        if (ir_op_clobbers(op) || op->opc == IR_guard) {
            return false;
        }
    }
    return ir_reaches(loop->s, loop->head, loop->end);
}

/*
 * Inner loops of the copy may go on in the original's, at their heads, so no
 * temporary may live there.
 */
static bool find_inner(Loop *loop)
{
    for (unsigned i = 0; i < loop_n_ops(loop); i++) {
        const IrOp *op = loop_op(loop, i);
        unsigned label = ir_op_flags(op->opc) & IR_BRANCHES
                             ? loop_find_label(loop, op->imm) : i;

        if (label < i) {
            loop->is_nest = true;
            memset(&loop->inner[label], true, i - label);
            if (loop_temps_cross(loop, label)) {
                return false;
            }
        }
    }
    return true;
}

static bool is_in_body(const Loop *loop, unsigned index)
{
    return index > loop->head && index <= loop->end;
}

/* Is a temporary that is made in the body read elsewhere? */
static bool leaks_temp(const Loop *loop)
{
    const TCGContext *s = loop->s;
    g_autofree bool *made = g_new0(bool, s->n_temps + 1);

    for (unsigned i = 0; i < loop_n_ops(loop); i++) {
        if (ir_is_temp(loop_op(loop, i)->dst)) {
            made[loop_op(loop, i)->dst - IR_TEMP_FIRST] = true;
        }
    }
    for (unsigned i = 0; i < s->n_ops; i++) {
        const IrOp *op = &s->ops[i];

        for (unsigned k = 0; k < ir_op_n_args(op); k++) {
            if (ir_is_temp(op->arg[k]) && !is_in_body(loop, i) &&
                made[op->arg[k] - IR_TEMP_FIRST]) {
                return true;
            }
        }
    }
    return false;
}

/* The op that made it comes before: temporaries are values. */
static bool is_made_before(const Loop *loop, IrRef temp, unsigned index)
{
    for (unsigned i = 0; i < index; i++) {
        if (loop_op(loop, i)->dst == temp) {
            return true;
        }
    }
    return false;
}

bool loop_temps_cross(const Loop *loop, unsigned index)
{
    for (unsigned i = index; i < loop_n_ops(loop); i++) {
        const IrOp *op = loop_op(loop, i);

        for (unsigned k = 0; k < ir_op_n_args(op); k++) {
            if (ir_is_temp(op->arg[k]) &&
                is_made_before(loop, op->arg[k], index)) {
                return true;
            }
        }
    }
    return false;
}

/* --- judging -------------------------------------------------------------- */

static bool is_worth_it(const LoopBase *base)
{
    int32_t reach = base->high - base->low + base->up + base->down;

    return base->count > 0 &&
           reach <= (loop_is_table(base) ? LOOP_MAX_TABLE : MAX_REACH);
}

/* Forget bases that are not worth a guard. */
static void choose_bases(Loop *loop)
{
    uint8_t number[LOOP_MAX_BASES + 1] = { 0 };
    unsigned n = 0;

    for (unsigned i = 0; i < loop->n_bases; i++) {
        if (is_worth_it(&loop->bases[i])) {
            loop->bases[n++] = loop->bases[i];
            number[i + 1] = n;
        }
    }
    loop->n_bases = n;
    for (unsigned i = 0; i < loop_n_ops(loop); i++) {
        loop->member[i] = number[loop->member[i]];
        loop->checks[i] = number[loop->checks[i]];
    }
}

/*
 * A nest is, for accesses and divisions of inner loops: the outer ones alone
 * are few. (Tail calls, too, look like outer loops.)
 */
static bool has_gain(const Loop *loop)
{
    bool gain = (loop->n_bases || loop->n_divisors) && !loop->is_nest;

    for (unsigned i = 0; i < loop_n_ops(loop); i++) {
        gain |= (loop->member[i] || loop->divides[i]) && loop->inner[i];
    }
    return gain;
}

static void find_bases(Loop *loop)
{
    loop_find_bases(loop);
    choose_bases(loop);
    if (!loop->is_nest) {
        loop_find_strides(loop);
        choose_bases(loop);
    }
    loop_find_divisors(loop);
    loop_find_polls(loop);
}

/* @head: of a label. (inout) @end: of the operations to look at */
static void try_loop(TCGContext *s, unsigned head, bool nests, unsigned *end)
{
    Loop loop = { .s = s, .head = head, .end = find_end(s, head, *end) };

    if (!loop.end || !is_loop(&loop) || !find_inner(&loop) ||
        (loop.is_nest && !nests)) {
        return;
    }
    find_bases(&loop);
    if (has_gain(&loop) && !leaks_temp(&loop)) {
        *end += loop_rewrite(&loop);
    }
}

/* Loops with heads from @first to @end. Returns the end, which may move. */
static unsigned try_loops(TCGContext *s, unsigned first, unsigned end,
                          bool nests)
{
    for (unsigned i = first; i < end; i++) {
        if (s->ops[i].opc == IR_label) {
            try_loop(s, i, nests, &end);
        }
    }
    return end;
}

/* Fast loops are added behind; those of nests have loops in them. */
void tcg_loop(TCGContext *s)
{
    unsigned end = try_loops(s, 0, s->n_ops, true);

    try_loops(s, end, s->n_ops, false);
}

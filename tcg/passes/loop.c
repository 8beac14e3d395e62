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
 * the page, so it polls before its guards only. Bases are compared as signed
 * numbers: pages in RAM do not end at the highest positive number in any
 * translation mode, so no base wraps unnoticed.
 *
 * A table that is read at small indices is proved as a whole; one that lies
 * in two pages, by a guard for each end: where both give the same number to
 * add to an address, the pages follow each other in the host's memory, too.
 *
 * Addresses that move by a register are checked at each access, and if the
 * check fails the original loop goes on there (loop_stride.c).
 *
 * Only innermost loops without calls.
 */
#include <string.h>

#include "passes/loop.h"

#define MAX_REACH 1024          /* bytes that an iteration may touch */

/* --- finding loops -------------------------------------------------------- */

/* The last branch back to the label at @head; 0 if there is none. */
static unsigned find_end(const TCGContext *s, unsigned head)
{
    unsigned limit = MIN(s->n_ops, head + 1 + LOOP_MAX_OPS);
    unsigned end = 0;

    for (unsigned i = head + 1; i < limit; i++) {
        if (ir_op_flags(s->ops[i].opc) & IR_BRANCHES &&
            s->ops[i].imm == s->ops[head].imm) {
            end = i;
        }
    }
    return end;
}

static bool is_label_within(const Loop *loop, unsigned before, int32_t label)
{
    for (unsigned i = 0; i < before; i++) {
        if (loop_op(loop, i)->opc == IR_label &&
            loop_op(loop, i)->imm == label) {
            return true;
        }
    }
    return false;
}

/* No loop within, and nothing that may change the translation. */
static bool is_simple(const Loop *loop)
{
    for (unsigned i = 0; i < loop_n_ops(loop); i++) {
        const IrOp *op = loop_op(loop, i);
        unsigned flags = ir_op_flags(op->opc);

        if (ir_op_clobbers(op) || op->opc == IR_guard ||
            (flags & IR_BRANCHES && is_label_within(loop, i, op->imm))) {
            return false;
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

/* @head: of a label. (inout) @added: operations before the fast loops. */
static void try_loop(TCGContext *s, unsigned head, unsigned *added)
{
    Loop loop = { .s = s, .head = head, .end = find_end(s, head) };

    if (!loop.end || !is_simple(&loop)) {
        return;
    }
    loop_find_bases(&loop);
    choose_bases(&loop);
    loop_find_strides(&loop);
    choose_bases(&loop);
    if (loop.n_bases && !leaks_temp(&loop)) {
        *added += loop_rewrite(&loop);
    }
}

void tcg_loop(TCGContext *s)
{
    unsigned last = s->n_ops;   /* fast loops are added behind */

    for (unsigned i = 0; i < last; i++) {
        if (s->ops[i].opc == IR_label) {
            try_loop(s, i, &last);
        }
    }
}

/*
 * loop_guard.c: into the fast loop, and what keeps it in its pages
 *
 * Guards prove the page of each base and tell what to add to addresses. From
 * the values that a base has there its limits follow; those of a base that
 * steps are compared where an iteration ends, an address that walks is where
 * it is used.
 */
#include "passes/loop_copy.h"

#define PAGE 4096

static IrRef put_number(LoopCopy *c, IrOpcode opc, IrRef a, int64_t number)
{
    if (number == 0) {
        return a;               /* only ever added */
    }
    return loop_put_value(c, opc, a, ir_const(c->s, (uint64_t)number));
}

/* --- guards --------------------------------------------------------------- */

/* Bytes @low..@high-1 from the base are in one page. */
static IrRef put_guard(LoopCopy *c, const LoopBase *base, int32_t low,
                       int32_t high)
{
    IrRef pointer = loop_new_temp(c);

    loop_put(c, (IrOp) {
        .opc = IR_guard,
        .attr = IR_GUARD_INDEXED | (base->store ? IR_GUARD_WRITE : 0),
        .insn = c->insn,
        .dst = pointer,
        .arg = { base->reg, ir_const(c->s, high - low), loop_head_label(c) },
        .imm = low,
    });
    return pointer;
}

/* Strides over many pages are better left to the original loop. */
static void put_stride_check(LoopCopy *c, const LoopBase *base)
{
    int64_t most = LOOP_MAX_STRIDE >> base->shift;

    if (base->walks && base->stride != IR_NONE) {
        loop_put_brcond(c, TCG_COND_GTU,
                   put_number(c, IR_add, base->stride, most),
                   ir_const(c->s, (uint64_t)most * 2), loop_head_label(c));
    }
}

/* The last byte may be in another page, with the same number to add. */
static void put_base_guards(LoopCopy *c, LoopBase *base)
{
    IrRef last;

    if (!loop_is_table(base)) {
        base->pointer = put_guard(c, base, base->low, base->high);
        return;
    }
    last = put_guard(c, base, base->high - 1, base->high);
    base->pointer = put_guard(c, base, base->low, base->low + 1);
    loop_put_brcond(c, TCG_COND_NE, base->pointer, last, loop_head_label(c));
}

/* The values of a base that moves between which its page holds. */
static void put_limits(LoopCopy *c, LoopBase *base)
{
    IrRef t;

    if (base->up) {
        t = put_number(c, IR_add, base->reg, base->high - 1);
        t = put_number(c, IR_or, t, PAGE - 1);
        base->last = put_number(c, IR_add, t, 1 - base->high);
    }
    if (base->down || base->walks) {
        t = put_number(c, IR_add, base->reg, base->low);
        t = put_number(c, IR_and, t, -PAGE);
        base->first = put_number(c, IR_add, t, -base->low);
    }
}

/* Does it poll for the whole loop? Then before the guards in its place. */
static bool is_head_poll(const LoopCopy *c, unsigned index)
{
    return c->loop->needless[index] && loop_op(c->loop, index)->imm ==
                                       c->s->insns[c->insn].page_offset;
}

void loop_put_guards(LoopCopy *c)
{
    Loop *loop = c->loop;

    loop_put_place(c, IR_label, c->insn, c->guards);
    for (unsigned i = 0; i < loop_n_ops(loop); i++) {
        if (is_head_poll(c, i)) {
            loop_put(c, *loop_op(loop, i));
        }
    }
    for (unsigned i = 0; i < loop->n_bases; i++) {
        put_stride_check(c, &loop->bases[i]);
    }
    loop_put_inverses(c);
    for (unsigned i = 0; i < loop->n_bases; i++) {
        put_base_guards(c, &loop->bases[i]);
    }
    for (unsigned i = 0; i < loop->n_bases; i++) {
        put_limits(c, &loop->bases[i]);
    }
}

/* --- in the loop ---------------------------------------------------------- */

/* What is asked at a branch back, and where the answers lead. */
typedef struct Back {
    uint8_t asked[LOOP_MAX_BASES];
    unsigned left;              /* questions */
    unsigned stay, leave;       /* labels */
} Back;

static void ask(const LoopCopy *c, Back *back, unsigned base)
{
    back->asked[base] = true;
    back->left += !!c->loop->bases[base].up + !!c->loop->bases[base].down;
}

/* Leave if it holds; after the last such question, go on if not. */
static void put_question(LoopCopy *c, Back *back, TCGCond cond, IrRef reg,
                         IrRef limit)
{
    if (--back->left) {
        loop_put_brcond(c, cond, reg, limit, back->leave);
    } else {
        loop_put_brcond(c, cond ^ 1, reg, limit, back->stay);
        loop_put_place(c, IR_br, c->insn, back->leave);
    }
}

static void put_questions(LoopCopy *c, Back *back)
{
    for (unsigned i = 0; i < c->loop->n_bases; i++) {
        const LoopBase *base = &c->loop->bases[i];

        if (back->asked[i] && base->up) {
            put_question(c, back, TCG_COND_GT, base->reg, base->last);
        }
        if (back->asked[i] && base->down) {
            put_question(c, back, TCG_COND_LT, base->reg, base->first);
        }
    }
}

void loop_put_back(LoopCopy *c)
{
    Back back = { .stay = c->fast, .leave = c->guards };

    for (unsigned i = 0; i < c->loop->n_bases; i++) {
        ask(c, &back, i);
    }
    if (!back.left) {
        loop_put_place(c, IR_br, c->insn, c->fast);
    }
    put_questions(c, &back);
}

static bool is_written(const Loop *loop, IrRef reg, unsigned first,
                       unsigned end)
{
    for (unsigned i = first; i < end; i++) {
        if (loop_op(loop, i)->dst == reg) {
            return true;
        }
    }
    return false;
}

bool loop_put_inner_back(LoopCopy *c, unsigned head, unsigned first,
                         unsigned end)
{
    Back back = { .stay = c->labels[head], .leave = head };

    for (unsigned i = 0; i < c->loop->n_bases; i++) {
        if (is_written(c->loop, c->loop->bases[i].reg, first, end)) {
            ask(c, &back, i);
        }
    }
    if (!back.left) {
        return false;
    }
    put_questions(c, &back);
    return true;
}

void loop_put_access_check(LoopCopy *c, unsigned index)
{
    const LoopBase *base = &c->loop->bases[c->loop->checks[index] - 1];
    unsigned label = c->s->n_labels++;
    uint16_t insn = c->insn;

    c->ways_out[c->n_ways_out++] = (LoopWayOut) { index, label };
    c->insn = loop_op(c->loop, index)->insn;
    loop_put_brcond(c, TCG_COND_GTU,
               loop_put_value(c, IR_sub, base->reg, base->first),
               ir_const(c->s, PAGE - (uint64_t)(base->high - base->low)),
               label);
    c->insn = insn;
}

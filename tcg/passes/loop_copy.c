/*
 * loop_copy.c: the fast loop
 *
 * It is added behind the unit's last operation; branches back of the original
 * loop then lead to its guards. Their operations belong to the first
 * instruction of the loop, with which they share the state of the guest.
 */
#include <string.h>

#include "passes/loop_copy.h"

IrOpcode loop_indexed_opcode(IrOpcode opc)
{
    switch (opc) {
    case IR_ld:
        return IR_gldx;
    case IR_st:
        return IR_gstx;
    case IR_fld:
        return IR_gfldx;
    case IR_fst:
        return IR_gfstx;
    default:
        return 0;
    }
}

void loop_put(LoopCopy *c, IrOp op)
{
    c->s->ops[c->s->n_ops++] = op;
}

void loop_put_place(LoopCopy *c, IrOpcode opc, unsigned insn, unsigned label)
{
    loop_put(c, (IrOp) { .opc = opc, .insn = insn, .dst = IR_NONE,
                         .arg = { IR_NONE, IR_NONE, IR_NONE },
                         .imm = (int32_t)label });
}

IrRef loop_new_temp(LoopCopy *c)
{
    return IR_TEMP_FIRST + c->s->n_temps++;
}

IrRef loop_put_value(LoopCopy *c, IrOpcode opc, IrRef a, IrRef b)
{
    IrRef dst = loop_new_temp(c);

    loop_put(c, (IrOp) { .opc = opc, .insn = c->insn, .dst = dst,
                         .arg = { a, b, IR_NONE } });
    return dst;
}

void loop_put_brcond(LoopCopy *c, TCGCond cond, IrRef a, IrRef b,
                     unsigned label)
{
    loop_put(c, (IrOp) { .opc = IR_brcond, .insn = c->insn, .dst = IR_NONE,
                         .attr = IR_COND_ATTR(cond, IR_I64),
                         .arg = { a, b, IR_NONE }, .imm = (int32_t)label });
}

/* --- the body ------------------------------------------------------------- */

/* Go @on unless it is taken. A condition's opposite is its neighbour. */
static void put_opposite(LoopCopy *c, IrOp op, unsigned on)
{
    if (op.opc == IR_brcond) {
        op.attr ^= 1;
        op.imm = (int32_t)on;
        loop_put(c, op);
    }
}

static void put_branch_back(LoopCopy *c, IrOp op, bool is_last)
{
    unsigned on = is_last ? c->out : c->s->n_labels++;

    put_opposite(c, op, on);
    loop_put_back(c);
    if (!is_last) {
        loop_put_place(c, IR_label, op.insn, on);
    }
}

static void rename(LoopCopy *c, IrOp *op)
{
    for (unsigned i = 0; i < ir_op_n_args(op); i++) {
        if (ir_is_temp(op->arg[i])) {
            op->arg[i] = c->renamed[op->arg[i] - IR_TEMP_FIRST];
        }
    }
    if (ir_is_temp(op->dst)) {
        IrRef new = loop_new_temp(c);

        c->renamed[op->dst - IR_TEMP_FIRST] = new;
        op->dst = new;
    }
    if (op->opc == IR_label || ir_op_flags(op->opc) & IR_BRANCHES) {
        op->imm = c->labels[op->imm];
    }
}

/* A branch of an inner loop to its head. @op: not renamed. */
static void put_inner_branch(LoopCopy *c, IrOp op, unsigned index)
{
    unsigned head = (unsigned)op.imm, on = c->s->n_labels++;
    unsigned first = loop_find_label(c->loop, op.imm);
    unsigned at = c->s->n_ops;
    IrOp copy = op;

    rename(c, &copy);
    put_opposite(c, copy, on);
    if (loop_put_inner_back(c, head, first, index)) {
        loop_put_place(c, IR_label, op.insn, on);
    } else {
        c->s->n_ops = at;
        loop_put(c, copy);
    }
}

static void index_access(IrOp *op, const LoopBase *base)
{
    bool store = op->opc == IR_st || op->opc == IR_fst;

    op->opc = loop_indexed_opcode(op->opc);
    op->arg[store ? 2 : 1] = op->arg[0];
    op->arg[0] = base->pointer;
}

/* Is it a branch to the head of the loop, or of an inner one? */
static bool is_back(const LoopCopy *c, const IrOp *op, unsigned index)
{
    return ir_op_flags(op->opc) & IR_BRANCHES &&
           (op->imm == c->s->ops[c->loop->head].imm ||
            loop_find_label(c->loop, op->imm) < index);
}

static void put_back(LoopCopy *c, IrOp op, unsigned index)
{
    if (op.imm == c->s->ops[c->loop->head].imm) {
        put_branch_back(c, op, index == loop_n_ops(c->loop) - 1);
    } else {
        put_inner_branch(c, op, index);
    }
}

static void put_plain(LoopCopy *c, IrOp op, unsigned index)
{
    const Loop *loop = c->loop;

    rename(c, &op);
    if (loop->member[index]) {
        index_access(&op, &loop->bases[loop->member[index] - 1]);
    }
    if (loop->divides[index]) {
        loop_put_division(c, op, index);
    } else {
        loop_put(c, op);
    }
    if (loop->checks[index]) {
        loop_put_access_check(c, index);
    }
}

/* The poll before the guards looks for the rest. */
static void put_short_poll(LoopCopy *c, IrOp op)
{
    if (c->polls_slice) {
        op.opc = IR_poll_slice;
        loop_put(c, op);
    }
}

static void put_body(LoopCopy *c)
{
    loop_put_place(c, IR_label, c->insn, c->fast);
    for (unsigned i = 0; i < loop_n_ops(c->loop); i++) {
        const IrOp *op = loop_op(c->loop, i);

        if (c->loop->needless[i]) {
            put_short_poll(c, *op);
        } else if (is_back(c, op, i)) {
            put_back(c, *op, i);
        } else {
            put_plain(c, *op, i);
        }
    }
}

/* --- the unit ------------------------------------------------------------- */

static bool has_room(const Loop *loop)
{
    const TCGContext *s = loop->s;
    unsigned n = loop_n_ops(loop);
    unsigned per_branch = 2 * LOOP_MAX_BASES + 3;

    return s->n_ops + per_branch * n + 8 * LOOP_MAX_BASES +
               4 * LOOP_MAX_DIVISORS + 4 < IR_MAX_OPS &&
           s->n_temps + 4 * n + 8 * LOOP_MAX_BASES +
               3 * LOOP_MAX_DIVISORS < IR_MAX_TEMPS &&
           s->n_consts + 9 * LOOP_MAX_BASES + 2 < IR_MAX_CONSTS &&
           s->n_labels + 2 * n + 3 < IR_MAX_LABELS;
}

/* Labels of the body get a second name. */
static void name_labels(LoopCopy *c)
{
    for (unsigned i = 0; i < c->s->n_labels; i++) {
        c->labels[i] = i;
    }
    c->guards = c->s->n_labels++;
    c->fast = c->s->n_labels++;
    c->out = c->s->n_labels++;
    for (unsigned i = 0; i < loop_n_ops(c->loop); i++) {
        const IrOp *op = loop_op(c->loop, i);

        if (op->opc == IR_label) {
            c->labels[op->imm] = c->s->n_labels++;
        }
    }
}

/* Put a label before operation @at. */
static void insert_label(TCGContext *s, unsigned at, unsigned label)
{
    IrOp *op = &s->ops[at];
    unsigned insn = op[at == s->n_ops ? -1 : 0].insn;

    memmove(op + 1, op, (s->n_ops - at) * sizeof(*op));
    *op = (IrOp) { .opc = IR_label, .insn = insn, .dst = IR_NONE,
                   .arg = { IR_NONE, IR_NONE, IR_NONE },
                   .imm = (int32_t)label };
    s->n_ops++;
}

/* Its branches back lead to the guards, ways out of the copy to labels. */
static void change_original(LoopCopy *c)
{
    TCGContext *s = c->s;
    Loop *loop = c->loop;

    for (unsigned i = loop->head + 1; i <= loop->end; i++) {
        IrOp *op = &s->ops[i];

        if (ir_op_flags(op->opc) & IR_BRANCHES &&
            op->imm == s->ops[loop->head].imm) {
            op->imm = (int32_t)c->guards;
        }
    }
    insert_label(s, loop->end + 1, c->out);
    for (unsigned i = c->n_ways_out; i-- > 0;) {
        insert_label(s, loop->head + 1 + c->ways_out[i].index,
                     c->ways_out[i].label);
    }
}

unsigned loop_rewrite(Loop *loop)
{
    TCGContext *s = loop->s;
    LoopCopy c = { .loop = loop, .s = s, .insn = s->ops[loop->head + 1].insn };
    g_autofree IrRef *renamed = g_new(IrRef, s->n_temps + 1);
    g_autofree uint16_t *labels = g_new(uint16_t, s->n_labels + 1);

    if (!has_room(loop)) {
        return 0;
    }
    c.polls_slice = s->polls_often;
    c.renamed = renamed;
    c.labels = labels;
    for (unsigned i = 0; i < s->n_temps; i++) {
        renamed[i] = IR_TEMP_FIRST + i;
    }
    name_labels(&c);
    loop_put_guards(&c);
    put_body(&c);
    change_original(&c);
    return 1 + c.n_ways_out;
}

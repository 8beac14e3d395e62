/*
 * loop_copy.c: the fast loop, and what leads to it
 *
 * It is added behind the unit's last operation; branches back of the original
 * loop then lead to its guards. Their operations belong to the first
 * instruction of the loop, with which they share the state of the guest.
 */
#include <string.h>

#include "passes/loop.h"

#define PAGE 4096

typedef struct Copy {
    Loop *loop;
    TCGContext *s;
    uint16_t insn;              /* of the first operation of the body */
    bool polls;                 /* every iteration does */
    IrRef temps;                /* first of the new names of temporaries */
    IrRef *renamed;             /* by temporary */
    uint16_t *labels;           /* by label: its name in the copy */
    unsigned guards, fast, out; /* labels: see loop.h */
} Copy;

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

static void put(Copy *c, IrOp op)
{
    c->s->ops[c->s->n_ops++] = op;
}

static IrRef new_temp(Copy *c)
{
    return IR_TEMP_FIRST + c->s->n_temps++;
}

/* br or label */
static void put_place(Copy *c, IrOpcode opc, unsigned insn, unsigned label)
{
    put(c, (IrOp) { .opc = opc, .insn = insn, .dst = IR_NONE,
                    .arg = { IR_NONE, IR_NONE, IR_NONE }, .imm = label });
}

static void put_brcond(Copy *c, TCGCond cond, IrRef a, IrRef b,
                       unsigned label)
{
    put(c, (IrOp) { .opc = IR_brcond, .insn = c->insn, .dst = IR_NONE,
                    .attr = IR_COND_ATTR(cond, IR_I64),
                    .arg = { a, b, IR_NONE }, .imm = label });
}

/* --- guards --------------------------------------------------------------- */

static IrRef put_number(Copy *c, IrOpcode opc, IrRef a, int64_t number)
{
    IrRef dst;

    if (number == 0) {
        return a;               /* only ever added */
    }
    dst = new_temp(c);
    put(c, (IrOp) { .opc = opc, .insn = c->insn, .dst = dst,
                    .arg = { a, ir_const(c->s, number), IR_NONE } });
    return dst;
}

/* Bytes @low..@high-1 from the base are in one page. */
static IrRef put_guard(Copy *c, const LoopBase *base, int32_t low,
                       int32_t high)
{
    IrRef pointer = new_temp(c);

    put(c, (IrOp) {
        .opc = IR_guard,
        .attr = IR_GUARD_INDEXED | (base->store ? IR_GUARD_WRITE : 0),
        .insn = c->insn,
        .dst = pointer,
        .arg = { base->reg, ir_const(c->s, high - low),
                 c->s->ops[c->loop->head].imm },
        .imm = low,
    });
    return pointer;
}

/* The last byte may be in another page, with the same number to add. */
static void put_base_guards(Copy *c, LoopBase *base)
{
    IrRef last;

    if (!loop_is_table(base)) {
        base->pointer = put_guard(c, base, base->low, base->high);
        return;
    }
    last = put_guard(c, base, base->high - 1, base->high);
    base->pointer = put_guard(c, base, base->low, base->low + 1);
    put_brcond(c, TCG_COND_NE, base->pointer, last,
               c->s->ops[c->loop->head].imm);
}

/* The values of a base that moves between which its page holds. */
static void put_limits(Copy *c, LoopBase *base)
{
    IrRef t;

    if (base->up) {
        t = put_number(c, IR_add, base->reg, base->high - 1);
        t = put_number(c, IR_or, t, PAGE - 1);
        base->last = put_number(c, IR_add, t, 1 - base->high);
    }
    if (base->down) {
        t = put_number(c, IR_add, base->reg, base->low);
        t = put_number(c, IR_and, t, -PAGE);
        base->first = put_number(c, IR_add, t, -base->low);
    }
}

/*
 * A loop may have other polls, before jumps out of it: they leave to another
 * place, and stay where they are.
 */
static bool is_head_poll(const Copy *c, const IrOp *op)
{
    return op->opc == IR_poll &&
           op->imm == c->s->insns[c->insn].page_offset;
}

static void put_guards(Copy *c)
{
    Loop *loop = c->loop;

    put_place(c, IR_label, c->insn, c->guards);
    for (unsigned i = 0; i < loop_n_ops(loop) && !c->polls; i++) {
        if (is_head_poll(c, loop_op(loop, i))) {
            put(c, *loop_op(loop, i));
        }
    }
    for (unsigned i = 0; i < loop->n_bases; i++) {
        put_base_guards(c, &loop->bases[i]);
    }
    for (unsigned i = 0; i < loop->n_bases; i++) {
        put_limits(c, &loop->bases[i]);
    }
}

/* --- the body ------------------------------------------------------------- */

/* Go to the guards if it holds; after the last such question, go on if not. */
static void put_check(Copy *c, TCGCond cond, IrRef reg, IrRef limit,
                      unsigned *left)
{
    if (--*left) {
        put_brcond(c, cond, reg, limit, c->guards);
    } else {
        put_brcond(c, cond ^ 1, reg, limit, c->fast);
        put_place(c, IR_br, c->insn, c->guards);
    }
}

/* To the next iteration, where all bases are still within their pages. */
static void put_back(Copy *c)
{
    const Loop *loop = c->loop;
    unsigned left = 0;

    for (unsigned i = 0; i < loop->n_bases; i++) {
        left += !!loop->bases[i].up + !!loop->bases[i].down;
    }
    if (!left) {
        put_place(c, IR_br, c->insn, c->fast);
    }
    for (unsigned i = 0; i < loop->n_bases; i++) {
        const LoopBase *base = &loop->bases[i];

        if (base->up) {
            put_check(c, TCG_COND_GT, base->reg, base->last, &left);
        }
        if (base->down) {
            put_check(c, TCG_COND_LT, base->reg, base->first, &left);
        }
    }
}

/* A condition's opposite is its neighbour. */
static void put_branch_back(Copy *c, IrOp op, bool is_last)
{
    unsigned on = is_last ? c->out : c->s->n_labels;

    if (op.opc == IR_brcond) {
        op.attr ^= 1;
        op.imm = on;
        put(c, op);
        c->s->n_labels += !is_last;
    }
    put_back(c);
    if (op.opc == IR_brcond && !is_last) {
        put_place(c, IR_label, op.insn, on);
    }
}

static void rename(Copy *c, IrOp *op)
{
    for (unsigned i = 0; i < ir_op_n_args(op); i++) {
        if (ir_is_temp(op->arg[i])) {
            op->arg[i] = c->renamed[op->arg[i] - IR_TEMP_FIRST];
        }
    }
    if (ir_is_temp(op->dst)) {
        IrRef new = new_temp(c);

        c->renamed[op->dst - IR_TEMP_FIRST] = new;
        op->dst = new;
    }
    if (op->opc == IR_label || ir_op_flags(op->opc) & IR_BRANCHES) {
        op->imm = c->labels[op->imm];
    }
}

static void index_access(IrOp *op, const LoopBase *base)
{
    bool store = op->opc == IR_st || op->opc == IR_fst;

    op->opc = loop_indexed_opcode(op->opc);
    op->arg[store ? 2 : 1] = op->arg[0];
    op->arg[0] = base->pointer;
}

static void put_body(Copy *c)
{
    Loop *loop = c->loop;
    unsigned n = loop_n_ops(loop);
    int32_t head = c->s->ops[loop->head].imm;

    put_place(c, IR_label, c->insn, c->fast);
    for (unsigned i = 0; i < n; i++) {
        IrOp op = *loop_op(loop, i);

        if (!c->polls && is_head_poll(c, &op)) {
            continue;
        }
        if (ir_op_flags(op.opc) & IR_BRANCHES && op.imm == head) {
            put_branch_back(c, op, i == n - 1);
            continue;
        }
        rename(c, &op);
        if (loop->member[i]) {
            index_access(&op, &loop->bases[loop->member[i] - 1]);
        }
        put(c, op);
    }
}

/* --- the unit ------------------------------------------------------------- */

static bool has_room(const Loop *loop)
{
    const TCGContext *s = loop->s;
    unsigned n = loop_n_ops(loop);
    unsigned per_branch = 2 * LOOP_MAX_BASES + 3;

    return s->n_ops + per_branch * n + 8 * LOOP_MAX_BASES + 4 < IR_MAX_OPS &&
           s->n_temps + n + 7 * LOOP_MAX_BASES < IR_MAX_TEMPS &&
           s->n_consts + 7 * LOOP_MAX_BASES < IR_MAX_CONSTS &&
           s->n_labels + n + 3 < IR_MAX_LABELS;
}

/* Labels of the body get a second name. */
static void name_labels(Copy *c)
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

/* The original's branches back lead to the guards, its end has a label. */
static void change_original(Copy *c)
{
    TCGContext *s = c->s;
    Loop *loop = c->loop;
    IrOp *after = &s->ops[loop->end + 1];

    for (unsigned i = loop->head + 1; i <= loop->end; i++) {
        IrOp *op = &s->ops[i];

        if (ir_op_flags(op->opc) & IR_BRANCHES &&
            op->imm == s->ops[loop->head].imm) {
            op->imm = c->guards;
        }
    }
    memmove(after + 1, after, (s->n_ops - loop->end - 1) * sizeof(*after));
    *after = (IrOp) { .opc = IR_label, .insn = s->ops[loop->end].insn,
                      .dst = IR_NONE, .arg = { IR_NONE, IR_NONE, IR_NONE },
                      .imm = c->out };
    s->n_ops++;
}

static bool moves_steadily(const Loop *loop)
{
    for (unsigned i = 0; i < loop->n_bases; i++) {
        if (loop->bases[i].steady) {
            return true;
        }
    }
    return false;
}

bool loop_rewrite(Loop *loop)
{
    TCGContext *s = loop->s;
    Copy c = { .loop = loop, .s = s, .insn = s->ops[loop->head + 1].insn };
    g_autofree IrRef *renamed = g_new(IrRef, s->n_temps + 1);
    g_autofree uint16_t *labels = g_new(uint16_t, s->n_labels + 1);

    if (!has_room(loop)) {
        return false;
    }
    c.polls = s->polls_often || !moves_steadily(loop);
    c.renamed = renamed;
    c.labels = labels;
    for (unsigned i = 0; i < s->n_temps; i++) {
        renamed[i] = IR_TEMP_FIRST + i;
    }
    name_labels(&c);
    put_guards(&c);
    put_body(&c);
    change_original(&c);
    return true;
}

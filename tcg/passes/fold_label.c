/*
 * fold_label.c: places where ways meet
 *
 * What was learnt before the first branch to a label, of a register that was
 * not written since, is true on all ways and stays; the rest is forgotten.
 *
 *     mov x10, $0xa                  known
 *     br L1  ------------.
 * L0: divu x12, x13, x10 |  <--.   known: nothing in the loop writes x10
 *     ...                |     |
 * L1: ...  <-------------'     |
 *     brcond ne, x12, $0, L0 --'
 *
 * Around a loop come the registers as its operations leave them, so those
 * that it writes are forgotten at its head. A loop is everything from its
 * head to the last branch to a label in it, and ways into its middle count
 * as ways to its head.
 */
#include "passes/fold.h"

#define ALL_REGISTERS UINT64_MAX

/* A loop. Numbers of operations. */
typedef struct Loop {
    unsigned entry;             /* first branch to a label in it, or head */
    unsigned last;
    uint64_t written;           /* registers */
} Loop;

static void find_branch(Fold *f, const IrOp *op, unsigned number)
{
    FoldLabel *label = &f->labels[op->opc == IR_guard ? op->arg[2] : op->imm];

    if (!label->branches++) {
        label->first = number;
    }
    label->last = number;
}

void fold_find_branches(Fold *f)
{
    const TCGContext *s = f->s;

    for (unsigned i = 0; i < s->n_ops; i++) {
        const IrOp *op = &s->ops[i];

        if (ir_op_flags(op->opc) & IR_BRANCHES || op->opc == IR_guard) {
            find_branch(f, op, i + 1);
        }
    }
}

/* --- forgetting ----------------------------------------------------------- */

static void forget(Fold *f, uint64_t registers)
{
    for (; registers; registers &= registers - 1) {
        FoldValue *value = &f->values[__builtin_ctzll(registers)];

        value->facts = fold_unknown;
        value->def = f->at;
        value->copy = IR_NONE;
        value->replaceable = false;
    }
    f->fence = f->at;
}

/* Forget the registers written after operation @number. */
static void forget_since(Fold *f, unsigned number)
{
    uint64_t registers = 0;

    for (uint64_t left = f->written; left; left &= left - 1) {
        unsigned ref = __builtin_ctzll(left);

        if (f->values[ref].def > number) {
            registers |= 1ull << ref;
        }
    }
    forget(f, registers);
}

void fold_forget_all(Fold *f)
{
    forget_since(f, 0);
    f->written = 0;
    f->forgot = f->at;
}

/* --- loops ---------------------------------------------------------------- */

static void take_in(const Fold *f, Loop *loop, const IrOp *op)
{
    const FoldLabel *label;

    if (op->dst < IR_TEMP_FIRST) {
        loop->written |= 1ull << op->dst;
    }
    if (ir_op_clobbers(op)) {
        loop->written = ALL_REGISTERS;
    }
    if (op->opc != IR_label) {
        return;
    }
    label = &f->labels[op->imm];
    if (label->branches) {
        loop->entry = MIN(loop->entry, label->first);
        loop->last = MAX(loop->last, label->last);
    }
}

/* @loop: (out) that begins with the label at f->at */
static void find_loop(const Fold *f, Loop *loop)
{
    *loop = (Loop) { .entry = f->at, .last = f->at };
    for (unsigned number = f->at; number <= loop->last; number++) {
        take_in(f, loop, &f->s->ops[number - 1]);
    }
}

static void fold_loop_head(Fold *f)
{
    Loop loop;

    find_loop(f, &loop);
    f->head = f->at;
    if (loop.written == ALL_REGISTERS) {
        fold_forget_all(f);
        return;
    }
    forget_since(f, loop.entry);
    forget(f, loop.written);
    f->written |= loop.written;
}

void fold_label(Fold *f, IrOp *op)
{
    const FoldLabel *label = &f->labels[op->imm];

    if (!label->branches) {
        ir_op_delete(op);
        return;
    }
    if (label->last > f->at) {
        fold_loop_head(f);
    } else {
        forget_since(f, label->first);
    }
    f->unreachable = false;
}

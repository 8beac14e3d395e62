/*
 * fold_loop.c: registers that are 32-bit numbers all around a loop
 *
 *     ld x13, x2, $16, lesl             ld x13, x2, $16, lesl
 * L0:                              L0:
 *     ...                               ...
 *     ext32s x12, x13         ->        mov x12, x13
 *     add_i32 x13, x12, x11             add_i32 x13, x12, x11
 *     brcond ne, x10, x14, L0           brcond ne, x10, x14, L0
 *
 * At the head of a loop nothing is known of what it writes. But a register
 * that comes in sign-extended, and to which the loop writes nothing else,
 * stays so: compilers that do not see that extend it once per iteration.
 *
 * Registers are copied around, so they are proved together: at each label all
 * are assumed to be words, walks over the loop take away what a branch to it
 * does not bring, until one changes nothing.
 */
#include "ir_internal.h"
#include "passes/fold.h"

#define MAX_WALKS 5

typedef struct Words {
    Fold *f;
    unsigned last;              /* operation of the loop */
    uint32_t now;               /* x registers that are words */
    uint32_t *at;               /* the same, by label */
    bool *temps;                /* temporaries that are, by number */
    bool changed;
} Words;

static bool is_word(const Words *w, IrRef ref)
{
    if (ir_is_const(ref)) {
        uint64_t value = ir_const_value(w->f->s, ref);

        return value == (uint64_t)(int64_t)(int32_t)value;
    }
    if (ir_is_temp(ref)) {
        return w->temps[ref - IR_TEMP_FIRST];
    }
    return ir_is_gpr(ref) ? w->now >> ref & 1 : ref == IR_NONE;
}

static bool loads_word(const IrOp *op)
{
    unsigned size = op->attr & MO_SIZE;

    return size < MO_32 || (size == MO_32 && op->attr & MO_SIGN);
}

/* c.mv is an addition of x0 before it is folded. */
static bool is_zero(const Words *w, IrRef ref)
{
    return ir_is_const(ref) && ir_const_value(w->f->s, ref) == 0;
}

static bool makes_word_sum(const Words *w, const IrOp *op)
{
    return op->attr == IR_I32 ||
           (is_zero(w, op->arg[0]) && is_word(w, op->arg[1])) ||
           (is_zero(w, op->arg[1]) && is_word(w, op->arg[0]));
}

/* Is the result sign-extended from 32 bits, or fewer? */
static bool makes_word(const Words *w, const IrOp *op)
{
    switch (op->opc) {
    case IR_mov:
    case IR_and:
    case IR_or:
    case IR_xor:
        return is_word(w, op->arg[0]) && is_word(w, op->arg[1]);
    case IR_add:
        return makes_word_sum(w, op);
    case IR_select:
        return is_word(w, op->arg[1]) && is_word(w, op->arg[2]);
    case IR_ext8s:
    case IR_ext16s:
    case IR_ext32s:
    case IR_ext8u:
    case IR_ext16u:
    case IR_setcond:
        return true;
    case IR_ld:
        return loads_word(op);
    default:
        return ir_op_flags(op->opc) & IR_TYPED && op->attr == IR_I32;
    }
}

static void note_result(Words *w, const IrOp *op)
{
    bool word = makes_word(w, op);

    if (ir_is_temp(op->dst)) {
        w->temps[op->dst - IR_TEMP_FIRST] = word;
    } else if (ir_is_gpr(op->dst)) {
        w->now = word ? w->now | 1u << op->dst : w->now & ~(1u << op->dst);
    }
}

static void note_branch(Words *w, int32_t label)
{
    w->changed |= (w->at[label] & ~w->now) != 0;
    w->at[label] &= w->now;
}

/* Nothing is known on a way that nobody takes: all may be assumed. */
static void walk(Words *w)
{
    w->changed = false;
    w->now = w->f->unreachable ? UINT32_MAX : w->at[w->f->s->n_labels];
    for (unsigned number = w->f->at; number <= w->last; number++) {
        const IrOp *op = &w->f->s->ops[number - 1];

        if (op->opc == IR_label) {
            note_branch(w, op->imm);
            w->now = w->at[op->imm];
        } else if (op->opc == IR_guard) {
            note_branch(w, op->arg[2]);
        } else if (ir_op_flags(op->opc) & IR_BRANCHES) {
            note_branch(w, op->imm);
        }
        if (op->dst != IR_NONE) {
            note_result(w, op);
        }
        if (ir_op_flags(op->opc) & IR_ENDS) {
            w->now = UINT32_MAX;
        }
    }
}

/* What is known before the loop: at its head, and at labels that branches
 * before it lead to, since when no register has been written. */
static bool begin(Words *w)
{
    const Fold *f = w->f;
    uint32_t before = 0;

    for (unsigned i = 1; i < 32; i++) {
        before |= (uint32_t)(f->values[i].facts.sbits <= 32) << i;
    }
    for (unsigned i = 0; i < f->s->n_labels; i++) {
        bool entered = f->labels[i].branches && f->labels[i].first < f->at;

        w->at[i] = entered ? before : UINT32_MAX;
    }
    w->at[f->s->n_labels] = before;
    return before != 0;
}

void fold_loop_words(Fold *f, unsigned last)
{
    g_autofree uint32_t *at = g_new(uint32_t, f->s->n_labels + 1);
    g_autofree bool *temps = g_new0(bool, f->s->n_temps + 1);
    Words w = { .f = f, .last = last, .at = at, .temps = temps };
    unsigned walks = 0;

    if (!begin(&w)) {
        return;
    }
    do {
        walk(&w);
    } while (w.changed && ++walks < MAX_WALKS);
    for (unsigned number = f->at; number <= last && !w.changed; number++) {
        const IrOp *op = &f->s->ops[number - 1];

        if (op->opc == IR_label) {
            f->labels[op->imm].words |= at[op->imm];
        }
    }
}

/*
 * loop_stride.c: addresses that move by a register, or are computed anew
 *
 *     for (k = 2 * i; k < n; k += i)
 *         composite[k] = 1;
 *
 * An index that the loop adds an unchanging register to walks, and so does
 * what is made of it by extending, shifting and adding what stays. How far it
 * goes is not known, but most steps stay within a page: each access is
 * checked by a subtraction and a comparison, off the way to its address. A
 * check that fails goes on in the original loop, at the same instruction.
 *
 * Nothing of this has to be right for the copy to be: if the address moves
 * otherwise, the checks fail more often.
 */
#include <string.h>

#include "passes/loop.h"

/* How the value of a variable moves from iteration to iteration. */
typedef enum Motion {
    MOTION_UNKNOWN,
    MOTION_STAYS,
    MOTION_WALKS,
} Motion;

typedef struct Stride {
    uint8_t motion;             /* Motion */
    uint8_t shift;
    IrRef by;                   /* IR_NONE: a number */
    int32_t number;
} Stride;

typedef struct Walk {
    Loop *loop;
    Stride *strides;            /* by IrRef, of present values */
    Stride moving[32];          /* of x registers that only step */
    unsigned insn_start;        /* of the present instruction: operation + 1;
                                 * 0: not known */
    uint32_t walking;           /* x registers whose last value walks */
    unsigned values[32];        /* so many values it had in the iteration */
    unsigned accessed[32];      /* which of them is an address */
} Walk;

static const Stride unknown, stays = { .motion = MOTION_STAYS };

static Stride stride_of(const Walk *w, IrRef ref)
{
    return ref == IR_NONE ? unknown
         : ir_is_const(ref) ? stays : w->strides[ref];
}

/* --- registers that step -------------------------------------------------- */

/* The motion of a register that nothing but @op writes. */
static Stride step_of(const Walk *w, const IrOp *op)
{
    Stride step = { .motion = MOTION_WALKS, .by = IR_NONE };
    IrRef by = op->arg[1];

    if (op->opc != IR_add || op->arg[0] != op->dst) {
        return unknown;
    }
    if (ir_is_const(by)) {
        int64_t number = (int64_t)ir_const_value(w->loop->s, by);

        step.number = (int32_t)number;
        return number >= -LOOP_MAX_STRIDE && number <= LOOP_MAX_STRIDE
                   ? step : unknown;
    }
    step.by = by;
    return ir_is_gpr(by) && stride_of(w, by).motion == MOTION_STAYS
               ? step : unknown;
}

static void find_steps(Walk *w)
{
    unsigned writes[32] = { 0 };

    for (unsigned i = 0; i < loop_n_ops(w->loop); i++) {
        IrRef dst = loop_op(w->loop, i)->dst;

        if (ir_is_gpr(dst)) {
            writes[dst]++;
        }
    }
    for (unsigned i = 0; i < 32; i++) {
        w->moving[i] = w->strides[i] = writes[i] ? unknown : stays;
    }
    for (unsigned i = 0; i < loop_n_ops(w->loop); i++) {
        const IrOp *op = loop_op(w->loop, i);

        if (ir_is_gpr(op->dst) && writes[op->dst] == 1) {
            w->moving[op->dst] = step_of(w, op);
        }
    }
    memcpy(w->strides, w->moving, sizeof(w->moving));
}

/* --- what is made of them ------------------------------------------------- */

/* One of two walks and the other stays: as the one that walks. */
static Stride sum_of(Stride a, Stride b)
{
    if (a.motion == MOTION_STAYS) {
        return b;
    }
    return b.motion == MOTION_STAYS ? a : unknown;
}

static Stride shifted(Stride a, uint64_t count)
{
    if (count > 9) {
        return unknown;
    }
    a.shift += count;
    return a;
}

static Stride result_of(const Walk *w, const IrOp *op)
{
    Stride a = stride_of(w, op->arg[0]), b = stride_of(w, op->arg[1]);

    switch (op->opc) {
    case IR_mov:
    case IR_ext32s:
    case IR_ext32u:
        return a;
    case IR_add:
        return sum_of(a, b);
    case IR_shadd:
        return sum_of(shifted(a, op->attr), b);
    case IR_shl:
        return ir_is_const(op->arg[1])
                   ? shifted(a, ir_const_value(w->loop->s, op->arg[1]))
                   : unknown;
    default:
        return unknown;
    }
}

static void note_register(Walk *w, IrRef reg, Stride result)
{
    uint32_t bit = 1u << reg;

    w->walking = result.motion == MOTION_WALKS ? w->walking | bit
                                               : w->walking & ~bit;
}

static void note_result(Walk *w, const IrOp *op)
{
    Stride result;

    if (op->dst == IR_NONE) {
        return;
    }
    result = result_of(w, op);
    if (ir_is_gpr(op->dst)) {
        if (w->moving[op->dst].motion == MOTION_WALKS) {
            result = w->moving[op->dst];
        }
        note_register(w, op->dst, result);
        w->values[op->dst]++;
    }
    w->strides[op->dst] = result;
}

/* --- accesses ------------------------------------------------------------- */

static bool is_short(const Stride *stride)
{
    return stride->motion == MOTION_WALKS &&
           1 << stride->shift <= LOOP_MAX_STRIDE &&
           ABS(stride->number) << stride->shift <= LOOP_MAX_STRIDE;
}

/*
 * May the copy go on in the original at the access's instruction? That has
 * written no register before the access.
 */
static bool can_check(const Walk *w)
{
    return w->insn_start && w->loop->n_checks < LOOP_MAX_WAYS_OUT &&
           !w->loop->checks[w->insn_start - 1] &&
           !loop_temps_cross(w->loop, w->insn_start - 1);
}

/*
 * A register that only steps is one pointer. Another one that holds several
 * addresses in an iteration, one after another, is in several pages at once.
 */
static bool is_one_pointer(const Walk *w, IrRef reg)
{
    return w->moving[reg].motion == MOTION_WALKS ||
           w->accessed[reg] == w->values[reg];
}

static void note_access(Walk *w, unsigned index)
{
    const IrOp *op = loop_op(w->loop, index);
    Stride stride;
    LoopBase *base;

    if (!loop_indexed_opcode(op->opc) || w->loop->member[index] ||
        !ir_is_gpr(op->arg[0]) || op->imm < -64 || op->imm > 64) {
        return;
    }
    stride = stride_of(w, op->arg[0]);
    if (!is_short(&stride) || !can_check(w)) {
        return;
    }
    base = loop_find_base(w->loop, op->arg[0]);
    if (!base || (base->count && !base->walks) ||
        (base->count && !is_one_pointer(w, base->reg))) {
        return;
    }
    w->accessed[base->reg] = w->values[base->reg];
    base->walks = true;
    base->stride = stride.by;
    base->shift = stride.shift;
    base->count++;
    base->store |= op->opc == IR_st || op->opc == IR_fst;
    base->low = MIN(base->low, op->imm);
    base->high = MAX(base->high, op->imm + (int32_t)memop_size(op->attr));
    w->loop->member[index] = base - w->loop->bases + 1;
    w->loop->checks[w->insn_start - 1] = w->loop->member[index];
    w->loop->n_checks++;
}

static void forget_others(Walk *w)
{
    memcpy(w->strides, w->moving, sizeof(w->moving));
    w->insn_start = 0;
}

static void walk(Walk *w)
{
    for (unsigned i = 0; i < loop_n_ops(w->loop); i++) {
        const IrOp *op = loop_op(w->loop, i);

        if (op->opc == IR_insn_start) {
            w->insn_start = i + 1;
            continue;
        }
        note_access(w, i);
        note_result(w, op);
        if (op->opc == IR_label) {
            forget_others(w);
        }
    }
}

/* Is the address still in its register when the next iteration begins? */
static void drop_lost(Walk *w)
{
    Loop *loop = w->loop;

    for (unsigned i = 0; i < loop->n_bases; i++) {
        IrRef reg = loop->bases[i].reg;

        if (loop->bases[i].walks &&
            (!(w->walking >> reg & 1) || !is_one_pointer(w, reg))) {
            loop->bases[i].count = 0;
        }
    }
}

void loop_find_strides(Loop *loop)
{
    unsigned n = ir_n_variables(loop->s);
    g_autofree Stride *strides = g_new0(Stride, n);
    Walk w = { .loop = loop, .strides = strides };

    find_steps(&w);
    walk(&w);
    drop_lost(&w);
}

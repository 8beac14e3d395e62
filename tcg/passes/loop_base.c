/*
 * loop_base.c: what the addresses of a loop depend on
 *
 * A base is a register to which the loop adds constants or nothing. The
 * body's branches only skip: so before an operation of an iteration a base
 * is its value at the head plus some of the numbers that stand before, and
 * the sums of the negative and of the positive ones are its limits. Other
 * registers may be made from a base on the way, by mov, or by adding a number
 * or an index with few bits that may be 1 (table[byte]); they count until the
 * next label.
 */
#include "passes/fold.h"
#include "passes/loop.h"

#define MAX_STEP 512

/* What a register holds: a base's value at the head plus from..to. */
typedef struct Place {
    bool known;
    IrRef base;
    int32_t from, to;
} Place;

typedef struct Walk {
    Loop *loop;
    bool is_base[32];
    Place places[32];
    Fold fold;                  /* what is known of the iteration's values */
} Walk;

LoopBase *loop_find_base(Loop *loop, IrRef reg)
{
    for (unsigned i = 0; i < loop->n_bases; i++) {
        if (loop->bases[i].reg == reg) {
            return &loop->bases[i];
        }
    }
    if (loop->n_bases == LOOP_MAX_BASES) {
        return NULL;
    }
    loop->bases[loop->n_bases] = (LoopBase) {
        .reg = reg, .low = MAX_STEP * LOOP_MAX_OPS,
        .high = -MAX_STEP * LOOP_MAX_OPS,
    };
    return &loop->bases[loop->n_bases++];
}

/* --- which registers are bases -------------------------------------------- */

/* Is it x + number, and what number? */
static bool adds_const(const TCGContext *s, const IrOp *op, int32_t *add)
{
    int64_t value;

    if (op->opc != IR_add || op->attr != IR_I64 || !ir_is_gpr(op->arg[0]) ||
        !ir_is_const(op->arg[1])) {
        return false;
    }
    value = ir_const_value(s, op->arg[1]);
    *add = (int32_t)value;
    return value >= -MAX_STEP && value <= MAX_STEP;
}

static void find_base_registers(Walk *w)
{
    int32_t unused;

    for (unsigned i = 0; i < 32; i++) {
        w->is_base[i] = true;
        w->places[i] = (Place) { .known = true, .base = i };
    }
    for (unsigned i = 0; i < loop_n_ops(w->loop); i++) {
        const IrOp *op = loop_op(w->loop, i);

        if (ir_is_gpr(op->dst) && !(op->dst == op->arg[0] &&
                                    adds_const(w->loop->s, op, &unused))) {
            w->is_base[op->dst] = false;
            w->places[op->dst].known = false;
        }
    }
}

/* --- the walk ------------------------------------------------------------- */

static void note_access(Walk *w, unsigned index)
{
    const IrOp *op = loop_op(w->loop, index);
    const Place *place;
    LoopBase *base;

    if (!loop_indexed_opcode(op->opc) || !ir_is_gpr(op->arg[0]) ||
        op->imm < -4096 || op->imm > 4096) {
        return;
    }
    place = &w->places[op->arg[0]];
    base = place->known ? loop_find_base(w->loop, place->base) : NULL;
    if (base) {
        w->loop->member[index] = base - w->loop->bases + 1;
        base->count++;
        base->store |= op->opc == IR_st || op->opc == IR_fst;
        base->low = MIN(base->low, place->from + op->imm);
        base->high = MAX(base->high, place->to + op->imm +
                                     (int32_t)memop_size(op->attr));
    }
}

static void forget_others(Walk *w)
{
    for (unsigned i = 0; i < 32; i++) {
        w->places[i].known &= w->is_base[i];
        w->fold.values[i].facts = fold_unknown;
    }
}

/* The highest value that the operand may have, shifted left. */
static uint64_t highest(const Walk *w, IrRef ref, unsigned shift)
{
    uint64_t ones = ~fold_facts(&w->fold, ref).zeros;

    return ones < LOOP_MAX_TABLE ? ones << shift : UINT64_MAX;
}

/* Is it the sum of a place and a small index? (out) @place */
static bool adds_index(const Walk *w, const IrOp *op, Place *place)
{
    bool shifts = op->opc == IR_shadd;

    if (!shifts && (op->opc != IR_add || op->attr != IR_I64)) {
        return false;
    }
    for (unsigned i = shifts ? 1 : 0; i < 2; i++) {
        IrRef base = op->arg[i], index = op->arg[1 - i];
        uint64_t top = highest(w, index, shifts ? op->attr : 0);

        if (ir_is_gpr(base) && w->places[base].known &&
            top < LOOP_MAX_TABLE) {
            *place = w->places[base];
            place->to += (int32_t)top;
            return true;
        }
    }
    return false;
}

/* A base moves on its own way; other registers are made from it. */
static void note_result(Walk *w, const IrOp *op)
{
    int32_t add = 0;
    Place *place = &w->places[op->dst];
    Place sum;

    if (w->is_base[op->dst]) {
        adds_const(w->loop->s, op, &add);
        place->from += MIN(add, 0);
        place->to += MAX(add, 0);
    } else if ((op->opc == IR_mov && ir_is_gpr(op->arg[0])) ||
               adds_const(w->loop->s, op, &add)) {
        *place = w->places[op->arg[0]];
        place->from += add;
        place->to += add;
    } else if (adds_index(w, op, &sum)) {
        *place = sum;
    } else {
        place->known = false;
    }
}

static void note_facts(Walk *w, const IrOp *op)
{
    if (op->dst != IR_NONE) {
        w->fold.values[op->dst].facts = fold_result(&w->fold, op);
    }
}

static void walk(Walk *w)
{
    for (unsigned i = 0; i < loop_n_ops(w->loop); i++) {
        const IrOp *op = loop_op(w->loop, i);

        note_access(w, i);
        if (ir_is_gpr(op->dst)) {
            note_result(w, op);
        }
        note_facts(w, op);
        if (op->opc == IR_label) {
            forget_others(w);
        }
    }
}

void loop_find_bases(Loop *loop)
{
    Walk w = { .loop = loop, .fold.s = loop->s };
    unsigned n = ir_n_variables(loop->s);
    g_autofree FoldValue *values = g_new(FoldValue, n);

    for (unsigned i = 0; i < n; i++) {
        values[i] = (FoldValue) { .facts = fold_unknown };
    }
    w.fold.values = values;
    find_base_registers(&w);
    walk(&w);
    for (unsigned i = 0; i < loop->n_bases; i++) {
        LoopBase *base = &loop->bases[i];

        base->down = -w.places[base->reg].from;
        base->up = w.places[base->reg].to;
    }
}

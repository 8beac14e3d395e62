/*
 * divide.c: quotient and rest of the same numbers, and divisions by numbers
 *
 *     remu_i64 x15, x13, x12        divu_i64 t0, x13, x12
 *                                   mul_i64 t1, t0, x12
 *                              ->   sub_i64 x15, x13, t1
 *     ...                           ...
 *     divu_i64 x14, x13, x12        mov x14, t0
 *
 * RISC-V has two instructions for what a host's division computes at once,
 * and programs that print numbers need both. A division costs as much as a
 * dozen other operations. The equation a = a / b * b + a % b holds, modulo
 * the width, for zero and for overflow, too: Unprivileged ISA, "Division
 * Operations", table of special values.
 *
 * Looks only as far as the next label. Then divide_number.c has its turn.
 */
#include "passes/divide.h"

#define MAX_KNOWN 4

/* A division whose operands have not changed since. */
typedef struct Known {
    unsigned index;             /* of the operation */
    bool is_valid;
} Known;

typedef struct Divide {
    TCGContext *s;
    Known known[MAX_KNOWN];
    unsigned oldest;
} Divide;

static bool is_rest(IrOpcode opc)
{
    return opc == IR_rem || opc == IR_remu;
}

static bool is_quotient(IrOpcode opc)
{
    return opc == IR_div || opc == IR_divu;
}

static IrOpcode quotient_of(IrOpcode opc)
{
    return opc == IR_rem ? IR_div : opc == IR_remu ? IR_divu : opc;
}

/* Is one the quotient and the other the rest of the same operands? */
static bool is_couple(const IrOp *a, const IrOp *b)
{
    return is_rest(a->opc) != is_rest(b->opc) &&
           quotient_of(a->opc) == quotient_of(b->opc) &&
           a->attr == b->attr && a->arg[0] == b->arg[0] &&
           a->arg[1] == b->arg[1];
}

/* --- rewriting ------------------------------------------------------------ */

static IrRef new_temp(Divide *d)
{
    return IR_TEMP_FIRST + d->s->n_temps++;
}

/* Room for @n operations before @index. */
static IrOp *insert(Divide *d, unsigned index, unsigned n)
{
    IrOp *at = &d->s->ops[index];

    memmove(at + n, at, (d->s->n_ops - index) * sizeof(*at));
    d->s->n_ops += n;
    return at;
}

/* The operation at @index becomes @dst = a - quotient * b. */
static void put_rest(Divide *d, unsigned index, IrRef quotient)
{
    IrOp *op = insert(d, index, 1);

    op[0] = op[1];
    op[0].opc = IR_mul;
    op[0].dst = new_temp(d);
    op[0].arg[0] = quotient;
    op[1].opc = IR_sub;
    op[1].arg[1] = op[0].dst;
}

/* The operation becomes @dst = quotient. */
static void put_copy(IrOp *op, IrRef quotient)
{
    op->opc = IR_mov;
    op->attr = 0;
    op->arg[0] = quotient;
    op->arg[1] = IR_NONE;
}

static void put(Divide *d, unsigned index, IrRef quotient)
{
    if (is_rest(d->s->ops[index].opc)) {
        put_rest(d, index, quotient);
    } else {
        put_copy(&d->s->ops[index], quotient);
    }
}

/* From the last to the first, so that numbers before stay what they are. */
static void join(Divide *d, unsigned first, unsigned second)
{
    IrRef quotient = new_temp(d);
    IrOp *op;

    put(d, second, quotient);
    op = insert(d, first, 1);
    op[0] = op[1];
    op[0].opc = quotient_of(op[0].opc);
    op[0].dst = quotient;
    put(d, first + 1, quotient);
}

/* --- the walk ------------------------------------------------------------- */

static void forget(Divide *d, IrRef written)
{
    for (unsigned i = 0; i < MAX_KNOWN; i++) {
        const IrOp *op = &d->s->ops[d->known[i].index];

        if (d->known[i].is_valid &&
            (op->arg[0] == written || op->arg[1] == written)) {
            d->known[i].is_valid = false;
        }
    }
}

static bool has_room(const TCGContext *s)
{
    return s->n_ops + 3 <= IR_MAX_OPS && s->n_temps + 3 <= IR_MAX_TEMPS;
}

/* Was the other half computed before? Returns whether the unit changed. */
static bool find_other(Divide *d, unsigned index)
{
    const IrOp *ops = d->s->ops;

    for (unsigned i = 0; i < MAX_KNOWN; i++) {
        if (d->known[i].is_valid && has_room(d->s) &&
            is_couple(&ops[d->known[i].index], &ops[index])) {
            join(d, d->known[i].index, index);
            memset(d->known, 0, sizeof(d->known));
            return true;
        }
    }
    d->known[d->oldest++ % MAX_KNOWN] = (Known) { index, true };
    return false;
}

static bool is_division(const IrOp *op)
{
    return is_rest(op->opc) || is_quotient(op->opc);
}

/* Returns whether there are divisions. */
static bool join_couples(TCGContext *s)
{
    Divide d = { .s = s };
    bool found = false;

    for (unsigned i = 0; i < s->n_ops; i++) {
        const IrOp *op = &s->ops[i];

        if (op->opc == IR_label || ir_op_clobbers(op)) {
            memset(d.known, 0, sizeof(d.known));
        } else if (is_division(op)) {
            found = true;
            i += find_other(&d, i) ? 2 : 0;
        }
        if (s->ops[i].dst != IR_NONE) {
            forget(&d, s->ops[i].dst);
        }
    }
    return found;
}

void tcg_divide(TCGContext *s)
{
    if (!join_couples(s)) {
        return;
    }
    for (unsigned i = 0; i < s->n_ops; i++) {
        if (is_division(&s->ops[i])) {
            i += divide_by_number(s, i);
        }
    }
}

/*
 * loop_divide.c: division by a number that the loop does not change
 *
 *     L0:                               L0:
 *     poll $0                           ...
 *     divu_i32 x15, x13, x12            brcond_i64 ne, x15, $0x0, L1
 *     ...                          ->   ...
 *     brcond_i64 ne, x15, $0x0, L0      L1:
 *                                       ext32u t0, x12
 *                                       brcond_i64 leu, t0, $0x1, L0
 *                                       divu_i64 t1, $0xffffffffffffffff, t0
 *                                       add_i64 t2, t1, $0x1
 *                                       L2:
 *                                       poll $0
 *                                       muluwh x15, t2, x13
 *                                       ...
 *
 * What divide_number.c does for constants, for a register whose value is
 * known only when the loop is entered: compilers put the 10 of a loop over
 * digits into a register long before. 2^64 / d, rounded up, is enough for
 * unsigned quotients of 32 bits; it has 64 bits if d is 2 or more, and other
 * divisors stay in the original loop.
 */
#include "passes/loop_copy.h"

static bool is_unsigned_32(const IrOp *op)
{
    return (op->opc == IR_divu || op->opc == IR_remu) && op->attr == IR_I32;
}

static bool stays(const Loop *loop, IrRef reg)
{
    for (unsigned i = 0; i < loop_n_ops(loop); i++) {
        if (loop_op(loop, i)->dst == reg) {
            return false;
        }
    }
    return true;
}

/* The number of the divisor + 1; 0 when there are too many. */
static unsigned find_divisor(Loop *loop, IrRef reg)
{
    unsigned i = 0;

    while (i < loop->n_divisors && loop->divisors[i].reg != reg) {
        i++;
    }
    if (i == LOOP_MAX_DIVISORS) {
        return 0;
    }
    if (i == loop->n_divisors) {
        loop->divisors[loop->n_divisors++].reg = reg;
    }
    return i + 1;
}

void loop_find_divisors(Loop *loop)
{
    for (unsigned i = 0; i < loop_n_ops(loop); i++) {
        const IrOp *op = loop_op(loop, i);

        if (is_unsigned_32(op) && ir_is_gpr(op->arg[1]) &&
            stays(loop, op->arg[1])) {
            loop->divides[i] = find_divisor(loop, op->arg[1]);
        }
    }
}

void loop_put_inverses(LoopCopy *c)
{
    for (unsigned i = 0; i < c->loop->n_divisors; i++) {
        LoopDivisor *divisor = &c->loop->divisors[i];
        IrRef wide = loop_put_value(c, IR_ext32u, divisor->reg, IR_NONE);
        IrRef quotient;

        loop_put_brcond(c, TCG_COND_LEU, wide, ir_const(c->s, 1),
                        loop_head_label(c));
        quotient = loop_put_value(c, IR_divu, ir_const(c->s, UINT64_MAX),
                                  wide);
        divisor->inverse = loop_put_value(c, IR_add, quotient,
                                          ir_const(c->s, 1));
    }
}

/* The quotient is less than 2^31: its sign extension changes nothing. */
void loop_put_division(LoopCopy *c, IrOp op, unsigned index)
{
    const LoopDivisor *divisor =
        &c->loop->divisors[c->loop->divides[index] - 1];
    uint16_t insn = c->insn;

    c->insn = op.insn;
    if (op.opc == IR_remu) {
        IrRef quotient = loop_put_value(c, IR_muluwh, divisor->inverse,
                                        op.arg[0]);

        op.opc = IR_sub;
        op.arg[1] = loop_put_value(c, IR_mul, quotient, op.arg[1]);
    } else {
        op.opc = IR_muluwh;
        op.attr = IR_I64;
        op.arg[1] = op.arg[0];
        op.arg[0] = divisor->inverse;
    }
    loop_put(c, op);
    c->insn = insn;
}

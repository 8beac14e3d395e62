/*
 * peephole.c: what this host does better
 *
 * A jump to a register clears bit 0 of the address first (Unprivileged ISA,
 * JALR). Entries of the jump cache are even, so an odd address finds none,
 * and the way taken then clears the bit: nobody has to do it before.
 */
#include "x86/emit.h"

static bool clears_bit_0(const TCGContext *s, const IrOp *op)
{
    return op->opc == IR_and && ir_is_const(op->arg[1])
        && ir_const_value(s, op->arg[1]) == ~1ull;
}

/*
 * Where @temp gets its value, directly before operation @at but for counting
 * and computing; -1: not there
 */
static int find_definition(const TCGContext *s, IrRef temp, unsigned at)
{
    for (int i = (int)at - 1; i >= 0; i--) {
        const IrOp *op = &s->ops[i];

        if (op->dst == temp) {
            return i;
        }
        if (op->opc != IR_retire && !(ir_op_flags(op->opc) & IR_PURE)) {
            break;
        }
    }
    return -1;
}

static bool is_written(const TCGContext *s, IrRef ref, unsigned from,
                       unsigned to)
{
    for (unsigned i = from; i < to; i++) {
        if (s->ops[i].dst == ref) {
            return true;
        }
    }
    return false;
}

static void jump_to_odd(TCGContext *s, unsigned at)
{
    IrRef target = s->ops[at].arg[0];
    int i;

    if (ir_ref_kind(target) != IR_REF_TEMP) {
        return;
    }
    i = find_definition(s, target, at);
    if (i >= 0 && clears_bit_0(s, &s->ops[i])
        && !is_written(s, s->ops[i].arg[0], i + 1, at)) {
        s->ops[at].arg[0] = s->ops[i].arg[0];
    }
}

void emit_peephole(TCGContext *s)
{
    for (unsigned i = 0; i < s->n_ops; i++) {
        if (s->ops[i].opc == IR_goto_ptr) {
            jump_to_odd(s, i);
        }
    }
}

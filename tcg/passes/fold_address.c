/* fold_address.c: addresses made in steps */
#include "passes/fold.h"

/* x1 and x5 hold return addresses: a jump is about to overwrite them. */
static bool is_link(IrRef ref)
{
    return ref == IR_GPR(1) || ref == IR_GPR(5);
}

/* address of the page + a + b -> one pc_add, if the first then goes */
bool fold_pc_pair(Fold *f, IrOp *op)
{
    IrRef base = op->arg[0];
    uint64_t add;
    FoldPair pair;

    if (!ir_is_variable(base) || f->values[base].facts.kind != FOLD_PC ||
        op->attr != IR_I64 || !fold_is_const(f, op->arg[1], &add)) {
        return false;
    }
    add += f->values[base].facts.value;
    if ((int64_t)add != (int32_t)add) {
        return false;
    }
    if (fold_pair(f, op, 0, &pair) && pair.alone) {
        fold_take(f, pair);
    } else if (!ir_is_temp(base) &&
               !(ir_is_temp(op->dst) && is_link(base) &&
                 f->values[base].def > f->fence)) {
        return false;
    }
    fold_to_unary(op, IR_pc_add, IR_NONE);
    op->imm = add;
    return true;
}

/*
 * A jump to an address of another page that is known but for where the page
 * is. Within the page jumps back would need a poll: these stay.
 */
bool fold_goto(Fold *f, IrOp *op)
{
    FoldFacts facts = fold_facts(f, op->arg[0]);
    int32_t offset = (int32_t)facts.value;

    if (facts.kind != FOLD_PC || (int64_t)facts.value != offset ||
        ir_in_page(offset) || offset & 1) {
        return false;
    }
    fold_to_unary(op, IR_goto_tb, IR_NONE);
    op->attr = 0;
    op->imm = offset;
    return true;
}

/* (x + a) + b -> x + (a + b), if the first then goes */
bool fold_add_chain(Fold *f, IrOp *op)
{
    uint64_t a, b;
    FoldPair pair;
    IrRef x;

    if (!ir_is_const(op->arg[1]) || !fold_maker_is(f, op->arg[0], IR_add) ||
        !fold_pair(f, op, 0, &pair) || !ir_is_const(pair.first->arg[1]) ||
        (!pair.alone && !ir_is_temp(op->arg[0])) ||
        (op->attr == IR_I64 && pair.first->attr == IR_I32)) {
        return false;
    }
    a = ir_const_value(f->s, pair.first->arg[1]);
    b = ir_const_value(f->s, op->arg[1]) + a;
    if ((int64_t)b != (int32_t)b) {
        return false;
    }
    x = pair.first->arg[0];
    fold_take(f, pair);
    op->arg[0] = x;
    op->arg[1] = ir_const(f->s, b);
    return true;
}

/* access at t where t = x + number -> access at x + number */
bool fold_base(Fold *f, IrOp *op)
{
    FoldPair pair;
    int64_t offset;

    if (!ir_is_temp(op->arg[0]) || !fold_maker_is(f, op->arg[0], IR_add) ||
        !fold_pair(f, op, 0, &pair) || pair.first->attr != IR_I64 ||
        !ir_is_const(pair.first->arg[1])) {
        return false;
    }
    offset = ir_const_value(f->s, pair.first->arg[1]);
    if (offset < INT32_MIN / 2 || offset > INT32_MAX / 2 ||
        offset + op->imm != (int32_t)(offset + op->imm)) {
        return false;
    }
    op->arg[0] = pair.first->arg[0];
    op->imm += offset;
    return true;
}

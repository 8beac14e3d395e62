/*
 * guard_base.c: which accesses are near each other
 *
 * Every value that a register receives has a number; adding a number to a
 * register gives the same value at a distance. So accesses stay together
 * when their base moves on between them (addi a5, a5, 8), or is copied.
 */
#include "passes/guard.h"

#define LIMIT (1 << 30)         /* distances never overflow below this */

IrOpcode guard_member_opcode(IrOpcode opc)
{
    switch (opc) {
    case IR_ld:
        return IR_gld;
    case IR_st:
        return IR_gst;
    case IR_fld:
        return IR_gfld;
    case IR_fst:
        return IR_gfst;
    default:
        return 0;
    }
}

/* What is in a register; at first, a value of its own. */
static const GuardBase *find_base(Guard *g, IrRef ref)
{
    GuardBase *base = &g->bases[ref];

    if (base->stretch != g->stretch) {
        *base = (GuardBase) { g->next_value++, g->stretch, 0 };
    }
    return base;
}

/* x + number, where it stays small */
static bool step_add(Guard *g, const IrOp *op, GuardBase *base)
{
    int64_t add;

    if (op->opc != IR_add || op->attr != IR_I64 ||
        !ir_is_variable(op->arg[0]) || !ir_is_const(op->arg[1])) {
        return false;
    }
    add = ir_const_value(g->s, op->arg[1]);
    if (add < -LIMIT || add > LIMIT) {
        return false;
    }
    *base = *find_base(g, op->arg[0]);
    add += base->add;
    base->add = add;
    return add > -LIMIT && add < LIMIT;
}

void guard_base_step(Guard *g, const IrOp *op)
{
    GuardBase base;

    if (op->opc == IR_mov && ir_is_variable(op->arg[0])) {
        base = *find_base(g, op->arg[0]);
    } else if (!step_add(g, op, &base)) {
        base = (GuardBase) { g->next_value++, g->stretch, 0 };
    }
    g->bases[op->dst] = base;
}

bool guard_access(Guard *g, unsigned index, GuardAccess *access)
{
    const IrOp *op = &g->s->ops[index];
    const GuardBase *base;

    if (!guard_member_opcode(op->opc) || !ir_is_variable(op->arg[0]) ||
        op->imm < -LIMIT || op->imm > LIMIT) {
        return false;
    }
    base = find_base(g, op->arg[0]);
    *access = (GuardAccess) {
        .op = index,
        .value = base->value,
        .base = base->add,
        .offset = base->add + op->imm,
    };
    return true;
}

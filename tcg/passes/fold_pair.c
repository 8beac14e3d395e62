/*
 * fold_pair.c: two operations, the second on the result of the first
 *
 * Compilers make one thing from two instructions (slli and srli: the low 32
 * bits), most often within one register: the second overwrites the result of
 * the first. If nothing reads it between, and control neither leaves nor
 * arrives, nobody can tell whether the first was done at all: it is alone,
 * and may be changed or dropped although it writes a guest register.
 *
 * What is made before a loop stays there.
 */
#include "passes/fold.h"

static bool is_alone(const Fold *f, const IrOp *op, unsigned operand)
{
    IrRef ref = op->arg[operand];
    const FoldValue *value = &f->values[ref];

    if (!ir_is_gpr(ref) || op->dst != ref ||
        !(ir_op_flags(op->opc) & IR_PURE) || value->def <= f->fence ||
        value->read > value->def) {
        return false;
    }
    for (unsigned i = 0; i < 3; i++) {
        if (i != operand && op->arg[i] == ref) {
            return false;
        }
    }
    return true;
}

bool fold_pair(Fold *f, const IrOp *op, unsigned operand, FoldPair *pair)
{
    IrRef ref = op->arg[operand];
    IrOp *first = fold_maker(f, ref);

    if (!first || !(ir_op_flags(first->opc) & IR_PURE) ||
        f->values[ref].def < f->head) {
        return false;
    }
    pair->first = first;
    pair->alone = is_alone(f, op, operand);
    for (unsigned i = 0; i < 3; i++) {
        if (!fold_holds(f, first->arg[i], f->values[ref].def) &&
            !(pair->alone && first->arg[i] == ref)) {
            return false;
        }
    }
    return true;
}

void fold_take(Fold *f, FoldPair pair)
{
    IrRef ref = pair.first->dst;
    unsigned number = f->values[ref].def;

    if (pair.alone) {
        f->values[ref] = f->before[ref];
        f->before[ref] = fold_lost(number);
        ir_op_delete(pair.first);
    }
}

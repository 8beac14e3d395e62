/* pass.c: what the passes over operations share; see pass.h */
#include "passes/pass.h"

void ir_close_holes(TCGContext *s)
{
    unsigned i = 0;
    unsigned kept;

    while (i < s->n_ops && !ir_op_is_hole(&s->ops[i])) {
        i++;
    }
    kept = i;
    for (; i < s->n_ops; i++) {
        if (!ir_op_is_hole(&s->ops[i])) {
            s->ops[kept++] = s->ops[i];
        }
    }
    s->n_ops = kept;
}

bool ir_op_clobbers(const IrOp *op)
{
    if (op->opc == IR_call) {
        return !(tcg_helper_flags(op->imm) &
                 (TCG_HELPER_PURE | TCG_HELPER_MEMORY));
    }
    return ir_op_flags(op->opc) & IR_CALLS;
}

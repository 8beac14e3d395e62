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

bool ir_find_loop_heads(const TCGContext *s, bool *heads)
{
    bool seen[IR_MAX_LABELS] = { false };
    bool any = false;

    for (unsigned i = 0; i < s->n_labels; i++) {
        heads[i] = false;
    }
    for (unsigned i = 0; i < s->n_ops; i++) {
        const IrOp *op = &s->ops[i];

        if (op->opc == IR_label) {
            seen[op->imm] = true;
        } else if (ir_op_flags(op->opc) & IR_BRANCHES && seen[op->imm]) {
            any = heads[op->imm] = true;
        }
    }
    return any;
}

bool ir_op_clobbers(const IrOp *op)
{
    if (op->opc == IR_call) {
        return !(tcg_helper_flags(op->imm) &
                 (TCG_HELPER_PURE | TCG_HELPER_MEMORY));
    }
    return ir_op_flags(op->opc) & IR_CALLS;
}

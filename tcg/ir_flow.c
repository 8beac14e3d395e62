/*
 * ir_flow.c: does a fact hold on every way to where it is needed?
 *
 * The usual forward analysis, on a list instead of a graph: a walk over the
 * operations carries whether the fact holds, labels collect the worst of the
 * ways that lead to them. Labels start with "holds", so that loops do not
 * spoil themselves; walks repeat until no label changes.
 */
#include <string.h>

#include "ir_verify.h"

typedef struct Flow {
    const TCGContext *s;
    const IrFact *fact;
    bool at_label[IR_MAX_LABELS];
    bool changed;
} Flow;

static void flow_to(Flow *flow, unsigned label, bool holds)
{
    if (!holds && flow->at_label[label]) {
        flow->at_label[label] = false;
        flow->changed = true;
    }
}

/* The fact after @op, when it is @holds before. */
static bool flow_through(Flow *flow, const IrOp *op, bool holds)
{
    const IrFact *fact = flow->fact;

    if (op->opc == IR_label) {
        flow_to(flow, op->imm, holds);
        return flow->at_label[op->imm];
    }
    if (ir_op_flags(op->opc) & IR_BRANCHES) {
        flow_to(flow, op->imm, holds);
    }
    if (op->opc == IR_guard) {
        flow_to(flow, op->arg[2], holds);
    }
    if (ir_op_flags(op->opc) & IR_ENDS) {
        return true;            /* nothing comes this way */
    }
    return fact->makes(op, fact->opaque)
        || (holds && !fact->breaks(op, fact->opaque));
}

static const IrOp *flow_walk(Flow *flow)
{
    const TCGContext *s = flow->s;
    const IrFact *fact = flow->fact;
    const IrOp *missing = NULL;
    bool holds = false;

    flow->changed = false;
    for (unsigned i = 0; i < s->n_ops; i++) {
        const IrOp *op = &s->ops[i];

        if (!holds && !missing && fact->needs(op, fact->opaque)) {
            missing = op;
        }
        holds = flow_through(flow, op, holds);
    }
    return missing;
}

const IrOp *ir_flow_find(const TCGContext *s, const IrFact *fact)
{
    Flow flow = { .s = s, .fact = fact };
    const IrOp *missing;

    memset(flow.at_label, true, sizeof(flow.at_label));
    do {
        missing = flow_walk(&flow);
    } while (flow.changed);
    return missing;
}

bool ir_reaches(const TCGContext *s, unsigned first, unsigned last)
{
    bool reached[IR_MAX_LABELS] = { false };
    bool here = true;

    for (unsigned i = first; i < last; i++) {
        const IrOp *op = &s->ops[i];

        if (op->opc == IR_label) {
            here |= reached[op->imm];
        } else if (op->opc == IR_guard) {
            reached[op->arg[2]] |= here;
        } else if (ir_op_flags(op->opc) & IR_BRANCHES) {
            reached[op->imm] |= here;
        }
        here &= !(ir_op_flags(op->opc) & IR_ENDS);
    }
    return here;
}

/*
 * ir_ways.c: which operations run while every guard passes, which never?
 *
 * A unit has guarded accesses twice: plain ones are for when a guard fails.
 * And behind a jump may lie code to which no way leads. Who counts operations
 * or host code wants to know them apart.
 *
 * A walk over the operations carries the best way that leads to each; labels
 * collect the best of theirs. Walks repeat until no label changes.
 */
#include "tcg/tcg.h"

#include <string.h>

typedef struct Ways {
    uint8_t at_label[IR_MAX_LABELS];
    bool changed;
} Ways;

static void lead_to(Ways *ways, unsigned label, IrWay way)
{
    if (way > ways->at_label[label]) {
        ways->at_label[label] = way;
        ways->changed = true;
    }
}

static void walk(Ways *ways, const TCGContext *s, uint8_t *way)
{
    IrWay here = IR_WAY_USUAL;

    ways->changed = false;
    for (unsigned i = 0; i < s->n_ops; i++) {
        const IrOp *op = &s->ops[i];

        if (op->opc == IR_label) {
            lead_to(ways, op->imm, here);
            here = ways->at_label[op->imm];
        } else if (op->opc == IR_guard) {
            lead_to(ways, op->arg[2], MIN(here, IR_WAY_NO_GUARD));
        } else if (ir_op_flags(op->opc) & IR_BRANCHES) {
            lead_to(ways, op->imm, here);
        }
        way[i] = here;
        if (ir_op_flags(op->opc) & IR_ENDS) {
            here = IR_WAY_NONE;
        }
    }
}

void ir_find_ways(const TCGContext *s, uint8_t *way)
{
    Ways ways;

    memset(ways.at_label, IR_WAY_NONE, s->n_labels);
    do {
        walk(&ways, s, way);
    } while (ways.changed);
}

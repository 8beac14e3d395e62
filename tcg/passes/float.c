/*
 * float.c: what need not be checked twice in floating point
 *
 * Two facts cost host code wherever they are not known:
 *
 *   ready   fp_check has passed, and no call has run since
 *   boxed   the f32 or f16 value in an f register is NaN-boxed
 *
 * Both are made once and stay: an operation that meets an operand without
 * its box leaves the unit, so behind it the box is known; results of f32
 * operations are boxed. A forward analysis finds what holds on every way to
 * each operation; ways meet at labels. It begins with "everything holds" at
 * labels and repeats until nothing changes, so that loops keep what they do
 * not break.
 *
 * The pass removes fp_check where ready holds, and marks boxed operands with
 * IR_FP_BOXED; before that, checks that a loop would repeat are put before
 * it. tcg/ir.h, tcg/ops.inc. Files: float_facts.c the analysis,
 * float_hoist.c loops.
 */
#include "passes/float.h"

static void mark_boxes(const FloatFacts *facts, IrOp *op)
{
    IrFormat format = float_operand_format(op);

    for (unsigned i = 0; format != IR_F64 && i < 3; i++) {
        if (float_is_register(op->arg[i]) &&
            float_is_boxed(facts, op->arg[i], format)) {
            op->attr |= IR_FP_BOXED(i);
        }
    }
}

static void use_facts(FloatPass *p)
{
    float_start(p);
    for (unsigned i = 0; i < p->s->n_ops; i++) {
        IrOp *op = &p->s->ops[i];
        bool twice = op->opc == IR_fp_check && p->now.ready;

        mark_boxes(&p->now, op);
        float_step(p, op);
        if (twice) {
            ir_op_delete(op);
        }
    }
    ir_close_holes(p->s);
}

static bool has_floats(const TCGContext *s)
{
    for (unsigned i = 0; i < s->n_ops; i++) {
        if (s->ops[i].opc == IR_fp_check) {
            return true;
        }
    }
    return false;
}

void tcg_float(TCGContext *s)
{
    FloatPass p = { .s = s };

    if (!has_floats(s)) {
        return;
    }
    p.at_label = g_new(FloatFacts, s->n_labels + 1);
    p.made_before = g_new0(FloatFacts, s->n_labels + 1);
    float_find_facts(&p);
    float_hoist(&p);
    use_facts(&p);
    g_free(p.at_label);
    g_free(p.made_before);
}

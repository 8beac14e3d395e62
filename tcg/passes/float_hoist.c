/*
 * float_hoist.c: checks that a loop would repeat, before the loop
 *
 * A loop here is a label that is reached by falling through and by branches
 * back. What the first stretch of its body checks, and the body does not
 * break, is checked once, on the way that falls through: fp_check by
 * another fp_check, a box by a sign injection into a temporary that nobody
 * reads, which looks at the box as every operation does.
 *
 * The operations belong to the first instruction of the loop, whose state is
 * that at the label. A check that fails there leaves to the interpreter
 * sooner than in the loop, which is slower but not wrong. fp_check makes FS
 * dirty: only that of the loop's first instruction is moved, which is next.
 */
#include <string.h>

#include "core/fpu.h"
#include "passes/float.h"

/* --- what a loop wants --------------------------------------------------- */

static bool is_loop(const TCGContext *s, unsigned at)
{
    bool falls_in = at == 0
        || !(ir_op_flags(s->ops[at - 1].opc) & IR_ENDS);

    if (!falls_in || at + 1 == s->n_ops
        || s->ops[at + 1].opc != IR_insn_start) {
        return false;
    }
    for (unsigned i = at + 1; i < s->n_ops; i++) {
        if (ir_op_flags(s->ops[i].opc) & IR_BRANCHES
            && s->ops[i].imm == s->ops[at].imm) {
            return true;
        }
    }
    return false;
}

/* Boxes that the operation looks at and that the loop did not make itself */
static void want_boxes(FloatPass *p, FloatFacts *want, const IrOp *op,
                       uint32_t written)
{
    IrFormat format = float_operand_format(op);

    for (unsigned i = 0; format != IR_F64 && i < 3; i++) {
        IrRef ref = op->arg[i];
        uint32_t bit = float_is_register(ref) ? 1u << (ref - IR_FPR(0)) : 0;

        if (bit & ~written && !float_is_boxed(&p->now, ref, format)) {
            want->boxed32 |= bit;
            want->boxed16 |= format == IR_F16 ? bit : 0;
        }
    }
}

static bool may_trap(const IrOp *op)
{
    return (ir_op_flags(op->opc) & IR_MAY_LEAVE) && op->opc != IR_poll &&
           op->opc != IR_poll_slice;
}

/* From the label to the next one, or to where control does not go on. */
static FloatFacts wanted(FloatPass *p, unsigned label_at)
{
    const TCGContext *s = p->s;
    FloatFacts want = { 0 };
    uint32_t written = 0;
    bool quiet = true;

    p->now = p->at_label[s->ops[label_at].imm];
    for (unsigned i = label_at + 1; i < s->n_ops; i++) {
        const IrOp *op = &s->ops[i];

        if (op->opc == IR_label || ir_op_flags(op->opc) & IR_ENDS
            || float_is_call(op)) {
            break;
        }
        if (op->opc == IR_fp_check && op->insn == s->ops[label_at + 1].insn) {
            want.ready |= quiet && !p->now.ready;
        }
        want_boxes(p, &want, op, written);
        quiet = quiet && !may_trap(op)
            && !(ir_op_flags(op->opc) & IR_BRANCHES);
        written |= float_is_register(op->dst) ? 1u << (op->dst - IR_FPR(0))
                                              : 0;
        float_step(p, op);
    }
    return want;
}

/* --- what is of use ------------------------------------------------------ */

/* Drop what does not hold at the label in spite of it: the loop breaks it. */
static bool drop_useless(FloatPass *p)
{
    bool dropped = false;

    for (unsigned i = 0; i < p->s->n_labels; i++) {
        FloatFacts *made = &p->made_before[i];
        const FloatFacts *at = &p->at_label[i];
        FloatFacts kept = {
            .boxed32 = at->ready ? made->boxed32 & at->boxed32 : 0,
            .boxed16 = at->ready ? made->boxed16 & at->boxed16 : 0,
            .ready = made->ready && at->ready,
        };

        dropped |= kept.boxed32 != made->boxed32
            || kept.boxed16 != made->boxed16 || kept.ready != made->ready;
        *made = kept;
    }
    return dropped;
}

static bool plan(FloatPass *p)
{
    bool any = false;

    for (unsigned i = 0; i < p->s->n_ops; i++) {
        if (p->s->ops[i].opc == IR_label && is_loop(p->s, i)) {
            FloatFacts want = wanted(p, i);

            p->made_before[p->s->ops[i].imm] = want;
            any |= want.ready || want.boxed32;
        }
    }
    if (!any) {
        return false;
    }
    do {
        float_find_facts(p);
    } while (drop_useless(p));
    return true;
}

/* --- insertion ----------------------------------------------------------- */

static void add_op(FloatPass *p, IrOp op)
{
    TCGContext *s = p->s;

    if (s->n_ops == IR_MAX_OPS) {
        s->overflow = true;
        return;
    }
    s->ops[s->n_ops++] = op;
}

/* The checks, unless they are known not to be needed. */
static void add_checks(FloatPass *p, const FloatFacts *make, unsigned insn)
{
    IrOp op = {
        .insn = insn,
        .dst = IR_NONE,
        .arg = { IR_NONE, IR_NONE, IR_NONE },
    };

    if (make->ready && !p->now.ready) {
        op.opc = IR_fp_check;
        add_op(p, op);
    }
    for (unsigned i = 0; i < 32; i++) {
        IrFormat format = make->boxed16 >> i & 1 ? IR_F16 : IR_F32;

        if (!(make->boxed32 >> i & 1)
            || float_is_boxed(&p->now, IR_FPR(i), format)) {
            continue;
        }
        op.opc = IR_fsgnj;
        op.attr = IR_FP_ATTR(format, RM_DYN);
        op.dst = IR_TEMP_FIRST + p->s->n_temps++;
        op.arg[0] = op.arg[1] = IR_FPR(i);
        add_op(p, op);
    }
}

/* Room for the worst case: all checks before all labels. */
static bool has_room(const TCGContext *s)
{
    return s->n_ops + 33 * s->n_labels < IR_MAX_OPS
        && s->n_temps + 32 * s->n_labels < IR_MAX_TEMPS;
}

static void insert(FloatPass *p)
{
    TCGContext *s = p->s;
    unsigned count = s->n_ops;
    g_autofree IrOp *old = g_memdup2(s->ops, count * sizeof(*old));

    s->n_ops = 0;
    float_start(p);
    for (unsigned i = 0; i < count; i++) {
        if (old[i].opc == IR_label && i + 1 < count) {
            add_checks(p, &p->made_before[old[i].imm], old[i + 1].insn);
        }
        add_op(p, old[i]);
        float_step(p, &old[i]);
    }
}

void float_hoist(FloatPass *p)
{
    if (has_room(p->s) && plan(p)) {
        insert(p);
        memset(p->made_before, 0, p->s->n_labels * sizeof(*p->made_before));
        float_find_facts(p);
    }
}

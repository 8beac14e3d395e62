/*
 * float_facts.c: what is known of floating point, operation by operation
 *
 * The analysis of float.c; see there.
 */
#include "passes/float.h"

static const FloatFacts nothing;
static const FloatFacts everything = { UINT32_MAX, UINT32_MAX, true };

/* --- facts about registers ----------------------------------------------- */

bool float_is_boxed(const FloatFacts *facts, IrRef ref, IrFormat format)
{
    unsigned n = ref - IR_FPR(0);

    return n < 32 &&            /* of other values nothing is known */
           (format == IR_F16 ? facts->boxed16 : facts->boxed32) >> n & 1;
}

/* What @ref holds is a box of @format now; IR_F64: any 64 bits */
static void note_box(FloatFacts *facts, IrRef ref, IrFormat format)
{
    uint32_t bit = 1u << (ref - IR_FPR(0));

    facts->boxed32 = format == IR_F64 ? facts->boxed32 & ~bit
                                      : facts->boxed32 | bit;
    facts->boxed16 = format == IR_F16 ? facts->boxed16 | bit
                                      : facts->boxed16 & ~bit;
}

/* A box that was looked at: what is known besides stays. */
static void note_seen(FloatFacts *facts, IrRef ref, IrFormat format)
{
    uint32_t bit = 1u << (ref - IR_FPR(0));

    facts->boxed32 |= bit;
    facts->boxed16 |= format == IR_F16 ? bit : 0;
}

static void note_copy(FloatFacts *facts, IrRef dst, IrRef src)
{
    note_box(facts, dst, float_is_boxed(facts, src, IR_F16) ? IR_F16
                       : float_is_boxed(facts, src, IR_F32) ? IR_F32 : IR_F64);
}

/* --- operations ---------------------------------------------------------- */

IrFormat float_operand_format(const IrOp *op)
{
    switch (op->opc) {
    case IR_fmv_x:
        return IR_F64;          /* moves bits, whatever they are */
    case IR_fcvt_ff:
        return op->imm;
    default:
        return ir_op_flags(op->opc) & IR_FP ? IR_FP_FORMAT(op->attr) : IR_F64;
    }
}

static IrFormat loaded_format(const IrOp *op)
{
    if (!(op->attr & IR_MEM_BOX)) {
        return IR_F64;
    }
    return (op->attr & MO_SIZE) == MO_16 ? IR_F16
         : (op->attr & MO_SIZE) == MO_32 ? IR_F32 : IR_F64;
}

static void note_operands(FloatFacts *facts, const IrOp *op)
{
    IrFormat format = float_operand_format(op);

    for (unsigned i = 0; format != IR_F64 && i < 3; i++) {
        if (float_is_register(op->arg[i])) {
            note_seen(facts, op->arg[i], format);
        }
    }
}

static void note_result(FloatFacts *facts, const IrOp *op)
{
    if (!float_is_register(op->dst)) {
        return;
    }
    if (op->opc == IR_fmov) {
        note_copy(facts, op->dst, op->arg[0]);
    } else if (ir_op_flags(op->opc) & IR_FP) {
        note_box(facts, op->dst, IR_FP_FORMAT(op->attr));
    } else {
        note_box(facts, op->dst, loaded_format(op));
    }
}

/* --- flow ---------------------------------------------------------------- */

void float_add(FloatFacts *facts, const FloatFacts *more)
{
    facts->boxed32 |= more->boxed32;
    facts->boxed16 |= more->boxed16;
    facts->ready |= more->ready;
}

/* The facts of now hold on one way to @label. */
static void flow_to(FloatPass *p, unsigned label)
{
    FloatFacts *at = &p->at_label[label];
    FloatFacts both = {
        .boxed32 = at->boxed32 & p->now.boxed32,
        .boxed16 = at->boxed16 & p->now.boxed16,
        .ready = at->ready && p->now.ready,
    };

    if (both.boxed32 != at->boxed32 || both.boxed16 != at->boxed16
        || both.ready != at->ready) {
        *at = both;
        p->changed = true;
    }
}

/* A helper that only computes leaves floating point alone. */
bool float_is_call(const IrOp *op)
{
    bool pure = op->opc == IR_call
        && (tcg_helper_flags(op->imm) & TCG_HELPER_PURE);

    return (ir_op_flags(op->opc) & IR_CALLS) && !pure;
}

void float_step(FloatPass *p, const IrOp *op)
{
    unsigned flags = ir_op_flags(op->opc);

    note_operands(&p->now, op);
    note_result(&p->now, op);
    if (float_is_call(op)) {
        p->now = nothing;
    } else if (op->opc == IR_fp_check) {
        p->now.ready = true;
    } else if (op->opc == IR_label) {
        float_add(&p->now, &p->made_before[op->imm]);
        flow_to(p, op->imm);
        p->now = p->at_label[op->imm];
    } else if (op->opc == IR_guard) {
        flow_to(p, op->arg[2]);
    } else if (flags & IR_BRANCHES) {
        flow_to(p, op->imm);
    }
    if (flags & IR_ENDS) {
        p->now = everything;    /* nothing comes this way */
    }
}

void float_start(FloatPass *p)
{
    p->now = nothing;
}

void float_find_facts(FloatPass *p)
{
    for (unsigned i = 0; i < p->s->n_labels; i++) {
        p->at_label[i] = everything;
    }
    do {
        p->changed = false;
        float_start(p);
        for (unsigned i = 0; i < p->s->n_ops; i++) {
            float_step(p, &p->s->ops[i]);
        }
    } while (p->changed);
}

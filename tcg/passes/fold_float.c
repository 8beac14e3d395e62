/*
 * fold_float.c: which f registers hold properly boxed values
 *
 * An f32 operand counts only if the bits above it are all ones; else it is
 * NaN. The check costs more than an addition. Results and loads are boxed,
 * and back ends leave the unit when a check fails, so what an operation has
 * read is boxed behind it. An f16 value in its box is in one for f32 too.
 */
#include "passes/fold.h"

#define BOXED_32 (1u << IR_F32)
#define BOXED_16 (1u << IR_F16 | BOXED_32)

static unsigned box_of_format(IrFormat format)
{
    return format == IR_F32 ? BOXED_32 : format == IR_F16 ? BOXED_16 : 0;
}

static unsigned box_of_load(uint8_t attr)
{
    MemOp size = attr & MO_SIZE;

    if (!(attr & IR_MEM_BOX)) {
        return 0;
    }
    return size == MO_32 ? BOXED_32 : size == MO_16 ? BOXED_16 : 0;
}

FoldFacts fold_float_result(const Fold *f, const IrOp *op)
{
    FoldFacts facts = fold_unknown;

    if (op->opc == IR_fmov) {
        return fold_facts(f, op->arg[0]);
    }
    if (op->opc == IR_fld || op->opc == IR_gfld || op->opc == IR_gfldx) {
        facts.boxed = box_of_load(op->attr);
    } else {
        facts.boxed = box_of_format(IR_FP_FORMAT(op->attr));
    }
    return facts;
}

/* The format in which f operands are read; F64: they have no box. */
static IrFormat operand_format(const IrOp *op)
{
    switch (op->opc) {
    case IR_fmv_x:
    case IR_fmv_f:
    case IR_fcvt_fl:
    case IR_fcvt_flu:
        return IR_F64;
    case IR_fcvt_ff:
        return op->imm;
    default:
        return IR_FP_FORMAT(op->attr);
    }
}

/* A register is boxed from here on: as if it were written here. */
static void learn_box(Fold *f, IrRef ref, unsigned box)
{
    FoldValue *value = &f->values[ref];

    if (ref < IR_TEMP_FIRST) {
        value->facts.checked |= box;
        value->def = f->at;
        f->written |= 1ull << ref;
    }
}

void fold_boxes(Fold *f, IrOp *op)
{
    IrFormat format = operand_format(op);

    if (format == IR_F64) {
        return;
    }
    for (unsigned i = 0; i < 3 && op->arg[i] != IR_NONE; i++) {
        FoldFacts facts = f->values[op->arg[i]].facts;

        if ((facts.boxed | facts.checked) >> format & 1) {
            op->attr |= IR_FP_BOXED(i);
        }
    }
    for (unsigned i = 0; i < 3 && op->arg[i] != IR_NONE; i++) {
        learn_box(f, op->arg[i], box_of_format(format));
    }
}

/*
 * a with the sign of a: what is not boxed would become NaN. tci does that
 * without leaving, so here a checked box is not enough.
 */
bool fold_float_copy(Fold *f, IrOp *op)
{
    IrFormat format = IR_FP_FORMAT(op->attr);

    if (op->arg[0] != op->arg[1] ||
        (format != IR_F64 &&
         !(f->values[op->arg[0]].facts.boxed >> format & 1))) {
        return false;
    }
    return fold_to_unary(op, IR_fmov, op->arg[0]);
}

/* emit_clobbers.c: which scratch registers an operation needs */
#include "x86/emit.h"

static bool has_old_cpu(const X86Features *f)
{
    return !f->bmi1 || !f->bmi2 || !f->lzcnt || !f->popcnt;
}

static bool is_large(const Emit *e, IrRef ref)
{
    return ir_is_const(ref) && !emit_fits(e, ref);
}

unsigned emit_clobbers(const Emit *e, const IrOp *op)
{
    const EmitRow *row = &emit_rows[op->opc];
    unsigned clobbers = row->clobbers;

    if (row->clobbers_old && has_old_cpu(&e->as.features)) {
        clobbers |= row->clobbers_old;
    }
    if (clobbers & CLOBBERS_COUNT && !ir_is_const(op->arg[1])) {
        clobbers |= CLOBBERS_RCX;
    }
    if ((ir_is_const(op->arg[0]) && !(clobbers & TAKES_CONST))
        || is_large(e, op->arg[1])
        || (op->opc != IR_guard && is_large(e, op->arg[2]))) {
        clobbers |= CLOBBERS_RCX;
    }
    return clobbers;
}

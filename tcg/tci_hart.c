/* tci_hart.c: fields of the environment, helpers, the reference interpreter */
#include <string.h>

#include "core/bits.h"
#include "tci_internal.h"

const IrOp *tci_ld_env(Tci *t, const IrOp *op)
{
    unsigned bits = 8 * memop_size(op->attr);
    uint64_t value = 0;

    memcpy(&value, TCI_ENV(t, char, op->imm), bits / 8);
    if (op->attr & MO_SIGN) {
        value = sextract64(value, 0, bits);
    }
    return tci_set(t, op, value);
}

const IrOp *tci_st_env(Tci *t, const IrOp *op)
{
    uint64_t value = tci_get(t, op->arg[0]);

    memcpy(TCI_ENV(t, char, op->imm), &value, memop_size(op->attr));
    return op + 1;
}

/* call */
const IrOp *tci_helper(Tci *t, const IrOp *op)
{
    TciArgs args = { tci_get(t, op->arg[0]), tci_get(t, op->arg[1]),
                     tci_get(t, op->arg[2]) };
    uint64_t value;

    if (!tci_call(t, op, op->imm, args, &value)) {
        return NULL;
    }
    return op->dst == IR_NONE ? op + 1 : tci_set(t, op, value);
}

const IrOp *tci_interp(Tci *t, const IrOp *op)
{
    TciArgs args = { .a = t->s->insns[op->insn].insn.raw };
    uint64_t unused;

    return tci_call(t, op, TCG_HELPER_INTERP, args, &unused) ? op + 1 : NULL;
}

/*
 * What FP_ENTER refuses, the interpreter must do: it raises the exception
 * when FS is off, and knows every rounding mode.
 */
const IrOp *tci_fp_check(Tci *t, const IrOp *op)
{
    uint64_t unused;

    if (*TCI_ENV(t, uint8_t, t->layout->fp_active) == 1
        || tci_call(t, op, TCG_HELPER_FP_ENTER, (TciArgs) { 0 }, &unused)) {
        return op + 1;
    }
    return tci_leave(t, t->hart->pc, TCG_EXIT_INTERP);
}

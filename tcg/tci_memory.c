/*
 * tci_memory.c: guest memory, always through the helpers
 *
 * A helper that traps leaves the unit before the result is written. A guard
 * looks into the TLB as host code does; its value is the guest address itself
 * (that of an indexed one: 0), and guarded accesses are plain ones. So both
 * ways through a unit are run, and a guarded access never traps. Tests may
 * have no TLB: guards hold then.
 */
#include "core/bits.h"
#include "core/fpu.h"
#include "tci_internal.h"

/* @index: an operand, or none */
static uint64_t address_of(const Tci *t, const IrOp *op, IrRef index)
{
    return tci_get(t, op->arg[0]) + tci_get(t, index) + op->imm;
}


/* what a helper read becomes the result */
static const IrOp *load(Tci *t, const IrOp *op, TcgHelper helper, TciArgs args)
{
    uint64_t value;

    if (!tci_call(t, op, helper, args, &value)) {
        return NULL;
    }
    return tci_set(t, op, value);
}

/* ld, gld, gldx */
const IrOp *tci_ld(Tci *t, const IrOp *op)
{
    TciArgs args = { .a = address_of(t, op, op->arg[1]), .b = op->attr };

    return load(t, op, TCG_HELPER_LOAD, args);
}

static uint64_t box(uint64_t value, MemOp size)
{
    return size == MO_16 ? fpu_box16(value)
         : size == MO_32 ? fpu_box32(value) : value;
}

/* fld, gfld, gfldx */
const IrOp *tci_fld(Tci *t, const IrOp *op)
{
    TciArgs args = { .a = address_of(t, op, op->arg[1]),
                     .b = op->attr & ~IR_MEM_BOX };
    uint64_t value;

    if (!tci_call(t, op, TCG_HELPER_LOAD, args, &value)) {
        return NULL;
    }
    if (op->attr & IR_MEM_BOX) {
        value = box(value, op->attr & MO_SIZE);
    }
    return tci_set(t, op, value);
}

/* st, gst, gstx, fst, gfst, gfstx */
const IrOp *tci_st(Tci *t, const IrOp *op)
{
    TciArgs args = { address_of(t, op, op->arg[2]), tci_get(t, op->arg[1]),
                     op->attr };
    uint64_t unused;

    return tci_call(t, op, TCG_HELPER_STORE, args, &unused) ? op + 1 : NULL;
}

static bool guard_holds(const Tci *t, const IrOp *op)
{
    const TcgTlbEntry *tlb = *TCI_ENV(t, TcgTlbEntry *, t->layout->tlb);
    uint64_t address = address_of(t, op, IR_NONE);
    uint64_t slot = extract64(address, 12, t->layout->tlb_bits);
    bool write = op->attr & IR_GUARD_WRITE;

    return !tlb || address - (write ? tlb[slot].write : tlb[slot].read)
        <= 4096 - tci_get(t, op->arg[1]);
}

const IrOp *tci_guard(Tci *t, const IrOp *op)
{
    if (!guard_holds(t, op)) {
        return t->labels[op->arg[2]];
    }
    return tci_set(t, op, op->attr & IR_GUARD_INDEXED
                          ? 0 : tci_get(t, op->arg[0]));
}

const IrOp *tci_amo(Tci *t, const IrOp *op)
{
    return load(t, op, TCG_HELPER_AMO,
                (TciArgs) { tci_get(t, op->arg[0]), tci_get(t, op->arg[1]),
                            op->attr });
}

const IrOp *tci_lr(Tci *t, const IrOp *op)
{
    return load(t, op, TCG_HELPER_LR,
                (TciArgs) { .a = tci_get(t, op->arg[0]), .b = op->attr });
}

const IrOp *tci_sc(Tci *t, const IrOp *op)
{
    return load(t, op, TCG_HELPER_SC,
                (TciArgs) { tci_get(t, op->arg[0]), tci_get(t, op->arg[1]),
                            op->attr });
}

const IrOp *tci_mb(Tci *t, const IrOp *op)
{
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    return op + 1;
}

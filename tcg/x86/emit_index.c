/*
 * emit_index.c: accesses at a distance from a guard
 *
 * An indexed guard's value plus an address of its page is a host address:
 * host code adds both in the access, [guard + index + offset]. A part that
 * is not in a register is brought to rax. So a guard whose base is in a
 * register, and stays what it is, need not add it: its accesses do.
 */
#include "x86/emit_mem.h"
#include "x86/emit_ops.h"

/* The form of a guarded access that adds an address, or 0. */
static IrOpcode indexed_form(IrOpcode opc)
{
    static const uint8_t forms[IR_OPCODE_COUNT] = {
        [IR_gld] = IR_gldx, [IR_gst] = IR_gstx,
        [IR_gfld] = IR_gfldx, [IR_gfst] = IR_gfstx,
    };

    return forms[opc];
}

/* Does @op, or a way that joins here, leave another value in @base? */
static bool may_change(const IrOp *op, IrRef base)
{
    return op->dst == base || op->opc == IR_label ||
           ir_op_flags(op->opc) & IR_CALLS;
}

/* Do all accesses come before the base changes? */
static bool is_steady(const IrOp *guard, const IrOp *last)
{
    for (const IrOp *op = guard + 1; op <= last; op++) {
        if ((op->arg[0] == guard->dst && !indexed_form(op->opc)) ||
            op->arg[1] == guard->dst ||
            (op < last && may_change(op, guard->arg[0]))) {
            return false;
        }
    }
    return true;
}

/* In the operations themselves, so that they still say what is done. */
void emit_index_accesses(Emit *e, const IrOp *guard)
{
    IrOp *op = &e->s->ops[guard - e->s->ops];
    const IrOp *last;

    if (op->attr & IR_GUARD_INDEXED ||
        ir_ref_kind(guard->arg[0]) != IR_REF_GPR ||
        ir_ref_kind(guard->dst) != IR_REF_TEMP ||
        emit_loc(e, guard->arg[0]).kind != LOC_REG) {
        return;
    }
    last = &e->s->ops[assign_last_use(e, guard->dst)];
    if (!is_steady(guard, last)) {
        return;
    }
    op->attr |= IR_GUARD_INDEXED;
    for (; op <= last; op++) {
        if (op->arg[0] == guard->dst) {
            bool store = op->opc == IR_gst || op->opc == IR_gfst;

            op->opc = indexed_form(op->opc);
            op->arg[store ? 2 : 1] = guard->arg[0];
        }
    }
}

static X86Mem indexed(Emit *e, const IrOp *op, IrRef index)
{
    Loc base = emit_loc(e, op->arg[0]), added = emit_loc(e, index);

    if (base.kind == LOC_REG && added.kind == LOC_REG) {
        return X86_MEM_INDEX(base.reg, added.reg, 1, op->imm);
    }
    if (base.kind == LOC_REG && added.kind == LOC_MEM) {
        emit_load(e, X86_RAX, index);
        return X86_MEM_INDEX(X86_RAX, base.reg, 1, op->imm);
    }
    emit_load(e, X86_RAX, op->arg[0]);
    if (added.kind == LOC_REG) {
        return X86_MEM_INDEX(X86_RAX, added.reg, 1, op->imm);
    }
    emit_op(e, X86_ADD | X86_W64, X86_RAX, index);
    return X86_MEM(X86_RAX, op->imm);
}

void emit_gldx(Emit *e, const IrOp *op)
{
    emit_load_mem(e, op, indexed(e, op, op->arg[1]));
}

/* The value takes rcx, which may hold a temporary, perhaps the guard. */
static void gstx_borrowing(Emit *e, const IrOp *op, X86Mem mem)
{
    if (mem.index != X86_NO_REG) {
        x86_rm(&e->as, X86_LEA | X86_W64, X86_RAX, mem);
        mem = X86_MEM(X86_RAX, 0);
    }
    x86_xr(&e->as, X86_MOVD | X86_W64, X86_XMM1, X86_RCX);
    emit_store_mem(e, op, mem, X86_RCX);
    x86_rx(&e->as, X86_MOVD | X86_W64, X86_RCX, X86_XMM1);
}

void emit_gstx(Emit *e, const IrOp *op)
{
    X86Mem mem = indexed(e, op, op->arg[2]);

    if (mem.base == X86_RAX && !emit_is_direct(e, op)) {
        gstx_borrowing(e, op, mem);
    } else {
        emit_store_mem(e, op, mem, X86_RAX);
    }
}

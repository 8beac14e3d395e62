/*
 * emit_index.c: accesses at a distance from a guard
 *
 * An indexed guard's value plus an address of its page is a host address:
 * host code adds both in the access, [guard + index + offset]. A part that
 * is not in a register is brought to rax.
 */
#include "x86/emit_mem.h"
#include "x86/emit_ops.h"

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

/*
 * emit_guard.c: one TLB lookup for many accesses
 *
 * A guard proves a range of addresses and leaves the host address of its
 * base in a temporary, or the addend to get there from the base, if that is
 * at hand (emit_index.c); then each access within is one instruction. When the
 * range is not all in one page of the TLB, control goes to the unit's slow
 * label, where plain accesses find out why.
 */
#include "x86/emit_mem.h"
#include "x86/emit_ops.h"

/* @dst = base + addend; the base may be in the same register */
static void add_addend(Emit *e, X86Reg dst, IrRef base)
{
    X86Reg reg = emit_use(e, base, X86_RAX);

    if (reg == dst) {
        x86_rm(&e->as, X86_ADD | X86_W64, dst, emit_tlb_addend());
    } else {
        x86_rm(&e->as, X86_MOV | X86_W64, dst, emit_tlb_addend());
        x86_rr(&e->as, X86_ADD | X86_W64, dst, reg);
    }
}

void emit_guard(Emit *e, const IrOp *op)
{
    int32_t tag = op->attr & IR_GUARD_WRITE ? offsetof(TcgTlbEntry, write)
                                             : offsetof(TcgTlbEntry, read);
    uint64_t bytes = emit_const(e, op->arg[1]);
    X86Label *slow = &e->labels[op->arg[2]];
    X86Reg dst = emit_dst(e, op->dst, X86_RCX);

    if (bytes > 4096) {
        x86_jmp(&e->as, slow);
        return;
    }
    emit_index_accesses(e, op);
    emit_tlb_lookup(e, op, tag, bytes, slow);
    if (op->attr & IR_GUARD_INDEXED) {
        x86_rm(&e->as, X86_MOV | X86_W64, dst, emit_tlb_addend());
    } else {
        add_addend(e, dst, op->arg[0]);
    }
    emit_store(e, op->dst, dst);
}

/* The place in host memory that a guarded access names. */
static X86Mem guarded(Emit *e, const IrOp *op)
{
    return X86_MEM(emit_use(e, op->arg[0], X86_RAX), op->imm);
}

void emit_gld(Emit *e, const IrOp *op)
{
    emit_load_mem(e, op, guarded(e, op));
}

/*
 * A base that is not in a register takes rax; if the value needs a register,
 * too, it borrows rcx, which may hold a temporary.
 */
static void gst_borrowing(Emit *e, const IrOp *op)
{
    x86_xr(&e->as, X86_MOVD | X86_W64, X86_XMM1, X86_RCX);
    emit_store_mem(e, op, guarded(e, op), X86_RCX);
    x86_rx(&e->as, X86_MOVD | X86_W64, X86_RCX, X86_XMM1);
}

void emit_gst(Emit *e, const IrOp *op)
{
    if (emit_loc(e, op->arg[0]).kind == LOC_REG) {
        emit_store_mem(e, op, guarded(e, op), X86_RAX);
    } else if (emit_is_direct(e, op)) {
        emit_store_mem(e, op, guarded(e, op), X86_NO_REG);
    } else {
        gst_borrowing(e, op);
    }
}

/*
 * emit_guard.c: one TLB lookup for many accesses
 *
 * A guard proves a range of addresses and leaves the host address of its
 * base in a temporary; then each access within is one instruction. When the
 * range is not all in one page of the TLB, control goes to the unit's slow
 * label, where plain accesses find out why.
 */
#include "x86/emit_mem.h"
#include "x86/emit_ops.h"

void emit_guard(Emit *e, const IrOp *op)
{
    int32_t tag = op->attr & IR_GUARD_WRITE ? offsetof(TcgTlbEntry, write)
                                             : offsetof(TcgTlbEntry, read);
    uint64_t bytes = emit_const(e, op->arg[1]);
    X86Label *slow = &e->labels[op->arg[2]];
    X86Reg dst = emit_dst(e, op->dst, X86_RAX);

    if (bytes > 4096) {
        x86_jmp(&e->as, slow);
        return;
    }
    emit_address(e, X86_RAX, op->arg[0], op->imm);
    emit_tlb_hit(e, tag, bytes, slow);
    if (op->attr & IR_GUARD_INDEXED) {
        x86_rm(&e->as, X86_MOV | X86_W64, X86_RAX, emit_tlb_host());
        x86_rm(&e->as, X86_SUB | X86_W64, X86_RAX,
               X86_MEM_INDEX(REG_TLB, X86_RCX, 1, tag));
        dst = X86_RAX;
    } else if (op->imm == 0 && dst == X86_RAX) {
        x86_rm(&e->as, X86_ADD | X86_W64, X86_RAX, emit_tlb_host());
    } else {
        x86_rm(&e->as, X86_MOV | X86_W64, X86_RCX, emit_tlb_host());
        x86_rm(&e->as, X86_LEA | X86_W64, dst,
               X86_MEM_INDEX(X86_RCX, X86_RAX, 1, -op->imm));
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

/*
 * emit_reserve.c: LR and SC
 *
 * A reservation is the physical address of a word and the value that it had:
 * LR notes both in the Hart, SC compares and swaps. That another hart stored
 * the same value in between goes unnoticed, as it does in the interpreter.
 * Ordered as any load and locked instruction of x86.
 *
 * Unprivileged ISA, "Load-Reserved/Store-Conditional Instructions".
 */
#include "x86/emit_mem.h"
#include "x86/emit_ops.h"

/* lr_valid and lr_size are read and written as one halfword. */
G_STATIC_ASSERT(offsetof(Hart, lr_size) == offsetof(Hart, lr_valid) + 1);
G_STATIC_ASSERT(sizeof(((Hart *)NULL)->lr_valid) == 1);

static int32_t reserved(const IrOp *op)
{
    return (int32_t)(memop_size(op->attr) << 8 | 1);
}

static X86Op word_width(const IrOp *op)
{
    return (op->attr & MO_SIZE) == MO_32 ? X86_W32 : X86_W64;
}

/* @reg = physical address; rax: offset in the page, rcx: that of the slot */
static void physical_address(Emit *e, X86Reg reg)
{
    x86_rm(&e->as, X86_MOV | X86_W64, reg,
           X86_MEM_INDEX(REG_TLB, X86_RCX, 2, e->layout->tlb_phys));
    x86_rr(&e->as, X86_ADD | X86_W64, reg, X86_RAX);
}

/* --- LR ------------------------------------------------------------------ */

static void lr_slow(Emit *e, Stub *stub)
{
    emit_arg(e, FRAME_ARG_A, stub->op->arg[0]);
    emit_helper(e, TCG_HELPER_LR, stub->op, stub->op->attr);
    x86_jmp(&e->as, &stub->back);
}

/* Halfwords as immediates are slow to decode: through edx. */
void emit_lr(Emit *e, const IrOp *op)
{
    Stub *stub = emit_stub(e, lr_slow, op);
    X86Op load = word_width(op) == X86_W32 ? X86_MOVSXD : X86_MOV;

    emit_tlb_lookup_word(e, op, offsetof(TcgTlbEntry, read),
                         memop_size(op->attr), &stub->entry);
    physical_address(e, X86_RDX);
    x86_mr(&e->as, X86_MOV | X86_W64, emit_env(offsetof(Hart, lr_addr)),
           X86_RDX);
    x86_rm(&e->as, load | X86_W64, X86_RAX, emit_tlb_place(e, op));
    x86_mov_imm(&e->as, X86_RDX, reserved(op));
    x86_mr(&e->as, X86_MOV | X86_W64, emit_env(offsetof(Hart, lr_value)),
           X86_RAX);
    x86_mr(&e->as, X86_MOV | X86_W16, emit_env(offsetof(Hart, lr_valid)),
           X86_RDX);
    x86_bind(&e->as, &stub->back);
    emit_store(e, op->dst, X86_RAX);
}

/* --- SC ------------------------------------------------------------------ */

static void sc_slow(Emit *e, Stub *stub)
{
    emit_arg(e, FRAME_ARG_A, stub->op->arg[0]);
    emit_arg(e, FRAME_ARG_B, stub->op->arg[1]);
    emit_helper(e, TCG_HELPER_SC, stub->op, stub->op->attr);
    x86_jmp(&e->as, &stub->back);
}

static void sc_fails(Emit *e, Stub *stub)
{
    x86_mov_imm(&e->as, X86_RAX, 1);
    x86_jmp(&e->as, &stub->back);
}

/* rdx = physical address. The reservation is gone; overwrites rax. */
static void test_reservation(Emit *e, const IrOp *op, X86Label *none)
{
    X86Mem valid = emit_env(offsetof(Hart, lr_valid));

    x86_rm(&e->as, X86_MOVZX_W, X86_RAX, valid);
    x86_mi(&e->as, X86_MOV | X86_W8, valid, 0);
    x86_ri(&e->as, X86_CMP | X86_W32, X86_RAX, reserved(op));
    x86_jcc(&e->as, X86_CC_NE, none);
    x86_rm(&e->as, X86_CMP | X86_W64, X86_RDX,
           emit_env(offsetof(Hart, lr_addr)));
    x86_jcc(&e->as, X86_CC_NE, none);
}

void emit_sc(Emit *e, const IrOp *op)
{
    Stub *slow = emit_stub(e, sc_slow, op);
    Stub *fails = emit_stub(e, sc_fails, op);
    X86Mem word;

    emit_tlb_lookup_word(e, op, offsetof(TcgTlbEntry, write),
                         memop_size(op->attr), &slow->entry);
    physical_address(e, X86_RDX);
    word = emit_tlb_place_alone(e, op);
    test_reservation(e, op, &fails->entry);
    x86_rm(&e->as, X86_MOV | X86_W64, X86_RAX,
           emit_env(offsetof(Hart, lr_value)));
    x86_mr(&e->as, X86_LOCK | X86_CMPXCHG | word_width(op), word,
           emit_use(e, op->arg[1], X86_RDX));
    x86_setcc(&e->as, X86_CC_NE, X86_RAX);
    x86_rr(&e->as, X86_MOVZX_B, X86_RAX, X86_RAX);
    x86_bind(&e->as, &slow->back);
    x86_bind(&e->as, &fails->back);
    emit_store(e, op->dst, X86_RAX);
}

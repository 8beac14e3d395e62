/*
 * emit_atomic.c: read-modify-write operations and fences
 *
 * An AMO is one locked instruction where x86 has it, else a loop around
 * cmpxchg. Its word must be aligned: the helper deals with the rest. Locked
 * instructions order all accesses, so aq and rl come for free; of the fences
 * only the one that keeps later loads behind earlier stores needs code on
 * x86 (SDM volume 3, 9.2.2). LR and SC: emit_reserve.c.
 */
#include "x86/emit_mem.h"
#include "x86/emit_ops.h"

static X86Op amo_width(const IrOp *op)
{
    return IR_AMO_SIZE(op->attr) == MO_32 ? X86_W32 : X86_W64;
}

static void finish(Emit *e, const IrOp *op, X86Reg old)
{
    X86Reg dst = emit_dst(e, op->dst, X86_RAX);

    if (amo_width(op) == X86_W32) {
        x86_rr(&e->as, X86_MOVSXD | X86_W64, dst, old);
        old = dst;
    }
    emit_store(e, op->dst, old);
}

/* --- one instruction ------------------------------------------------------ */

/* rax = b; exchange it, or add it and get the old value */
static void amo_single(Emit *e, const IrOp *op, X86Mem word)
{
    X86Op insn = IR_AMO_OP(op->attr) == IR_AMO_ADD
        ? X86_LOCK | X86_XADD : X86_XCHG;

    emit_load(e, X86_RAX, op->arg[1]);
    x86_mr(&e->as, insn | amo_width(op), word, X86_RAX);
    finish(e, op, X86_RAX);
}

/* The old value is not wanted. */
static void amo_blind(Emit *e, const IrOp *op, X86Mem word)
{
    static const X86Insn insns[] = {
        [IR_AMO_ADD] = X86_ADD, [IR_AMO_XOR] = X86_XOR,
        [IR_AMO_AND] = X86_AND, [IR_AMO_OR] = X86_OR,
    };
    X86Reg value = emit_use(e, op->arg[1], X86_RAX);

    x86_mr(&e->as, X86_LOCK | insns[IR_AMO_OP(op->attr)] | amo_width(op),
           word, value);
}

/* --- a loop: rax old, rdx new value -------------------------------------- */

/* The memory operand that is the value b. */
static X86Mem value_word(Emit *e, const IrOp *op)
{
    Loc loc = emit_loc(e, op->arg[1]);

    if (loc.kind == LOC_MEM) {
        return loc_mem(loc);
    }
    emit_arg(e, FRAME_FREE, op->arg[1]);
    return emit_frame(FRAME_FREE);
}

/* rdx = the smaller or larger of rax and b */
static void choose(Emit *e, const IrOp *op, X86Mem b)
{
    static const X86Cond keep_old[] = {
        [IR_AMO_MIN] = X86_CC_L, [IR_AMO_MAX] = X86_CC_G,
        [IR_AMO_MINU] = X86_CC_B, [IR_AMO_MAXU] = X86_CC_A,
    };
    X86Op width = amo_width(op);

    x86_rm(&e->as, X86_MOV | width, X86_RDX, b);
    x86_rr(&e->as, X86_CMP | width, X86_RAX, X86_RDX);
    x86_cmov_rr(&e->as, keep_old[IR_AMO_OP(op->attr)], width, X86_RDX,
                X86_RAX);
}

static void combine(Emit *e, const IrOp *op, X86Mem b)
{
    static const X86Insn insns[] = {
        [IR_AMO_XOR] = X86_XOR, [IR_AMO_AND] = X86_AND, [IR_AMO_OR] = X86_OR,
    };
    IrAmo amo = IR_AMO_OP(op->attr);

    if (amo >= IR_AMO_MIN) {
        choose(e, op, b);
        return;
    }
    x86_rr(&e->as, X86_MOV | X86_W64, X86_RDX, X86_RAX);
    x86_rm(&e->as, insns[amo] | amo_width(op), X86_RDX, b);
}

static void amo_loop(Emit *e, const IrOp *op, X86Mem word)
{
    X86Op width = amo_width(op);
    X86Mem b = value_word(e, op);
    X86Label again = X86_LABEL_INIT;

    x86_rm(&e->as, X86_MOV | width, X86_RAX, word);
    x86_bind(&e->as, &again);
    combine(e, op, b);
    x86_mr(&e->as, X86_LOCK | X86_CMPXCHG | width, word, X86_RDX);
    x86_jcc(&e->as, X86_CC_NE, &again);
    finish(e, op, X86_RAX);
}

/* --- operations ---------------------------------------------------------- */

static void amo_slow(Emit *e, Stub *stub)
{
    const IrOp *op = stub->op;

    emit_arg(e, FRAME_ARG_A, op->arg[0]);
    emit_arg(e, FRAME_ARG_B, op->arg[1]);
    emit_helper(e, TCG_HELPER_AMO, op, op->attr);
    emit_store(e, op->dst, X86_RAX);
    x86_jmp(&e->as, &stub->back);
}

static void amo_hit(Emit *e, const IrOp *op, X86Mem word)
{
    IrAmo amo = IR_AMO_OP(op->attr);

    if (emit_loc(e, op->dst).kind == LOC_NONE && amo >= IR_AMO_ADD &&
        amo <= IR_AMO_OR) {
        amo_blind(e, op, word);
    } else if (amo == IR_AMO_SWAP || amo == IR_AMO_ADD) {
        amo_single(e, op, word);
    } else {
        amo_loop(e, op, word);
    }
}

void emit_tlb_lookup_word(Emit *e, const IrOp *op, int32_t tag,
                          unsigned bytes, X86Label *slow)
{
    x86_ri(&e->as, X86_TEST | X86_W8, emit_use(e, op->arg[0], X86_RAX),
           (int32_t)bytes - 1);
    x86_jcc(&e->as, X86_CC_NE, slow);
    emit_tlb_lookup(e, op, tag, bytes, slow);
}

void emit_amo(Emit *e, const IrOp *op)
{
    Stub *stub = emit_stub(e, amo_slow, op);
    unsigned bytes = memop_size(IR_AMO_SIZE(op->attr));

    emit_tlb_lookup_word(e, op, offsetof(TcgTlbEntry, write), bytes,
                         &stub->entry);
    amo_hit(e, op, emit_tlb_place_alone(e, op));
    x86_bind(&e->as, &stub->back);
}

/* A locked operation on the own stack is cheaper than mfence. */
void emit_mb(Emit *e, const IrOp *op)
{
    if (op->attr) {
        x86_mi(&e->as, X86_LOCK | X86_OR | X86_W32, emit_frame(FRAME_FREE),
               0);
    }
}

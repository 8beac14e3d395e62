/*
 * emit_div.c: quotients and rests by RISC-V's rules
 *
 * x86 traps on division by 0 and on the one quotient that does not fit
 * (most negative / -1). Both divisors are found by a test before, and the
 * results that RISC-V wants (Unprivileged ISA, M extension, table "Semantics
 * for division") are made in a stub. With 0 and -1 excluded nothing traps.
 */
#include "x86/emit_ops.h"

static bool is_signed(const IrOp *op)
{
    return op->opc == IR_div || op->opc == IR_rem;
}

static bool wants_rest(const IrOp *op)
{
    return op->opc == IR_rem || op->opc == IR_remu;
}

static X86Op op_width(const IrOp *op)
{
    return op->attr == IR_I32 ? X86_W32 : X86_W64;
}

/* rax: dividend, rcx: divisor, 0 or -1; result to rax or rdx */
static void div_special(Emit *e, Stub *stub)
{
    X86Op width = op_width(stub->op);
    uint8_t *by_zero;

    x86_rr(&e->as, X86_TEST | width, X86_RCX, X86_RCX);
    by_zero = x86_jcc_short(&e->as, X86_CC_E);
    x86_r(&e->as, X86_NEG | width, X86_RAX);
    x86_rr(&e->as, X86_XOR | X86_W32, X86_RDX, X86_RDX);
    x86_jmp(&e->as, &stub->back);
    x86_land(&e->as, by_zero);
    x86_rr(&e->as, X86_MOV | X86_W64, X86_RDX, X86_RAX);
    x86_mov_imm(&e->as, X86_RAX, UINT64_MAX);
    x86_jmp(&e->as, &stub->back);
}

static Stub *test_divisor(Emit *e, const IrOp *op)
{
    X86Op width = op_width(op);
    Stub *stub = emit_stub(e, div_special, op);

    if (is_signed(op)) {
        x86_rm(&e->as, X86_LEA | width, X86_RDX, X86_MEM(X86_RCX, 1));
        x86_ri(&e->as, X86_CMP | width, X86_RDX, 1);
        x86_jcc(&e->as, X86_CC_BE, &stub->entry);
    } else {
        x86_rr(&e->as, X86_TEST | width, X86_RCX, X86_RCX);
        x86_jcc(&e->as, X86_CC_E, &stub->entry);
    }
    return stub;
}

static void divide(Emit *e, const IrOp *op)
{
    X86Op width = op_width(op);

    if (is_signed(op)) {
        x86_op(&e->as, X86_CQO | width);
        x86_r(&e->as, X86_IDIV | width, X86_RCX);
    } else {
        x86_rr(&e->as, X86_XOR | X86_W32, X86_RDX, X86_RDX);
        x86_r(&e->as, X86_DIV | width, X86_RCX);
    }
}

void emit_div(Emit *e, const IrOp *op)
{
    X86Reg result = wants_rest(op) ? X86_RDX : X86_RAX;
    Stub *stub;

    emit_load(e, X86_RAX, op->arg[0]);
    emit_load(e, X86_RCX, op->arg[1]);
    stub = test_divisor(e, op);
    divide(e, op);
    x86_bind(&e->as, &stub->back);
    if (op->attr == IR_I32) {
        X86Reg dst = emit_dst(e, op->dst, X86_RAX);

        x86_rr(&e->as, X86_MOVSXD | X86_W64, dst, result);
        result = dst;
    }
    emit_store(e, op->dst, result);
}

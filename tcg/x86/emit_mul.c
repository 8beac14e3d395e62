/*
 * emit_mul.c: products
 *
 * The low half comes from the two-operand imul; the high half from the
 * one-operand forms, which multiply rax and leave it in rdx.
 */
#include "x86/emit_ops.h"

static void finish(Emit *e, const IrOp *op, X86Reg reg)
{
    X86Reg dst = emit_dst(e, op->dst, X86_RAX);

    if (op->attr == IR_I32) {
        x86_rr(&e->as, X86_MOVSXD | X86_W64, dst, reg);
        reg = dst;
    }
    emit_store(e, op->dst, reg);
}

/* dst = a * 32-bit constant: x86's only three-operand product */
static void mul_const(Emit *e, const IrOp *op, IrRef a, int32_t factor)
{
    X86Op insn = X86_IMUL | (op->attr == IR_I32 ? X86_W32 : X86_W64);
    X86Reg dst = emit_dst(e, op->dst, X86_RAX);
    Loc loc = emit_loc(e, a);

    if (loc.kind == LOC_MEM) {
        x86_rmi(&e->as, insn, dst, loc_mem(loc), factor);
    } else {
        x86_rri(&e->as, insn, dst, emit_use(e, a, X86_RAX), factor);
    }
    finish(e, op, dst);
}

void emit_mul(Emit *e, const IrOp *op)
{
    X86Op insn = X86_IMUL | (op->attr == IR_I32 ? X86_W32 : X86_W64);
    X86Reg dst = emit_dst(e, op->dst, X86_RAX);
    IrRef a = op->arg[0], b = op->arg[1];

    if (ir_is_const(b) || emit_same(e, op->dst, b)) {
        b = op->arg[0];
        a = op->arg[1];
    }
    if (emit_fits(e, a)) {
        mul_const(e, op, b, emit_const(e, a));
        return;
    }
    if (ir_is_const(a)) {
        dst = X86_RAX;
    }
    emit_load(e, dst, a);
    if (ir_is_const(b)) {
        emit_load(e, X86_RCX, b);
        x86_rr(&e->as, insn, dst, X86_RCX);
    } else {
        emit_op(e, insn, dst, b);
    }
    finish(e, op, dst);
}

/* rdx:rax = rax * b */
static void mul_wide(Emit *e, X86Insn insn, IrRef b)
{
    Loc loc = emit_loc(e, b);

    if (loc.kind == LOC_MEM) {
        x86_m(&e->as, insn | X86_W64, loc_mem(loc));
    } else {
        x86_r(&e->as, insn | X86_W64, emit_use(e, b, X86_RDX));
    }
}

void emit_mulh(Emit *e, const IrOp *op)
{
    emit_load(e, X86_RAX, op->arg[0]);
    mul_wide(e, op->opc == IR_mulsh ? X86_IMUL1 : X86_MUL, op->arg[1]);
    emit_store(e, op->dst, X86_RDX);
}

/* Moving 32 bits clears the upper half. */
void emit_muluwh(Emit *e, const IrOp *op)
{
    IrRef a = op->arg[0];

    if (ir_is_const(a)) {
        emit_op(e, X86_MOV | X86_W32, X86_RDX, op->arg[1]);
        emit_load(e, X86_RAX, a);
        x86_r(&e->as, X86_MUL | X86_W64, X86_RDX);
    } else {
        emit_op(e, X86_MOV | X86_W32, X86_RAX, op->arg[1]);
        mul_wide(e, X86_MUL, a);
    }
    emit_store(e, op->dst, X86_RDX);
}

/* As a signed number a is 2^64 less when its top bit is set. */
void emit_mulsuh(Emit *e, const IrOp *op)
{
    emit_load(e, X86_RAX, op->arg[0]);
    mul_wide(e, X86_MUL, op->arg[1]);
    emit_load(e, X86_RAX, op->arg[0]);
    x86_ri(&e->as, X86_SAR | X86_W64, X86_RAX, 63);
    emit_op(e, X86_AND | X86_W64, X86_RAX, op->arg[1]);
    x86_rr(&e->as, X86_SUB | X86_W64, X86_RDX, X86_RAX);
    emit_store(e, op->dst, X86_RDX);
}

/*
 * emit_alu.c: sums, differences and logic
 *
 * x86 overwrites its first operand. So a three-operand operation is a move
 * and an instruction, except where the result is the first operand, where
 * lea adds without overwriting, and where the result is a memory slot that
 * can be changed in place.
 */
#include "x86/emit_ops.h"

/* The type of the operation as the width of its instructions. */
static X86Op op_width(const IrOp *op)
{
    return op->attr == IR_I32 ? X86_W32 : X86_W64;
}

/* Sign-extend a 32-bit result where the IR asks for it; put it away. */
static void finish(Emit *e, const IrOp *op, X86Op width, X86Reg reg)
{
    if (width == X86_W32) {
        X86Reg dst = emit_dst(e, op->dst, reg);

        x86_rr(&e->as, X86_MOVSXD | X86_W64, dst, reg);
        reg = dst;
    }
    emit_store(e, op->dst, reg);
}

/* slot = slot op b, where the slot is that of the result and of a */
static bool in_place(Emit *e, X86Op op, IrRef dst, IrRef b)
{
    Loc loc = emit_loc(e, dst);

    if (loc.kind != LOC_MEM || (ir_is_const(b) && !emit_fits(e, b))) {
        return false;
    }
    if (ir_is_const(b)) {
        x86_mi(&e->as, op, loc_mem(loc), emit_const(e, b));
    } else {
        x86_mr(&e->as, op, loc_mem(loc), emit_use(e, b, X86_RAX));
    }
    return true;
}

/*
 * Where a op b can be computed before b is read: not in b's place, nor in
 * rcx, through which large constants go.
 */
static X86Reg early_dst(Emit *e, const IrOp *op, IrRef a, IrRef b)
{
    X86Reg dst = emit_dst(e, op->dst, X86_RAX);

    if (ir_is_const(b)) {
        return dst == X86_RCX && !emit_fits(e, b) ? X86_RAX : dst;
    }
    return emit_in(e, b, dst) && !emit_in(e, a, dst) ? X86_RAX : dst;
}

/* dst = a op b; @commutes allows to exchange a and b */
static void emit_binary(Emit *e, const IrOp *op, X86Op insn, bool commutes)
{
    X86Op width = insn & X86_W64;
    IrRef a = op->arg[0], b = op->arg[1];
    X86Reg dst;

    if (commutes && (emit_same(e, op->dst, b) || ir_is_const(a))) {
        b = op->arg[0];
        a = op->arg[1];
    }
    if (width && emit_same(e, op->dst, a) && in_place(e, insn, a, b)) {
        return;
    }
    dst = early_dst(e, op, a, b);
    if (width) {
        emit_load(e, dst, a);
    } else {
        emit_load32(e, dst, a);
    }
    emit_op(e, insn, dst, b);
    finish(e, op, width, dst);
}

/* --- moves --------------------------------------------------------------- */

void emit_mov(Emit *e, const IrOp *op)
{
    Loc loc = emit_loc(e, op->dst);
    IrRef a = op->arg[0];

    if (loc.kind == LOC_MEM && emit_fits(e, a)) {
        x86_mi(&e->as, X86_MOV | X86_W64, loc_mem(loc), emit_const(e, a));
    } else if (loc.kind == LOC_MEM) {
        emit_store(e, op->dst, emit_use(e, a, X86_RAX));
    } else if (loc.kind == LOC_NONE) {
        return;
    } else if (ir_is_const(a) && emit_const(e, a) == 0) {
        x86_rr(&e->as, X86_XOR | X86_W32, loc.reg, loc.reg);
    } else {
        emit_load(e, loc.reg, a);
    }
}

void emit_pc_add(Emit *e, const IrOp *op)
{
    X86Reg dst = emit_dst(e, op->dst, X86_RAX);

    x86_rm(&e->as, X86_MOV | X86_W64, dst, emit_env(e->layout->page_pc));
    if (op->imm) {
        x86_ri(&e->as, X86_ADD | X86_W64, dst, op->imm);
    }
    emit_store(e, op->dst, dst);
}

/* --- sums ---------------------------------------------------------------- */

/* dst = base + b without touching the operands; base is in a register */
static bool add_by_lea(Emit *e, const IrOp *op, IrRef a, IrRef b)
{
    X86Reg dst = emit_dst(e, op->dst, X86_RAX);
    Loc base = emit_loc(e, a), index = emit_loc(e, b);
    X86Op width = op_width(op);

    if (base.kind != LOC_REG) {
        return false;
    }
    if (emit_fits(e, b)) {
        x86_rm(&e->as, X86_LEA | width, dst,
               X86_MEM(base.reg, emit_const(e, b)));
    } else if (index.kind == LOC_REG) {
        x86_rm(&e->as, X86_LEA | width, dst,
               X86_MEM_INDEX(base.reg, index.reg, 1, 0));
    } else {
        return false;
    }
    finish(e, op, width, dst);
    return true;
}

/* Sign extension is an addition of 0 in 32 bits. */
static bool add_nothing(Emit *e, const IrOp *op)
{
    X86Reg dst = emit_dst(e, op->dst, X86_RAX);

    if (op->attr != IR_I32 || !emit_fits(e, op->arg[1])
        || emit_const(e, op->arg[1]) != 0 || ir_is_const(op->arg[0])) {
        return false;
    }
    emit_op(e, X86_MOVSXD | X86_W64, dst, op->arg[0]);
    emit_store(e, op->dst, dst);
    return true;
}

void emit_add(Emit *e, const IrOp *op)
{
    IrRef a = op->arg[0], b = op->arg[1];
    bool two_address = emit_same(e, op->dst, a) || emit_same(e, op->dst, b);

    if (ir_is_const(a)) {
        b = op->arg[0];
        a = op->arg[1];
    }
    if (add_nothing(e, op)) {
        return;
    }
    if (!two_address && add_by_lea(e, op, a, b)) {
        return;
    }
    emit_binary(e, op, X86_ADD | op_width(op), true);
}

/* a - b where the result's register holds b: -b + a */
static void sub_from(Emit *e, const IrOp *op, X86Reg dst)
{
    X86Op width = op_width(op);

    x86_r(&e->as, X86_NEG | width, dst);
    if (!ir_is_const(op->arg[0]) || emit_const(e, op->arg[0]) != 0) {
        emit_op(e, X86_ADD | width, dst, op->arg[0]);
    }
    finish(e, op, width, dst);
}

void emit_sub(Emit *e, const IrOp *op)
{
    X86Reg dst = emit_dst(e, op->dst, X86_NO_REG);

    if (dst != X86_NO_REG && emit_same(e, op->dst, op->arg[1])
        && !emit_same(e, op->arg[0], op->arg[1])) {
        sub_from(e, op, dst);
    } else {
        emit_binary(e, op, X86_SUB | op_width(op), false);
    }
}

/* --- logic --------------------------------------------------------------- */

/* a & mask, where 32 bits of mask do: bits 63..32 of the result are 0 */
static bool and_short(Emit *e, const IrOp *op)
{
    X86Reg dst = emit_dst(e, op->dst, X86_RAX);
    uint64_t mask;

    if (op->opc != IR_and || !ir_is_const(op->arg[1])
        || ir_is_const(op->arg[0])) {
        return false;
    }
    mask = emit_const(e, op->arg[1]);
    if (mask == 0xff || mask == 0xffff) {
        emit_op(e, mask == 0xff ? X86_MOVZX_B : X86_MOVZX_W, dst, op->arg[0]);
    } else if (mask == UINT32_MAX) {
        emit_op(e, X86_MOV | X86_W32, dst, op->arg[0]);
    } else if (mask < UINT32_MAX) {
        emit_load32(e, dst, op->arg[0]);
        x86_ri(&e->as, X86_AND | X86_W32, dst, (int32_t)mask);
    } else {
        return false;
    }
    emit_store(e, op->dst, dst);
    return true;
}

/* x ^ -1 */
static bool xor_ones(Emit *e, const IrOp *op)
{
    Loc loc = emit_loc(e, op->dst);
    X86Reg dst = emit_dst(e, op->dst, X86_RAX);

    if (op->opc != IR_xor || !emit_fits(e, op->arg[1])
        || emit_const(e, op->arg[1]) != UINT64_MAX) {
        return false;
    }
    if (loc.kind == LOC_MEM && emit_same(e, op->dst, op->arg[0])) {
        x86_m(&e->as, X86_NOT | X86_W64, loc_mem(loc));
        return true;
    }
    emit_load(e, dst, op->arg[0]);
    x86_r(&e->as, X86_NOT | X86_W64, dst);
    emit_store(e, op->dst, dst);
    return true;
}

void emit_logic(Emit *e, const IrOp *op)
{
    static const X86Insn insns[] = {
        [IR_and] = X86_AND, [IR_or] = X86_OR, [IR_xor] = X86_XOR,
    };

    if (!and_short(e, op) && !xor_ones(e, op)) {
        emit_binary(e, op, insns[op->opc] | X86_W64, true);
    }
}

/* rax = ~b; dst = a op rax */
static void with_inverse(Emit *e, const IrOp *op, X86Insn insn)
{
    emit_load(e, X86_RAX, op->arg[1]);
    x86_r(&e->as, X86_NOT | X86_W64, X86_RAX);
    if (!emit_same(e, op->dst, op->arg[0])
        || emit_loc(e, op->dst).kind != LOC_REG) {
        emit_op(e, insn | X86_W64, X86_RAX, op->arg[0]);
        emit_store(e, op->dst, X86_RAX);
    } else {
        x86_rr(&e->as, insn | X86_W64, emit_loc(e, op->dst).reg, X86_RAX);
    }
}

void emit_andc(Emit *e, const IrOp *op)
{
    X86Reg dst = emit_dst(e, op->dst, X86_RAX);
    Loc a = emit_loc(e, op->arg[0]);
    X86Reg b;

    if (!e->as.features.bmi1 || a.kind == LOC_CONST) {
        with_inverse(e, op, X86_AND);
        return;
    }
    b = emit_use(e, op->arg[1], X86_RAX);
    if (a.kind == LOC_MEM) {
        x86_rrm(&e->as, X86_ANDN | X86_W64, dst, b, loc_mem(a));
    } else {
        x86_rrr(&e->as, X86_ANDN | X86_W64, dst, b, a.reg);
    }
    emit_store(e, op->dst, dst);
}

void emit_orc(Emit *e, const IrOp *op)
{
    with_inverse(e, op, X86_OR);
}

void emit_eqv(Emit *e, const IrOp *op)
{
    with_inverse(e, op, X86_XOR);
}

/* --- shifted sums -------------------------------------------------------- */

void emit_shadd(Emit *e, const IrOp *op)
{
    X86Reg dst = emit_dst(e, op->dst, X86_RAX);
    Loc b = emit_loc(e, op->arg[1]);
    X86Reg index = emit_use(e, op->arg[0], X86_RAX);
    int scale = 1 << op->attr;

    if (b.kind == LOC_REG) {
        x86_rm(&e->as, X86_LEA | X86_W64, dst,
               X86_MEM_INDEX(b.reg, index, scale, 0));
    } else if (emit_fits(e, op->arg[1])) {
        x86_rm(&e->as, X86_LEA | X86_W64, dst,
               X86_MEM_INDEX(X86_NO_REG, index, scale,
                             (int32_t)emit_const(e, op->arg[1])));
    } else {
        dst = early_dst(e, op, op->arg[0], op->arg[1]);
        x86_rm(&e->as, X86_LEA | X86_W64, dst,
               X86_MEM_INDEX(X86_NO_REG, index, scale, 0));
        emit_op(e, X86_ADD | X86_W64, dst, op->arg[1]);
    }
    emit_store(e, op->dst, dst);
}

/*
 * emit_shift.c: shifts and rotations
 *
 * x86 takes the count modulo the width, as the IR does. Variable shifts of
 * BMI2 have three operands and take the count from any register; before it
 * the count must be in cl, and there are still no other rotations.
 */
#include "x86/emit_ops.h"

typedef struct ShiftInsns {
    X86Insn by_imm, by_cl;
    X86Insn bmi2;               /* X86_INSN_COUNT: there is none */
} ShiftInsns;

static const ShiftInsns shifts[IR_OPCODE_COUNT] = {
    [IR_shl] = { X86_SHL, X86_SHL_CL, X86_SHLX },
    [IR_shr] = { X86_SHR, X86_SHR_CL, X86_SHRX },
    [IR_sar] = { X86_SAR, X86_SAR_CL, X86_SARX },
    [IR_rotl] = { X86_ROL, X86_ROL_CL, X86_INSN_COUNT },
    [IR_rotr] = { X86_ROR, X86_ROR_CL, X86_INSN_COUNT },
    [IR_rotl32u] = { X86_ROL, X86_ROL_CL, X86_INSN_COUNT },
};

static bool is_32_bits(const IrOp *op)
{
    return op->attr == IR_I32 || op->opc == IR_rotl32u;
}

static X86Op op_width(const IrOp *op)
{
    return is_32_bits(op) ? X86_W32 : X86_W64;
}

/* x86 clears the upper half of a 32-bit result; the sign may be clear, too */
static bool is_extended(Emit *e, const IrOp *op)
{
    return !is_32_bits(op)
        || (op->opc == IR_shr && ir_is_const(op->arg[1])
            && emit_const(e, op->arg[1]) & 31);
}

static void finish(Emit *e, const IrOp *op, X86Reg reg)
{
    X86Reg dst = emit_dst(e, op->dst, X86_RAX);

    if (op->opc == IR_rotl32u) {
        x86_rr(&e->as, X86_MOV | X86_W32, dst, reg);
        reg = dst;
    } else if (!is_extended(e, op)) {
        x86_rr(&e->as, X86_MOVSXD | X86_W64, dst, reg);
        reg = dst;
    }
    emit_store(e, op->dst, reg);
}

/* --- by a constant ------------------------------------------------------- */

/* dst = a << 1..3 by lea, when a is in another register */
static bool shift_by_lea(Emit *e, const IrOp *op, X86Reg dst, unsigned count)
{
    Loc a = emit_loc(e, op->arg[0]);
    X86Mem sum = X86_MEM_INDEX(a.reg, a.reg, 1, 0);

    if (op->opc != IR_shl || a.kind != LOC_REG || a.reg == dst
        || count < 1 || count > 3) {
        return false;
    }
    if (count > 1) {
        sum = X86_MEM_INDEX(X86_NO_REG, a.reg, 1 << count, 0);
    }
    x86_rm(&e->as, X86_LEA | op_width(op), dst, sum);
    finish(e, op, dst);
    return true;
}

static bool shift_in_place(Emit *e, const IrOp *op, unsigned count)
{
    Loc loc = emit_loc(e, op->dst);

    if (loc.kind != LOC_MEM || is_32_bits(op)
        || !emit_same(e, op->dst, op->arg[0])) {
        return false;
    }
    x86_mi(&e->as, shifts[op->opc].by_imm | X86_W64, loc_mem(loc), count);
    return true;
}

static bool rotate_by_rorx(Emit *e, const IrOp *op, X86Reg dst, unsigned count)
{
    Loc a = emit_loc(e, op->arg[0]);
    unsigned bits = is_32_bits(op) ? 32 : 64;
    X86Op insn = X86_RORX | op_width(op);

    if (op->opc == IR_rotl || op->opc == IR_rotl32u) {
        count = -count & (bits - 1);
    } else if (op->opc != IR_rotr) {
        return false;
    }
    if (!e->as.features.bmi2 || a.kind == LOC_CONST) {
        return false;
    }
    if (a.kind == LOC_MEM) {
        x86_rmi(&e->as, insn, dst, loc_mem(a), count);
    } else {
        x86_rri(&e->as, insn, dst, a.reg, count);
    }
    if (op->opc == IR_rotl32u) {
        emit_store(e, op->dst, dst);
    } else {
        finish(e, op, dst);
    }
    return true;
}

static void shift_by_const(Emit *e, const IrOp *op)
{
    X86Reg dst = emit_dst(e, op->dst, X86_RAX);
    unsigned count = emit_const(e, op->arg[1])
        & (is_32_bits(op) ? 31 : 63);

    if (shift_by_lea(e, op, dst, count) || shift_in_place(e, op, count)
        || rotate_by_rorx(e, op, dst, count)) {
        return;
    }
    if (is_32_bits(op)) {
        emit_load32(e, dst, op->arg[0]);
    } else {
        emit_load(e, dst, op->arg[0]);
    }
    if (count) {
        x86_ri(&e->as, shifts[op->opc].by_imm | op_width(op), dst, count);
    }
    finish(e, op, dst);
}

/* --- by a register ------------------------------------------------------- */

static void shift_by_bmi2(Emit *e, const IrOp *op)
{
    X86Reg dst = emit_dst(e, op->dst, X86_RAX);
    Loc a = emit_loc(e, op->arg[0]);
    X86Op insn = shifts[op->opc].bmi2 | op_width(op);
    X86Reg count;

    if (a.kind == LOC_CONST) {
        emit_load(e, X86_RCX, op->arg[0]);
        a = (Loc){ .kind = LOC_REG, .reg = X86_RCX };
    }
    count = emit_use(e, op->arg[1], X86_RAX);
    if (a.kind == LOC_MEM) {
        x86_rmr(&e->as, insn, dst, loc_mem(a), count);
    } else {
        x86_rrr(&e->as, insn, dst, a.reg, count);
    }
    finish(e, op, dst);
}

static void shift_by_cl(Emit *e, const IrOp *op)
{
    emit_load(e, X86_RAX, op->arg[0]);
    emit_load32(e, X86_RCX, op->arg[1]);
    x86_r(&e->as, shifts[op->opc].by_cl | op_width(op), X86_RAX);
    finish(e, op, X86_RAX);
}

void emit_shift(Emit *e, const IrOp *op)
{
    if (ir_is_const(op->arg[1])) {
        shift_by_const(e, op);
    } else if (e->as.features.bmi2) {
        shift_by_bmi2(e, op);
    } else {
        shift_by_cl(e, op);
    }
}

void emit_rotate(Emit *e, const IrOp *op)
{
    if (ir_is_const(op->arg[1])) {
        shift_by_const(e, op);
    } else {
        shift_by_cl(e, op);
    }
}

/*
 * emit_cond.c: comparisons and what depends on them
 *
 * A comparison sets the flags directly before the instruction that reads
 * them: cmp and jcc are one operation of the host.
 */
#include "x86/emit_ops.h"

static const X86Cond conds[] = {
    [TCG_COND_EQ] = X86_CC_E, [TCG_COND_NE] = X86_CC_NE,
    [TCG_COND_LT] = X86_CC_L, [TCG_COND_GE] = X86_CC_GE,
    [TCG_COND_LTU] = X86_CC_B, [TCG_COND_GEU] = X86_CC_AE,
    [TCG_COND_LE] = X86_CC_LE, [TCG_COND_GT] = X86_CC_G,
    [TCG_COND_LEU] = X86_CC_BE, [TCG_COND_GTU] = X86_CC_A,
};

/* a cond b is b swapped[cond] a */
static const TCGCond swapped[] = {
    [TCG_COND_EQ] = TCG_COND_EQ, [TCG_COND_NE] = TCG_COND_NE,
    [TCG_COND_LT] = TCG_COND_GT, [TCG_COND_GT] = TCG_COND_LT,
    [TCG_COND_GE] = TCG_COND_LE, [TCG_COND_LE] = TCG_COND_GE,
    [TCG_COND_LTU] = TCG_COND_GTU, [TCG_COND_GTU] = TCG_COND_LTU,
    [TCG_COND_GEU] = TCG_COND_LEU, [TCG_COND_LEU] = TCG_COND_GEU,
};

/* cmp [slot], b without a load of the slot, when b allows that */
static bool compare_memory(Emit *e, X86Op width, IrRef a, IrRef b)
{
    Loc la = emit_loc(e, a), lb = emit_loc(e, b);

    if (la.kind != LOC_MEM) {
        return false;
    }
    if (lb.kind == LOC_REG) {
        x86_mr(&e->as, X86_CMP | width, loc_mem(la), lb.reg);
        return true;
    }
    if (lb.kind == LOC_CONST && (width == X86_W32 || emit_fits(e, b))) {
        x86_mi(&e->as, X86_CMP | width, loc_mem(la),
               (int32_t)emit_const(e, b));
        return true;
    }
    return false;
}

/* Set the flags to a - b; changes rax only if both are in memory. */
static X86Cond compare(Emit *e, const IrOp *op)
{
    X86Op width = IR_COND_TYPE(op->attr) == IR_I32 ? X86_W32 : X86_W64;
    TCGCond cond = IR_COND(op->attr);
    IrRef a = op->arg[0], b = op->arg[1];
    X86Reg reg;

    if (ir_is_const(a)) {
        a = op->arg[1];
        b = op->arg[0];
        cond = swapped[cond];
    }
    if (compare_memory(e, width, a, b)) {
        return conds[cond];
    }
    reg = emit_use(e, a, X86_RAX);
    if (emit_fits(e, b) && emit_const(e, b) == 0) {
        x86_rr(&e->as, X86_TEST | width, reg, reg);
    } else {
        emit_op(e, X86_CMP | width, reg, b);
    }
    return conds[cond];
}

void emit_brcond(Emit *e, const IrOp *op)
{
    X86Cond cc = compare(e, op);

    x86_jcc(&e->as, cc, &e->labels[op->imm]);
}

/* May dst be cleared before the operands are compared? */
static bool clear_first(const Emit *e, const IrOp *op)
{
    Loc dst = emit_loc(e, op->dst);

    return dst.kind == LOC_REG && dst.reg != X86_RCX
        && !emit_same(e, op->dst, op->arg[0])
        && !emit_same(e, op->dst, op->arg[1]);
}

void emit_setcond(Emit *e, const IrOp *op)
{
    X86Reg dst = emit_dst(e, op->dst, X86_RAX);
    X86Cond cc;

    if (clear_first(e, op)) {
        x86_rr(&e->as, X86_XOR | X86_W32, dst, dst);
        cc = compare(e, op);
        x86_setcc(&e->as, cc, dst);
        return;
    }
    cc = compare(e, op);
    x86_setcc(&e->as, cc, X86_RAX);
    x86_rr(&e->as, X86_MOVZX_B, dst, X86_RAX);
    emit_store(e, op->dst, dst);
}

/* --- one of two values --------------------------------------------------- */

/* cmov has no immediate: a constant goes through a word of the frame. */
static void cmov(Emit *e, X86Cond cc, X86Reg dst, IrRef ref)
{
    Loc loc = emit_loc(e, ref);

    if (loc.kind == LOC_CONST && emit_fits(e, ref)) {
        emit_arg_imm(e, FRAME_FREE, emit_const(e, ref));
        loc = (Loc){ LOC_MEM, X86_RSP, FRAME_FREE };
    } else if (loc.kind == LOC_CONST) {
        emit_load(e, X86_RCX, ref);
        loc = (Loc){ LOC_REG, X86_RCX, 0 };
    }
    if (loc.kind == LOC_MEM) {
        x86_cmov_rm(&e->as, cc, X86_W64, dst, loc_mem(loc));
    } else {
        x86_cmov_rr(&e->as, cc, X86_W64, dst, loc.reg);
    }
}

static const X86Cond take_b[IR_OPCODE_COUNT] = {
    [IR_smin] = X86_CC_G, [IR_smax] = X86_CC_L,
    [IR_umin] = X86_CC_A, [IR_umax] = X86_CC_B,
};

void emit_minmax(Emit *e, const IrOp *op)
{
    IrRef a = op->arg[0], b = op->arg[1];
    X86Reg dst = emit_dst(e, op->dst, X86_RAX);

    if (emit_same(e, op->dst, b) || ir_is_const(b)) {
        b = op->arg[0];
        a = op->arg[1];
    }
    if (emit_same(e, op->dst, b) || dst == X86_RCX) {
        dst = X86_RAX;
    }
    emit_load(e, dst, a);
    emit_op(e, X86_CMP | X86_W64, dst, b);
    cmov(e, take_b[op->opc], dst, b);
    emit_store(e, op->dst, dst);
}

static void test_zero(Emit *e, IrRef ref)
{
    Loc loc = emit_loc(e, ref);
    X86Reg reg;

    if (loc.kind == LOC_MEM) {
        x86_mi(&e->as, X86_CMP | X86_W64, loc_mem(loc), 0);
    } else {
        reg = emit_use(e, ref, X86_RCX);
        x86_rr(&e->as, X86_TEST | X86_W64, reg, reg);
    }
}

void emit_select(Emit *e, const IrOp *op)
{
    X86Reg dst = emit_dst(e, op->dst, X86_RAX);
    bool is_b = emit_same(e, op->dst, op->arg[1]);

    if (emit_same(e, op->dst, op->arg[0]) || dst == X86_RCX) {
        dst = X86_RAX;
        is_b = false;
    }
    emit_load(e, dst, op->arg[is_b ? 1 : 2]);
    test_zero(e, op->arg[0]);
    cmov(e, is_b ? X86_CC_E : X86_CC_NE, dst, op->arg[is_b ? 2 : 1]);
    emit_store(e, op->dst, dst);
}

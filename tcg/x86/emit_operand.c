/*
 * emit_operand.c: operands, wherever they are
 *
 * The only file that knows that a value can be in a register, in memory or
 * in the instruction itself; what it emits never changes the flags.
 */
#include "x86/emit.h"

Loc emit_loc(const Emit *e, IrRef ref)
{
    if (ref >= IR_CONST_FIRST) {
        return (Loc){ .kind = ref == IR_NONE ? LOC_NONE : LOC_CONST };
    }
    return e->loc[ref];
}

uint64_t emit_const(const Emit *e, IrRef ref)
{
    return ir_const_value(e->s, ref);
}

bool emit_fits(const Emit *e, IrRef ref)
{
    if (!ir_is_const(ref)) {
        return false;
    }
    return (int64_t)emit_const(e, ref) == (int32_t)emit_const(e, ref);
}

bool emit_same(const Emit *e, IrRef a, IrRef b)
{
    Loc la = emit_loc(e, a), lb = emit_loc(e, b);

    return a == b
        || (la.kind == lb.kind && la.reg == lb.reg && la.disp == lb.disp
            && la.kind != LOC_CONST && la.kind != LOC_NONE);
}

bool emit_in(const Emit *e, IrRef ref, X86Reg reg)
{
    Loc loc = emit_loc(e, ref);

    return loc.kind == LOC_REG && loc.reg == reg;
}

X86Mem loc_mem(Loc loc)
{
    return X86_MEM(loc.reg, loc.disp);
}

X86Mem emit_env(int32_t offset)
{
    return X86_MEM(REG_ENV, offset - ENV_BIAS);
}

X86Mem emit_frame(int32_t offset)
{
    return X86_MEM(X86_RSP, offset);
}

/* --- general registers --------------------------------------------------- */

/*
 * Is the value of @loc in rax? So it is right behind the instruction that
 * stored it there, as long as no jump leads to this place.
 */
static bool is_echoed(const Emit *e, Loc loc)
{
    return e->echo_at == e->as.p && e->echo.reg == loc.reg
        && e->echo.disp == loc.disp;
}

static void load(Emit *e, X86Op width, X86Reg dst, IrRef ref)
{
    Loc loc = emit_loc(e, ref);

    switch ((LocKind)loc.kind) {
    case LOC_REG:
        if (loc.reg != dst) {
            x86_rr(&e->as, X86_MOV | width, dst, loc.reg);
        }
        break;
    case LOC_XMM:
        x86_rx(&e->as, X86_MOVD | width, dst, loc.reg);
        break;
    case LOC_MEM:
        if (!is_echoed(e, loc)) {
            x86_rm(&e->as, X86_MOV | width, dst, loc_mem(loc));
        } else if (dst != X86_RAX) {
            x86_rr(&e->as, X86_MOV | width, dst, X86_RAX);
        }
        break;
    case LOC_CONST:
        x86_mov_imm(&e->as, dst, width == X86_W64
            ? emit_const(e, ref) : (uint32_t)emit_const(e, ref));
        break;
    case LOC_NONE:
        g_assert_not_reached();
    }
}

void emit_load(Emit *e, X86Reg dst, IrRef ref)
{
    load(e, X86_W64, dst, ref);
}

void emit_load32(Emit *e, X86Reg dst, IrRef ref)
{
    load(e, X86_W32, dst, ref);
}

X86Reg emit_use(Emit *e, IrRef ref, X86Reg scratch)
{
    Loc loc = emit_loc(e, ref);

    if (loc.kind == LOC_REG) {
        return loc.reg;
    }
    emit_load(e, scratch, ref);
    return scratch;
}

static void op_const(Emit *e, X86Op op, X86Reg dst, IrRef ref)
{
    if (emit_fits(e, ref)) {
        x86_ri(&e->as, op, dst, emit_const(e, ref));
    } else if (op & X86_W64) {
        x86_mov_imm(&e->as, X86_RCX, emit_const(e, ref));
        x86_rr(&e->as, op, dst, X86_RCX);
    } else {
        x86_ri(&e->as, op, dst, (int32_t)emit_const(e, ref));
    }
}

void emit_op(Emit *e, X86Op op, X86Reg dst, IrRef ref)
{
    Loc loc = emit_loc(e, ref);

    switch ((LocKind)loc.kind) {
    case LOC_REG:
        x86_rr(&e->as, op, dst, loc.reg);
        break;
    case LOC_MEM:
        if (is_echoed(e, loc)) {
            x86_rr(&e->as, op, dst, X86_RAX);
        } else {
            x86_rm(&e->as, op, dst, loc_mem(loc));
        }
        break;
    case LOC_CONST:
        op_const(e, op, dst, ref);
        break;
    case LOC_XMM:
    case LOC_NONE:
        g_assert_not_reached();
    }
}

X86Reg emit_dst(const Emit *e, IrRef dst, X86Reg scratch)
{
    Loc loc = emit_loc(e, dst);

    return loc.kind == LOC_REG ? loc.reg : scratch;
}

void emit_store(Emit *e, IrRef dst, X86Reg reg)
{
    Loc loc = emit_loc(e, dst);

    if (loc.kind == LOC_MEM) {
        x86_mr(&e->as, X86_MOV | X86_W64, loc_mem(loc), reg);
        if (reg == X86_RAX) {
            e->echo_at = e->as.p;
            e->echo = loc;
        }
    } else if (loc.kind == LOC_XMM) {
        x86_xr(&e->as, X86_MOVD | X86_W64, loc.reg, reg);
    } else if (loc.kind == LOC_REG && loc.reg != reg) {
        x86_rr(&e->as, X86_MOV | X86_W64, loc.reg, reg);
    }
}

/* --- words of the frame -------------------------------------------------- */

void emit_arg(Emit *e, Frame word, IrRef ref)
{
    if (emit_fits(e, ref)) {
        emit_arg_imm(e, word, emit_const(e, ref));
        return;
    }
    if (emit_loc(e, ref).kind == LOC_XMM) {
        x86_mx(&e->as, X86_MOVSD, emit_frame(word), emit_loc(e, ref).reg);
        return;
    }
    x86_mr(&e->as, X86_MOV | X86_W64, emit_frame(word),
           emit_use(e, ref, X86_RAX));
}

void emit_arg_imm(Emit *e, Frame word, int32_t value)
{
    x86_mi(&e->as, X86_MOV | X86_W64, emit_frame(word), value);
}

/* --- SSE registers ------------------------------------------------------- */

void emit_load_x(Emit *e, X86Xmm dst, IrRef ref)
{
    Loc loc = emit_loc(e, ref);

    switch ((LocKind)loc.kind) {
    case LOC_REG:
        x86_xr(&e->as, X86_MOVD | X86_W64, dst, loc.reg);
        break;
    case LOC_XMM:
        if (loc.reg != dst) {
            x86_xx(&e->as, X86_MOVAPS, dst, loc.reg);
        }
        break;
    case LOC_MEM:
        x86_xm(&e->as, X86_MOVSD, dst, loc_mem(loc));
        break;
    case LOC_CONST:
    case LOC_NONE:
        g_assert_not_reached();
    }
}

X86Xmm emit_use_x(Emit *e, IrRef ref, X86Xmm scratch)
{
    Loc loc = emit_loc(e, ref);

    if (loc.kind == LOC_XMM) {
        return loc.reg;
    }
    emit_load_x(e, scratch, ref);
    return scratch;
}

X86Xmm emit_dst_x(const Emit *e, IrRef dst, X86Xmm scratch)
{
    Loc loc = emit_loc(e, dst);

    return loc.kind == LOC_XMM ? loc.reg : scratch;
}

void emit_store_x(Emit *e, IrRef dst, X86Xmm reg)
{
    Loc loc = emit_loc(e, dst);

    switch ((LocKind)loc.kind) {
    case LOC_REG:
        x86_rx(&e->as, X86_MOVD | X86_W64, loc.reg, reg);
        break;
    case LOC_XMM:
        if (loc.reg != reg) {
            x86_xx(&e->as, X86_MOVAPS, loc.reg, reg);
        }
        break;
    case LOC_MEM:
        x86_mx(&e->as, X86_MOVSD, loc_mem(loc), reg);
        break;
    case LOC_NONE:
        break;
    case LOC_CONST:
        g_assert_not_reached();
    }
}

void emit_op_x(Emit *e, X86Op op, X86Xmm dst, X86Xmm s1, IrRef ref)
{
    Loc loc = emit_loc(e, ref);

    if (loc.kind == LOC_MEM) {
        x86_xxm(&e->as, op, dst, s1, loc_mem(loc));
    } else {
        x86_xxx(&e->as, op, dst, s1, emit_use_x(e, ref, X86_XMM2));
    }
}

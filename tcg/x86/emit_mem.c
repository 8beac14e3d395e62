/*
 * emit_mem.c: guest loads and stores
 *
 * The hit path of the soft TLB, for an address that is base + offset:
 *
 *     lea  rax, [base + offset]
 *     rorx rcx, rax, 7            page number to bits 5 and up
 *     and  ecx, (slots - 1) << 5  offset of the slot
 *     sub  rax, [r15 + rcx + tag] offset in the page
 *     cmp  rax, 4096 - size       another page, or over its end?
 *     ja   slow
 *     mov  rcx, [r15 + rcx + 24]  from guest to host addresses
 *     mov  dst, [rcx + base + offset]
 *
 * One comparison finds misses and accesses that cross into the next page.
 * The access itself does not wait for it. Slow paths compute the address
 * again, from an operand that is unchanged because the result is written
 * last. Accesses behind a guard are the last instruction alone.
 */
#include "x86/emit_mem.h"
#include "x86/emit_ops.h"

/* --- address ------------------------------------------------------------- */

void emit_address(Emit *e, X86Reg dst, IrRef a, int32_t imm)
{
    Loc loc = emit_loc(e, a);

    if (loc.kind == LOC_CONST) {
        x86_mov_imm(&e->as, dst, emit_const(e, a) + imm);
    } else if (loc.kind == LOC_REG && imm) {
        x86_rm(&e->as, X86_LEA | X86_W64, dst, X86_MEM(loc.reg, imm));
    } else {
        emit_load(e, dst, a);
        if (imm) {
            x86_ri(&e->as, X86_ADD | X86_W64, dst, imm);
        }
    }
}

/* rcx = page number of the address in @reg, at the place of the slot number */
static void page_number(Emit *e, X86Reg reg)
{
    if (e->as.features.bmi2) {
        x86_rri(&e->as, X86_RORX | X86_W64, X86_RCX, reg, 7);
    } else {
        x86_rr(&e->as, X86_MOV | X86_W64, X86_RCX, reg);
        x86_ri(&e->as, X86_SHR | X86_W64, X86_RCX, 7);
    }
}

/* rcx = offset of the slot; rax -= tag in it */
static void subtract_tag(Emit *e, int32_t tag)
{
    X86Snippet *snippet =
        &e->tlb_hit[tag == offsetof(TcgTlbEntry, write) ? 1 : 0];
    const uint8_t *start = e->as.p;

    if (snippet->n_bytes) {
        x86_snippet_put(&e->as, snippet);
        return;
    }
    x86_ri(&e->as, X86_AND | X86_W32, X86_RCX,
           (int)(((1u << e->layout->tlb_bits) - 1) << 5));
    x86_rm(&e->as, X86_SUB | X86_W64, X86_RAX,
           X86_MEM_INDEX(REG_TLB, X86_RCX, 1, tag));
    x86_snippet_take(&e->as, start, snippet);
}

void emit_tlb_lookup(Emit *e, const IrOp *op, int32_t tag, unsigned bytes,
                     X86Label *slow)
{
    Loc base = emit_loc(e, op->arg[0]);

    if (base.kind == LOC_REG && op->imm == 0) {
        page_number(e, base.reg);
        x86_rr(&e->as, X86_MOV | X86_W64, X86_RAX, base.reg);
    } else {
        emit_address(e, X86_RAX, op->arg[0], op->imm);
        page_number(e, X86_RAX);
    }
    subtract_tag(e, tag);
    x86_ri(&e->as, X86_CMP | X86_W64, X86_RAX, 4096 - (int)bytes);
    x86_jcc(&e->as, X86_CC_A, slow);
}

X86Mem emit_tlb_addend(void)
{
    return X86_MEM_INDEX(REG_TLB, X86_RCX, 1, offsetof(TcgTlbEntry, addend));
}

X86Mem emit_tlb_place(Emit *e, const IrOp *op)
{
    X86Reg base;

    x86_rm(&e->as, X86_MOV | X86_W64, X86_RCX, emit_tlb_addend());
    base = emit_use(e, op->arg[0], X86_RAX);
    return X86_MEM_INDEX(X86_RCX, base, 1, op->imm);
}

X86Mem emit_tlb_place_alone(Emit *e, const IrOp *op)
{
    X86Mem place = emit_tlb_place(e, op);

    if (place.index == X86_RAX) {
        x86_rr(&e->as, X86_ADD | X86_W64, X86_RCX, X86_RAX);
        place = X86_MEM(X86_RCX, op->imm);
    }
    return place;
}

/* --- values -------------------------------------------------------------- */

const X86Op emit_loads[MO_SIZE + MO_SIGN + 1] = {
    [MO_8] = X86_MOVZX_B,
    [MO_16] = X86_MOVZX_W,
    [MO_32] = X86_MOV,
    [MO_64] = X86_MOV | X86_W64,
    [MO_8 | MO_SIGN] = X86_MOVSX_B | X86_W64,
    [MO_16 | MO_SIGN] = X86_MOVSX_W | X86_W64,
    [MO_32 | MO_SIGN] = X86_MOVSXD | X86_W64,
    [MO_64 | MO_SIGN] = X86_MOV | X86_W64,
};

static const X86Op widths[] = {
    [MO_8] = X86_W8, [MO_16] = X86_W16, [MO_32] = X86_W32, [MO_64] = X86_W64,
};

static Frame box_mask(unsigned attr)
{
    return (attr & MO_SIZE) == MO_32 ? FRAME_BOX32 : FRAME_BOX16;
}

/* rax = the value boxed, if it is to be boxed; then to the place of dst */
static void store_boxed(Emit *e, const IrOp *op)
{
    if (emit_loc(e, op->dst).kind == LOC_NONE) {
        return;
    }
    if (op->attr & IR_MEM_BOX && (op->attr & MO_SIZE) != MO_64) {
        x86_rm(&e->as, X86_OR | X86_W64, X86_RAX,
               emit_frame(box_mask(op->attr)));
    }
    emit_store(e, op->dst, X86_RAX);
}

void emit_load_mem(Emit *e, const IrOp *op, X86Mem mem)
{
    unsigned size = op->attr & MO_SIZE;
    X86Op insn = emit_loads[op->attr & (MO_SIZE | MO_SIGN)];
    Loc dst = emit_loc(e, op->dst);

    if (dst.kind == LOC_XMM && size >= MO_32) {
        x86_xm(&e->as, size == MO_64 ? X86_MOVSD : X86_MOVSS, dst.reg, mem);
        if (op->attr & IR_MEM_BOX && size == MO_32) {
            x86_xxm(&e->as, X86_ORPS, dst.reg, dst.reg,
                    emit_frame(FRAME_BOX32));
        }
        return;
    }
    if (dst.kind == LOC_REG) {
        x86_rm(&e->as, insn, dst.reg, mem);
        return;
    }
    x86_rm(&e->as, insn, X86_RAX, mem);
    store_boxed(e, op);
}

bool emit_is_direct(const Emit *e, const IrOp *op)
{
    Loc loc = emit_loc(e, op->arg[1]);

    switch ((LocKind)loc.kind) {
    case LOC_REG:
        return true;
    case LOC_XMM:
        return (op->attr & MO_SIZE) >= MO_32;
    case LOC_MEM:
    case LOC_NONE:
        return false;
    case LOC_CONST:
        return (op->attr & MO_SIZE) != MO_64 || emit_fits(e, op->arg[1]);
    }
    return false;
}

void emit_store_mem(Emit *e, const IrOp *op, X86Mem mem, X86Reg scratch)
{
    unsigned size = op->attr & MO_SIZE;
    Loc loc = emit_loc(e, op->arg[1]);
    X86Reg reg = loc.reg;

    if (loc.kind == LOC_XMM && size >= MO_32) {
        x86_mx(&e->as, size == MO_64 ? X86_MOVSD : X86_MOVSS, mem, loc.reg);
        return;
    }
    if (loc.kind == LOC_CONST && emit_is_direct(e, op)) {
        x86_mi(&e->as, X86_MOV | widths[size], mem,
               (int32_t)emit_const(e, op->arg[1]));
        return;
    }
    if (loc.kind != LOC_REG) {
        emit_load(e, scratch, op->arg[1]);
        reg = scratch;
    }
    x86_mr(&e->as, X86_MOV | widths[size], mem, reg);
}

/* --- slow paths ---------------------------------------------------------- */

void emit_address_arg(Emit *e, const IrOp *op)
{
    emit_address(e, X86_RAX, op->arg[0], op->imm);
    x86_mr(&e->as, X86_MOV | X86_W64, emit_frame(FRAME_ARG_A), X86_RAX);
}

static void ld_slow(Emit *e, Stub *stub)
{
    const IrOp *op = stub->op;

    emit_address_arg(e, op);
    emit_helper(e, TCG_HELPER_LOAD, op, op->attr & ~IR_MEM_BOX);
    store_boxed(e, op);
    x86_jmp(&e->as, &stub->back);
}

static void st_slow(Emit *e, Stub *stub)
{
    const IrOp *op = stub->op;

    emit_address_arg(e, op);
    emit_arg(e, FRAME_ARG_B, op->arg[1]);
    emit_helper(e, TCG_HELPER_STORE, op, op->attr & ~IR_MEM_BOX);
    x86_jmp(&e->as, &stub->back);
}

/* --- operations ---------------------------------------------------------- */

void emit_ld(Emit *e, const IrOp *op)
{
    Stub *stub = emit_stub(e, ld_slow, op);

    emit_tlb_lookup(e, op, offsetof(TcgTlbEntry, read),
                    memop_size(op->attr), &stub->entry);
    emit_load_mem(e, op, emit_tlb_place(e, op));
    x86_bind(&e->as, &stub->back);
}

void emit_st(Emit *e, const IrOp *op)
{
    Stub *stub = emit_stub(e, st_slow, op);

    emit_tlb_lookup(e, op, offsetof(TcgTlbEntry, write),
                    memop_size(op->attr), &stub->entry);
    if (emit_is_direct(e, op)) {
        emit_store_mem(e, op, emit_tlb_place(e, op), X86_NO_REG);
    } else {
        emit_store_mem(e, op, emit_tlb_place_alone(e, op), X86_RAX);
    }
    x86_bind(&e->as, &stub->back);
}

/*
 * emit_bits.c: extensions, counts and bytes
 *
 * Hosts without LZCNT, TZCNT or POPCNT get sequences that give the same
 * results, also for 0, which bsf and bsr leave undefined.
 */
#include "x86/emit_ops.h"

/* --- extensions ---------------------------------------------------------- */

static const X86Op extensions[IR_OPCODE_COUNT] = {
    [IR_ext8s] = X86_MOVSX_B | X86_W64,
    [IR_ext16s] = X86_MOVSX_W | X86_W64,
    [IR_ext32s] = X86_MOVSXD | X86_W64,
    [IR_ext8u] = X86_MOVZX_B,
    [IR_ext16u] = X86_MOVZX_W,
    [IR_ext32u] = X86_MOV,
};

/* op dst, a: a constant goes through a register first */
static void unary(Emit *e, X86Op insn, X86Reg dst, IrRef a)
{
    if (ir_is_const(a)) {
        emit_load(e, X86_RAX, a);
        x86_rr(&e->as, insn, dst, X86_RAX);
    } else {
        emit_op(e, insn, dst, a);
    }
}

void emit_ext(Emit *e, const IrOp *op)
{
    X86Reg dst = emit_dst(e, op->dst, X86_RAX);

    unary(e, extensions[op->opc], dst, op->arg[0]);
    emit_store(e, op->dst, dst);
}

/* --- counts -------------------------------------------------------------- */

/* rax = number of the bit that bsf or bsr finds, or @none for 0 */
static void scan(Emit *e, const IrOp *op, X86Op insn, int none)
{
    uint8_t *found;

    emit_load(e, X86_RAX, op->arg[0]);
    x86_rr(&e->as, insn, X86_RAX, X86_RAX);
    found = x86_jcc_short(&e->as, X86_CC_NE);
    x86_mov_imm(&e->as, X86_RAX, none);
    x86_land(&e->as, found);
}

void emit_clz(Emit *e, const IrOp *op)
{
    X86Op width = op->attr == IR_I32 ? X86_W32 : X86_W64;
    int top = op->attr == IR_I32 ? 31 : 63;
    X86Reg dst = emit_dst(e, op->dst, X86_RAX);

    if (e->as.features.lzcnt) {
        unary(e, X86_LZCNT | width, dst, op->arg[0]);
    } else {
        dst = X86_RAX;
        scan(e, op, X86_BSR | width, 2 * top + 1);
        x86_ri(&e->as, X86_XOR | X86_W32, X86_RAX, top);
    }
    emit_store(e, op->dst, dst);
}

void emit_ctz(Emit *e, const IrOp *op)
{
    X86Op width = op->attr == IR_I32 ? X86_W32 : X86_W64;
    X86Reg dst = emit_dst(e, op->dst, X86_RAX);

    if (e->as.features.bmi1) {
        unary(e, X86_TZCNT | width, dst, op->arg[0]);
    } else {
        dst = X86_RAX;
        scan(e, op, X86_BSF | width, op->attr == IR_I32 ? 32 : 64);
    }
    emit_store(e, op->dst, dst);
}

/* rax = (rax >> count & mask) + (rax & mask); rcx, rdx are changed */
static void add_halves(Emit *e, unsigned count, uint64_t mask)
{
    x86_mov_imm(&e->as, X86_RCX, mask);
    x86_rr(&e->as, X86_MOV | X86_W64, X86_RDX, X86_RAX);
    x86_ri(&e->as, X86_SHR | X86_W64, X86_RDX, count);
    x86_rr(&e->as, X86_AND | X86_W64, X86_RDX, X86_RCX);
    x86_rr(&e->as, X86_AND | X86_W64, X86_RAX, X86_RCX);
    x86_rr(&e->as, X86_ADD | X86_W64, X86_RAX, X86_RDX);
}

/* Add neighbours: bits, pairs, nibbles; the bytes by a product. */
static void count_ones(Emit *e)
{
    add_halves(e, 1, 0x5555555555555555);
    add_halves(e, 2, 0x3333333333333333);
    add_halves(e, 4, 0x0f0f0f0f0f0f0f0f);
    x86_mov_imm(&e->as, X86_RCX, 0x0101010101010101);
    x86_rr(&e->as, X86_IMUL | X86_W64, X86_RAX, X86_RCX);
    x86_ri(&e->as, X86_SHR | X86_W64, X86_RAX, 56);
}

void emit_ctpop(Emit *e, const IrOp *op)
{
    X86Op width = op->attr == IR_I32 ? X86_W32 : X86_W64;
    X86Reg dst = emit_dst(e, op->dst, X86_RAX);

    if (e->as.features.popcnt) {
        unary(e, X86_POPCNT | width, dst, op->arg[0]);
        emit_store(e, op->dst, dst);
        return;
    }
    emit_load(e, X86_RAX, op->arg[0]);
    if (op->attr == IR_I32) {
        x86_rr(&e->as, X86_MOV | X86_W32, X86_RAX, X86_RAX);
    }
    count_ones(e);
    emit_store(e, op->dst, X86_RAX);
}

/* --- bytes --------------------------------------------------------------- */

void emit_bswap(Emit *e, const IrOp *op)
{
    X86Reg dst = emit_dst(e, op->dst, X86_RAX);

    emit_load(e, dst, op->arg[0]);
    x86_r(&e->as, X86_BSWAP | X86_W64, dst);
    emit_store(e, op->dst, dst);
}

/*
 * Adding 0x7f to the low 7 bits of a byte carries into its bit 7 unless they
 * are 0. With t the bits 7 of the bytes that are not 0, (t << 1) - (t >> 7)
 * has 0x100 - 1 in each of these bytes.
 */
void emit_orc_b(Emit *e, const IrOp *op)
{
    X86Asm *a = &e->as;

    emit_load(e, X86_RAX, op->arg[0]);
    x86_mov_imm(a, X86_RCX, 0x7f7f7f7f7f7f7f7f);
    x86_rr(a, X86_MOV | X86_W64, X86_RDX, X86_RAX);
    x86_rr(a, X86_AND | X86_W64, X86_RDX, X86_RCX);
    x86_rr(a, X86_ADD | X86_W64, X86_RDX, X86_RCX);
    x86_rr(a, X86_OR | X86_W64, X86_RDX, X86_RAX);
    x86_r(a, X86_NOT | X86_W64, X86_RCX);
    x86_rr(a, X86_AND | X86_W64, X86_RDX, X86_RCX);
    x86_rm(a, X86_LEA | X86_W64, X86_RAX,
           X86_MEM_INDEX(X86_RDX, X86_RDX, 1, 0));
    x86_ri(a, X86_SHR | X86_W64, X86_RDX, 7);
    x86_rr(a, X86_SUB | X86_W64, X86_RAX, X86_RDX);
    emit_store(e, op->dst, X86_RAX);
}

/*
 * interp_i.c: RV64I
 *
 * Unprivileged ISA, chapters "RV32I Base Integer Instruction Set" and
 * "RV64I Base Integer Instruction Set". System instructions are in
 * interp_priv.c.
 */
#include "interp_internal.h"
#include "mem_access.h"

/* --- integer computation ------------------------------------------------ */

ALU_IMM(addi, a, imm, a + imm)
ALU_IMM(slti, a, imm, (int64_t)a < imm)
ALU_IMM(sltiu, a, imm, a < (uint64_t)imm)
ALU_IMM(xori, a, imm, a ^ imm)
ALU_IMM(ori, a, imm, a | imm)
ALU_IMM(andi, a, imm, a & imm)
ALU_IMM(slli, a, imm, a << imm)
ALU_IMM(srli, a, imm, a >> imm)
ALU_IMM(srai, a, imm, (uint64_t)((int64_t)a >> imm))

ALU(add, a, b, a + b)
ALU(sub, a, b, a - b)
ALU(sll, a, b, a << (b & 63))
ALU(slt, a, b, (int64_t)a < (int64_t)b)
ALU(sltu, a, b, a < b)
ALU(xor, a, b, a ^ b)
ALU(srl, a, b, a >> (b & 63))
ALU(sra, a, b, (uint64_t)((int64_t)a >> (b & 63)))
ALU(or, a, b, a | b)
ALU(and, a, b, a & b)

/* Word forms take the low 32 bits and sign-extend their result. */
ALU_IMM(addiw, a, imm, sext32(a + imm))
ALU_IMM(slliw, a, imm, sext32((uint32_t)a << imm))
ALU_IMM(srliw, a, imm, sext32((uint32_t)a >> imm))
ALU_IMM(sraiw, a, imm, sext32((uint32_t)((int32_t)a >> imm)))

ALU(addw, a, b, sext32(a + b))
ALU(subw, a, b, sext32(a - b))
ALU(sllw, a, b, sext32((uint32_t)a << (b & 31)))
ALU(srlw, a, b, sext32((uint32_t)a >> (b & 31)))
ALU(sraw, a, b, sext32((uint32_t)((int32_t)a >> (b & 31))))

ExecStatus interp_lui(Vcpu *v, const InterpOp *op)
{
    return interp_set(v, op, (int64_t)op->imm);
}

ExecStatus interp_auipc(Vcpu *v, const InterpOp *op)
{
    return interp_set(v, op, interp_pc(v, op) + op->imm);
}

/* --- control transfer ---------------------------------------------------- */

/*
 * With C the targets of jumps and branches are always aligned (IALIGN =
 * 16); without it bit 1 must be clear or the jump itself faults.
 */
static ExecStatus jump_to(Vcpu *v, const InterpOp *op, vaddr target)
{
    ExecStatus status = EXEC_JUMP;

    if (G_UNLIKELY((target & 2) && !hart_has(&v->hart, EXT_zca))) {
        status = interp_raise(v, TRAP_INSN_MISALIGNED, target);
    } else {
        v->hart.pc = target;
    }
    return interp_end(v, op, status);
}

/* A branch that is not taken stays in its block. */
static ExecStatus branch(Vcpu *v, const InterpOp *op, bool taken)
{
    return taken ? jump_to(v, op, interp_pc(v, op) + op->imm)
                 : interp_next(v, op);
}

/* The link register is written only if the jump does not fault. */
static ExecStatus link_and_jump(Vcpu *v, const InterpOp *op, vaddr target)
{
    ExecStatus status = jump_to(v, op, target);

    if (status == EXEC_JUMP) {
        interp_set_rd(v, op, interp_pc(v, op) + op->len);
    }
    return status;
}

ExecStatus interp_jal(Vcpu *v, const InterpOp *op)
{
    return link_and_jump(v, op, interp_pc(v, op) + op->imm);
}

ExecStatus interp_jalr(Vcpu *v, const InterpOp *op)
{
    return link_and_jump(v, op, (v->hart.gpr[op->rs1] + op->imm) & ~1ull);
}

#define BRANCH(name, a, b, condition)                                   \
    ExecStatus interp_##name(Vcpu *v, const InterpOp *op)               \
    {                                                                   \
        uint64_t a = v->hart.gpr[op->rs1];                              \
        uint64_t b = v->hart.gpr[op->rs2];                              \
        return branch(v, op, (condition));                              \
    }

BRANCH(beq, a, b, a == b)
BRANCH(bne, a, b, a != b)
BRANCH(blt, a, b, (int64_t)a < (int64_t)b)
BRANCH(bge, a, b, (int64_t)a >= (int64_t)b)
BRANCH(bltu, a, b, a < b)
BRANCH(bgeu, a, b, a >= b)

/* --- loads and stores ---------------------------------------------------- */

/*
 * The miss is a function of its own, so that the hit needs no stack. A device
 * may ask for the time, which may be a number of instructions: the hart is
 * brought up to date first.
 */
#define LOAD(name, bits, type)                                          \
    static G_NO_INLINE ExecStatus name##_miss(Vcpu *v,                  \
                                              const InterpOp *op)       \
    {                                                                   \
        uint64_t value;                                                 \
                                                                        \
        interp_sync(v, op);                                             \
        ExecStatus status = vcpu_load_slow(                             \
            v, v->hart.gpr[op->rs1] + op->imm, bits / 8, &value);       \
                                                                        \
        if (status != EXEC_NEXT) {                                      \
            return interp_end(v, op, status);                           \
        }                                                               \
        return interp_set(v, op, (uint64_t)(int64_t)(type)value);       \
    }                                                                   \
                                                                        \
    ExecStatus interp_##name(Vcpu *v, const InterpOp *op)               \
    {                                                                   \
        const void *host = vcpu_load_host(                              \
            v, v->hart.gpr[op->rs1] + op->imm, bits / 8);               \
        uint##bits##_t value;                                           \
                                                                        \
        if (G_UNLIKELY(!host)) {                                        \
            return name##_miss(v, op);                                  \
        }                                                               \
        memcpy(&value, host, sizeof(value));                            \
        return interp_set(v, op, (uint64_t)(int64_t)(type)value);       \
    }

static G_NO_INLINE ExecStatus store_miss(Vcpu *v, const InterpOp *op,
                                         unsigned size)
{
    interp_sync(v, op);
    return interp_end(v, op, vcpu_store_slow(
        v, v->hart.gpr[op->rs1] + op->imm, size, v->hart.gpr[op->rs2]));
}

#define STORE(name, bits)                                               \
    ExecStatus interp_##name(Vcpu *v, const InterpOp *op)               \
    {                                                                   \
        void *host = vcpu_store_host(                                   \
            v, v->hart.gpr[op->rs1] + op->imm, bits / 8);               \
        uint##bits##_t value = (uint##bits##_t)v->hart.gpr[op->rs2];    \
                                                                        \
        if (G_UNLIKELY(!host)) {                                        \
            return store_miss(v, op, bits / 8);                         \
        }                                                               \
        memcpy(host, &value, sizeof(value));                            \
        return interp_next(v, op);                                      \
    }

LOAD(lb, 8, int8_t)
LOAD(lh, 16, int16_t)
LOAD(lw, 32, int32_t)
LOAD(ld, 64, int64_t)
LOAD(lbu, 8, uint8_t)
LOAD(lhu, 16, uint16_t)
LOAD(lwu, 32, uint32_t)
STORE(sb, 8)
STORE(sh, 16)
STORE(sw, 32)
STORE(sd, 64)

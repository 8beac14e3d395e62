/*
 * interp_internal.h: what the files of the interpreter share
 *
 * A block is an array of InterpOp, each holding the function that executes
 * it. A function ends by calling that of the next op with the same arguments,
 * which compilers turn into a jump (threaded code); without optimisation it
 * is a call, at most TB_MAX_INSNS deep. One function per row of
 * core/isa/insns.inc, named interp_<row>; a row without a function does not
 * link.
 *
 * The macros below take the names of their operands as parameters, so an
 * instruction reads like the manual's pseudo-code:
 *
 *     ALU(sub, a, b, a - b)
 */
#ifndef EXEC_INTERP_INTERNAL_H
#define EXEC_INTERP_INTERNAL_H

#include "exec/vcpu.h"

typedef enum ExecStatus {
    EXEC_NEXT = 0,              /* done: go on with the next instruction */
    EXEC_JUMP,                  /* done: hart.pc is where to go on */
    EXEC_BREAK,                 /* done: leave the block after it */
    EXEC_TRAP,                  /* not done: exception_index says why */
} ExecStatus;

typedef struct InterpOp InterpOp;
typedef ExecStatus InterpFn(Vcpu *v, const InterpOp *op);

struct InterpOp {
    InterpFn *fn;
    int32_t imm;
    uint8_t rd, rs1, rs2, rs3;
    uint32_t raw;               /* encoding, for the trap value */
    uint16_t pc_offset;         /* bytes from the start of the block */
    uint8_t len;                /* 2 or 4; 0 in the op that ends a block */
    uint8_t rm;
};

/* The function of each row. */
#define INSN(name, ...) \
    ExecStatus interp_##name(Vcpu *v, const InterpOp *op) MUST_CHECK;
#include "core/isa/insns.inc"
#undef INSN

/** interp_illegal: stands in for what the context does not allow */
ExecStatus interp_illegal(Vcpu *v, const InterpOp *op) MUST_CHECK;
/** interp_straddling: an instruction that lies over two pages (tb_build.c) */
ExecStatus interp_straddling(Vcpu *v, const InterpOp *op) MUST_CHECK;

/** interp_block_end: falls through to the instruction after the block */
ExecStatus interp_block_end(Vcpu *v, const InterpOp *op) MUST_CHECK;

/** interp_raise: note a fault of the current instruction; EXEC_TRAP */
ExecStatus interp_raise(Vcpu *v, Trap cause, uint64_t tval) MUST_CHECK;

/** interp_sync: bring hart.retired and hart.pc up to date, to before @op */
void interp_sync(Vcpu *v, const InterpOp *op);

static inline uint64_t interp_pc(const Vcpu *v, const InterpOp *op)
{
    return v->block_pc + op->pc_offset;
}

/* Every function of a row ends in one of these two. */

/* interp_next: done; on to the next instruction of the block */
static inline ExecStatus interp_next(Vcpu *v, const InterpOp *op)
{
    return op[1].fn(v, op + 1);
}

/* interp_end: on to the next, or out of the block if @status says so */
static inline ExecStatus interp_end(Vcpu *v, const InterpOp *op,
                                    ExecStatus status)
{
    if (status == EXEC_NEXT) {
        return interp_next(v, op);
    }
    v->end_op = op;
    return status;
}

/* x0 is a register that forgets: two stores are cheaper than a branch. */
static inline void interp_set_rd(Vcpu *v, const InterpOp *op, uint64_t value)
{
    v->hart.gpr[op->rd] = value;
    v->hart.gpr[0] = 0;
}

static inline ExecStatus interp_set(Vcpu *v, const InterpOp *op, uint64_t value)
{
    interp_set_rd(v, op, value);
    return interp_next(v, op);
}

#define ALU(name, a, b, expr)                                           \
    ExecStatus interp_##name(Vcpu *v, const InterpOp *op)               \
    {                                                                   \
        uint64_t a = v->hart.gpr[op->rs1];                              \
        uint64_t b = v->hart.gpr[op->rs2];                              \
        return interp_set(v, op, (expr));                               \
    }

#define ALU_IMM(name, a, imm_, expr)                                    \
    ExecStatus interp_##name(Vcpu *v, const InterpOp *op)               \
    {                                                                   \
        uint64_t a = v->hart.gpr[op->rs1];                              \
        int64_t imm_ = op->imm;                                         \
        return interp_set(v, op, (expr));                               \
    }

#define UNARY(name, a, expr)                                            \
    ExecStatus interp_##name(Vcpu *v, const InterpOp *op)               \
    {                                                                   \
        uint64_t a = v->hart.gpr[op->rs1];                              \
        return interp_set(v, op, (expr));                               \
    }

/* sext32: a word result, sign-extended to XLEN */
static inline uint64_t sext32(uint64_t value)
{
    return (uint64_t)(int64_t)(int32_t)value;
}

#endif

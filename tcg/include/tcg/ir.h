/*
 * ir.h: the intermediate representation
 *
 * A unit is a list of 16-byte operations made from a run of guest
 * instructions. Operands are references to
 *
 *   x1..x31, f0..f31   guest registers: variables, as TCG's globals
 *   temporaries        values: assigned once, before their first use
 *   constants          entries of the unit's pool of 64-bit numbers
 *
 * A guest register may be written by the last operation of its instruction
 * only. So wherever an operation can trap, the registers hold the state of
 * the guest before the operation's instruction, and nothing needs undoing.
 *
 * Control flows from operation to operation; labels are places. A unit ends
 * in operations that leave it (exits). Operations, their operands and their
 * meaning: tcg/ops.inc, the one list from which enum, builder, printer,
 * parser, verifier and the interpreter (tci) are made.
 *
 * Text form, one operation per line:
 *
 *     ---- 4 addi            instruction 4 of the unit starts
 *     add_i64 x10, x10, $0x8
 *     ld x11, x10, $16, leuq
 *     brcond_i64 lt, x10, x12, L0
 *
 * Types are part of the name; a condition or helper comes first, then the
 * result and the rest in the order of the signature. The whole grammar:
 * ir_parse.c.
 */
#ifndef TCG_IR_H
#define TCG_IR_H

#include <glib.h>

#include "core/isa.h"
#include "core/memop.h"
#include "core/types.h"

/* What an operand refers to; see ir_ref_kind(). */
typedef uint16_t IrRef;

#define IR_GPR(n) ((IrRef)(n))                  /* 1..31 */
#define IR_FPR(n) ((IrRef)(32 + (n)))           /* 0..31 */
#define IR_TEMP_FIRST ((IrRef)64)
#define IR_CONST_FIRST ((IrRef)0x8000)
#define IR_NONE ((IrRef)0xffff)

typedef enum IrRefKind {
    IR_REF_NONE,
    IR_REF_GPR,
    IR_REF_FPR,
    IR_REF_TEMP,
    IR_REF_CONST,
} IrRefKind;

/* IR_OP(name, "signature", flags, "what it computes"): ops.inc */
typedef enum IrOpcode {
#define IR_OP(name, ...) IR_##name,
#include "tcg/ops.inc"
#undef IR_OP
    IR_OPCODE_COUNT
} IrOpcode;

typedef enum IrFlags {
    IR_TYPED = 1 << 0,          /* attr is an IrType */
    IR_COMMUTES = 1 << 1,       /* arg[0] and arg[1] may be swapped */
    IR_PURE = 1 << 2,           /* only computes dst: may go when dst is dead */
    IR_LOADS = 1 << 3,          /* reads guest memory; may trap */
    IR_STORES = 1 << 4,         /* writes guest memory; may trap */
    IR_CALLS = 1 << 5,          /* runs a helper that sees and may change any
                                 * guest register and the translation */
    IR_ENDS = 1 << 6,           /* control does not reach the next operation */
    IR_BRANCHES = 1 << 7,       /* imm is a label */
    IR_MAY_LEAVE = 1 << 8,      /* may leave the unit: registers must be in
                                 * place (implied by LOADS, STORES, CALLS) */
    IR_FP = 1 << 9,             /* attr is an IrFpAttr; needs fp_check before */
} IrFlags;

/* Width of an integer operation. */
typedef enum IrType {
    IR_I64,
    IR_I32,                     /* low 32 bits in, result sign-extended */
} IrType;

/* Conditions on operands a, b of brcond and setcond; attr: IR_COND_ATTR(). */
typedef enum TCGCond {
    TCG_COND_EQ, TCG_COND_NE,
    TCG_COND_LT, TCG_COND_GE,
    TCG_COND_LTU, TCG_COND_GEU,
    TCG_COND_LE, TCG_COND_GT,
    TCG_COND_LEU, TCG_COND_GTU,
} TCGCond;
#define IR_COND_ATTR(cond, type) ((uint8_t)((cond) | (type) << 7))
#define IR_COND(attr) ((TCGCond)((attr) & 0x7f))
#define IR_COND_TYPE(attr) ((IrType)((attr) >> 7))

/* attr of ld and st: a MemOp plus, for FPR targets, NaN boxing. */
#define IR_MEM_BOX 0x40         /* ld to an f register: set the bits above */

/* attr of an IR_FP operation. */
typedef enum IrFormat { IR_F32, IR_F64, IR_F16 } IrFormat;
#define IR_FP_ATTR(format, rm) ((uint8_t)((format) | (rm) << 2))
#define IR_FP_FORMAT(attr) ((IrFormat)((attr) & 3))
#define IR_FP_RM(attr) ((attr) >> 2 & 7)        /* RoundingMode; 7: frm */
/*
 * f32 or f16 operand arg[n] is known to be NaN-boxed: its check may be
 * skipped by back ends that leave the unit when a check fails.
 */
#define IR_FP_BOXED(n) (1u << (5 + (n)))

/* attr of amo */
typedef enum IrAmo {
    IR_AMO_SWAP, IR_AMO_ADD, IR_AMO_XOR, IR_AMO_AND, IR_AMO_OR,
    IR_AMO_MIN, IR_AMO_MAX, IR_AMO_MINU, IR_AMO_MAXU,
} IrAmo;
#define IR_AMO_ATTR(op, size_op) ((uint8_t)((op) | (size_op) << 4))
#define IR_AMO_OP(attr) ((IrAmo)((attr) & 15))
#define IR_AMO_SIZE(attr) ((MemOp)((attr) >> 4))        /* MO_32 or MO_64 */

/* attr of guard: bits */
typedef enum IrGuard {
    IR_GUARD_WRITE = 1 << 0,    /* may be written, too */
    IR_GUARD_INDEXED = 1 << 1,  /* dst: what is added to an address of the
                                 * page to get its host address */
} IrGuard;

/* attr of goto_ptr: what kind of jump the guest made */
typedef enum IrJumpHint { IR_JUMP_PLAIN, IR_JUMP_CALL, IR_JUMP_RET } IrJumpHint;

/* attr of exit_tb: why the unit is left */
typedef enum IrExit {
    IR_EXIT_NEXT,               /* pc and registers are final: look up */
    IR_EXIT_INTERP,             /* let the interpreter run from pc on */
} IrExit;

typedef struct IrOp {
    uint8_t opc;                /* IrOpcode */
    uint8_t attr;               /* meaning depends on opc */
    uint16_t insn;              /* index of its guest instruction */
    IrRef dst;                  /* or IR_NONE */
    IrRef arg[3];               /* unused ones are IR_NONE */
    int32_t imm;                /* meaning depends on opc */
} IrOp;

/* One guest instruction of a unit. */
typedef struct IrInsn {
    Insn insn;
    uint16_t page_offset;       /* of its first byte within the page */
    uint16_t uncounted;         /* instructions before it, since the last
                                 * retire operation on the way here */
} IrInsn;

#define IR_MAX_INSNS 256        /* guest instructions of a unit */
#define IR_MAX_OPS 8192
#define IR_MAX_TEMPS 4096
#define IR_MAX_CONSTS 4096
#define IR_MAX_LABELS 1024

/*
 * A unit under construction, and everything that passes know of it. Reused
 * from unit to unit; belongs to one thread.
 */
typedef struct TCGContext {
    IrOp *ops;                  /* [IR_MAX_OPS] */
    unsigned n_ops;
    uint64_t *consts;           /* [IR_MAX_CONSTS], without duplicates */
    unsigned n_consts;
    unsigned n_temps;
    unsigned n_labels;
    IrInsn *insns;              /* [IR_MAX_INSNS] */
    unsigned n_insns;
    uint16_t insn;              /* put into operations as they are added */
    uint8_t priv;               /* PrivMode that the unit runs in */
    bool polls_often;           /* passes: at most IR_MAX_INSNS instructions
                                 * may run between two polls, of which some
                                 * may be poll_slice */
    bool overflow;              /* a table is full: translate less */

    struct TcgListing *listing; /* (nullable): tcg_emit_unit() tells it what
                                 * logs show; tcg/listing.h */
    struct IrConstIndex *index; /* finds constants; ir_context.c */
} TCGContext;

TCGContext *tcg_context_new(void);
void tcg_context_free(TCGContext *s);

/** tcg_context_reset: forget the unit, keep the memory */
void tcg_context_reset(TCGContext *s);

static inline IrRefKind ir_ref_kind(IrRef ref)
{
    return ref == IR_NONE ? IR_REF_NONE
         : ref >= IR_CONST_FIRST ? IR_REF_CONST
         : ref >= IR_TEMP_FIRST ? IR_REF_TEMP
         : ref >= 32 ? IR_REF_FPR : IR_REF_GPR;
}

static inline bool ir_is_const(IrRef ref)
{
    return ref >= IR_CONST_FIRST && ref != IR_NONE;
}

static inline uint64_t ir_const_value(const TCGContext *s, IrRef ref)
{
    return s->consts[ref - IR_CONST_FIRST];
}

/** ir_const: the reference of a constant, made if new */
IrRef ir_const(TCGContext *s, uint64_t value);

extern const uint16_t ir_flags[IR_OPCODE_COUNT];

/** ir_op_flags, ir_op_name: columns of ops.inc */
static inline unsigned ir_op_flags(IrOpcode opc)
{
    return ir_flags[opc];
}
const char *ir_op_name(IrOpcode opc);

/** ir_in_page: does the offset of goto_tb lie in the unit's own page? */
static inline bool ir_in_page(int32_t offset)
{
    return (uint32_t)offset < 4096;
}

#endif

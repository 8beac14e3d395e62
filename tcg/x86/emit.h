/*
 * emit.h: what the files that write host code share
 *
 * emit.c walks the operations and calls the function of each opcode's row in
 * emit_rows[]. A function finds its operands with the helpers below,
 * whatever their place, computes, and puts the result in its place. Any
 * operands may be the same register, also the result and an operand: read
 * all operands before the result's register is written, or test.
 *
 * A function may use rax and xmm0-xmm2 freely, and those of rcx and rdx that
 * its row names as clobbered: no temporary that is an operand is there then
 * (the result may be), and nothing that lives on is lost. An operation gets
 * rcx, too, when arg[0] is a constant or another operand is one beyond 32
 * bits.
 *
 * What seldom happens is written as a stub behind the unit's code. Calls out
 * of translated code are made by emit_helper() alone.
 */
#ifndef TCG_X86_EMIT_H
#define TCG_X86_EMIT_H

#include "tcg/code_cache.h"
#include "x86/asm.h"
#include "x86/code_cache_internal.h"
#include "x86/regmap.h"
#include "x86/regmap_unit.h"

/* A unit: its killed form, then the entry, which begins with a no-op. */
#define X86_ENTRY_OFFSET 16
#define X86_ENTRY_NOP 2

#define ENV_BIAS 128            /* rbp - environment: gpr[] within 8 bits */

/* Host registers with a fixed meaning. */
#define REG_ENV X86_RBP
#define REG_TLB X86_R15

/*
 * The stack frame of translated code, offsets from rsp. rsp is a multiple of
 * 16 in units; common code that units call sees rsp 8 lower.
 */
typedef enum Frame {
    FRAME_ARG_A = 0,            /* arguments of a helper */
    FRAME_ARG_B = 8,
    FRAME_ARG_C = 16,
    FRAME_INFO = 24,            /* saved by slow paths: see EMIT_INFO */
    FRAME_RCX = 32,
    FRAME_RDX = 40,
    FRAME_FREE = 48,            /* two words that any operation may use */
    FRAME_BOX32 = 64,           /* 16 bytes: ones in bits 63..32 */
    FRAME_BOX16 = 80,           /* 16 bytes: ones in bits 63..16 */
    FRAME_SIGN64 = 96,          /* 16 bytes: bit 63 */
    FRAME_SIGN32 = 112,         /* 16 bytes: bit 31 */
    FRAME_SAVED_RDX = 128,      /* of a temporary, while an operation has
                                 * rdx */
    FRAME_TEMPS = 144,          /* one word for each temporary not in a
                                 * register */
    FRAME_BYTES = FRAME_TEMPS + 8 * IR_MAX_TEMPS + 8,
} Frame;

/* The number in eax when common code is called for an instruction. */
typedef enum InfoField {
    INFO_OFFSET_SHIFT = 0,      /* 13 bits: page offset; 4096 can be next */
    INFO_LONG_SHIFT = 13,       /* 1 bit: it has 4 bytes, not 2 */
    INFO_UNCOUNTED_SHIFT = 14,  /* 9 bits: instructions before it that are
                                 * not yet counted */
    INFO_N_SHIFT = 23,          /* 8 bits: MemOp or AMO attribute */
} InfoField;

/* Where the value of an IrRef is. */
typedef enum LocKind {
    LOC_NONE,                   /* temporary that nobody reads */
    LOC_REG,                    /* pinned x register, or temporary */
    LOC_XMM,                    /* pinned f register */
    LOC_MEM,                    /* Hart slot or stack slot: 8 bytes */
    LOC_CONST,
} LocKind;

typedef struct Loc {
    uint8_t kind;               /* LocKind */
    uint8_t reg;                /* X86Reg, X86Xmm; LOC_MEM: base register */
    int32_t disp;               /* LOC_MEM */
} Loc;

typedef struct Emit Emit;
typedef struct Stub Stub;
typedef void EmitFn(Emit *e, const IrOp *op);
typedef void StubFn(Emit *e, Stub *stub);

/* Code of an unlikely path, written after the unit's last operation. */
struct Stub {
    StubFn *emit;
    const IrOp *op;
    X86Label entry;             /* for the jumps that lead here */
    X86Label back;              /* where it may jump in the end; the one who
                                 * makes the stub binds it */
    int64_t data[2];            /* the maker's */
};

/*
 * TcgCodeCache.place[]: the common code that units jump to or call. The first
 * ones are a call for each helper; see emit_helper().
 */
typedef enum Place {
    PLACE_HELPER,
    PLACE_JUMP_MISS = PLACE_HELPER + TCG_HELPER_COUNT,
                                /* rax = pc that the jump cache lacks; bit 0
                                 * does not count */
    PLACE_EXIT_PC,              /* rax = pc but for bit 0: leave, as a poll
                                 * asked for */
    PLACE_EXIT_OFFSET,          /* eax = page offset, rcx = TcgExit: leave */
    PLACE_COUNT,
} Place;

/* A result that may be any NaN until the check that @by makes. */
typedef struct Unchecked {
    const IrOp *op, *by;
} Unchecked;

#define EMIT_MAX_UNCHECKED 8

struct Emit {
    X86Asm as;
    TCGContext *s;              /* the unit */
    const TcgConfig *config;
    TcgCodeCache *cache;
    const TcgLayout *layout;
    RegMap map;                 /* of all units */
    RegSwap swaps[REGMAP_SWAPS];        /* where this unit differs */
    unsigned n_swaps;
    Loc *loc;                   /* [64 + IR_MAX_TEMPS]: by IrRef */
    X86Label *labels;           /* [IR_MAX_LABELS] */
    Stub *stubs;                /* [EMIT_MAX_STUBS] */
    unsigned n_stubs;
    const uint8_t *counted_at;  /* right before here the slice's count was
                                 * changed: flags tell whether it is over */
    const uint8_t *echo_at;     /* right before here rax was stored to */
    Loc echo;                   /* this place, so it still has the value */
    unsigned rdx_until;         /* the last use of what is in rdx */
    struct Assign *assign;      /* assign.c's tables */
    X86Snippet tlb_hit[2];      /* emit_mem.c: for tags read and write */
    Unchecked unchecked[EMIT_MAX_UNCHECKED];    /* emit_fp_nan.c's */
    unsigned n_unchecked;
};

#define EMIT_MAX_STUBS (2 * IR_MAX_OPS)

/* --- the table ----------------------------------------------------------- */

typedef enum EmitClobbers {
    CLOBBERS_RCX = 1 << 0,
    CLOBBERS_RDX = 1 << 1,      /* a temporary there is saved and restored */
    CLOBBERS_BOTH = CLOBBERS_RCX | CLOBBERS_RDX,
    CLOBBERS_COUNT = 1 << 2,    /* rcx, unless arg[1] is a constant */
    TAKES_CONST = 1 << 3,       /* arg[0] may be one: it is loaded into rax */
} EmitClobbers;

typedef struct EmitRow {
    EmitFn *emit;
    uint8_t clobbers;           /* EmitClobbers */
    uint8_t clobbers_old;       /* more on a host that lacks one of LZCNT,
                                 * POPCNT, BMI1 and BMI2 */
} EmitRow;

/* One row for each opcode; FP rows: emit_fp*.c hold the functions. */
extern const EmitRow emit_rows[IR_OPCODE_COUNT];

/**
 * emit_new: the state in which a code cache's units are written, one by one
 *
 * Returns: (transfer full): free with emit_free().
 */
Emit *emit_new(TcgCodeCache *cache);

/** assign_new: tables for emit_assign(); free with g_free() */
struct Assign *assign_new(void);

/**
 * emit_peephole: replace operations by ones that are better on this host
 *
 * (peephole.c). Operations whose result is no longer used stay.
 */
void emit_peephole(TCGContext *s);

/**
 * emit_assign: give each temporary a place (assign.c)
 *
 * Fills in e->loc[] for the unit's temporaries.
 */
void emit_assign(Emit *e);

/** assign_last_use: number of the operation that is @temp's last use
 * (assign_life.c) */
unsigned assign_last_use(const Emit *e, IrRef temp);
/** emit_clobbers: EmitClobbers of an operation, CLOBBERS_COUNT resolved
 * (emit_clobbers.c) */
unsigned emit_clobbers(const Emit *e, const IrOp *op);

/* --- for logs: s->listing is not NULL (emit_list.c) ----------------------- */

/** emit_list_entry: the unit's code begins */
void emit_list_entry(Emit *e);
/** emit_list_op: that of @op does */
void emit_list_op(Emit *e, const IrOp *op);
/** emit_list_stub: that of an unlikely path */
void emit_list_stub(Emit *e, const Stub *stub);

/* --- operands ------------------------------------------------------------ */

/** emit_loc: where @ref is; LOC_CONST for a constant, LOC_NONE for none */
Loc emit_loc(const Emit *e, IrRef ref);
/** emit_const: the number that a constant operand stands for */
uint64_t emit_const(const Emit *e, IrRef ref);
/** emit_fits: is it a constant in the range of an int32_t? */
bool emit_fits(const Emit *e, IrRef ref);
/** emit_same: are @a and @b in the same place? */
bool emit_same(const Emit *e, IrRef a, IrRef b);
/** emit_in: is @ref in the general register @reg? */
bool emit_in(const Emit *e, IrRef ref, X86Reg reg);
/** loc_mem: the memory operand of a LOC_MEM */
X86Mem loc_mem(Loc loc);
/** emit_env: the field at @offset of the environment */
X86Mem emit_env(int32_t offset);
/** emit_frame: a word of the stack frame */
X86Mem emit_frame(int32_t offset);

/** emit_load: @dst = value of @ref (any place, f registers too); flags kept */
void emit_load(Emit *e, X86Reg dst, IrRef ref);
/** emit_load32: the same, but only the low half of @dst counts */
void emit_load32(Emit *e, X86Reg dst, IrRef ref);
/** emit_use: a register with the value: its own, or @scratch after a load */
X86Reg emit_use(Emit *e, IrRef ref, X86Reg scratch);
/** emit_op: op @dst, @ref: register, memory or immediate source.
 * A constant beyond 32 bits goes through rcx. */
void emit_op(Emit *e, X86Op op, X86Reg dst, IrRef ref);

/** emit_dst: where to compute a result: its own register, or @scratch */
X86Reg emit_dst(const Emit *e, IrRef dst, X86Reg scratch);
/** emit_store: put @reg in the place of @dst (nothing if it is there) */
void emit_store(Emit *e, IrRef dst, X86Reg reg);

/** emit_load_x, emit_use_x, emit_dst_x, emit_store_x: the same, all 64 bits,
 * for SSE registers; @ref may be any place but a constant */
void emit_load_x(Emit *e, X86Xmm dst, IrRef ref);
X86Xmm emit_use_x(Emit *e, IrRef ref, X86Xmm scratch);
X86Xmm emit_dst_x(const Emit *e, IrRef dst, X86Xmm scratch);
void emit_store_x(Emit *e, IrRef dst, X86Xmm reg);
/** emit_op_x: op @dst, @ref (ADDSD-like: dst = dst op ref) without a load if
 * ref is in memory */
void emit_op_x(Emit *e, X86Op op, X86Xmm dst, X86Xmm s1, IrRef ref);

/* --- out of line --------------------------------------------------------- */

/**
 * emit_stub: plan a stub
 *
 *     Stub *stub = emit_stub(e, slow, op);
 *     x86_jcc(&e->as, X86_CC_P, &stub->entry);
 *     ...
 *     x86_bind(&e->as, &stub->back);
 */
Stub *emit_stub(Emit *e, StubFn *fn, const IrOp *op);

/**
 * emit_helper: call a helper with the Hart exact for @op's instruction
 * @n: argument that the shape of memory helpers packs (MemOp, AMO attr),
 *     0..255; else 0
 *
 * Before: emit_arg(e, FRAME_ARG_A, ref) and so on. After, if the helper said
 * CONTINUE, the result is in rax; every other register is kept, except
 * xmm0-xmm2, and what the helper changed in the Hart is in its place.
 */
void emit_helper(Emit *e, TcgHelper helper, const IrOp *op, unsigned n);
/** emit_arg: word of the frame = value of @ref; overwrites rax */
void emit_arg(Emit *e, Frame word, IrRef ref);
/** emit_arg_imm: word of the frame = @value */
void emit_arg_imm(Emit *e, Frame word, int32_t value);

/** emit_gpr_slot: of an x register in the Hart; 0: the retired instructions */
X86Mem emit_gpr_slot(unsigned gpr);

/** emit_swap_in, emit_swap_out: to the unit's registers, and back */
void emit_swap_in(Emit *e);
void emit_swap_out(Emit *e);

/** emit_count: @insns guest instructions retire */
void emit_count(Emit *e, unsigned insns);
/** emit_test_slice: with counts: L if fewer than IR_MAX_INSNS remain */
void emit_test_slice(Emit *e);

/** emit_leave: end tcg_enter() with pc = page address + @offset */
void emit_leave(Emit *e, int32_t offset, uint64_t why);

/**
 * emit_interp: let the interpreter execute @op's whole instruction, then,
 * when it was one of floating point, check for FP again
 *
 * For stubs of operations that write the instruction's result: afterwards
 * the registers are as after the instruction; go to the place behind it.
 */
void emit_interp(Emit *e, const IrOp *op);

#endif

/*
 * translate.h: what the files of the RISC-V front end share
 *
 * One function per row of core/isa/insns.inc turns one decoded instruction
 * into operations; trans_table.c says which. A function reads registers with
 * get_gpr(), lets its last operation write dest_gpr(), and knows nothing of
 * counting, labels or the end of the unit: that is translator.c's. Those that
 * transfer control call the functions of gen_jump.c, which do know.
 *
 * Rules of ir.h that every function keeps:
 *   - a guest register is written by the last operation of the instruction,
 *     so operations that may trap come before it;
 *   - x0 reads as the constant 0; a result for x0 goes to a temporary that
 *     nobody reads.
 */
#ifndef TCG_RISCV_TRANSLATE_H
#define TCG_RISCV_TRANSLATE_H

#include "tcg/tcg.h"
#include "tcg/tcg_op.h"

#define TARGET_PAGE_SIZE 4096

/* What comes after an instruction. */
typedef enum DisasJumpType {
    DISAS_NEXT,                 /* the next instruction */
    DISAS_NORETURN,             /* control does not get there */
    DISAS_EXIT,                 /* the next instruction, but it may be other
                                 * code or run in another context: leave */
} DisasJumpType;

/*
 * A branch out of the unit. Its exit is put behind the last instruction, so
 * that only the taken branch pays for it.
 */
typedef struct SideExit {
    uint16_t label;
    uint16_t insn;              /* index of the branch */
    uint16_t pending;           /* to retire, the branch included */
    int32_t target;             /* page offset, perhaps of another page */
} SideExit;

typedef struct DisasContext {
    TCGContext *s;
    const TcgConfig *config;
    DisasJumpType is_jmp;
    unsigned index;             /* of this instruction in s->insns */
    int32_t pc;                 /* its page offset */
    unsigned pending;           /* instructions that were executed on the way
                                 * here but not retired, this one included */
    bool fp_checked;            /* fp_check was made on every way here */
    int32_t first, end;         /* page offsets of the unit */
    unsigned n_side_exits;
    SideExit side_exits[IR_MAX_INSNS];
    /* by index of the instruction */
    int16_t label[IR_MAX_INSNS];        /* -1: no branch goes there */
    int16_t pending_at[IR_MAX_INSNS];   /* pending at the label; -1: not
                                         * decided, no way to it yet */
    bool loop_head[IR_MAX_INSNS];       /* target of a branch back: polls */
    /* by halfword of the unit: index of the instruction, or -1 */
    int16_t at[2 * IR_MAX_INSNS];
} DisasContext;

/* Translates one instruction; @insn is s->insns[ctx->index].insn. */
typedef void TranslateFn(DisasContext *ctx, const Insn *insn);

/* The functions of the rows; trans_table.c lists those that do not exist. */
#define INSN(name, ...) TranslateFn trans_##name;
#include "core/isa/insns.inc"
#undef INSN

/* One row of trans_table.c. */
typedef struct TranslateRow {
    TranslateFn *translate;
    unsigned flags;             /* InsnFlags */
} TranslateRow;

extern const TranslateRow trans_rows[OP_COUNT];

/* --- operands ---------------------------------------------------------- */

/** get_gpr: the value of x@number */
static inline IrRef get_gpr(DisasContext *ctx, unsigned number)
{
    return number ? IR_GPR(number) : tcg_constant(ctx->s, 0);
}

/** get_fpr: f@number, as operand or as destination */
static inline IrRef get_fpr(unsigned number)
{
    return IR_FPR(number);
}

/** dest_gpr: where the last operation puts the new value of x@number */
static inline IrRef dest_gpr(DisasContext *ctx, unsigned number)
{
    return number ? IR_GPR(number) : tcg_temp_new(ctx->s);
}

/** trans_insn_at: index of the instruction at page offset @offset, or -1
 * (translator.c) */
int trans_insn_at(const DisasContext *ctx, int32_t offset);

/* --- gen_retire.c: counting --------------------------------------------- */

/** gen_retire: everything up to and including this instruction retires */
void gen_retire(DisasContext *ctx);

/** gen_join: before control goes to the label of instruction @index, here or
 * by a branch: retire so much that all ways to it leave the same pending */
void gen_join(DisasContext *ctx, unsigned index);

/* --- gen_jump.c: where control goes ------------------------------------ */

/** gen_branch_label: the label for a conditional branch by @imm; to be asked
 * for before the brcond is made */
unsigned gen_branch_label(DisasContext *ctx, int32_t imm);

/** gen_jump: retire this instruction and go to page offset @target */
void gen_jump(DisasContext *ctx, int32_t target);

/** gen_goto: leave the unit; the instruction at page offset @from retired */
void gen_goto(DisasContext *ctx, int32_t from, int32_t target);

/** gen_side_exits: the exits that branches of this unit asked for */
void gen_side_exits(DisasContext *ctx);

/** target_is_misaligned: does a jump by @imm fault? */
static inline bool target_is_misaligned(const DisasContext *ctx, int32_t imm)
{
    return !ctx->config->has_c && (imm & 2);
}

/* --- common sequences -------------------------------------------------- */

/** gen_fp_check: fp_check, unless one was made on every way here */
void gen_fp_check(DisasContext *ctx);

/** gen_raise: this instruction traps; nothing follows */
void gen_raise(DisasContext *ctx, Trap cause, IrRef tval);

/** gen_interp: leave this instruction to the interpreter */
void gen_interp(DisasContext *ctx);

/** trans_interp: gen_interp() for rows that know nothing better */
TranslateFn trans_interp;

/** trans_illegal: no row matches; the interpreter raises the exception */
TranslateFn trans_illegal;

#endif

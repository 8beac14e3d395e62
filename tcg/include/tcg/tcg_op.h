/*
 * tcg_op.h: adding operations to a unit
 *
 * One tcg_gen_NAME() per row of ops.inc, with the lecture's names. The order
 * of arguments is always: context, attribute that selects the operation
 * (type, condition, helper), result, operands, number, attribute that
 * describes the data (MemOp, format). Typed operations have the pair
 * tcg_gen_NAME_i64() and tcg_gen_NAME_i32().
 *
 * x0 is passed as the constant 0, tcg_constant(s, 0), and never as IR_GPR(0).
 * When a table of the unit is full, s->overflow is set and operations are
 * dropped; translators look at it once, at the end.
 */
#ifndef TCG_TCG_OP_H
#define TCG_TCG_OP_H

#include "tcg/env.h"
#include "tcg/ir.h"

/* Three operands as one parameter. */
typedef struct IrArgs {
    IrRef a, b, c;
} IrArgs;

/* --- names --------------------------------------------------------------- */

/** tcg_temp_new: a temporary, to be assigned once */
IrRef tcg_temp_new(TCGContext *s);

/** tcg_constant: the reference of a 64-bit number */
static inline IrRef tcg_constant(TCGContext *s, uint64_t value)
{
    return ir_const(s, value);
}

/** gen_new_label: the number of a label, to be placed once */
unsigned gen_new_label(TCGContext *s);

/** gen_set_label: place @label before the next operation */
void gen_set_label(TCGContext *s, unsigned label);

/** tcg_gen_op: add any operation; its insn is set here */
void tcg_gen_op(TCGContext *s, IrOp op);

/* --- values -------------------------------------------------------------- */

void tcg_gen_mov(TCGContext *s, IrRef dst, IrRef a);
void tcg_gen_movi(TCGContext *s, IrRef dst, uint64_t value);
void tcg_gen_pc_add(TCGContext *s, IrRef dst, int32_t imm);

/* dst = a OP b, in 64 or 32 bits */
void tcg_gen_add(TCGContext *s, IrType type, IrRef dst, IrRef a, IrRef b);
void tcg_gen_sub(TCGContext *s, IrType type, IrRef dst, IrRef a, IrRef b);
void tcg_gen_shl(TCGContext *s, IrType type, IrRef dst, IrRef a, IrRef b);
void tcg_gen_shr(TCGContext *s, IrType type, IrRef dst, IrRef a, IrRef b);
void tcg_gen_sar(TCGContext *s, IrType type, IrRef dst, IrRef a, IrRef b);
void tcg_gen_rotl(TCGContext *s, IrType type, IrRef dst, IrRef a, IrRef b);
void tcg_gen_rotr(TCGContext *s, IrType type, IrRef dst, IrRef a, IrRef b);
void tcg_gen_mul(TCGContext *s, IrType type, IrRef dst, IrRef a, IrRef b);
void tcg_gen_div(TCGContext *s, IrType type, IrRef dst, IrRef a, IrRef b);
void tcg_gen_divu(TCGContext *s, IrType type, IrRef dst, IrRef a, IrRef b);
void tcg_gen_rem(TCGContext *s, IrType type, IrRef dst, IrRef a, IrRef b);
void tcg_gen_remu(TCGContext *s, IrType type, IrRef dst, IrRef a, IrRef b);

/* dst = a OP b */
void tcg_gen_and(TCGContext *s, IrRef dst, IrRef a, IrRef b);
void tcg_gen_or(TCGContext *s, IrRef dst, IrRef a, IrRef b);
void tcg_gen_xor(TCGContext *s, IrRef dst, IrRef a, IrRef b);
void tcg_gen_andc(TCGContext *s, IrRef dst, IrRef a, IrRef b);
void tcg_gen_orc(TCGContext *s, IrRef dst, IrRef a, IrRef b);
void tcg_gen_eqv(TCGContext *s, IrRef dst, IrRef a, IrRef b);
void tcg_gen_mulsh(TCGContext *s, IrRef dst, IrRef a, IrRef b);
void tcg_gen_muluh(TCGContext *s, IrRef dst, IrRef a, IrRef b);
void tcg_gen_muluwh(TCGContext *s, IrRef dst, IrRef a, IrRef b);
void tcg_gen_mulsuh(TCGContext *s, IrRef dst, IrRef a, IrRef b);
void tcg_gen_smin(TCGContext *s, IrRef dst, IrRef a, IrRef b);
void tcg_gen_smax(TCGContext *s, IrRef dst, IrRef a, IrRef b);
void tcg_gen_umin(TCGContext *s, IrRef dst, IrRef a, IrRef b);
void tcg_gen_umax(TCGContext *s, IrRef dst, IrRef a, IrRef b);
void tcg_gen_rotl32u(TCGContext *s, IrRef dst, IrRef a, IrRef b);

/* dst = OP a */
void tcg_gen_ext8s(TCGContext *s, IrRef dst, IrRef a);
void tcg_gen_ext16s(TCGContext *s, IrRef dst, IrRef a);
void tcg_gen_ext32s(TCGContext *s, IrRef dst, IrRef a);
void tcg_gen_ext8u(TCGContext *s, IrRef dst, IrRef a);
void tcg_gen_ext16u(TCGContext *s, IrRef dst, IrRef a);
void tcg_gen_ext32u(TCGContext *s, IrRef dst, IrRef a);
void tcg_gen_bswap(TCGContext *s, IrRef dst, IrRef a);
void tcg_gen_orc_b(TCGContext *s, IrRef dst, IrRef a);
void tcg_gen_clz(TCGContext *s, IrType type, IrRef dst, IrRef a);
void tcg_gen_ctz(TCGContext *s, IrType type, IrRef dst, IrRef a);
void tcg_gen_ctpop(TCGContext *s, IrType type, IrRef dst, IrRef a);

/** tcg_gen_shadd: dst = (a << count) + b, @count 1..3 */
void tcg_gen_shadd(TCGContext *s, unsigned count, IrRef dst, IrRef a, IrRef b);
/** tcg_gen_setcond: dst = a cond b ? 1 : 0; @attr: IR_COND_ATTR() */
void tcg_gen_setcond(TCGContext *s, uint8_t attr, IrRef dst, IrRef a, IrRef b);
/** tcg_gen_select: dst = a != 0 ? b : c */
void tcg_gen_select(TCGContext *s, IrRef dst, IrRef a, IrRef b, IrRef c);

/* dst = a OP a number */
void tcg_gen_addi(TCGContext *s, IrType type, IrRef dst, IrRef a, int64_t b);
void tcg_gen_shli(TCGContext *s, IrType type, IrRef dst, IrRef a, unsigned b);
void tcg_gen_shri(TCGContext *s, IrType type, IrRef dst, IrRef a, unsigned b);
void tcg_gen_sari(TCGContext *s, IrType type, IrRef dst, IrRef a, unsigned b);
void tcg_gen_andi(TCGContext *s, IrRef dst, IrRef a, int64_t b);
void tcg_gen_ori(TCGContext *s, IrRef dst, IrRef a, int64_t b);
void tcg_gen_xori(TCGContext *s, IrRef dst, IrRef a, int64_t b);

/* --- control ------------------------------------------------------------- */

/** tcg_gen_insn_start: operations from here on belong to instruction @insn */
void tcg_gen_insn_start(TCGContext *s, unsigned insn);
void tcg_gen_br(TCGContext *s, unsigned label);
/** tcg_gen_brcond: to @label if a cond b; @attr: IR_COND_ATTR() */
void tcg_gen_brcond(TCGContext *s, uint8_t attr, IrRef a, IrRef b,
                    unsigned label);
/** tcg_gen_retire: @count guest instructions have retired */
void tcg_gen_retire(TCGContext *s, int count);
/** tcg_gen_poll: a place to leave, before the instruction at @offset */
void tcg_gen_poll(TCGContext *s, int32_t offset);
/** tcg_gen_poll_slice: the same, but only if the slice may end */
void tcg_gen_poll_slice(TCGContext *s, int32_t offset);
/** tcg_gen_goto_tb: to the code at @offset of the unit's page */
void tcg_gen_goto_tb(TCGContext *s, int32_t offset);
/** tcg_gen_goto_ptr: to the code at the address in @a */
void tcg_gen_goto_ptr(TCGContext *s, IrRef a, IrJumpHint hint);
/** tcg_gen_exit_tb: leave, with pc at @offset of the unit's page */
void tcg_gen_exit_tb(TCGContext *s, int32_t offset, IrExit why);

/* --- guest memory: address = a + imm ------------------------------------- */

/* loads */
void tcg_gen_ld(TCGContext *s, IrRef dst, IrRef a, int32_t imm, MemOp op);
void tcg_gen_fld(TCGContext *s, IrRef dst, IrRef a, int32_t imm, MemOp op);
void tcg_gen_gld(TCGContext *s, IrRef dst, IrRef a, int32_t imm, MemOp op);
void tcg_gen_gfld(TCGContext *s, IrRef dst, IrRef a, int32_t imm, MemOp op);
/* stores: note the order, address first */
void tcg_gen_st(TCGContext *s, IrRef a, IrRef value, int32_t imm, MemOp op);
void tcg_gen_fst(TCGContext *s, IrRef a, IrRef value, int32_t imm, MemOp op);
void tcg_gen_gst(TCGContext *s, IrRef a, IrRef value, int32_t imm, MemOp op);
void tcg_gen_gfst(TCGContext *s, IrRef a, IrRef value, int32_t imm, MemOp op);
/* at an indexed guard a; loads: b: index; stores: b: value, c: index */
void tcg_gen_gldx(TCGContext *s, IrRef dst, IrArgs args, int32_t imm,
                  MemOp op);
void tcg_gen_gfldx(TCGContext *s, IrRef dst, IrArgs args, int32_t imm,
                   MemOp op);
void tcg_gen_gstx(TCGContext *s, IrArgs args, int32_t imm, MemOp op);
void tcg_gen_gfstx(TCGContext *s, IrArgs args, int32_t imm, MemOp op);
/**
 * tcg_gen_guard: prove that an access range is RAM
 * @args:  a: base, b: length in bytes (a constant), c: number of the label
 *         to go to otherwise (a plain number, no reference)
 * @imm:   start of the range relative to a
 * @write: may be written, too
 */
void tcg_gen_guard(TCGContext *s, IrRef dst, IrArgs args, int32_t imm,
                   bool write);
/** tcg_gen_amo: @attr: IR_AMO_ATTR() */
void tcg_gen_amo(TCGContext *s, IrRef dst, IrRef a, IrRef b, uint8_t attr);
void tcg_gen_lr(TCGContext *s, IrRef dst, IrRef a, MemOp op);
void tcg_gen_sc(TCGContext *s, IrRef dst, IrRef a, IrRef b, MemOp op);
/** tcg_gen_mb: memory barrier; @full: also stores before later loads */
void tcg_gen_mb(TCGContext *s, bool full);

/* --- the rest of the hart ------------------------------------------------ */

/* a field at @offset of the environment */
void tcg_gen_ld_env(TCGContext *s, IrRef dst, int32_t offset, MemOp op);
void tcg_gen_st_env(TCGContext *s, IrRef a, int32_t offset, MemOp op);
/** tcg_gen_call: @dst and operands the helper does not use: IR_NONE */
void tcg_gen_call(TCGContext *s, TcgHelper helper, IrRef dst, IrArgs args);
/** tcg_gen_interp: interpret this instruction; @ends: it ends the unit */
void tcg_gen_interp(TCGContext *s, bool ends);

/* --- floating point; attr: IR_FP_ATTR() ---------------------------------- */

void tcg_gen_fp_check(TCGContext *s);
void tcg_gen_fmov(TCGContext *s, IrRef dst, IrRef a);

/* dst = OP a */
void tcg_gen_fmv_x(TCGContext *s, IrRef dst, IrRef a, uint8_t attr);
void tcg_gen_fmv_f(TCGContext *s, IrRef dst, IrRef a, uint8_t attr);
void tcg_gen_fsqrt(TCGContext *s, IrRef dst, IrRef a, uint8_t attr);
void tcg_gen_fround(TCGContext *s, IrRef dst, IrRef a, uint8_t attr);
void tcg_gen_froundnx(TCGContext *s, IrRef dst, IrRef a, uint8_t attr);
void tcg_gen_fclass(TCGContext *s, IrRef dst, IrRef a, uint8_t attr);
void tcg_gen_fcvt_w(TCGContext *s, IrRef dst, IrRef a, uint8_t attr);
void tcg_gen_fcvt_wu(TCGContext *s, IrRef dst, IrRef a, uint8_t attr);
void tcg_gen_fcvt_l(TCGContext *s, IrRef dst, IrRef a, uint8_t attr);
void tcg_gen_fcvt_lu(TCGContext *s, IrRef dst, IrRef a, uint8_t attr);
void tcg_gen_fcvt_fl(TCGContext *s, IrRef dst, IrRef a, uint8_t attr);
void tcg_gen_fcvt_flu(TCGContext *s, IrRef dst, IrRef a, uint8_t attr);
/** tcg_gen_fcvt_ff: from format @from to the format of @attr */
void tcg_gen_fcvt_ff(TCGContext *s, IrRef dst, IrRef a, IrFormat from,
                     uint8_t attr);

/* dst = a OP b */
void tcg_gen_fadd(TCGContext *s, IrRef dst, IrRef a, IrRef b, uint8_t attr);
void tcg_gen_fsub(TCGContext *s, IrRef dst, IrRef a, IrRef b, uint8_t attr);
void tcg_gen_fmul(TCGContext *s, IrRef dst, IrRef a, IrRef b, uint8_t attr);
void tcg_gen_fdiv(TCGContext *s, IrRef dst, IrRef a, IrRef b, uint8_t attr);
void tcg_gen_fmin(TCGContext *s, IrRef dst, IrRef a, IrRef b, uint8_t attr);
void tcg_gen_fmax(TCGContext *s, IrRef dst, IrRef a, IrRef b, uint8_t attr);
void tcg_gen_fminm(TCGContext *s, IrRef dst, IrRef a, IrRef b, uint8_t attr);
void tcg_gen_fmaxm(TCGContext *s, IrRef dst, IrRef a, IrRef b, uint8_t attr);
void tcg_gen_fsgnj(TCGContext *s, IrRef dst, IrRef a, IrRef b, uint8_t attr);
void tcg_gen_fsgnjn(TCGContext *s, IrRef dst, IrRef a, IrRef b, uint8_t attr);
void tcg_gen_fsgnjx(TCGContext *s, IrRef dst, IrRef a, IrRef b, uint8_t attr);
void tcg_gen_feq(TCGContext *s, IrRef dst, IrRef a, IrRef b, uint8_t attr);
void tcg_gen_flt(TCGContext *s, IrRef dst, IrRef a, IrRef b, uint8_t attr);
void tcg_gen_fle(TCGContext *s, IrRef dst, IrRef a, IrRef b, uint8_t attr);
void tcg_gen_fltq(TCGContext *s, IrRef dst, IrRef a, IrRef b, uint8_t attr);
void tcg_gen_fleq(TCGContext *s, IrRef dst, IrRef a, IrRef b, uint8_t attr);

/* dst = +-(a * b) +- c */
void tcg_gen_fmadd(TCGContext *s, IrRef dst, IrArgs args, uint8_t attr);
void tcg_gen_fmsub(TCGContext *s, IrRef dst, IrArgs args, uint8_t attr);
void tcg_gen_fnmsub(TCGContext *s, IrRef dst, IrArgs args, uint8_t attr);
void tcg_gen_fnmadd(TCGContext *s, IrRef dst, IrArgs args, uint8_t attr);

/* --- the lecture's typed names ------------------------------------------- */

#define TCG_GEN_TYPED_2(name, type, suffix)                             \
    static inline void tcg_gen_##name##_##suffix(TCGContext *s,         \
                                                 IrRef dst, IrRef a)    \
    {                                                                   \
        tcg_gen_##name(s, type, dst, a);                                \
    }
#define TCG_GEN_TYPED_3(name, type, suffix, b_type)                     \
    static inline void tcg_gen_##name##_##suffix(TCGContext *s,         \
                                                 IrRef dst, IrRef a,    \
                                                 b_type b)              \
    {                                                                   \
        tcg_gen_##name(s, type, dst, a, b);                             \
    }
#define TCG_GEN_PAIR_2(name)                                            \
    TCG_GEN_TYPED_2(name, IR_I64, i64)                                  \
    TCG_GEN_TYPED_2(name, IR_I32, i32)
#define TCG_GEN_PAIR_3(name, b_type)                                    \
    TCG_GEN_TYPED_3(name, IR_I64, i64, b_type)                          \
    TCG_GEN_TYPED_3(name, IR_I32, i32, b_type)

TCG_GEN_PAIR_3(add, IrRef)
TCG_GEN_PAIR_3(sub, IrRef)
TCG_GEN_PAIR_3(shl, IrRef)
TCG_GEN_PAIR_3(shr, IrRef)
TCG_GEN_PAIR_3(sar, IrRef)
TCG_GEN_PAIR_3(rotl, IrRef)
TCG_GEN_PAIR_3(rotr, IrRef)
TCG_GEN_PAIR_3(mul, IrRef)
TCG_GEN_PAIR_3(div, IrRef)
TCG_GEN_PAIR_3(divu, IrRef)
TCG_GEN_PAIR_3(rem, IrRef)
TCG_GEN_PAIR_3(remu, IrRef)
TCG_GEN_PAIR_3(addi, int64_t)
TCG_GEN_PAIR_3(shli, unsigned)
TCG_GEN_PAIR_3(shri, unsigned)
TCG_GEN_PAIR_3(sari, unsigned)
TCG_GEN_PAIR_2(clz)
TCG_GEN_PAIR_2(ctz)
TCG_GEN_PAIR_2(ctpop)

#undef TCG_GEN_TYPED_2
#undef TCG_GEN_TYPED_3
#undef TCG_GEN_PAIR_2
#undef TCG_GEN_PAIR_3

static inline void tcg_gen_brcond_i64(TCGContext *s, TCGCond cond, IrRef a,
                                      IrRef b, unsigned label)
{
    tcg_gen_brcond(s, IR_COND_ATTR(cond, IR_I64), a, b, label);
}

static inline void tcg_gen_brcond_i32(TCGContext *s, TCGCond cond, IrRef a,
                                      IrRef b, unsigned label)
{
    tcg_gen_brcond(s, IR_COND_ATTR(cond, IR_I32), a, b, label);
}

static inline void tcg_gen_setcond_i64(TCGContext *s, TCGCond cond, IrRef dst,
                                       IrRef a, IrRef b)
{
    tcg_gen_setcond(s, IR_COND_ATTR(cond, IR_I64), dst, a, b);
}

static inline void tcg_gen_setcond_i32(TCGContext *s, TCGCond cond, IrRef dst,
                                       IrRef a, IrRef b)
{
    tcg_gen_setcond(s, IR_COND_ATTR(cond, IR_I32), dst, a, b);
}

#endif

/*
 * ir_build.c: tcg_gen_NAME(): one operation at the end of the unit
 *
 * The functions differ in which fields of IrOp they fill; families with the
 * same shape are made by one macro each. Nothing is simplified here, so that
 * `-d op` shows what the front end asked for; see passes/fold.c.
 */
#include "tcg/tcg_op.h"

static inline void push(TCGContext *s, IrOp op)
{
    if (G_UNLIKELY(s->n_ops == IR_MAX_OPS)) {
        s->overflow = true;
        return;
    }
    op.insn = s->insn;
    s->ops[s->n_ops++] = op;
}

/* unused operands stay IR_NONE */
#define OP(name, ...)                                                   \
    ((IrOp) { .opc = IR_##name, .dst = IR_NONE,                         \
              .arg = { IR_NONE, IR_NONE, IR_NONE }, __VA_ARGS__ })
#define ARGS(...) .arg = { __VA_ARGS__ }

void tcg_gen_op(TCGContext *s, IrOp op)
{
    push(s, op);
}

/* --- values -------------------------------------------------------------- */

#define UNARY(name)                                                     \
    void tcg_gen_##name(TCGContext *s, IrRef dst, IrRef a)              \
    {                                                                   \
        push(s, OP(name, .dst = dst, ARGS(a, IR_NONE, IR_NONE)));       \
    }
#define UNARY_TYPED(name)                                               \
    void tcg_gen_##name(TCGContext *s, IrType type, IrRef dst, IrRef a) \
    {                                                                   \
        push(s, OP(name, .attr = type, .dst = dst,                      \
                   ARGS(a, IR_NONE, IR_NONE)));                         \
    }
#define BINARY(name)                                                    \
    void tcg_gen_##name(TCGContext *s, IrRef dst, IrRef a, IrRef b)     \
    {                                                                   \
        push(s, OP(name, .dst = dst, ARGS(a, b, IR_NONE)));             \
    }
#define BINARY_TYPED(name)                                              \
    void tcg_gen_##name(TCGContext *s, IrType type, IrRef dst, IrRef a, \
                        IrRef b)                                        \
    {                                                                   \
        push(s, OP(name, .attr = type, .dst = dst,                      \
                   ARGS(a, b, IR_NONE)));                               \
    }

UNARY(mov)
UNARY(ext8s)
UNARY(ext16s)
UNARY(ext32s)
UNARY(ext8u)
UNARY(ext16u)
UNARY(ext32u)
UNARY(bswap)
UNARY(orc_b)
UNARY(fmov)
UNARY_TYPED(clz)
UNARY_TYPED(ctz)
UNARY_TYPED(ctpop)
BINARY(and)
BINARY(or)
BINARY(xor)
BINARY(andc)
BINARY(orc)
BINARY(eqv)
BINARY(mulsh)
BINARY(muluh)
BINARY(muluwh)
BINARY(mulsuh)
BINARY(smin)
BINARY(smax)
BINARY(umin)
BINARY(umax)
BINARY(rotl32u)
BINARY_TYPED(add)
BINARY_TYPED(sub)
BINARY_TYPED(shl)
BINARY_TYPED(shr)
BINARY_TYPED(sar)
BINARY_TYPED(rotl)
BINARY_TYPED(rotr)
BINARY_TYPED(mul)
BINARY_TYPED(div)
BINARY_TYPED(divu)
BINARY_TYPED(rem)
BINARY_TYPED(remu)

void tcg_gen_movi(TCGContext *s, IrRef dst, uint64_t value)
{
    tcg_gen_mov(s, dst, ir_const(s, value));
}

void tcg_gen_pc_add(TCGContext *s, IrRef dst, int32_t imm)
{
    push(s, OP(pc_add, .dst = dst, .imm = imm));
}

void tcg_gen_shadd(TCGContext *s, unsigned count, IrRef dst, IrRef a, IrRef b)
{
    push(s, OP(shadd, .attr = count, .dst = dst, ARGS(a, b, IR_NONE)));
}

void tcg_gen_setcond(TCGContext *s, uint8_t attr, IrRef dst, IrRef a, IrRef b)
{
    push(s, OP(setcond, .attr = attr, .dst = dst, ARGS(a, b, IR_NONE)));
}

void tcg_gen_select(TCGContext *s, IrRef dst, IrRef a, IrRef b, IrRef c)
{
    push(s, OP(select, .dst = dst, ARGS(a, b, c)));
}

#define WITH_NUMBER_TYPED(name, base, number)                           \
    void tcg_gen_##name(TCGContext *s, IrType type, IrRef dst, IrRef a, \
                        number b)                                       \
    {                                                                   \
        tcg_gen_##base(s, type, dst, a, ir_const(s, b));                \
    }
#define WITH_NUMBER(name, base)                                         \
    void tcg_gen_##name(TCGContext *s, IrRef dst, IrRef a, int64_t b)   \
    {                                                                   \
        tcg_gen_##base(s, dst, a, ir_const(s, b));                      \
    }

WITH_NUMBER_TYPED(addi, add, int64_t)
WITH_NUMBER_TYPED(shli, shl, unsigned)
WITH_NUMBER_TYPED(shri, shr, unsigned)
WITH_NUMBER_TYPED(sari, sar, unsigned)
WITH_NUMBER(andi, and)
WITH_NUMBER(ori, or)
WITH_NUMBER(xori, xor)

/* --- control ------------------------------------------------------------- */

void tcg_gen_insn_start(TCGContext *s, unsigned insn)
{
    s->insn = insn;
    push(s, OP(insn_start));
}

void gen_set_label(TCGContext *s, unsigned label)
{
    push(s, OP(label, .imm = label));
}

void tcg_gen_br(TCGContext *s, unsigned label)
{
    push(s, OP(br, .imm = label));
}

void tcg_gen_brcond(TCGContext *s, uint8_t attr, IrRef a, IrRef b,
                    unsigned label)
{
    push(s, OP(brcond, .attr = attr, ARGS(a, b, IR_NONE), .imm = label));
}

void tcg_gen_retire(TCGContext *s, int count)
{
    push(s, OP(retire, .imm = count));
}

void tcg_gen_poll(TCGContext *s, int32_t offset)
{
    push(s, OP(poll, .imm = offset));
}

void tcg_gen_poll_slice(TCGContext *s, int32_t offset)
{
    push(s, OP(poll_slice, .imm = offset));
}

void tcg_gen_goto_tb(TCGContext *s, int32_t offset)
{
    push(s, OP(goto_tb, .imm = offset));
}

void tcg_gen_goto_ptr(TCGContext *s, IrRef a, IrJumpHint hint)
{
    push(s, OP(goto_ptr, .attr = hint, ARGS(a, IR_NONE, IR_NONE)));
}

void tcg_gen_exit_tb(TCGContext *s, int32_t offset, IrExit why)
{
    push(s, OP(exit_tb, .attr = why, .imm = offset));
}

/* --- guest memory -------------------------------------------------------- */

#define LOAD(name)                                                      \
    void tcg_gen_##name(TCGContext *s, IrRef dst, IrRef a, int32_t imm, \
                        MemOp op)                                       \
    {                                                                   \
        push(s, OP(name, .attr = op, .dst = dst,                        \
                   ARGS(a, IR_NONE, IR_NONE), .imm = imm));             \
    }
#define STORE(name)                                                     \
    void tcg_gen_##name(TCGContext *s, IrRef a, IrRef value,            \
                        int32_t imm, MemOp op)                          \
    {                                                                   \
        push(s, OP(name, .attr = op, ARGS(a, value, IR_NONE),           \
                   .imm = imm));                                        \
    }

LOAD(ld)
LOAD(fld)
LOAD(gld)
LOAD(gfld)
STORE(st)
STORE(fst)
STORE(gst)
STORE(gfst)

#define INDEXED_LOAD(name)                                              \
    void tcg_gen_##name(TCGContext *s, IrRef dst, IrArgs args,          \
                        int32_t imm, MemOp op)                          \
    {                                                                   \
        push(s, OP(name, .attr = op, .dst = dst,                        \
                   ARGS(args.a, args.b, IR_NONE), .imm = imm));         \
    }
#define INDEXED_STORE(name)                                             \
    void tcg_gen_##name(TCGContext *s, IrArgs args, int32_t imm,        \
                        MemOp op)                                       \
    {                                                                   \
        push(s, OP(name, .attr = op, ARGS(args.a, args.b, args.c),      \
                   .imm = imm));                                        \
    }

INDEXED_LOAD(gldx)
INDEXED_LOAD(gfldx)
INDEXED_STORE(gstx)
INDEXED_STORE(gfstx)

void tcg_gen_guard(TCGContext *s, IrRef dst, IrArgs args, int32_t imm,
                   bool write)
{
    push(s, OP(guard, .attr = write, .dst = dst,
               ARGS(args.a, args.b, args.c), .imm = imm));
}

void tcg_gen_amo(TCGContext *s, IrRef dst, IrRef a, IrRef b, uint8_t attr)
{
    push(s, OP(amo, .attr = attr, .dst = dst, ARGS(a, b, IR_NONE)));
}

void tcg_gen_lr(TCGContext *s, IrRef dst, IrRef a, MemOp op)
{
    push(s, OP(lr, .attr = op, .dst = dst, ARGS(a, IR_NONE, IR_NONE)));
}

void tcg_gen_sc(TCGContext *s, IrRef dst, IrRef a, IrRef b, MemOp op)
{
    push(s, OP(sc, .attr = op, .dst = dst, ARGS(a, b, IR_NONE)));
}

void tcg_gen_mb(TCGContext *s, bool full)
{
    push(s, OP(mb, .attr = full));
}

/* --- the rest of the hart ------------------------------------------------ */

void tcg_gen_ld_env(TCGContext *s, IrRef dst, int32_t offset, MemOp op)
{
    push(s, OP(ld_env, .attr = op, .dst = dst, .imm = offset));
}

void tcg_gen_st_env(TCGContext *s, IrRef a, int32_t offset, MemOp op)
{
    push(s, OP(st_env, .attr = op, ARGS(a, IR_NONE, IR_NONE),
               .imm = offset));
}

void tcg_gen_call(TCGContext *s, TcgHelper helper, IrRef dst, IrArgs args)
{
    push(s, OP(call, .dst = dst, ARGS(args.a, args.b, args.c),
               .imm = helper));
}

void tcg_gen_interp(TCGContext *s, bool ends)
{
    push(s, OP(interp, .attr = ends));
}

/* --- floating point ------------------------------------------------------ */

#define FP_UNARY(name)                                                  \
    void tcg_gen_##name(TCGContext *s, IrRef dst, IrRef a, uint8_t attr) \
    {                                                                   \
        push(s, OP(name, .attr = attr, .dst = dst,                      \
                   ARGS(a, IR_NONE, IR_NONE)));                         \
    }
#define FP_BINARY(name)                                                 \
    void tcg_gen_##name(TCGContext *s, IrRef dst, IrRef a, IrRef b,     \
                        uint8_t attr)                                   \
    {                                                                   \
        push(s, OP(name, .attr = attr, .dst = dst,                      \
                   ARGS(a, b, IR_NONE)));                               \
    }
#define FP_TERNARY(name)                                                \
    void tcg_gen_##name(TCGContext *s, IrRef dst, IrArgs args,          \
                        uint8_t attr)                                   \
    {                                                                   \
        push(s, OP(name, .attr = attr, .dst = dst,                      \
                   ARGS(args.a, args.b, args.c)));                      \
    }

void tcg_gen_fp_check(TCGContext *s)
{
    push(s, OP(fp_check));
}

FP_UNARY(fmv_x)
FP_UNARY(fmv_f)
FP_UNARY(fsqrt)
FP_UNARY(fround)
FP_UNARY(froundnx)
FP_UNARY(fclass)
FP_UNARY(fcvt_w)
FP_UNARY(fcvt_wu)
FP_UNARY(fcvt_l)
FP_UNARY(fcvt_lu)
FP_UNARY(fcvt_fl)
FP_UNARY(fcvt_flu)
FP_BINARY(fadd)
FP_BINARY(fsub)
FP_BINARY(fmul)
FP_BINARY(fdiv)
FP_BINARY(fmin)
FP_BINARY(fmax)
FP_BINARY(fminm)
FP_BINARY(fmaxm)
FP_BINARY(fsgnj)
FP_BINARY(fsgnjn)
FP_BINARY(fsgnjx)
FP_BINARY(feq)
FP_BINARY(flt)
FP_BINARY(fle)
FP_BINARY(fltq)
FP_BINARY(fleq)
FP_TERNARY(fmadd)
FP_TERNARY(fmsub)
FP_TERNARY(fnmsub)
FP_TERNARY(fnmadd)

void tcg_gen_fcvt_ff(TCGContext *s, IrRef dst, IrRef a, IrFormat from,
                     uint8_t attr)
{
    push(s, OP(fcvt_ff, .attr = attr, .dst = dst,
               ARGS(a, IR_NONE, IR_NONE), .imm = from));
}

/*
 * interp_fp.h: the shapes that floating-point instructions come in
 *
 * F, D and Zfh have the same instructions for three formats. Each macro
 * makes one instruction: @f is the format (f16, f32, f64), @type its bit
 * pattern, @call an expression over the operands it names.
 */
#ifndef EXEC_INTERP_FP_H
#define EXEC_INTERP_FP_H

#include "fp_access.h"
#include "mem_access.h"

/* Result in an f register, rounding mode from the rm field. */
#define FP_ROUNDED(name, f, type, s, a, b, c, call)                     \
    ExecStatus interp_##name(Vcpu *v, const InterpOp *op)               \
    {                                                                   \
        FpuStatus status, *s = &status;                                 \
        type a G_GNUC_UNUSED = fp_get_##f(v, op->rs1);                  \
        type b G_GNUC_UNUSED = fp_get_##f(v, op->rs2);                  \
        type c G_GNUC_UNUSED = fp_get_##f(v, op->rs3);                  \
                                                                        \
        if (G_UNLIKELY(!fp_rounding(v, op, s))) {                       \
            return interp_illegal(v, op);                               \
        }                                                               \
        type result = (call);                                           \
        v->hart.fflags |= s->flags;                                     \
        fp_set_##f(v, op->rd, result);                                  \
        return interp_next(v, op);                                      \
    }

/* Result in an f register, no rounding mode. */
#define FP_PLAIN(name, f, type, s, a, b, call)                          \
    ExecStatus interp_##name(Vcpu *v, const InterpOp *op)               \
    {                                                                   \
        FpuStatus status = { 0 }, *s G_GNUC_UNUSED = &status;           \
        type a G_GNUC_UNUSED = fp_get_##f(v, op->rs1);                  \
        type b G_GNUC_UNUSED = fp_get_##f(v, op->rs2);                  \
        type result = (call);                                           \
                                                                        \
        v->hart.fflags |= status.flags;                                 \
        fp_set_##f(v, op->rd, result);                                  \
        return interp_next(v, op);                                      \
    }

/* Result in an x register, no rounding mode. */
#define FP_TO_X(name, f, type, s, a, b, call)                           \
    ExecStatus interp_##name(Vcpu *v, const InterpOp *op)               \
    {                                                                   \
        FpuStatus status = { 0 }, *s G_GNUC_UNUSED = &status;           \
        type a G_GNUC_UNUSED = fp_get_##f(v, op->rs1);                  \
        type b G_GNUC_UNUSED = fp_get_##f(v, op->rs2);                  \
        uint64_t result = (uint64_t)(call);                             \
                                                                        \
        fp_flags(v, &status);                                           \
        return interp_set(v, op, result);                               \
    }

/* Conversion to an integer in an x register, with rounding mode. */
#define FP_CVT_TO_X(name, f, type, s, a, call)                          \
    ExecStatus interp_##name(Vcpu *v, const InterpOp *op)               \
    {                                                                   \
        FpuStatus status, *s = &status;                                 \
        type a = fp_get_##f(v, op->rs1);                                \
                                                                        \
        if (G_UNLIKELY(!fp_rounding(v, op, s))) {                       \
            return interp_illegal(v, op);                               \
        }                                                               \
        uint64_t result = (uint64_t)(call);                             \
        fp_flags(v, s);                                                 \
        return interp_set(v, op, result);                               \
    }

/* Conversion from an x register. */
#define FP_CVT_FROM_X(name, f, s, x, call)                              \
    ExecStatus interp_##name(Vcpu *v, const InterpOp *op)               \
    {                                                                   \
        FpuStatus status, *s = &status;                                 \
        uint64_t x = v->hart.gpr[op->rs1];                              \
                                                                        \
        if (G_UNLIKELY(!fp_rounding(v, op, s))) {                       \
            return interp_illegal(v, op);                               \
        }                                                               \
        fp_set_##f(v, op->rd, (call));                                  \
        v->hart.fflags |= s->flags;                                     \
        return interp_next(v, op);                                      \
    }

/* Conversion between formats: @from in rs1, @to in rd. */
#define FP_CVT(name, to, from, type, s, a, call)                        \
    ExecStatus interp_##name(Vcpu *v, const InterpOp *op)               \
    {                                                                   \
        FpuStatus status, *s = &status;                                 \
        type a = fp_get_##from(v, op->rs1);                             \
                                                                        \
        if (G_UNLIKELY(!fp_rounding(v, op, s))) {                       \
            return interp_illegal(v, op);                               \
        }                                                               \
        fp_set_##to(v, op->rd, (call));                                 \
        v->hart.fflags |= s->flags;                                     \
        return interp_next(v, op);                                      \
    }

#define FP_LOAD(name, f, bits, type)                                    \
    ExecStatus interp_##name(Vcpu *v, const InterpOp *op)               \
    {                                                                   \
        uint64_t value;                                                 \
                                                                        \
        fp_dirty(v);                                                    \
        interp_sync(v, op);                                             \
        ExecStatus status =                                             \
            vcpu_load##bits(v, v->hart.gpr[op->rs1] + op->imm, &value); \
                                                                        \
        if (G_UNLIKELY(status != EXEC_NEXT)) {                          \
            return interp_end(v, op, status);                           \
        }                                                               \
        fp_set_##f(v, op->rd, (type)value);                             \
        return interp_next(v, op);                                      \
    }

#define FP_STORE(name, bits)                                            \
    ExecStatus interp_##name(Vcpu *v, const InterpOp *op)               \
    {                                                                   \
        fp_dirty(v);                                                    \
        interp_sync(v, op);                                             \
        return interp_end(v, op, vcpu_store##bits(                      \
            v, v->hart.gpr[op->rs1] + op->imm, v->hart.fpr[op->rs2]));  \
    }

/* Arithmetic, sign injection, comparison: the same for every format. */
#define FP_FORMAT(x, f, type, sign)                                     \
    FP_ROUNDED(fadd_##x, f, type, s, a, b, c, f##_add(s, a, b))         \
    FP_ROUNDED(fsub_##x, f, type, s, a, b, c, f##_sub(s, a, b))         \
    FP_ROUNDED(fmul_##x, f, type, s, a, b, c, f##_mul(s, a, b))         \
    FP_ROUNDED(fdiv_##x, f, type, s, a, b, c, f##_div(s, a, b))         \
    FP_ROUNDED(fsqrt_##x, f, type, s, a, b, c, f##_sqrt(s, a))          \
    FP_ROUNDED(fmadd_##x, f, type, s, a, b, c,                          \
               f##_muladd(s, a, b, c))                                  \
    FP_ROUNDED(fmsub_##x, f, type, s, a, b, c,                          \
               f##_muladd(s, a, b, c ^ (sign)))                         \
    FP_ROUNDED(fnmsub_##x, f, type, s, a, b, c,                         \
               f##_muladd(s, a ^ (sign), b, c))                         \
    FP_ROUNDED(fnmadd_##x, f, type, s, a, b, c,                         \
               f##_muladd(s, a ^ (sign), b, c ^ (sign)))                \
    FP_PLAIN(fsgnj_##x, f, type, s, a, b,                               \
             (type)((a & ~(sign)) | (b & (sign))))                      \
    FP_PLAIN(fsgnjn_##x, f, type, s, a, b,                              \
             (type)((a & ~(sign)) | (~b & (sign))))                     \
    FP_PLAIN(fsgnjx_##x, f, type, s, a, b, (type)(a ^ (b & (sign))))    \
    FP_PLAIN(fmin_##x, f, type, s, a, b, f##_min(s, a, b))              \
    FP_PLAIN(fmax_##x, f, type, s, a, b, f##_max(s, a, b))              \
    FP_TO_X(feq_##x, f, type, s, a, b, f##_eq(s, a, b))                 \
    FP_TO_X(flt_##x, f, type, s, a, b, f##_lt(s, a, b))                 \
    FP_TO_X(fle_##x, f, type, s, a, b, f##_le(s, a, b))                 \
    FP_TO_X(fclass_##x, f, type, s, a, b, f##_classify(a))              \
    FP_CVT_TO_X(fcvt_w_##x, f, type, s, a, (int64_t)f##_to_i32(s, a))   \
    FP_CVT_TO_X(fcvt_wu_##x, f, type, s, a, sext32(f##_to_u32(s, a)))   \
    FP_CVT_TO_X(fcvt_l_##x, f, type, s, a, f##_to_i64(s, a))            \
    FP_CVT_TO_X(fcvt_lu_##x, f, type, s, a, f##_to_u64(s, a))           \
    FP_CVT_FROM_X(fcvt_##x##_w, f, s, n, f##_from_i64(s, (int32_t)n))   \
    FP_CVT_FROM_X(fcvt_##x##_wu, f, s, n, f##_from_u64(s, (uint32_t)n)) \
    FP_CVT_FROM_X(fcvt_##x##_l, f, s, n, f##_from_i64(s, (int64_t)n))   \
    FP_CVT_FROM_X(fcvt_##x##_lu, f, s, n, f##_from_u64(s, n))

/* Zfa instructions that exist for every format. */
#define FP_FORMAT_ZFA(x, f, type)                                       \
    FP_PLAIN(fminm_##x, f, type, s, a, b, f##_minm(s, a, b))            \
    FP_PLAIN(fmaxm_##x, f, type, s, a, b, f##_maxm(s, a, b))            \
    FP_TO_X(fleq_##x, f, type, s, a, b, f##_leq(s, a, b))               \
    FP_TO_X(fltq_##x, f, type, s, a, b, f##_ltq(s, a, b))               \
    FP_ROUNDED(fround_##x, f, type, s, a, b, c, f##_round(s, a))        \
    FP_ROUNDED(froundnx_##x, f, type, s, a, b, c, f##_roundnx(s, a))    \
    ExecStatus interp_fli_##x(Vcpu *v, const InterpOp *op)              \
    {                                                                   \
        fp_set_##f(v, op->rd, f##_constant(op->rs1));                   \
        return interp_next(v, op);                                      \
    }

#endif

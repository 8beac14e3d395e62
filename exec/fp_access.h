/*
 * fp_access.h: floating-point registers and the status of one operation
 *
 * Unprivileged ISA, "F Extension": rounding modes, NaN boxing. Every
 * floating-point instruction makes mstatus.FS dirty, whether it changes the
 * state or not: Priv. "Extension Context Status in mstatus Register" allows
 * that, and translated code, which checks FS once for many of them, does the
 * same.
 */
#ifndef EXEC_FP_ACCESS_H
#define EXEC_FP_ACCESS_H

#include "core/csr_bits.h"
#include "core/fpu.h"
#include "interp_internal.h"

/* fp_rounding: resolve the rm field; false for the reserved modes 5 and 6 */
static inline bool fp_rounding(const Vcpu *v, const InterpOp *op,
                               FpuStatus *s)
{
    s->rm = op->rm == RM_DYN ? v->hart.frm : op->rm;
    s->flags = 0;
    return s->rm <= RM_RMM;
}

static inline void fp_dirty(Vcpu *v)
{
    v->hart.mstatus |= MSTATUS_FS;
}

/* fp_flags: accumulate what an operation without a register result raised */
static inline void fp_flags(Vcpu *v, const FpuStatus *s)
{
    v->hart.fflags |= s->flags;
    fp_dirty(v);
}

static inline uint64_t fp_get_f64(const Vcpu *v, unsigned reg)
{
    return v->hart.fpr[reg];
}

static inline uint32_t fp_get_f32(const Vcpu *v, unsigned reg)
{
    return fpu_unbox32(v->hart.fpr[reg]);
}

static inline uint16_t fp_get_f16(const Vcpu *v, unsigned reg)
{
    return fpu_unbox16(v->hart.fpr[reg]);
}

static inline void fp_set_f64(Vcpu *v, unsigned reg, uint64_t value)
{
    v->hart.fpr[reg] = value;
    fp_dirty(v);
}

static inline void fp_set_f32(Vcpu *v, unsigned reg, uint32_t value)
{
    fp_set_f64(v, reg, fpu_box32(value));
}

static inline void fp_set_f16(Vcpu *v, unsigned reg, uint16_t value)
{
    fp_set_f64(v, reg, fpu_box16(value));
}

#endif

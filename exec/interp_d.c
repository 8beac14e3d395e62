/* interp_d.c: double precision: Unprivileged ISA, chapter "D Extension" */
#include "interp_fp.h"

FP_LOAD(fld, f64, 64, uint64_t)
FP_STORE(fsd, 64)
FP_FORMAT(d, f64, uint64_t, 1ull << 63)

FP_CVT(fcvt_s_d, f32, f64, uint64_t, s, a, f64_to_f32(s, a))
FP_CVT(fcvt_d_s, f64, f32, uint32_t, s, a, f32_to_f64(s, a))

ExecStatus interp_fmv_x_d(Vcpu *v, const InterpOp *op)
{
    fp_dirty(v);
    return interp_set(v, op, v->hart.fpr[op->rs1]);
}

ExecStatus interp_fmv_d_x(Vcpu *v, const InterpOp *op)
{
    fp_set_f64(v, op->rd, v->hart.gpr[op->rs1]);
    return interp_next(v, op);
}

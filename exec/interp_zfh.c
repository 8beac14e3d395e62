/* interp_zfh.c: half precision: Unprivileged ISA, chapter "Zfh, Zfhmin" */
#include "interp_fp.h"

FP_LOAD(flh, f16, 16, uint16_t)
FP_STORE(fsh, 16)
FP_FORMAT(h, f16, uint16_t, 0x8000u)

FP_CVT(fcvt_s_h, f32, f16, uint16_t, s, a, f16_to_f32(s, a))
FP_CVT(fcvt_h_s, f16, f32, uint32_t, s, a, f32_to_f16(s, a))
FP_CVT(fcvt_d_h, f64, f16, uint16_t, s, a, f16_to_f64(s, a))
FP_CVT(fcvt_h_d, f16, f64, uint64_t, s, a, f64_to_f16(s, a))

ExecStatus interp_fmv_x_h(Vcpu *v, const InterpOp *op)
{
    fp_dirty(v);
    return interp_set(v, op, (uint64_t)(int64_t)(int16_t)v->hart.fpr[op->rs1]);
}

ExecStatus interp_fmv_h_x(Vcpu *v, const InterpOp *op)
{
    fp_set_f16(v, op->rd, (uint16_t)v->hart.gpr[op->rs1]);
    return interp_next(v, op);
}

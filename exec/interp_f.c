/* interp_f.c: single precision: Unprivileged ISA, chapter "F Extension" */
#include "interp_fp.h"

FP_LOAD(flw, f32, 32, uint32_t)
FP_STORE(fsw, 32)
FP_FORMAT(s, f32, uint32_t, 0x80000000u)

ExecStatus interp_fmv_x_w(Vcpu *v, const InterpOp *op)
{
    fp_dirty(v);
    return interp_set(v, op, sext32(v->hart.fpr[op->rs1]));
}

ExecStatus interp_fmv_w_x(Vcpu *v, const InterpOp *op)
{
    fp_set_f32(v, op->rd, (uint32_t)v->hart.gpr[op->rs1]);
    return interp_next(v, op);
}

/*
 * trans_zfh.c: half precision: Unprivileged ISA, chapter "Zfh, Zfhmin"
 *
 * Hosts convert f16 but do not compute with it: arithmetic is left to the
 * interpreter. Rounding through f32 would give the wrong underflow flags.
 */
#include "trans_fp.h"

FP_LOAD(flh, MO_16 | IR_MEM_BOX)
FP_STORE(fsh, MO_16)
FP_FORMAT(h, IR_F16)
FP_TO_X(fmv_x_h, fmv_x, IR_F16)
FP_FROM_X(fmv_h_x, fmv_f, IR_F16)
FP_CVT(fcvt_s_h, IR_F32, IR_F16, FP_RM_EXACT)
FP_CVT(fcvt_d_h, IR_F64, IR_F16, FP_RM_EXACT)
FP_CVT(fcvt_h_s, IR_F16, IR_F32, FP_RM_DYNAMIC)
FP_INTERP(fcvt_h_d)
FP_INTERP(fadd_h)
FP_INTERP(fsub_h)
FP_INTERP(fmul_h)
FP_INTERP(fdiv_h)
FP_INTERP(fsqrt_h)
FP_INTERP(fmadd_h)
FP_INTERP(fmsub_h)
FP_INTERP(fnmsub_h)
FP_INTERP(fnmadd_h)
FP_INTERP(fmin_h)
FP_INTERP(fmax_h)
FP_INTERP(fcvt_h_w)
FP_INTERP(fcvt_h_wu)
FP_INTERP(fcvt_h_l)
FP_INTERP(fcvt_h_lu)

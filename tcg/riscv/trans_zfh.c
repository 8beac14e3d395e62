/*
 * trans_zfh.c: half precision: Unprivileged ISA, chapter "Zfh, Zfhmin"
 *
 * Hosts convert f16 but do not compute with it: back ends compute with f32
 * where that gives the same, and leave the rest to the interpreter: fused
 * operations, and f64 to f16.
 */
#include "trans_fp.h"

FP_LOAD(flh, MO_16 | IR_MEM_BOX)
FP_STORE(fsh, MO_16)
FP_ARITHMETIC(h, IR_F16)
FP_FORMAT(h, IR_F16)
FP_TO_X(fmv_x_h, fmv_x, IR_F16)
FP_FROM_X(fmv_h_x, fmv_f, IR_F16)
FP_CVT(fcvt_s_h, IR_F32, IR_F16, FP_RM_EXACT)
FP_CVT(fcvt_d_h, IR_F64, IR_F16, FP_RM_EXACT)
FP_CVT(fcvt_h_s, IR_F16, IR_F32, FP_RM_DYNAMIC)
FP_CVT(fcvt_h_d, IR_F16, IR_F64, FP_RM_DYNAMIC)

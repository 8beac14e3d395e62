/* trans_d.c: double precision: Unprivileged ISA, chapter "D Extension" */
#include "trans_fp.h"

FP_LOAD(fld, MO_64)
FP_STORE(fsd, MO_64)
FP_ARITHMETIC(d, IR_F64)
FP_FORMAT(d, IR_F64)
FP_TO_X(fmv_x_d, fmv_x, IR_F64)
FP_FROM_X(fmv_d_x, fmv_f, IR_F64)
FP_CVT(fcvt_s_d, IR_F32, IR_F64, FP_RM_DYNAMIC)
FP_CVT(fcvt_d_s, IR_F64, IR_F32, FP_RM_EXACT)

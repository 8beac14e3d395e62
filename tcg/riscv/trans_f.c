/* trans_f.c: single precision: Unprivileged ISA, chapter "F Extension" */
#include "trans_fp.h"

FP_LOAD(flw, MO_32 | IR_MEM_BOX)
FP_STORE(fsw, MO_32)
FP_ARITHMETIC(s, IR_F32)
FP_FORMAT(s, IR_F32)
FP_TO_X(fmv_x_w, fmv_x, IR_F32)
FP_FROM_X(fmv_w_x, fmv_f, IR_F32)

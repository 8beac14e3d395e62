/*
 * emit_fp_ops.h: the functions of floating-point operations in emit_rows[]
 *
 * Each serves the opcode of its name; none needs rcx or rdx.
 */
#ifndef TCG_X86_EMIT_FP_OPS_H
#define TCG_X86_EMIT_FP_OPS_H

#include "x86/emit.h"

/* emit_fp.c, emit_fp_fma.c */
EmitFn emit_fmov, emit_fadd, emit_fsub, emit_fmul, emit_fdiv, emit_fsqrt;
EmitFn emit_fmadd, emit_fmsub, emit_fnmsub, emit_fnmadd;

/* emit_fp_cmp.c, emit_fp_sign.c */
EmitFn emit_fmin, emit_fmax, emit_fminm, emit_fmaxm;
EmitFn emit_feq, emit_flt, emit_fle, emit_fltq, emit_fleq;
EmitFn emit_fsgnj, emit_fsgnjn, emit_fsgnjx, emit_fclass;

/* emit_fp_int.c, emit_fp_cvt.c, emit_fp_round.c */
EmitFn emit_fround, emit_froundnx;
EmitFn emit_fcvt_w, emit_fcvt_wu, emit_fcvt_l, emit_fcvt_lu;
EmitFn emit_fcvt_fl, emit_fcvt_flu, emit_fcvt_ff, emit_fmv_x, emit_fmv_f;

#endif

/*
 * emit_ops.h: the functions in emit_rows[], by the file they are in
 *
 * One function may serve several opcodes: it looks at op->opc.
 */
#ifndef TCG_X86_EMIT_OPS_H
#define TCG_X86_EMIT_OPS_H

#include "x86/emit.h"

/* emit_alu.c */
EmitFn emit_mov, emit_pc_add, emit_add, emit_sub, emit_logic, emit_andc;
EmitFn emit_orc, emit_eqv, emit_shadd;

/* emit_shift.c */
EmitFn emit_shift, emit_rotate;

/* emit_mul.c, emit_div.c */
EmitFn emit_mul, emit_mulh, emit_muluwh, emit_mulsuh, emit_div;

/* emit_bits.c */
EmitFn emit_ext, emit_clz, emit_ctz, emit_ctpop, emit_bswap, emit_orc_b;

/* emit_cond.c */
EmitFn emit_minmax, emit_setcond, emit_select, emit_brcond;

/* emit_flow.c, emit_slice.c */
EmitFn emit_insn_start, emit_label, emit_br, emit_retire, emit_poll,
    emit_poll_slice;
EmitFn emit_goto_tb, emit_goto_ptr, emit_exit_tb;

/* emit_mem.c, emit_guard.c, emit_atomic.c, emit_reserve.c */
EmitFn emit_ld, emit_st, emit_guard, emit_gld, emit_gst;
EmitFn emit_gldx, emit_gstx;
EmitFn emit_amo, emit_lr, emit_sc, emit_mb;

/* emit_call.c */
EmitFn emit_ld_env, emit_st_env, emit_call, emit_interp_op, emit_fp_check;

#endif

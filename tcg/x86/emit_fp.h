/*
 * emit_fp.h: what the files of floating-point emitters share
 *
 * While translated code runs, MXCSR is the guest's: it rounds as frm says
 * and collects the flags (NV DZ OF UF NX are IE ZE OE UE PE; DE means
 * nothing to the guest). So an operation is one SSE instruction, as long as
 * what differs is put right:
 *
 *   NaN        x86 gives a quietened operand or the negative default NaN,
 *              RISC-V the canonical NaN: a stub replaces every NaN
 *   boxes      f32 and f16 operands without their box are NaN: the unit is
 *              left to the interpreter then (compiled code does not do it)
 *   flags      where x86 would raise other ones, the operands are looked at
 *              first, and a stub asks the interpreter
 *
 * Scalar instructions take the bits above the scalar from their first
 * source; when that is boxed, so is the result.
 *
 * Unprivileged ISA, chapter "F Extension"; Intel SDM volume 1, 11.5 and E.4.
 */
#ifndef TCG_X86_EMIT_FP_H
#define TCG_X86_EMIT_FP_H

#include "core/fpu.h"
#include "x86/emit.h"

#define NAN_F64 0x7ff8000000000000ull
#define NAN_F32 0x7fc00000u
#define NAN_F16 0x7e00u

/** fp_rounds_dynamically: does MXCSR round as the operation asks? */
static inline bool fp_rounds_dynamically(const IrOp *op)
{
    return IR_FP_RM(op->attr) == RM_DYN;
}

/** fp_scalar: the row for f32 or f64 operands */
static inline X86Op fp_scalar(IrFormat f, X86Op single, X86Op twice)
{
    return f == IR_F32 ? single : twice;
}

/**
 * fp_begin: leave to the interpreter unless all operands are boxed
 * @f:        format of the f registers among the operands
 * @possible: does this host have what the operation needs?
 *
 * No code for operands that are known to be boxed. Overwrites rax and xmm0.
 *
 * Returns: @possible; when false, the interpreter has the instruction.
 */
bool fp_begin(Emit *e, const IrOp *op, IrFormat f, bool possible);

/** fp_load_canonical_nan: @dst = canonical NaN, boxed; overwrites rax */
void fp_load_canonical_nan(Emit *e, X86Xmm dst, IrFormat f);

/**
 * fp_replace_nan: canonical NaN for any NaN in @x, the result of @op that was
 * just computed, in the operation's format
 */
void fp_replace_nan(Emit *e, const IrOp *op, X86Xmm x);

/**
 * fp_replace_nan_in_time: the same, or leave it to a later operation that is
 * checked and that nobody sees the result before
 */
void fp_replace_nan_in_time(Emit *e, const IrOp *op, X86Xmm x);

/**
 * fp_jump_if_nan: to a stub of @fn when @x, of format @f, is a NaN
 *
 * The stub's data[0] is the caller's, who also binds back. A stub that ends
 * in fp_finish_nan_stub() may take over the checks of earlier operations.
 */
Stub *fp_jump_if_nan(Emit *e, const IrOp *op, X86Xmm x, IrFormat f,
                     StubFn *fn);

/** fp_finish_nan_stub: @x = canonical NaN, also for the operations whose
 * check was left to this one; go back. Overwrites rax and xmm2 */
void fp_finish_nan_stub(Emit *e, Stub *stub, X86Xmm x);

/** fp_compare_self: parity flag = @x is a NaN */
void fp_compare_self(Emit *e, X86Xmm x, IrFormat f);

/** fp_box: @dst = the scalar in @src, f32 or f16, boxed */
void fp_box(Emit *e, X86Xmm dst, X86Xmm src, IrFormat f);

/**
 * fp_op_bits: @dst = @s1 op @ref, a bitwise operation; may overwrite xmm2
 *
 * Those read 16 bytes, which legacy SSE wants aligned and which no recent
 * store of 8 bytes can be forwarded to: operands in memory are loaded first.
 */
void fp_op_bits(Emit *e, X86Op op, X86Xmm dst, X86Xmm s1, IrRef ref);

/** fp_interp_stub: the interpreter executes the instruction; goes to back */
StubFn fp_interp_stub;

/** fp_can_compute: does the host compute with @f? f16 as f32, with f16c */
static inline bool fp_can_compute(const Emit *e, IrFormat f)
{
    return f != IR_F16 || e->as.features.f16c;
}

/** fp_host_format: the format that the host computes @f in */
static inline IrFormat fp_host_format(IrFormat f)
{
    return f == IR_F64 ? IR_F64 : IR_F32;
}

/** fp_widen: @dst = f16 in @ref as f32, exact, not boxed (f16c) */
void fp_widen(Emit *e, X86Xmm dst, IrRef ref);

/**
 * fp_use: an operand in the format that the host computes in
 *
 * Returns: its own register, or @scratch, where halves always are.
 */
X86Xmm fp_use(Emit *e, const IrOp *op, unsigned n, X86Xmm scratch);

/**
 * fp_narrow: result of @op, f16, = f32 in xmm0, rounded as MXCSR says
 *
 * The three lanes above hold zeros or quiet NaNs. Any NaN becomes the
 * canonical one.
 */
void fp_narrow(Emit *e, const IrOp *op);

#endif

/*
 * emit_fp_common.c: boxes, and what else all emitters of FP need
 *
 * See emit_fp.h; NaNs are in emit_fp_nan.c. A check for a box costs more than
 * an addition: passes/float.c finds operands that are known to be boxed.
 */
#include "x86/emit_fp.h"

#include "core/hart.h"
#include "x86/code_cache_internal.h"

/* --- boxes --------------------------------------------------------------- */

/* The interpreter executes what cannot go on, and the unit is left. */
static void leave_stub(Emit *e, Stub *stub)
{
    const IrInsn *insn = &e->s->insns[stub->op->insn];

    if (insn->uncounted) {
        emit_count(e, insn->uncounted);
    }
    emit_leave(e, insn->page_offset, TCG_EXIT_INTERP);
}

/* Is operand @n one whose box has to be looked at? */
static bool has_doubt(const IrOp *op, unsigned n)
{
    if (op->arg[n] == IR_NONE || op->attr & IR_FP_BOXED(n)) {
        return false;
    }
    for (unsigned i = 0; i < n; i++) {
        if (op->arg[i] == op->arg[n]) {
            return false;
        }
    }
    return true;
}

/* A register with the bits that all doubtful operands have; false: none */
static bool common_bits(Emit *e, const IrOp *op, X86Xmm *all)
{
    bool any = false;

    for (unsigned i = 0; i < 3; i++) {
        if (!has_doubt(op, i)) {
            continue;
        }
        if (any) {
            fp_op_bits(e, X86_ANDPS, X86_XMM0, *all, op->arg[i]);
            *all = X86_XMM0;
        } else {
            *all = emit_use_x(e, op->arg[i], X86_XMM0);
        }
        any = true;
    }
    return any;
}

/*
 * ptest sets the carry when no bit of the mask is missing. Without SSE4.1,
 * ones in front, shifted down, are -1.
 */
static X86Cond test_box(Emit *e, X86Xmm x, IrFormat f)
{
    if (e->as.features.sse41) {
        x86_xm(&e->as, X86_PTEST, x,
               emit_frame(f == IR_F32 ? FRAME_BOX32 : FRAME_BOX16));
        return X86_CC_AE;
    }
    x86_rx(&e->as, X86_MOVD | X86_W64, X86_RAX, x);
    x86_ri(&e->as, X86_SAR | X86_W64, X86_RAX, f == IR_F32 ? 32 : 16);
    x86_r(&e->as, X86_INC | X86_W64, X86_RAX);
    return X86_CC_NE;
}

static void check_boxes(Emit *e, const IrOp *op, IrFormat f)
{
    X86Xmm all;
    X86Cond missing;

    if (f == IR_F64 || !common_bits(e, op, &all)) {
        return;
    }
    missing = test_box(e, all, f);
    x86_jcc(&e->as, missing, &emit_stub(e, leave_stub, op)->entry);
}

/* Boxes first: passes count on operands that were looked at. */
bool fp_begin(Emit *e, const IrOp *op, IrFormat f, bool possible)
{
    check_boxes(e, op, f);
    if (!possible) {
        emit_interp(e, op);
    }
    return possible;
}

void fp_box(Emit *e, X86Xmm dst, X86Xmm src, IrFormat f)
{
    x86_xxm(&e->as, X86_ORPS, dst, src,
            emit_frame(f == IR_F32 ? FRAME_BOX32 : FRAME_BOX16));
}

/* --- the rest ------------------------------------------------------------ */

void fp_interp_stub(Emit *e, Stub *stub)
{
    emit_interp(e, stub->op);
    x86_jmp(&e->as, &stub->back);
}

void fp_op_bits(Emit *e, X86Op op, X86Xmm dst, X86Xmm s1, IrRef ref)
{
    x86_xxx(&e->as, op, dst, s1, emit_use_x(e, ref, X86_XMM2));
}

/* The lanes above are converted, too: ones, quiet NaNs, raise nothing. */
void fp_widen(Emit *e, X86Xmm dst, IrRef ref)
{
    x86_xx(&e->as, X86_CVTPH2PS, dst, emit_use_x(e, ref, dst));
}

X86Xmm fp_use(Emit *e, const IrOp *op, unsigned n, X86Xmm scratch)
{
    if (IR_FP_FORMAT(op->attr) == IR_F16) {
        fp_widen(e, scratch, op->arg[n]);
        return scratch;
    }
    return emit_use_x(e, op->arg[n], scratch);
}

static void half_nan_stub(Emit *e, Stub *stub)
{
    fp_finish_nan_stub(e, stub, X86_XMM0);
}

/* NaNs are looked at before, as halves have no comparison. */
void fp_narrow(Emit *e, const IrOp *op)
{
    enum { ROUND_MXCSR = 4 };
    X86Xmm dst = emit_dst_x(e, op->dst, X86_XMM0);
    Stub *nan = fp_jump_if_nan(e, op, X86_XMM0, IR_F32, half_nan_stub);

    x86_xxi(&e->as, X86_CVTPS2PH, X86_XMM0, X86_XMM0, ROUND_MXCSR);
    x86_bind(&e->as, &nan->back);
    fp_box(e, dst, X86_XMM0, IR_F16);
    emit_store_x(e, op->dst, dst);
}

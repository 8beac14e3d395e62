/*
 * emit_fp_cmp.c: comparisons, minimum and maximum, class
 *
 * feq is quiet, as ucomisd and cmpeqsd are; flt and fle are signalling, as
 * comisd is. Halves are compared as singles.
 */
#include "x86/emit_fp.h"
#include "x86/emit_fp_ops.h"

/* false: the interpreter has the instruction */
static bool begin(Emit *e, const IrOp *op)
{
    IrFormat f = IR_FP_FORMAT(op->attr);

    return fp_begin(e, op, f, fp_can_compute(e, f));
}

static X86Op by_format(const IrOp *op, X86Op single, X86Op twice)
{
    return IR_FP_FORMAT(op->attr) == IR_F64 ? twice : single;
}

/* --- comparisons --------------------------------------------------------- */

/* xmm0 op= operand 1 */
static void compare_to_mask(Emit *e, const IrOp *op, X86Op how, X86Xmm a)
{
    if (IR_FP_FORMAT(op->attr) == IR_F16) {
        x86_xxx(&e->as, how, X86_XMM0, a, fp_use(e, op, 1, X86_XMM1));
    } else {
        emit_op_x(e, how, X86_XMM0, a, op->arg[1]);
    }
}

/* The mask of equality is -1 or 0. */
void emit_feq(Emit *e, const IrOp *op)
{
    X86Reg dst = emit_dst(e, op->dst, X86_RAX);

    if (!begin(e, op)) {
        return;
    }
    compare_to_mask(e, op, by_format(op, X86_CMPEQSS, X86_CMPEQSD),
                    fp_use(e, op, 0, X86_XMM0));
    x86_rx(&e->as, X86_MOVD | X86_W32, dst, X86_XMM0);
    x86_r(&e->as, X86_NEG | X86_W32, dst);
    emit_store(e, op->dst, dst);
}

/* a < b is b > a: "above" is false for NaNs, "below" is true. */
static void ordered(Emit *e, const IrOp *op, X86Op compare, X86Cond cc)
{
    X86Reg dst = emit_dst(e, op->dst, X86_RAX);
    X86Xmm a, b;

    if (!begin(e, op)) {
        return;
    }
    a = fp_use(e, op, 0, X86_XMM0);
    b = fp_use(e, op, 1, X86_XMM1);
    x86_rr(&e->as, X86_XOR | X86_W32, dst, dst);
    x86_xx(&e->as, compare, b, a);
    x86_setcc(&e->as, cc, dst);
    emit_store(e, op->dst, dst);
}

void emit_flt(Emit *e, const IrOp *op)
{
    ordered(e, op, by_format(op, X86_COMISS, X86_COMISD), X86_CC_A);
}

void emit_fle(Emit *e, const IrOp *op)
{
    ordered(e, op, by_format(op, X86_COMISS, X86_COMISD), X86_CC_AE);
}

void emit_fltq(Emit *e, const IrOp *op)
{
    ordered(e, op, by_format(op, X86_UCOMISS, X86_UCOMISD), X86_CC_A);
}

void emit_fleq(Emit *e, const IrOp *op)
{
    ordered(e, op, by_format(op, X86_UCOMISS, X86_UCOMISD), X86_CC_AE);
}

/* --- minimum and maximum ------------------------------------------------- */

/* Halves are in xmm0 and xmm1, for the stub, too. */
typedef struct MinMax {
    X86Xmm dst, a, b;
} MinMax;

static X86Xmm result(const Emit *e, const IrOp *op)
{
    return IR_FP_FORMAT(op->attr) == IR_F16
        ? X86_XMM0 : emit_dst_x(e, op->dst, X86_XMM0);
}

/* A NaN: it loses against a number, or (Zfa) wins. */
static void min_max_nan(Emit *e, const IrOp *op, const MinMax *x,
                        X86Label *back)
{
    IrFormat f = fp_host_format(IR_FP_FORMAT(op->attr));
    X86Label b_nan = X86_LABEL_INIT, both = X86_LABEL_INIT;

    if (op->opc == IR_fmin || op->opc == IR_fmax) {
        fp_compare_self(e, x->b, f);
        x86_jcc(&e->as, X86_CC_P, &b_nan);
        x86_xx(&e->as, X86_MOVAPS, x->dst, x->b);
        x86_jmp(&e->as, back);
        x86_bind(&e->as, &b_nan);
        fp_compare_self(e, x->a, f);
        x86_jcc(&e->as, X86_CC_P, &both);
        x86_xx(&e->as, X86_MOVAPS, x->dst, x->a);
        x86_jmp(&e->as, back);
        x86_bind(&e->as, &both);
    }
    fp_load_canonical_nan(e, x->dst, f);
    x86_jmp(&e->as, back);
}

/*
 * Equal operands, or a NaN. Equal ones have the same bits unless they are
 * zeros of either sign: -0 when one is, for the minimum, is the union of the
 * bits.
 */
static void min_max_stub(Emit *e, Stub *stub)
{
    const IrOp *op = stub->op;
    bool is_half = IR_FP_FORMAT(op->attr) == IR_F16;
    bool is_min = op->opc == IR_fmin || op->opc == IR_fminm;
    X86Label nan = X86_LABEL_INIT;
    MinMax x = {
        .dst = result(e, op),
        .a = is_half ? X86_XMM0 : emit_use_x(e, op->arg[0], X86_XMM0),
        .b = is_half ? X86_XMM1 : emit_use_x(e, op->arg[1], X86_XMM1),
    };

    x86_jcc(&e->as, X86_CC_P, &nan);
    x86_xxx(&e->as, is_min ? X86_ORPS : X86_ANDPS, x.dst, x.a, x.b);
    x86_jmp(&e->as, &stub->back);
    x86_bind(&e->as, &nan);
    min_max_nan(e, op, &x, &stub->back);
}

static void min_max(Emit *e, const IrOp *op, X86Op single, X86Op twice)
{
    X86Xmm dst = result(e, op);
    X86Xmm a, b;
    Stub *stub;

    if (!begin(e, op)) {
        return;
    }
    a = fp_use(e, op, 0, X86_XMM0);
    b = fp_use(e, op, 1, X86_XMM1);
    stub = emit_stub(e, min_max_stub, op);
    x86_xx(&e->as, by_format(op, X86_UCOMISS, X86_UCOMISD), a, b);
    x86_jcc(&e->as, X86_CC_E, &stub->entry);
    x86_xxx(&e->as, by_format(op, single, twice), dst, a, b);
    x86_bind(&e->as, &stub->back);
    if (IR_FP_FORMAT(op->attr) == IR_F16) {
        fp_narrow(e, op);
    } else {
        emit_store_x(e, op->dst, dst);
    }
}

void emit_fmin(Emit *e, const IrOp *op)
{
    min_max(e, op, X86_MINSS, X86_MINSD);
}

void emit_fmax(Emit *e, const IrOp *op)
{
    min_max(e, op, X86_MAXSS, X86_MAXSD);
}

void emit_fminm(Emit *e, const IrOp *op)
{
    min_max(e, op, X86_MINSS, X86_MINSD);
}

void emit_fmaxm(Emit *e, const IrOp *op)
{
    min_max(e, op, X86_MAXSS, X86_MAXSD);
}

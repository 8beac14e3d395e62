/*
 * emit_slice.c: counting instructions
 *
 * Without slices (TcgConfig.counts) Hart.retired is counted up where it is,
 * or in a register while a loop runs (regmap_unit.c).
 * With them a unit must also see, wherever it may go around, that fewer than
 * IR_MAX_INSNS instructions remain. So host code counts down instead,
 *
 *     slice_left = slice_end - retired - IR_MAX_INSNS
 *
 * and the subtraction that counts has the answer in its flags:
 *
 *     sub [slice_left], 15
 *     jl  leave
 *
 * While host code runs, Hart.retired is what it was when that was entered,
 * and the formula gives the true count. Whoever runs C that looks at the
 * hart settles it before, and begins anew afterwards: C may count and may
 * move the end of the slice.
 */
#include "x86/common.h"
#include "x86/emit_ops.h"

static X86Mem retired(void)
{
    return emit_env(offsetof(Hart, retired));
}

/* --- units --------------------------------------------------------------- */

void emit_count(Emit *e, unsigned insns)
{
    Loc place = emit_loc(e, IR_GPR(0));     /* see regmap_unit.c */

    if (e->layout->counts) {
        x86_mi(&e->as, X86_SUB | X86_W64, emit_env(e->layout->slice_left),
               (int32_t)insns);
        e->counted_at = e->as.p;
    } else if (place.kind == LOC_REG) {
        x86_ri(&e->as, X86_ADD | X86_W64, place.reg, (int32_t)insns);
    } else {
        x86_mi(&e->as, X86_ADD | X86_W64, retired(), (int32_t)insns);
    }
}

void emit_retire(Emit *e, const IrOp *op)
{
    emit_count(e, (unsigned)op->imm);
}

void emit_test_slice(Emit *e)
{
    if (e->counted_at != e->as.p) {
        x86_mi(&e->as, X86_CMP | X86_W64, emit_env(e->layout->slice_left),
               0);
    }
}

/* --- common code --------------------------------------------------------- */

/* rcx = slice_end - a count - IR_MAX_INSNS; flags */
static void subtract_from_end(X86Asm *a, const TcgLayout *layout, X86Mem count)
{
    x86_rm(a, X86_ADD | X86_W64, X86_RCX, emit_env(layout->slice_end));
    x86_rm(a, X86_SUB | X86_W64, X86_RCX, count);
    x86_ri(a, X86_SUB | X86_W64, X86_RCX, IR_MAX_INSNS);
}

void emit_slice_begin_from(X86Asm *a, const TcgLayout *layout)
{
    subtract_from_end(a, layout, retired());
    x86_mr(a, X86_MOV | X86_W64, emit_env(layout->slice_left), X86_RCX);
}

void emit_slice_settle_from(X86Asm *a, const TcgLayout *layout)
{
    subtract_from_end(a, layout, emit_env(layout->slice_left));
    x86_mr(a, X86_MOV | X86_W64, retired(), X86_RCX);
}

void emit_slice_begin(X86Asm *a, const TcgLayout *layout)
{
    if (layout->counts) {
        x86_mov_imm(a, X86_RCX, 0);
        emit_slice_begin_from(a, layout);
    }
}

void emit_slice_settle(X86Asm *a, const TcgLayout *layout)
{
    if (layout->counts) {
        x86_mov_imm(a, X86_RCX, 0);
        emit_slice_settle_from(a, layout);
    }
}

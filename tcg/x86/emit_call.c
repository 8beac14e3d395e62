/*
 * emit_call.c: fields of the hart, helpers and the interpreter
 */
#include "x86/emit_mem.h"
#include "x86/emit_ops.h"

/* --- fields -------------------------------------------------------------- */

void emit_ld_env(Emit *e, const IrOp *op)
{
    X86Reg dst = emit_dst(e, op->dst, X86_RAX);

    x86_rm(&e->as, emit_loads[op->attr & (MO_SIZE | MO_SIGN)], dst,
           emit_env(op->imm));
    emit_store(e, op->dst, dst);
}

void emit_st_env(Emit *e, const IrOp *op)
{
    static const X86Op widths[] = {
        [MO_8] = X86_W8, [MO_16] = X86_W16, [MO_32] = X86_W32,
        [MO_64] = X86_W64,
    };
    X86Op insn = X86_MOV | widths[op->attr & MO_SIZE];

    if (emit_fits(e, op->arg[0])) {
        x86_mi(&e->as, insn, emit_env(op->imm), emit_const(e, op->arg[0]));
    } else {
        x86_mr(&e->as, insn, emit_env(op->imm),
               emit_use(e, op->arg[0], X86_RAX));
    }
}

/* --- helpers ------------------------------------------------------------- */

/*
 * What slow paths have to know of the instruction, in one number:
 * see InfoField.
 */
static uint32_t emit_info(const IrInsn *insn, unsigned n)
{
    return (uint32_t)insn->page_offset << INFO_OFFSET_SHIFT
        | (uint32_t)(insn->insn.len == 4) << INFO_LONG_SHIFT
        | (uint32_t)insn->uncounted << INFO_UNCOUNTED_SHIFT
        | n << INFO_N_SHIFT;
}

static void call_place(Emit *e, TcgHelper helper, uint32_t info)
{
    emit_swap_out(e);
    x86_mov_imm(&e->as, X86_RAX, info);
    x86_call_to(&e->as, e->cache->place[PLACE_HELPER + helper]);
    emit_swap_in(e);
}

void emit_helper(Emit *e, TcgHelper helper, const IrOp *op, unsigned n)
{
    call_place(e, helper, emit_info(&e->s->insns[op->insn], n));
}

void emit_call(Emit *e, const IrOp *op)
{
    for (unsigned i = 0; i < 3; i++) {
        if (op->arg[i] != IR_NONE) {
            emit_arg(e, FRAME_ARG_A + 8 * i, op->arg[i]);
        }
    }
    emit_helper(e, op->imm, op, 0);
    emit_store(e, op->dst, X86_RAX);
}

/* --- the interpreter ----------------------------------------------------- */

void emit_interp_op(Emit *e, const IrOp *op)
{
    emit_arg_imm(e, FRAME_ARG_A, e->s->insns[op->insn].insn.raw);
    emit_helper(e, TCG_HELPER_INTERP, op, 0);
}

/* Is floating point still ready, now before the instruction after @op's? */
static void fp_again(Emit *e, const IrOp *op)
{
    IrInsn next = e->s->insns[op->insn];
    X86Label ready = X86_LABEL_INIT;

    next.page_offset += next.insn.len;
    next.uncounted++;
    x86_mi(&e->as, X86_CMP | X86_W8, emit_env(e->layout->fp_active), 1);
    x86_jcc(&e->as, X86_CC_E, &ready);
    call_place(e, TCG_HELPER_FP_ENTER, emit_info(&next, 0));
    x86_bind(&e->as, &ready);
}

void emit_interp(Emit *e, const IrOp *op)
{
    emit_interp_op(e, op);
    if (ir_op_flags(op->opc) & IR_FP) {
        fp_again(e, op);
    }
}

static void fp_enter(Emit *e, Stub *stub)
{
    emit_helper(e, TCG_HELPER_FP_ENTER, stub->op, 0);
    x86_jmp(&e->as, &stub->back);
}

void emit_fp_check(Emit *e, const IrOp *op)
{
    Stub *stub = emit_stub(e, fp_enter, op);

    x86_mi(&e->as, X86_CMP | X86_W8, emit_env(e->layout->fp_active), 1);
    x86_jcc(&e->as, X86_CC_NE, &stub->entry);
    x86_bind(&e->as, &stub->back);
}

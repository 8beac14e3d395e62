/*
 * interp_zicsr.c: CSR instructions
 *
 * Unprivileged ISA, chapter "Zicsr". Access rules and side effects are
 * core/csr.c's; this file maps the six instructions to five operations and
 * refreshes what a write made stale.
 */
#include "core/csr.h"
#include "interp_internal.h"

static ExecStatus csr_insn(Vcpu *v, const InterpOp *op, CsrOp csr_op,
                           uint64_t operand)
{
    CsrAccess access = {
        .number = (uint16_t)op->imm,
        .op = (uint8_t)csr_op,
        .operand = operand,
    };

    interp_sync(v, op);
    if (csr_access(&v->hart, &v->env, &access) != TRAP_NONE) {
        return interp_illegal(v, op);
    }
    if (csr_op != CSR_OP_WRITE) {
        interp_set_rd(v, op, access.value);
    }
    vcpu_apply_stale(v, access.stale);
    return interp_end(v, op, EXEC_BREAK);
}

/* csrrw with rd = x0 does not read the CSR. */
static CsrOp swap_op(const InterpOp *op)
{
    return op->rd == 0 ? CSR_OP_WRITE : CSR_OP_SWAP;
}

/* csrrs and csrrc with rs1 = x0 (or uimm = 0) do not write it. */
static CsrOp modify_op(const InterpOp *op, CsrOp csr_op)
{
    return op->rs1 == 0 ? CSR_OP_READ : csr_op;
}

ExecStatus interp_csrrw(Vcpu *v, const InterpOp *op)
{
    return csr_insn(v, op, swap_op(op), v->hart.gpr[op->rs1]);
}

ExecStatus interp_csrrs(Vcpu *v, const InterpOp *op)
{
    return csr_insn(v, op, modify_op(op, CSR_OP_SET), v->hart.gpr[op->rs1]);
}

ExecStatus interp_csrrc(Vcpu *v, const InterpOp *op)
{
    return csr_insn(v, op, modify_op(op, CSR_OP_CLEAR), v->hart.gpr[op->rs1]);
}

ExecStatus interp_csrrwi(Vcpu *v, const InterpOp *op)
{
    return csr_insn(v, op, swap_op(op), op->rs1);
}

ExecStatus interp_csrrsi(Vcpu *v, const InterpOp *op)
{
    return csr_insn(v, op, modify_op(op, CSR_OP_SET), op->rs1);
}

ExecStatus interp_csrrci(Vcpu *v, const InterpOp *op)
{
    return csr_insn(v, op, modify_op(op, CSR_OP_CLEAR), op->rs1);
}

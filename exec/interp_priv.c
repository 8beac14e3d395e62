/*
 * interp_priv.c: environment calls, trap returns, fences, waiting
 *
 * Privileged ISA, "Machine-Mode Privileged Instructions" and "Supervisor
 * Instructions"; Unprivileged ISA, "Memory Ordering Instructions",
 * "Zifencei", "Zawrs", "Zihintpause"; Svinval.
 */
#include "core/csr_bits.h"
#include "core/trap.h"
#include "interp_internal.h"
#include "exec/cpus.h"

ExecStatus interp_ecall(Vcpu *v, const InterpOp *op)
{
    Trap cause = (Trap)(TRAP_ECALL_U + v->hart.priv);

    return interp_end(v, op, interp_raise(v, cause, 0));
}

ExecStatus interp_ebreak(Vcpu *v, const InterpOp *op)
{
    return interp_end(v, op, interp_raise(v, TRAP_BREAKPOINT,
                                          interp_pc(v, op)));
}

static ExecStatus trap_return(Vcpu *v, const InterpOp *op,
                              Trap (*hart_return)(Hart *h))
{
    interp_sync(v, op);
    if (hart_return(&v->hart) != TRAP_NONE) {
        return interp_illegal(v, op);
    }
    vcpu_update_mode(v);
    vcpu_request_if_pending(v);
    return interp_end(v, op, EXEC_JUMP);
}

ExecStatus interp_mret(Vcpu *v, const InterpOp *op)
{
    return trap_return(v, op, hart_mret);
}

ExecStatus interp_sret(Vcpu *v, const InterpOp *op)
{
    return trap_return(v, op, hart_sret);
}

/* WFI completes at once when something is pending, whatever xIE says. */
ExecStatus interp_wfi(Vcpu *v, const InterpOp *op)
{
    if (hart_check_wfi(&v->hart) != TRAP_NONE) {
        return interp_illegal(v, op);
    }
    if (!hart_has_work(&v->hart)) {
        v->hart.wfi = true;
        v->exception_index = EXCP_HLT;
    }
    return interp_end(v, op, EXEC_BREAK);
}

/* --- fences -------------------------------------------------------------- */

ExecStatus interp_fence(Vcpu *v, const InterpOp *op)
{
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    return interp_end(v, op, EXEC_NEXT);
}

ExecStatus interp_fence_tso(Vcpu *v, const InterpOp *op)
{
    __atomic_thread_fence(__ATOMIC_ACQ_REL);
    return interp_end(v, op, EXEC_NEXT);
}

/* Stores to translated code are tracked, so blocks are never stale here. */
ExecStatus interp_fence_i(Vcpu *v, const InterpOp *op)
{
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    return interp_end(v, op, EXEC_BREAK);
}

/* x0 stands for all addresses, all ASIDs; rs2 has an ASID in bits 15:0. */
static void fence_vma(Vcpu *v, const InterpOp *op)
{
    vaddr addr = v->hart.gpr[op->rs1];
    unsigned asid = (uint16_t)v->hart.gpr[op->rs2];

    if (op->rs1 == 0 && op->rs2 == 0) {
        tlb_flush_translated(v);
    } else if (op->rs2 == 0) {
        tlb_flush_page(v, addr);
    } else if (op->rs1 == 0) {
        tlb_flush_asid(v, asid);
    } else {
        tlb_flush_page_asid(v, addr, asid);
    }
}

ExecStatus interp_sfence_vma(Vcpu *v, const InterpOp *op)
{
    if (hart_check_sfence(&v->hart) != TRAP_NONE) {
        return interp_illegal(v, op);
    }
    fence_vma(v, op);
    return interp_end(v, op, EXEC_BREAK);
}

ExecStatus interp_sinval_vma(Vcpu *v, const InterpOp *op)
{
    return interp_sfence_vma(v, op);
}

/* The two ordering halves of Svinval: sinval.vma already acted at once. */
static ExecStatus sfence_half(Vcpu *v, const InterpOp *op)
{
    if (v->hart.priv == PRIV_U) {
        return interp_illegal(v, op);
    }
    return interp_end(v, op, EXEC_BREAK);
}

ExecStatus interp_sfence_w_inval(Vcpu *v, const InterpOp *op)
{
    return sfence_half(v, op);
}

ExecStatus interp_sfence_inval_ir(Vcpu *v, const InterpOp *op)
{
    return sfence_half(v, op);
}

/* --- hints --------------------------------------------------------------- */

/* A spinning hart gives way when all harts share one thread. */
static ExecStatus yield(Vcpu *v, const InterpOp *op)
{
    if (cpu_set_is_round_robin(v->cpus)) {
        v->exception_index = EXCP_YIELD;
        return interp_end(v, op, EXEC_BREAK);
    }
    return interp_end(v, op, EXEC_NEXT);
}

ExecStatus interp_pause(Vcpu *v, const InterpOp *op)
{
    return yield(v, op);
}

/*
 * A stall may end early for any reason (Zawrs): ours ends at once. Unlike
 * WFI, wrs.nto may be used in U-mode; only mstatus.TW takes it away.
 */
ExecStatus interp_wrs_nto(Vcpu *v, const InterpOp *op)
{
    const Hart *h = &v->hart;
    bool refused = h->priv != PRIV_M && (h->mstatus & MSTATUS_TW);

    return refused ? interp_illegal(v, op) : yield(v, op);
}

ExecStatus interp_wrs_sto(Vcpu *v, const InterpOp *op)
{
    return yield(v, op);
}

/*
 * interp_zicbo.c: cache-block operations: Zicbom, Zicboz, Zicbop
 *
 * CMO specification, chapters 3 to 5. There is no cache: management
 * operations only check that the block may be accessed; zeroing stores.
 */
#include "core/trap.h"
#include "debug_check.h"
#include "interp_internal.h"
#include "mem_access.h"

static vaddr block_address(const Vcpu *v, const InterpOp *op)
{
    return v->hart.gpr[op->rs1] &
           ~(vaddr)(v->hart.config.cbo_block_bytes - 1);
}

/*
 * A management operation is allowed where a load or a store is; when
 * neither is, it raises a store fault.
 */
static ExecStatus manage_block(Vcpu *v, const InterpOp *op, unsigned row)
{
    vaddr addr = v->hart.gpr[op->rs1];
    const CPUTLBEntryFull *full;
    Trap trap = hart_check_cbo(&v->hart, row);

    if (trap != TRAP_NONE) {
        return interp_illegal(v, op);
    }
    if (tlb_lookup_full(v, addr, ACCESS_LOAD, &full) == TRAP_NONE) {
        return interp_next(v, op);
    }
    trap = tlb_lookup_full(v, addr, ACCESS_STORE, &full);
    return interp_end(v, op, trap == TRAP_NONE ? EXEC_NEXT
                                               : interp_raise(v, trap, addr));
}

ExecStatus interp_cbo_clean(Vcpu *v, const InterpOp *op)
{
    return manage_block(v, op, OP_cbo_clean);
}

ExecStatus interp_cbo_flush(Vcpu *v, const InterpOp *op)
{
    return manage_block(v, op, OP_cbo_flush);
}

ExecStatus interp_cbo_inval(Vcpu *v, const InterpOp *op)
{
    return manage_block(v, op, OP_cbo_inval);
}

/* A fault names the address in rs1, not the start of the block. */
ExecStatus interp_cbo_zero(Vcpu *v, const InterpOp *op)
{
    vaddr block = block_address(v, op);
    ExecStatus status = EXEC_NEXT, worst = EXEC_NEXT;

    if (hart_check_cbo(&v->hart, OP_cbo_zero) != TRAP_NONE) {
        return interp_illegal(v, op);
    }
    interp_sync(v, op);
    if (debug_any_watched(v) &&
        cpu_check_watchpoint(v, block, v->hart.config.cbo_block_bytes,
                             BP_MEM_WRITE)) {
        return interp_end(v, op, EXEC_TRAP);
    }
    for (unsigned i = 0; i < v->hart.config.cbo_block_bytes; i += 8) {
        status = vcpu_store64(v, block + i, 0);
        if (status == EXEC_TRAP) {
            v->exception_tval = v->hart.gpr[op->rs1];
            return interp_end(v, op, status);
        }
        worst = MAX(worst, status);
    }
    return interp_end(v, op, worst);
}

/* Prefetches are hints and never fault. */
ExecStatus interp_prefetch_i(Vcpu *v, const InterpOp *op)
{
    return interp_next(v, op);
}

ExecStatus interp_prefetch_r(Vcpu *v, const InterpOp *op)
{
    return interp_next(v, op);
}

ExecStatus interp_prefetch_w(Vcpu *v, const InterpOp *op)
{
    return interp_next(v, op);
}

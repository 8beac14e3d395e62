/*
 * jit_sstatus.c: sstatus without the tables of core/csr.c
 *
 * A kernel changes sstatus on each way in and out, and for each copy from
 * and to user memory: SUM and FS off, SPP and SPIE as they were, SUM on and
 * off. Of all that is derived from mstatus this concerns the table of data
 * translations and whether blocks may compute with floating point. Whatever
 * else changes, and what lets interrupts through, is left to core/csr.c.
 *
 * Priv. "Supervisor Status Register (sstatus)".
 */
#include "jit_sstatus.h"

#include "core/csr_bits.h"
#include "jit_fp.h"
#include "mmu_context.h"
#include "tb.h"

/* Changes of these are made here; the rest of what sstatus shows is fixed. */
#define HERE (MSTATUS_SIE | MSTATUS_SPIE | MSTATUS_SPP | MSTATUS_FS | \
              MSTATUS_SUM)
#define ELSEWHERE (MSTATUS_VS | MSTATUS_MXR)

static uint64_t wanted(const CsrAccess *access, uint64_t old)
{
    switch (access->op) {
    case CSR_OP_SET:
        return old | access->operand;
    case CSR_OP_CLEAR:
        return old & ~access->operand;
    case CSR_OP_READ:
        return old;
    default:
        return access->operand;
    }
}

/* MPRV and MXR choose other tables. */
static bool is_usual(const Hart *h, uint64_t changed)
{
    return h->priv == PRIV_S && hart_has(h, EXT_f) && !h->virt &&
           !(h->mstatus & (MSTATUS_MPRV | MSTATUS_MXR)) &&
           !(changed & ELSEWHERE) &&
           !(changed & ~h->mstatus & MSTATUS_SIE);
}

static void change_fs(Vcpu *v)
{
    jit_fp_leave(v);
    v->tb_flags = (v->tb_flags & ~TB_FLAG_FP) |
                  (v->hart.mstatus & MSTATUS_FS ? TB_FLAG_FP : 0);
}

bool jit_sstatus(Vcpu *v, CsrAccess *access)
{
    Hart *h = &v->hart;
    uint64_t old = h->mstatus;
    uint64_t changed = old ^ wanted(access, old);

    if (!is_usual(h, changed)) {
        return false;
    }
    changed &= HERE;
    access->value = mstatus_with_sd(old) & SSTATUS_MASK;
    h->mstatus = old ^ changed;
    if (changed & MSTATUS_FS) {
        change_fs(v);
    }
    if (changed & MSTATUS_SUM) {
        mmu_context_change_sum(v);
    }
    return true;
}

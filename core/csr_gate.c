/*
 * csr_gate.c: which CSRs a mode may use beyond what the number says
 *
 * Counter enables, TVM, state enables, mstatus.FS. A gate answers for the
 * current privilege; false makes the instruction illegal.
 */
#include "csr_internal.h"

bool csr_gate_open(const Hart *h, unsigned number)
{
    return true;
}

/* Priv. "Extension Context Status": FS = Off makes any access illegal. */
bool csr_gate_fp(const Hart *h, unsigned number)
{
    return (h->mstatus & MSTATUS_FS) != 0;
}

/* Priv. "mcounteren", "scounteren": each level opens the next lower one. */
bool csr_gate_counter(const Hart *h, unsigned number)
{
    uint64_t bit = BIT_ULL(number & 31);

    if (h->priv == PRIV_M) {
        return true;
    }
    if (!(h->mcounteren & bit)) {
        return false;
    }
    return h->priv == PRIV_S || (h->scounteren & bit);
}

/* Priv. "mstatus.TVM": satp in S-mode */
bool csr_gate_satp(const Hart *h, unsigned number)
{
    return h->priv == PRIV_M || !(h->mstatus & MSTATUS_TVM);
}

/* Sstc: S-mode needs both mcounteren.TM and menvcfg.STCE */
bool csr_gate_stimecmp(const Hart *h, unsigned number)
{
    return h->priv == PRIV_M || ((h->mcounteren & COUNTER_TM) &&
                                 (h->menvcfg & MENVCFG_STCE));
}

/* Smstateen: mstateen0.ENVCFG */
bool csr_gate_senvcfg(const Hart *h, unsigned number)
{
    return h->priv == PRIV_M || !hart_has(h, EXT_smstateen) ||
           (h->mstateen[0] & STATEEN_ENVCFG);
}

/* Smstateen: bit 63 of the mstateen of the same number */
bool csr_gate_sstateen(const Hart *h, unsigned number)
{
    return h->priv == PRIV_M || !hart_has(h, EXT_smstateen) ||
           (h->mstateen[number & 3] & STATEEN_SE);
}

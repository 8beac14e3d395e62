/*
 * csr_pmp.c: pmpcfg and pmpaddr, with their locks
 *
 * Priv. "Physical Memory Protection CSRs", "Locking and Privilege Mode";
 * Smepmp for what RLB and MML change.
 */
#include "csr_internal.h"

/* RLB lifts every lock. */
static bool locked(const Hart *h, unsigned i)
{
    return (h->pmp[i].cfg & PMP_L) && !(h->mseccfg & MSECCFG_RLB);
}

/* A locked TOR entry locks the address below it, its lower bound, too. */
static bool addr_locked(const Hart *h, unsigned i)
{
    bool next_tor = i + 1 < h->config.pmp_count &&
                    (h->pmp[i + 1].cfg & PMP_A) == PMP_TOR << PMP_A_SHIFT;

    return locked(h, i) || (next_tor && locked(h, i + 1));
}

uint64_t csr_read_pmpaddr(const CsrCtx *ctx)
{
    return ctx->h->pmp[ctx->number - CSR_pmpaddr0].addr;
}

void csr_write_pmpaddr(CsrCtx *ctx, uint64_t value)
{
    Hart *h = ctx->h;
    unsigned i = ctx->number - CSR_pmpaddr0;

    if (addr_locked(h, i)) {
        return;
    }
    if (csr_update(&h->pmp[i].addr, MAKE_64BIT_MASK(0, 54), value)) {
        ctx->stale |= CSR_STALE_TLB;
    }
}

/* Smepmp with MML: locked entries that let M-mode execute. */
static bool adds_m_code(uint8_t cfg)
{
    bool m_only = (cfg & PMP_X) && !(cfg & PMP_W);
    bool shared_code = (cfg & PMP_W) && !(cfg & PMP_R);

    return (cfg & PMP_L) && (m_only || shared_code);
}

/* Without MML, W without R is reserved: W reads back as 0. */
static uint8_t legal_cfg(const Hart *h, uint8_t old, uint8_t cfg)
{
    bool mml = h->mseccfg & MSECCFG_MML;

    cfg &= PMP_R | PMP_W | PMP_X | PMP_A | PMP_L;
    if (!mml && !(cfg & PMP_R)) {
        cfg &= ~PMP_W;
    }
    if (mml && !(h->mseccfg & MSECCFG_RLB) && adds_m_code(cfg)) {
        cfg = old;
    }
    return cfg;
}

static unsigned first_entry(const CsrCtx *ctx)
{
    return (ctx->number - CSR_pmpcfg0) * 4;
}

uint64_t csr_read_pmpcfg(const CsrCtx *ctx)
{
    uint64_t value = 0;

    for (unsigned byte = 0; byte < 8; byte++) {
        unsigned i = first_entry(ctx) + byte;

        if (i < ctx->h->config.pmp_count) {
            value |= (uint64_t)ctx->h->pmp[i].cfg << (8 * byte);
        }
    }
    return value;
}

void csr_write_pmpcfg(CsrCtx *ctx, uint64_t value)
{
    Hart *h = ctx->h;

    for (unsigned byte = 0; byte < 8; byte++) {
        unsigned i = first_entry(ctx) + byte;

        if (i >= h->config.pmp_count || locked(h, i)) {
            continue;
        }
        uint8_t old = h->pmp[i].cfg;
        h->pmp[i].cfg = legal_cfg(h, old, value >> (8 * byte));
        if (h->pmp[i].cfg != old) {
            ctx->stale |= CSR_STALE_TLB;
        }
    }
}

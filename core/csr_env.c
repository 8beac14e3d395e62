/*
 * csr_env.c: what an upper mode lets a lower one do
 *
 * menvcfg, senvcfg (Priv.), mstateen, sstateen (Smstateen) and mseccfg
 * (Smepmp). A field exists only with its extension; the others read as 0.
 */
#include "csr_internal.h"

/* The fields that menvcfg and senvcfg share. */
static uint64_t senvcfg_mask(const Hart *h)
{
    uint64_t mask = ENVCFG_FIOM;

    if (hart_has(h, EXT_zicbom)) {
        mask |= ENVCFG_CBIE | ENVCFG_CBCFE;
    }
    if (hart_has(h, EXT_zicboz)) {
        mask |= ENVCFG_CBZE;
    }
    return mask;
}

static uint64_t menvcfg_mask(const Hart *h)
{
    uint64_t mask = senvcfg_mask(h);

    if (hart_has(h, EXT_sstc)) {
        mask |= MENVCFG_STCE;
    }
    if (hart_has(h, EXT_svpbmt)) {
        mask |= MENVCFG_PBMTE;
    }
    if (hart_has(h, EXT_svadu)) {
        mask |= MENVCFG_ADUE;
    }
    return mask;
}

/* CBIE = 2 is reserved: the field keeps its value. */
static uint64_t legal_mask(uint64_t mask, uint64_t value)
{
    return extract64(value, 4, 2) == 2 ? mask & ~ENVCFG_CBIE : mask;
}

uint64_t csr_read_menvcfg(const CsrCtx *ctx)
{
    return ctx->h->menvcfg;
}

void csr_write_menvcfg(CsrCtx *ctx, uint64_t value)
{
    Hart *h = ctx->h;
    uint64_t mask = legal_mask(menvcfg_mask(h), value);
    uint64_t changed = csr_update(&h->menvcfg, mask, value);

    if (changed & (MENVCFG_PBMTE | MENVCFG_ADUE)) {
        ctx->stale |= CSR_STALE_TLB;
    }
    if (changed & MENVCFG_STCE) {
        ctx->stale |= CSR_STALE_TIMER | CSR_STALE_IRQ;
    }
}

uint64_t csr_read_senvcfg(const CsrCtx *ctx)
{
    return ctx->h->senvcfg;
}

void csr_write_senvcfg(CsrCtx *ctx, uint64_t value)
{
    Hart *h = ctx->h;

    csr_update(&h->senvcfg, legal_mask(senvcfg_mask(h), value), value);
}

uint64_t csr_read_mstateen(const CsrCtx *ctx)
{
    return ctx->h->mstateen[ctx->number & 3];
}

/* Bits for state that the hart does not have are read-only 0. */
void csr_write_mstateen(CsrCtx *ctx, uint64_t value)
{
    unsigned index = ctx->number & 3;
    uint64_t mask = STATEEN_SE;

    if (index == 0) {
        mask |= STATEEN_ENVCFG;
    }
    csr_update(&ctx->h->mstateen[index], mask, value);
}

/* No bit below 32 guards anything here, so sstateen is 0 throughout. */
uint64_t csr_read_sstateen(const CsrCtx *ctx)
{
    return ctx->h->sstateen[ctx->number & 3];
}

void csr_write_sstateen(CsrCtx *ctx, uint64_t value)
{
}

uint64_t csr_read_mseccfg(const CsrCtx *ctx)
{
    return ctx->h->mseccfg;
}

static bool any_pmp_locked(const Hart *h)
{
    for (unsigned i = 0; i < h->config.pmp_count; i++) {
        if (h->pmp[i].cfg & PMP_L) {
            return true;
        }
    }
    return false;
}

/*
 * Smepmp: MML and MMWP can be set but not cleared; RLB cannot be set any
 * more once an entry is locked.
 */
void csr_write_mseccfg(CsrCtx *ctx, uint64_t value)
{
    Hart *h = ctx->h;
    uint64_t sticky = h->mseccfg & (MSECCFG_MML | MSECCFG_MMWP);
    uint64_t mask = MSECCFG_MML | MSECCFG_MMWP | MSECCFG_RLB;

    if (!(h->mseccfg & MSECCFG_RLB) && any_pmp_locked(h)) {
        mask &= ~MSECCFG_RLB;
    }
    if (csr_update(&h->mseccfg, mask, value | sticky)) {
        ctx->stale |= CSR_STALE_TLB;
    }
}

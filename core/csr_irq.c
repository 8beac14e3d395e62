/*
 * csr_irq.c: mip, mie, mideleg and the S-mode windows sip, sie
 *
 * mip mixes two sources: bits that M-mode software sets (to hand S-mode an
 * interrupt) and wires. They are kept apart in Hart, and read back ORed.
 *
 * Priv. "mip and mie", "mideleg", "sip and sie"; Sstc.
 */
#include "csr_internal.h"
#include "core/trap.h"

static bool stce(const Hart *h)
{
    return (h->menvcfg & MENVCFG_STCE) != 0;
}

bool hart_timer_pending(const Hart *h, const HartEnv *env)
{
    return stce(h) && env && env->read_time(env->opaque) >= h->stimecmp;
}

/*
 * MEIP, MTIP and MSIP are wires. STIP belongs to stimecmp while STCE is set.
 */
static uint64_t mip_mask(const Hart *h)
{
    return stce(h) ? MIP_S_BITS & ~MIP_STIP : MIP_S_BITS;
}

uint64_t csr_read_mip(const CsrCtx *ctx)
{
    uint64_t mip = hart_mip(ctx->h);

    return hart_timer_pending(ctx->h, ctx->env) ? mip | MIP_STIP : mip;
}

/* Priv.: the value that csrrs and csrrc modify has the soft SEIP only. */
uint64_t csr_soft_mip(const CsrCtx *ctx)
{
    return ctx->h->mip;
}

void csr_write_mip(CsrCtx *ctx, uint64_t value)
{
    if (csr_update(&ctx->h->mip, mip_mask(ctx->h), value)) {
        ctx->stale |= CSR_STALE_IRQ;
    }
}

uint64_t csr_read_mie(const CsrCtx *ctx)
{
    return ctx->h->mie;
}

void csr_write_mie(CsrCtx *ctx, uint64_t value)
{
    if (csr_update(&ctx->h->mie, MIP_S_BITS | MIP_M_BITS, value)) {
        ctx->stale |= CSR_STALE_IRQ;
    }
}

uint64_t csr_read_mideleg(const CsrCtx *ctx)
{
    return ctx->h->mideleg;
}

void csr_write_mideleg(CsrCtx *ctx, uint64_t value)
{
    if (csr_update(&ctx->h->mideleg, MIP_S_BITS, value)) {
        ctx->stale |= CSR_STALE_IRQ;
    }
}

/* Bits that are not delegated read as 0 and ignore writes. */
uint64_t csr_read_sie(const CsrCtx *ctx)
{
    return ctx->h->mie & ctx->h->mideleg;
}

void csr_write_sie(CsrCtx *ctx, uint64_t value)
{
    if (csr_update(&ctx->h->mie, ctx->h->mideleg, value)) {
        ctx->stale |= CSR_STALE_IRQ;
    }
}

uint64_t csr_read_sip(const CsrCtx *ctx)
{
    return csr_read_mip(ctx) & ctx->h->mideleg;
}

/* Only SSIP is writable from S-mode. */
void csr_write_sip(CsrCtx *ctx, uint64_t value)
{
    if (csr_update(&ctx->h->mip, ctx->h->mideleg & MIP_SSIP, value)) {
        ctx->stale |= CSR_STALE_IRQ;
    }
}

uint64_t csr_read_stimecmp(const CsrCtx *ctx)
{
    return ctx->h->stimecmp;
}

void csr_write_stimecmp(CsrCtx *ctx, uint64_t value)
{
    ctx->h->stimecmp = value;
    ctx->stale |= CSR_STALE_TIMER | CSR_STALE_IRQ;
}

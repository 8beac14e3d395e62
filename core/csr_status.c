/*
 * csr_status.c: mstatus, satp and the floating-point CSRs
 *
 * What these share: a write may change how the next instruction is fetched,
 * translated or allowed, so it reports CSR_STALE_MODE.
 */
#include "csr_internal.h"

uint64_t csr_read_mstatus(const CsrCtx *ctx)
{
    return mstatus_with_sd(ctx->h->mstatus);
}

/* UBE, SBE, MBE are 0: little endian only. UXL and SXL are fixed. */
static uint64_t mstatus_mask(const Hart *h)
{
    uint64_t mask = MSTATUS_SIE | MSTATUS_MIE | MSTATUS_SPIE | MSTATUS_MPIE |
                    MSTATUS_SPP | MSTATUS_MPP | MSTATUS_MPRV | MSTATUS_SUM |
                    MSTATUS_MXR | MSTATUS_TVM | MSTATUS_TW | MSTATUS_TSR;

    if (hart_has(h, EXT_f)) {
        mask |= MSTATUS_FS;
    }
    if (hart_has(h, EXT_v)) {
        mask |= MSTATUS_VS;
    }
    return mask;
}

void csr_write_mstatus(CsrCtx *ctx, uint64_t value)
{
    Hart *h = ctx->h;
    uint64_t mask = mstatus_mask(h);

    /* MPP = 2 names no mode: the field keeps its value. */
    if (extract64(value, MSTATUS_MPP_SHIFT, 2) == 2) {
        mask &= ~MSTATUS_MPP;
    }
    uint64_t changed = csr_update(&h->mstatus, mask, value);
    if (changed & (MSTATUS_MPP | MSTATUS_MPRV | MSTATUS_SUM | MSTATUS_MXR |
                   MSTATUS_FS | MSTATUS_VS)) {
        ctx->stale |= CSR_STALE_MODE;
    }
    if (changed & (MSTATUS_MIE | MSTATUS_SIE)) {
        ctx->stale |= CSR_STALE_IRQ;
    }
}

uint64_t csr_read_satp(const CsrCtx *ctx)
{
    return ctx->h->satp;
}

/*
 * Priv. "satp": a write with an unsupported MODE has no effect at all. ASIDs
 * have 16 bits, the root page number 44, so every other bit is kept. The
 * write itself orders nothing: translations go with sfence.vma.
 */
void csr_write_satp(CsrCtx *ctx, uint64_t value)
{
    Hart *h = ctx->h;
    uint64_t mode = value >> SATP_MODE_SHIFT;
    bool supported = mode == SATP_BARE ||
                     (mode >= SATP_SV39 && mode <= h->config.satp_mode_max);

    if (!supported || h->config.satp_mode_max == SATP_BARE) {
        return;
    }
    if (csr_update(&h->satp, ~0ull, value)) {
        ctx->stale |= CSR_STALE_MODE;
    }
}

static void fp_dirty(CsrCtx *ctx)
{
    if (csr_update(&ctx->h->mstatus, MSTATUS_FS, MSTATUS_FS)) {
        ctx->stale |= CSR_STALE_MODE;
    }
}

uint64_t csr_read_fflags(const CsrCtx *ctx)
{
    return ctx->h->fflags;
}

void csr_write_fflags(CsrCtx *ctx, uint64_t value)
{
    ctx->h->fflags = value & 0x1f;
    fp_dirty(ctx);
}

uint64_t csr_read_frm(const CsrCtx *ctx)
{
    return ctx->h->frm;
}

void csr_write_frm(CsrCtx *ctx, uint64_t value)
{
    ctx->h->frm = value & 7;
    fp_dirty(ctx);
}

uint64_t csr_read_fcsr(const CsrCtx *ctx)
{
    return (uint64_t)ctx->h->frm << 5 | ctx->h->fflags;
}

void csr_write_fcsr(CsrCtx *ctx, uint64_t value)
{
    csr_write_fflags(ctx, value);
    csr_write_frm(ctx, value >> 5);
}

/*
 * csr_thead.c: vendor CSRs of the C906
 *
 * Enough for firmware and kernels that probe them: configuration is kept,
 * caches and the page-attribute extension (MAEE) are not there.
 *
 * T-Head "OpenC906 User Manual", chapter on control registers.
 */
#include "csr_internal.h"

/* mxstatus: the running mode and two features that are always on */
#define MXSTATUS_PM_SHIFT 30
#define MXSTATUS_FIXED (BIT_ULL(22) /* THEADISAEE */ | BIT_ULL(16) /* UCME */)
#define MXSTATUS_WRITABLE (BIT_ULL(15) /* MM */ | BIT_ULL(18) /* MHRD */)

uint64_t csr_read_th_mxstatus(const CsrCtx *ctx)
{
    const Hart *h = ctx->h;

    return (uint64_t)h->priv << MXSTATUS_PM_SHIFT | MXSTATUS_FIXED |
           h->th_csr[TH_MXSTATUS];
}

void csr_write_th_mxstatus(CsrCtx *ctx, uint64_t value)
{
    csr_update(&ctx->h->th_csr[TH_MXSTATUS], MXSTATUS_WRITABLE, value);
}

uint64_t csr_read_th_mcounterwen(const CsrCtx *ctx)
{
    return ctx->h->th_csr[TH_MCOUNTERWEN];
}

void csr_write_th_mcounterwen(CsrCtx *ctx, uint64_t value)
{
    Hart *h = ctx->h;

    csr_update(&h->th_csr[TH_MCOUNTERWEN], csr_counter_mask(h), value);
}

/* fxcr: a second view of fcsr (RM 26:24, flags 4:0) and DQNaN in bit 23 */
#define FXCR_DQNAN BIT_ULL(23)

uint64_t csr_read_th_fxcr(const CsrCtx *ctx)
{
    const Hart *h = ctx->h;

    return (uint64_t)h->frm << 24 | h->th_csr[TH_FXCR] | h->fflags;
}

void csr_write_th_fxcr(CsrCtx *ctx, uint64_t value)
{
    csr_update(&ctx->h->th_csr[TH_FXCR], FXCR_DQNAN, value);
    csr_write_fcsr(ctx, extract64(value, 24, 3) << 5 | (value & 0x1f));
}

/*
 * csr_trigger.c: tselect, tdata1, tdata2, tdata3, tinfo
 *
 * One window on all triggers: tselect says which one the others show.
 * tdata3 has nothing to restrict here and reads as 0; tcontrol does not
 * exist, because reentrancy is kept off by the interrupt enables
 * (trigger.c).
 *
 * RISC-V Debug Specification 1.0, "Trigger Module Registers".
 */
#include "csr_internal.h"
#include "trigger_internal.h"

#define TINFO_VERSION_1 (1ull << 24)

static HartTrigger *selected(const CsrCtx *ctx)
{
    return &ctx->h->triggers[ctx->h->tselect];
}

uint64_t csr_read_tselect(const CsrCtx *ctx)
{
    return ctx->h->tselect;
}

/* Who looks for the number of triggers reads back what it wrote. */
void csr_write_tselect(CsrCtx *ctx, uint64_t value)
{
    if (value < ctx->h->config.trigger_count) {
        ctx->h->tselect = value;
    }
}

uint64_t csr_read_tdata1(const CsrCtx *ctx)
{
    return selected(ctx)->tdata1;
}

void csr_write_tdata1(CsrCtx *ctx, uint64_t value)
{
    HartTrigger *t = selected(ctx);

    t->tdata1 = trigger_legal_tdata1(value);
    t->tdata2 = trigger_legal_tdata2(t->tdata1, t->tdata2);
    ctx->stale |= CSR_STALE_TRIGGER;
}

uint64_t csr_read_tdata2(const CsrCtx *ctx)
{
    return selected(ctx)->tdata2;
}

void csr_write_tdata2(CsrCtx *ctx, uint64_t value)
{
    HartTrigger *t = selected(ctx);

    t->tdata2 = trigger_legal_tdata2(t->tdata1, value);
    ctx->stale |= CSR_STALE_TRIGGER;
}

uint64_t csr_read_tinfo(const CsrCtx *ctx)
{
    uint64_t info = TINFO_VERSION_1;

    for (unsigned type = 0; type < 16; type++) {
        info |= trigger_kind(type) ? BIT_ULL(type) : 0;
    }
    return info;
}

bool csr_exists_triggers(const Hart *h, unsigned number)
{
    return h->config.trigger_count > 0;
}

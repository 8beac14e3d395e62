/*
 * csr_counter.c: cycle, time, instret, the event counters and their controls
 *
 * Nothing counts by itself: the hart has one number, `retired`, and every
 * running counter is that number plus an offset. A counter that stands
 * still holds its value instead. One instruction takes one cycle.
 *
 * Priv. "Hardware Performance Monitor", "mcountinhibit"; Zicntr; Zihpm.
 * Deliberately missing: mode filters and overflow (Sscofpmf), and events
 * other than cycles and instructions.
 */
#include "csr_internal.h"

/* Event numbers of the SBI PMU's general hardware events. */
enum {
    HPM_EVENT_CYCLES = 1,
    HPM_EVENT_INSTRUCTIONS = 2,
};

/*
 * What a write does, it does after its instruction retired: the next
 * instruction reads back from mcycle exactly what was written.
 */
static uint64_t retired_after(const CsrCtx *ctx)
{
    return ctx->h->retired + (ctx->retiring ? 1 : 0);
}

static bool inhibited(const Hart *h, unsigned counter)
{
    return (h->mcountinhibit & BIT_ULL(counter)) != 0;
}

static uint64_t *fixed_offset(Hart *h, unsigned counter)
{
    return counter == 0 ? &h->mcycle_offset : &h->minstret_offset;
}

static uint64_t *fixed_frozen(Hart *h, unsigned counter)
{
    return counter == 0 ? &h->mcycle_frozen : &h->minstret_frozen;
}

/* mcycle, minstret, cycle, instret: bits 4:0 of the number tell which */
uint64_t csr_read_counter(const CsrCtx *ctx)
{
    Hart *h = ctx->h;
    unsigned counter = ctx->number & 31;

    return inhibited(h, counter) ? *fixed_frozen(h, counter)
                                 : h->retired + *fixed_offset(h, counter);
}

void csr_write_counter(CsrCtx *ctx, uint64_t value)
{
    Hart *h = ctx->h;
    unsigned counter = ctx->number & 31;

    if (inhibited(h, counter)) {
        *fixed_frozen(h, counter) = value;
    } else {
        *fixed_offset(h, counter) = value - retired_after(ctx);
    }
}

uint64_t csr_read_time(const CsrCtx *ctx)
{
    return ctx->env ? ctx->env->read_time(ctx->env->opaque) : 0;
}

static bool hpm_running(const Hart *h, unsigned counter)
{
    uint64_t event = h->mhpmevent[counter];

    return !inhibited(h, counter) &&
           (event == HPM_EVENT_CYCLES || event == HPM_EVENT_INSTRUCTIONS);
}

static uint64_t hpm_running_mask(const Hart *h)
{
    uint64_t mask = 0;

    for (unsigned counter = 3; counter < HART_HPM_COUNT; counter++) {
        mask |= (uint64_t)hpm_running(h, counter) << counter;
    }
    return mask;
}

/* mhpmcounter[] holds the offset while the counter runs, else the value. */
uint64_t csr_read_hpmcounter(const CsrCtx *ctx)
{
    const Hart *h = ctx->h;
    unsigned counter = ctx->number & 31;

    return h->mhpmcounter[counter] +
           (hpm_running(h, counter) ? h->retired : 0);
}

void csr_write_hpmcounter(CsrCtx *ctx, uint64_t value)
{
    Hart *h = ctx->h;
    unsigned counter = ctx->number & 31;
    uint64_t base = hpm_running(h, counter) ? retired_after(ctx) : 0;

    h->mhpmcounter[counter] = value - base;
}

/* Turn offset into value or back after hpm_running() changed. */
static void hpm_switch(CsrCtx *ctx, unsigned counter, bool was_running)
{
    Hart *h = ctx->h;
    bool running = hpm_running(h, counter);

    if (was_running && !running) {
        h->mhpmcounter[counter] += retired_after(ctx);
    } else if (!was_running && running) {
        h->mhpmcounter[counter] -= retired_after(ctx);
    }
}

uint64_t csr_read_hpmevent(const CsrCtx *ctx)
{
    return ctx->h->mhpmevent[ctx->number & 31];
}

/* Any event number is kept; only the two above count. */
void csr_write_hpmevent(CsrCtx *ctx, uint64_t value)
{
    Hart *h = ctx->h;
    unsigned counter = ctx->number & 31;
    bool was_running = hpm_running(h, counter);

    h->mhpmevent[counter] = value;
    hpm_switch(ctx, counter, was_running);
}

static uint64_t hpm_mask(const Hart *h)
{
    return h->config.hpm_count
               ? MAKE_64BIT_MASK(3, h->config.hpm_count) : 0;
}

uint64_t csr_counter_mask(const Hart *h)
{
    return COUNTER_CY | COUNTER_TM | COUNTER_IR | hpm_mask(h);
}

uint64_t csr_read_mcountinhibit(const CsrCtx *ctx)
{
    return ctx->h->mcountinhibit;
}

static void fixed_switch(CsrCtx *ctx, unsigned counter)
{
    Hart *h = ctx->h;
    uint64_t now = retired_after(ctx);

    if (inhibited(h, counter)) {
        *fixed_frozen(h, counter) = now + *fixed_offset(h, counter);
    } else {
        *fixed_offset(h, counter) = *fixed_frozen(h, counter) - now;
    }
}

/* Bit 1 stays 0: time is not the hart's to stop. */
void csr_write_mcountinhibit(CsrCtx *ctx, uint64_t value)
{
    Hart *h = ctx->h;
    uint64_t mask = csr_counter_mask(h) & ~COUNTER_TM;
    uint64_t running = hpm_running_mask(h);
    uint64_t changed = csr_update(&h->mcountinhibit, mask, value);

    for (unsigned counter = 0; counter < HART_HPM_COUNT; counter++) {
        if (!(changed & BIT_ULL(counter))) {
            continue;
        }
        if (counter < 3) {
            fixed_switch(ctx, counter);
        } else {
            hpm_switch(ctx, counter, running & BIT_ULL(counter));
        }
    }
}

uint64_t csr_read_mcounteren(const CsrCtx *ctx)
{
    return ctx->h->mcounteren;
}

/* TM decides about stimecmp too, but not about its interrupt. */
void csr_write_mcounteren(CsrCtx *ctx, uint64_t value)
{
    csr_update(&ctx->h->mcounteren, csr_counter_mask(ctx->h), value);
}

uint64_t csr_read_scounteren(const CsrCtx *ctx)
{
    return ctx->h->scounteren;
}

void csr_write_scounteren(CsrCtx *ctx, uint64_t value)
{
    csr_update(&ctx->h->scounteren, csr_counter_mask(ctx->h), value);
}

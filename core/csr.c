/*
 * csr.c: one CSR access
 *
 * Every access asks the same questions in the same order: does the CSR
 * exist here, may this mode use it, is a write to a read-only number asked
 * for, does the CSR's own gate open. Only then is something read or written.
 *
 * Unprivileged ISA "Zicsr"; Priv. "CSR Address Mapping Conventions".
 */
#include "csr_internal.h"

uint64_t csr_update(uint64_t *field, uint64_t mask, uint64_t value)
{
    uint64_t old = *field;

    *field = (old & ~mask) | (value & mask);
    return old ^ *field;
}

static bool row_exists(const Hart *h, const CsrRow *row, unsigned number)
{
    return row->kind != CSR_KIND_ABSENT &&
           (row->ext == EXT_COUNT || h->config.ext[row->ext]) &&
           h->config.priv_version >= row->since &&
           (!row->exists || row->exists(h, number));
}

static const CsrRow *existing_row(const Hart *h, unsigned number)
{
    const CsrRow *row = csr_row(number);

    return row && row_exists(h, row, number) ? row : NULL;
}

/* Bits 9:8; 2 is the hypervisor's, which S-mode reaches. */
static unsigned lowest_priv(unsigned number)
{
    unsigned priv = number >> 8 & 3;

    return priv == 2 ? PRIV_S : priv;
}

static bool number_is_read_only(unsigned number)
{
    return number >> 10 == 3;
}

static uint64_t *row_field(const CsrCtx *ctx, const CsrRow *row)
{
    return (uint64_t *)((char *)ctx->h + row->offset);
}

/* Without Zca, instructions are 4-aligned and bit 1 of xepc reads as 0. */
static uint64_t epc_mask(const Hart *h)
{
    return hart_has(h, EXT_zca) ? ~1ull : ~3ull;
}

static uint64_t row_read(const CsrCtx *ctx, const CsrRow *row)
{
    switch (row->kind) {
    case CSR_KIND_STORE:
        return *row_field(ctx, row);
    case CSR_KIND_EPC:
        return *row_field(ctx, row) & epc_mask(ctx->h);
    case CSR_KIND_VIEW:
        return row_read(ctx, csr_row(row->of)) & row->mask;
    case CSR_KIND_CONST:
        return row->mask;
    default:
        return row->read(ctx);
    }
}

static void row_write(CsrCtx *ctx, const CsrRow *row, uint64_t value)
{
    switch (row->kind) {
    case CSR_KIND_STORE:
        csr_update(row_field(ctx, row), row->mask, value);
        break;
    case CSR_KIND_EPC:
        *row_field(ctx, row) = value & epc_mask(ctx->h);
        break;
    case CSR_KIND_VIEW: {
        const CsrRow *whole = csr_row(row->of);
        uint64_t rest = row_read(ctx, whole) & ~row->mask;

        row_write(ctx, whole, rest | (value & row->mask));
        break;
    }
    case CSR_KIND_HOOK:
        if (row->write) {
            row->write(ctx, value);
        }
        break;
    default:
        break;
    }
}

/* The value that csrrs and csrrc change: for mip not what they return. */
static uint64_t modify_base(const CsrCtx *ctx, const CsrRow *row,
                            uint64_t old)
{
    return row->soft ? row->soft(ctx) : old;
}

static void row_apply(CsrCtx *ctx, const CsrRow *row, const CsrAccess *access)
{
    uint64_t base;

    switch (access->op) {
    case CSR_OP_WRITE:
    case CSR_OP_SWAP:
        row_write(ctx, row, access->operand);
        break;
    case CSR_OP_SET:
        base = modify_base(ctx, row, access->value);
        row_write(ctx, row, base | access->operand);
        break;
    case CSR_OP_CLEAR:
        base = modify_base(ctx, row, access->value);
        row_write(ctx, row, base & ~access->operand);
        break;
    default:
        break;
    }
}

Trap csr_access(Hart *h, const HartEnv *env, CsrAccess *access)
{
    unsigned number = access->number;
    const CsrRow *row = existing_row(h, number);
    CsrCtx ctx = { .h = h, .env = env, .number = number, .retiring = true };

    if (!row || h->priv < lowest_priv(number)) {
        return TRAP_ILLEGAL_INSN;
    }
    if (access->op != CSR_OP_READ && number_is_read_only(number)) {
        return TRAP_ILLEGAL_INSN;
    }
    if (!row->gate(h, number)) {
        return TRAP_ILLEGAL_INSN;
    }
    if (access->op != CSR_OP_WRITE) {
        access->value = row_read(&ctx, row);
    }
    row_apply(&ctx, row, access);
    access->stale = ctx.stale;
    return TRAP_NONE;
}

bool csr_exists(const Hart *h, unsigned number)
{
    return existing_row(h, number) != NULL;
}

bool csr_peek(Hart *h, const HartEnv *env, unsigned number, uint64_t *value)
{
    const CsrRow *row = existing_row(h, number);
    CsrCtx ctx = { .h = h, .env = env, .number = number };

    if (!row) {
        return false;
    }
    *value = row_read(&ctx, row);
    return true;
}

bool csr_poke(Hart *h, const HartEnv *env, unsigned number, uint64_t value,
              unsigned *stale)
{
    const CsrRow *row = existing_row(h, number);
    CsrCtx ctx = { .h = h, .env = env, .number = number };

    if (!row) {
        return false;
    }
    if (!number_is_read_only(number)) {
        row_write(&ctx, row, value);
    }
    *stale = ctx.stale;
    return true;
}

/*
 * trans_csr_inline.c: isa/csr.inc, as far as translated code can access it
 *
 * Taken are rows that exist on every hart, have no gate, and are stored
 * whole, or with a mask when they are only read. The mode is that of the
 * unit. Priv. "CSR Address Mapping Conventions": bits 9:8 of the number are
 * the lowest mode, bits 11:10 == 3 make it read-only.
 */
#include "trans_csr.h"

/* The kind of a row becomes a field, its need and gate conditions. */
#define STORE(field_) .offset = offsetof(Hart, field_), .writable = true
#define STORE_RO(field_) .offset = offsetof(Hart, field_)
#define WARL(field_, mask_) .offset = offsetof(Hart, field_)
#define EPC(field_) STORE(field_), .is_epc = true
#define VIEW(csr_, mask_) .offset = 0
#define CONST(value_) .offset = 0
#define ABSENT .offset = 0
#define HOOK(fn_) .offset = 0
#define HOOK_RO(fn_) .offset = 0
#define HOOK_MIP .offset = 0

#define ALWAYS true
#define NEVER false
#define WITH(ext_) false
#define SINCE(version_) false
#define IF(fn_) false

/* Whether it can be passed without asking. */
enum {
    GATE_open = true,
    GATE_fp = false,
    GATE_counter = false,
    GATE_senvcfg = false,
    GATE_sstateen = false,
    GATE_stimecmp = false,
    GATE_satp = false,
};

static const CsrInline rows[4096] = {
#define CSR(number_, name_, kind_, need_, gate_, ...) \
    [number_] = { kind_, .always = (need_) && GATE_##gate_ },
#include "core/isa/csr.inc"
#undef CSR
};

static bool may_access(const DisasContext *ctx, unsigned number, bool write)
{
    bool read_only = number >> 10 == 3;

    return ctx->s->priv >= (number >> 8 & 3) && !(write && read_only);
}

const CsrInline *trans_csr_inline(const DisasContext *ctx, unsigned number,
                            bool write)
{
    const CsrInline *csr = &rows[number];

    if (!csr->offset || !csr->always || !may_access(ctx, number, write) ||
        (write && !csr->writable)) {
        return NULL;
    }
    return csr;
}

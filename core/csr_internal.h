/*
 * csr_internal.h: what the CSR files share
 *
 * A row of isa/csr.inc becomes a CsrRow. Hooks see one access as a CsrCtx:
 * reads change nothing, writes add to @stale.
 */
#ifndef CORE_CSR_INTERNAL_H
#define CORE_CSR_INTERNAL_H

#include "core/csr.h"
#include "core/csr_bits.h"

/*
 * Delegable exceptions: all but ecall from M-mode (11) and the reserved
 * causes. OpenSBI asks for 0xf4b509; the hypervisor's causes 10 and 20-23
 * and the software check (18) read back as 0 until they are built.
 *
 *   0 instruction misaligned   4 load misaligned    8 ecall from U
 *   1 instruction access       5 load access        9 ecall from S
 *   2 illegal instruction      6 store misaligned  12 instruction page fault
 *   3 breakpoint               7 store access      13, 15 load, store page
 */
#define MEDELEG_MASK 0xb3ffull

typedef enum CsrKind {
    CSR_KIND_ABSENT,
    CSR_KIND_STORE,             /* a field and a mask of writable bits */
    CSR_KIND_EPC,               /* a field, aligned to IALIGN */
    CSR_KIND_VIEW,              /* bits of another CSR */
    CSR_KIND_CONST,
    CSR_KIND_HOOK,
} CsrKind;

typedef struct CsrCtx {
    Hart *h;
    const HartEnv *env;         /* (nullable): time reads as 0 */
    uint16_t number;
    bool retiring;              /* made by an instruction that will retire */
    unsigned stale;             /* (out): CsrStale bits */
} CsrCtx;

typedef uint64_t (*CsrReadFn)(const CsrCtx *ctx);
typedef void (*CsrWriteFn)(CsrCtx *ctx, uint64_t value);
typedef bool (*CsrExistsFn)(const Hart *h, unsigned number);
typedef bool (*CsrGateFn)(const Hart *h, unsigned number);

typedef struct CsrRow {
    const char *name;
    CsrGateFn gate;
    /* which harts have it */
    CsrExistsFn exists;         /* (nullable) */
    uint16_t ext;               /* ExtId, or EXT_COUNT: no extension needed */
    uint8_t since;              /* PrivVersion */
    /* what it does */
    uint8_t kind;               /* CsrKind */
    uint16_t offset;            /* of the field in Hart */
    uint16_t of;                /* VIEW: number of the other CSR */
    uint64_t mask;              /* writable bits; CONST: the value */
    CsrReadFn read;
    CsrWriteFn write;           /* (nullable): writes are ignored */
    CsrReadFn soft;             /* (nullable): base of set and clear */
} CsrRow;

/* Prototypes of every function that a row names; rows may share one. */
#define STORE(field)
#define STORE_RO(field)
#define WARL(field, mask)
#define EPC(field)
#define VIEW(csr, mask)
#define CONST(value)
#define ABSENT
#define HOOK_RO(fn) uint64_t csr_read_##fn(const CsrCtx *ctx);
#define HOOK(fn) HOOK_RO(fn) void csr_write_##fn(CsrCtx *ctx, uint64_t value);
#define HOOK_MIP HOOK(mip) uint64_t csr_soft_mip(const CsrCtx *ctx);
#define ALWAYS
#define NEVER
#define WITH(ext)
#define SINCE(version)
#define IF(fn) bool csr_exists_##fn(const Hart *h, unsigned number);
#define CSR(number_, name_, kind_, need_, gate_, ...) \
    kind_ need_ bool csr_gate_##gate_(const Hart *h, unsigned number);
#include "core/isa/csr.inc"
#undef CSR
#undef STORE
#undef STORE_RO
#undef WARL
#undef EPC
#undef VIEW
#undef CONST
#undef ABSENT
#undef HOOK_RO
#undef HOOK
#undef HOOK_MIP
#undef ALWAYS
#undef NEVER
#undef WITH
#undef SINCE
#undef IF

/* csr_row: the row of a number, or NULL */
const CsrRow *csr_row(unsigned number);

/* csr_update: replace the bits of @mask; returns the bits that changed */
uint64_t csr_update(uint64_t *field, uint64_t mask, uint64_t value);

/* csr_counter_mask: bits of the counters that exist, for the enables */
uint64_t csr_counter_mask(const Hart *h);

#endif

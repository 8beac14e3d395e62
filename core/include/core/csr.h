/*
 * csr.h: control and status registers
 *
 * One row per CSR in isa/csr.inc. The number encodes the lowest privilege
 * (bits 9:8) and read-only (bits 11:10 == 3), so rows do not repeat it; the
 * check is made once, here (Spike's contract).
 */
#ifndef CORE_CSR_H
#define CORE_CSR_H

#include "core/hart.h"

/* CSR_mstatus == 0x300, ...: the number of every row. */
typedef enum CsrNumber {
#define CSR(number, name, ...) CSR_##name = (number),
#include "core/isa/csr.inc"
#undef CSR
} CsrNumber;

/* What a write made stale; the caller refreshes what it derived from it. */
typedef enum CsrStale {
    CSR_STALE_NONE = 0,
    CSR_STALE_TLB = 1 << 0,     /* every cached translation */
    CSR_STALE_MODE = 1 << 1,    /* priv class, SUM, MXR, MPRV, FS, satp root */
    CSR_STALE_IRQ = 1 << 2,     /* look for a pending interrupt */
    CSR_STALE_TIMER = 1 << 3,   /* stimecmp or menvcfg.STCE: re-arm */
    CSR_STALE_TRIGGER = 1 << 4, /* a trigger was changed */
} CsrStale;

typedef enum CsrOp {
    CSR_OP_READ,                /* csrrs/csrrc with x0: no write effects */
    CSR_OP_WRITE,               /* csrrw with rd = x0: no read effects */
    CSR_OP_SWAP,                /* csrrw */
    CSR_OP_SET,                 /* csrrs */
    CSR_OP_CLEAR,               /* csrrc */
} CsrOp;

/* One access as an instruction makes it. */
typedef struct CsrAccess {
    uint16_t number;            /* 0..0xfff */
    uint8_t op;                 /* CsrOp */
    uint64_t operand;           /* register or zimm value */
    uint64_t value;             /* (out): old value, unless CSR_OP_WRITE */
    unsigned stale;             /* (out): CsrStale bits */
} CsrAccess;

/**
 * csr_access: perform a CSR instruction
 *
 * h->retired counts the instructions before this one. Checks existence,
 * privilege, read-only, counter-enable, TVM, state-enable and FS rules.
 *
 * Returns: TRAP_NONE, or TRAP_ILLEGAL_INSN with nothing changed.
 */
Trap csr_access(Hart *h, const HartEnv *env, CsrAccess *access) MUST_CHECK;

/** csr_exists: does this hart have the CSR (whatever the mode)? */
bool csr_exists(const Hart *h, unsigned number);

/**
 * csr_peek, csr_poke: debugger access, no privilege check, WARL rules apply
 *
 * Returns: false when the hart has no such CSR.
 */
bool csr_peek(Hart *h, const HartEnv *env, unsigned number, uint64_t *value);
bool csr_poke(Hart *h, const HartEnv *env, unsigned number, uint64_t value,
              unsigned *stale);

/** csr_name: "mstatus", or NULL for a number without a row */
const char *csr_name(unsigned number);

/** hart_timer_pending: Sstc: time >= stimecmp and menvcfg.STCE */
bool hart_timer_pending(const Hart *h, const HartEnv *env);

#endif

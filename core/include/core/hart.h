/*
 * hart.h: the architectural state of one RISC-V hardware thread
 *
 * A Hart is plain data: no pointers, no locks, comparable byte for byte. It
 * is what a snapshot saves, gdb shows and two engines must agree on. Caches
 * derived from it (TLB, decoded blocks, threads) belong to exec's Vcpu.
 *
 * RISC-V Unprivileged ISA 20240411 and Privileged ISA 20240411 ("Priv.").
 */
#ifndef CORE_HART_H
#define CORE_HART_H

#include "core/isa.h"
#include "core/types.h"

#define HART_PMP_COUNT 16
#define HART_TRIGGER_COUNT 4
#define HART_HPM_COUNT 32       /* index = counter number; 0..2 are fixed */

typedef enum PrivMode {
    PRIV_U = 0,
    PRIV_S = 1,
    PRIV_M = 3,
} PrivMode;

/*
 * Synchronous exception causes, Priv. table "mcause values". TRAP(number,
 * NAME, "text") rows in isa/traps.inc.
 */
typedef enum Trap {
    TRAP_NONE = -1,
#define TRAP(number, name, text) TRAP_##name = (number),
#include "core/isa/traps.inc"
#undef TRAP
} Trap;

/* Interrupt numbers: bit in mip/mie and cause with the interrupt bit set. */
typedef enum IrqNumber {
    IRQ_S_SOFT = 1,
    IRQ_VS_SOFT = 2,
    IRQ_M_SOFT = 3,
    IRQ_S_TIMER = 5,
    IRQ_VS_TIMER = 6,
    IRQ_M_TIMER = 7,
    IRQ_S_EXT = 9,
    IRQ_VS_EXT = 10,
    IRQ_M_EXT = 11,
    IRQ_S_GEXT = 12,
    IRQ_LCOF = 13,
} IrqNumber;

#define CAUSE_INTERRUPT (1ull << 63)

/* Largest supported translation scheme, the value of satp.MODE. */
typedef enum SatpMode {
    SATP_BARE = 0,
    SATP_SV39 = 8,
    SATP_SV48 = 9,
    SATP_SV57 = 10,
} SatpMode;

/* Privileged specification versions, in order. */
typedef enum PrivVersion {
    PRIV_1_10,
    PRIV_1_11,
    PRIV_1_12,
    PRIV_1_13,
} PrivVersion;

/* What the hart is; fixed at creation. */
typedef struct HartConfig {
    bool ext[EXT_COUNT];
    uint8_t priv_version;       /* PrivVersion */
    uint8_t satp_mode_max;      /* SatpMode */
    uint8_t pmp_count;          /* 0..HART_PMP_COUNT entries */
    uint8_t trigger_count;      /* 0..HART_TRIGGER_COUNT */
    uint8_t hpm_count;          /* programmable counters, from hpm3 on */
    uint16_t cbo_block_bytes;   /* Zicbom, Zicbop, Zicboz block size */
    uint64_t mhartid;
    uint64_t mvendorid;
    uint64_t marchid;
    uint64_t mimpid;
    uint64_t reset_pc;          /* first instruction after reset */
} HartConfig;

/* Vendor CSRs that hold state (T-Head C906 user manual). */
typedef enum TheadCsr {
    TH_MXSTATUS,
    TH_MHCR,
    TH_MHINT,
    TH_MCOUNTERWEN,
    TH_FXCR,
} TheadCsr;

#define THEAD_VENDOR_ID 0x5b7

/* One PMP entry, Priv. "Physical Memory Protection". */
typedef struct HartPmp {
    uint64_t addr;              /* pmpaddr: address bits 55:2 */
    uint8_t cfg;                /* pmpcfg byte: L 0 0 A[1:0] X W R */
} HartPmp;

/* One trigger, Debug "Trigger Data 1". */
typedef struct HartTrigger {
    uint64_t tdata1;            /* type, when and what it matches */
    uint64_t tdata2;            /* what is compared */
} HartTrigger;

typedef struct Hart {
    /* registers; the course writes env->gpr[14] */
    uint64_t gpr[32];           /* x0..x31; gpr[0] is always 0 */
    uint64_t fpr[32];           /* f0..f31, narrower values NaN-boxed */
    uint64_t pc;
    uint8_t priv;               /* PrivMode */
    bool virt;                  /* virtualisation mode V */
    bool wfi;                   /* waiting for an interrupt */
    bool wrs;                   /* waiting on a reservation set (Zawrs) */
    uint8_t frm;                /* fcsr.frm */
    uint8_t fflags;             /* fcsr.fflags: NV DZ OF UF NX */

    /* LR/SC: reservation as address and value, like a compare-and-swap */
    bool lr_valid;
    uint8_t lr_size;            /* 4 or 8 bytes */
    uint64_t lr_addr;           /* guest-physical address */
    uint64_t lr_value;

    /* machine level */
    uint64_t mstatus;           /* also holds the fields of sstatus */
    uint64_t misa;
    uint64_t medeleg;
    uint64_t mideleg;
    uint64_t mie;
    uint64_t mip;               /* bits that software wrote */
    uint64_t irq_level;         /* bits driven by wires; atomic access only */
    uint64_t mtvec;
    uint64_t mscratch;
    uint64_t mepc;
    uint64_t mcause;
    uint64_t mtval;
    uint64_t mtval2;
    uint64_t mtinst;
    uint64_t mcounteren;
    uint64_t mcountinhibit;
    uint64_t menvcfg;
    uint64_t mseccfg;
    uint64_t mstateen[4];

    /* supervisor level */
    uint64_t stvec;
    uint64_t sscratch;
    uint64_t sepc;
    uint64_t scause;
    uint64_t stval;
    uint64_t satp;
    uint64_t scounteren;
    uint64_t senvcfg;
    uint64_t sstateen[4];
    uint64_t stimecmp;

    /* counters: value = retired + offset while not inhibited */
    uint64_t retired;           /* instructions retired since power-on */
    uint64_t mcycle_offset;
    uint64_t minstret_offset;
    uint64_t mcycle_frozen;     /* the value while mcountinhibit.CY is set */
    uint64_t minstret_frozen;   /* the value while mcountinhibit.IR is set */
    uint64_t mhpmcounter[HART_HPM_COUNT];
    uint64_t mhpmevent[HART_HPM_COUNT];

    HartPmp pmp[HART_PMP_COUNT];

    /* Debug "Sdtrig" */
    uint64_t tselect;           /* below config.trigger_count */
    HartTrigger triggers[HART_TRIGGER_COUNT];

    /* vendor CSRs of the thead-c906 flavour, indexed by TheadCsr */
    uint64_t th_csr[8];

    HartConfig config;          /* set at creation */
} Hart;

/*
 * What a hart asks of the world outside it. @read_time returns mtime in
 * ticks of the timebase (10 MHz on virt).
 */
typedef struct HartEnv {
    uint64_t (*read_time)(void *opaque);
    void *opaque;
} HartEnv;

/**
 * hart_reset: put @h into its reset state (Priv. "Reset")
 *
 * M-mode, MIE = MPRV = 0, pc = config.reset_pc, PMP off, reservation gone.
 * Keeps config, irq_level (wires keep their level) and retired.
 * Context: no other thread drives a wire of @h at the same time.
 */
void hart_reset(Hart *h);

/** hart_has: is the extension enabled? */
static inline bool hart_has(const Hart *h, ExtId ext)
{
    return h->config.ext[ext];
}

#endif

/*
 * csr_bits.h: names for the fields of CSRs
 *
 * RISC-V Privileged ISA 20240411; Smepmp 1.0; Smstateen 1.0. Only fields
 * that some code reads have a name here.
 */
#ifndef CORE_CSR_BITS_H
#define CORE_CSR_BITS_H

#include "core/bits.h"
#include "core/hart.h"

/* mstatus, Priv. "Machine Status Registers" (RV64 layout) */
#define MSTATUS_SIE     BIT_ULL(1)
#define MSTATUS_MIE     BIT_ULL(3)
#define MSTATUS_SPIE    BIT_ULL(5)
#define MSTATUS_UBE     BIT_ULL(6)
#define MSTATUS_MPIE    BIT_ULL(7)
#define MSTATUS_SPP     BIT_ULL(8)
#define MSTATUS_VS      MAKE_64BIT_MASK(9, 2)
#define MSTATUS_MPP     MAKE_64BIT_MASK(11, 2)
#define MSTATUS_FS      MAKE_64BIT_MASK(13, 2)
#define MSTATUS_XS      MAKE_64BIT_MASK(15, 2)
#define MSTATUS_MPRV    BIT_ULL(17)
#define MSTATUS_SUM     BIT_ULL(18)
#define MSTATUS_MXR     BIT_ULL(19)
#define MSTATUS_TVM     BIT_ULL(20)
#define MSTATUS_TW      BIT_ULL(21)
#define MSTATUS_TSR     BIT_ULL(22)
#define MSTATUS_UXL     MAKE_64BIT_MASK(32, 2)
#define MSTATUS_SXL     MAKE_64BIT_MASK(34, 2)
#define MSTATUS_SD      BIT_ULL(63)

#define MSTATUS_MPP_SHIFT 11
#define MSTATUS_FS_SHIFT  13

/* UXL = SXL = 2: both lower modes are always 64 bits wide */
#define MSTATUS_XLEN64  (2ull << 32 | 2ull << 34)

/* mstatus_with_sd: as it is read; SD sums up which state is dirty. XS stays 0:
 * there is no such unit. */
static inline uint64_t mstatus_with_sd(uint64_t mstatus)
{
    bool dirty = (mstatus & MSTATUS_FS) == MSTATUS_FS ||
                 (mstatus & MSTATUS_VS) == MSTATUS_VS;

    return (mstatus & ~MSTATUS_SD) | MSTATUS_XLEN64 |
           (dirty ? MSTATUS_SD : 0);
}

/* What S-mode sees of mstatus */
#define SSTATUS_MASK                                                    \
    (MSTATUS_SIE | MSTATUS_SPIE | MSTATUS_UBE | MSTATUS_SPP |           \
     MSTATUS_VS | MSTATUS_FS | MSTATUS_XS | MSTATUS_SUM | MSTATUS_MXR | \
     MSTATUS_UXL | MSTATUS_SD)

/* Values of FS, VS and XS */
enum {
    EXT_STATE_OFF = 0,
    EXT_STATE_INITIAL = 1,
    EXT_STATE_CLEAN = 2,
    EXT_STATE_DIRTY = 3,
};

/* mip and mie */
#define MIP_SSIP        BIT_ULL(IRQ_S_SOFT)
#define MIP_MSIP        BIT_ULL(IRQ_M_SOFT)
#define MIP_STIP        BIT_ULL(IRQ_S_TIMER)
#define MIP_MTIP        BIT_ULL(IRQ_M_TIMER)
#define MIP_SEIP        BIT_ULL(IRQ_S_EXT)
#define MIP_MEIP        BIT_ULL(IRQ_M_EXT)
#define MIP_S_BITS      (MIP_SSIP | MIP_STIP | MIP_SEIP)
#define MIP_M_BITS      (MIP_MSIP | MIP_MTIP | MIP_MEIP)

/* mcounteren, scounteren, mcountinhibit */
#define COUNTER_CY      BIT_ULL(0)
#define COUNTER_TM      BIT_ULL(1)
#define COUNTER_IR      BIT_ULL(2)

/* menvcfg, senvcfg */
#define ENVCFG_FIOM     BIT_ULL(0)
#define ENVCFG_CBIE     MAKE_64BIT_MASK(4, 2)
#define ENVCFG_CBCFE    BIT_ULL(6)
#define ENVCFG_CBZE     BIT_ULL(7)
#define MENVCFG_ADUE    BIT_ULL(61)
#define MENVCFG_PBMTE   BIT_ULL(62)
#define MENVCFG_STCE    BIT_ULL(63)

/* mstateen0: bit 62 guards senvcfg, bit 63 guards sstateen */
#define STATEEN_ENVCFG  BIT_ULL(62)
#define STATEEN_SE      BIT_ULL(63)

/* mseccfg, Smepmp */
#define MSECCFG_MML     BIT_ULL(0)
#define MSECCFG_MMWP    BIT_ULL(1)
#define MSECCFG_RLB     BIT_ULL(2)

/* satp, RV64: MODE 63:60, ASID 59:44, PPN 43:0 */
#define SATP_MODE_SHIFT 60
#define SATP_ASID_SHIFT 44
#define SATP_PPN        MAKE_64BIT_MASK(0, 44)

/* pmpcfg byte */
#define PMP_R           (1u << 0)
#define PMP_W           (1u << 1)
#define PMP_X           (1u << 2)
#define PMP_A           (3u << 3)
#define PMP_A_SHIFT     3
#define PMP_L           (1u << 7)

enum {
    PMP_OFF = 0,
    PMP_TOR = 1,                /* [previous pmpaddr, this pmpaddr) */
    PMP_NA4 = 2,                /* four bytes */
    PMP_NAPOT = 3,              /* 2^n bytes, n >= 3 */
};

/* mtvec, stvec: MODE 1 is vectored */
#define TVEC_VECTORED   BIT_ULL(0)
#define TVEC_BASE       (~3ull)

#endif

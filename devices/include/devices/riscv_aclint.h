/*
 * riscv_aclint.h: RISC-V Advanced Core Local Interruptor
 *
 * Three small devices, one output wire per hart each:
 *
 *     MSWI    one word per hart, bit 0 drives its machine software interrupt
 *     MTIMER  mtime, and mtimecmp per hart: machine timer interrupt
 *     SSWI    one write-only word per hart: supervisor software interrupt
 *
 * The older CLINT is a layout of the same devices: MSWI at +0, MTIMER at
 * +0x4000 with mtimecmp first and mtime at its offset 0x7ff8 (CLINT 0xbff8).
 *
 * RISC-V ACLINT specification 1.0-rc4. How a wire reaches a hart's mip is the
 * board's business: qdev_connect_gpio_out(dev, hart index, irq).
 */
#ifndef DEVICES_RISCV_ACLINT_H
#define DEVICES_RISCV_ACLINT_H

#include "devices/sysbus.h"
#include "timers/timer.h"

#define TYPE_RISCV_ACLINT_MTIMER "riscv.aclint.mtimer"
#define RISCV_ACLINT_MTIMER(obj) \
    OBJECT_CHECK(RISCVAclintMTimerState, (obj), TYPE_RISCV_ACLINT_MTIMER)

#define TYPE_RISCV_ACLINT_SWI "riscv.aclint.swi"
#define RISCV_ACLINT_SWI(obj) \
    OBJECT_CHECK(RISCVAclintSwiState, (obj), TYPE_RISCV_ACLINT_SWI)

enum {
    RISCV_ACLINT_SWI_SIZE = 0x4000,
    RISCV_ACLINT_DEFAULT_MTIMECMP = 0x0,
    RISCV_ACLINT_DEFAULT_MTIME = 0x7ff8,
    RISCV_ACLINT_DEFAULT_MTIMER_SIZE = 0x8000,
    RISCV_ACLINT_DEFAULT_TIMEBASE_FREQ = 10000000,
    RISCV_ACLINT_MAX_HARTS = 4095,
};

typedef struct RISCVAclintMTimerState RISCVAclintMTimerState;

/* Timer state of one hart. */
typedef struct RISCVAclintMTimerHart {
    RISCVAclintMTimerState *mtimer;
    QEMUTimer *timer;           /* derived: next change of the level */
} RISCVAclintMTimerHart;

struct RISCVAclintMTimerState {
    SysBusDevice parent_obj;

    MemoryRegion mmio;
    qemu_irq *timer_irqs;       /* one output per hart */
    RISCVAclintMTimerHart *harts; /* derived */

    /* guest-visible registers */
    uint64_t time_offset;       /* mtime = ticks of the clock + this */
    uint64_t *timecmp;          /* mtimecmp, num_harts words */

    /* called after a write to mtime; (nullable), not saved */
    void (*time_changed)(void *opaque);
    void *time_changed_opaque;

    /* properties */
    uint32_t hartid_base;
    uint32_t num_harts;
    uint32_t timecmp_base;      /* offset of hart 0's mtimecmp */
    uint32_t time_base;         /* offset of mtime */
    uint32_t aperture_size;     /* bytes */
    uint32_t timebase_freq;     /* Hz */
};

/* What a board chooses about an MTIMER; offsets in bytes. */
typedef struct RISCVAclintMTimerConfig {
    hwaddr addr;
    uint32_t size;
    uint32_t hartid_base;
    uint32_t num_harts;
    uint32_t timecmp_base;
    uint32_t time_base;
    uint32_t timebase_freq;
} RISCVAclintMTimerConfig;

/**
 * riscv_aclint_mtimer_create: create, realize and map an MTIMER
 * @config: placement (copied)
 *
 * Returns: borrowed; outputs 0..num_harts-1 are to be connected. Stops the
 *          program when the device refuses.
 */
DeviceState *riscv_aclint_mtimer_create(const RISCVAclintMTimerConfig *config);

/**
 * riscv_aclint_mtime_read: mtime, for the time CSR of a hart
 *
 * Computed from the virtual clock: reading changes nothing.
 *
 * Context: any thread, no lock.
 */
uint64_t riscv_aclint_mtime_read(RISCVAclintMTimerState *s);

/**
 * riscv_aclint_mtimer_set_time_changed: be told when software moves mtime
 * @fn:     (nullable): called after the write, lock held
 * @opaque: passed to @fn
 *
 * A hart with Sstc compares the same counter and must plan its deadline anew.
 */
void riscv_aclint_mtimer_set_time_changed(RISCVAclintMTimerState *s,
                                          void (*fn)(void *opaque),
                                          void *opaque);

typedef struct RISCVAclintSwiState {
    SysBusDevice parent_obj;

    MemoryRegion mmio;
    qemu_irq *soft_irqs;        /* one output per hart */

    /* guest-visible registers */
    uint8_t *msip;              /* MSWI: bit 0 of each word, num_harts */

    /* properties */
    uint32_t hartid_base;
    uint32_t num_harts;
    uint32_t sswi;              /* 1: SSWI, 0: MSWI */
} RISCVAclintSwiState;

/**
 * riscv_aclint_swi_create: create, realize and map an MSWI or SSWI
 * @addr:        address of its window of RISCV_ACLINT_SWI_SIZE bytes
 * @hartid_base: hart id of output 0
 * @num_harts:   1..RISCV_ACLINT_MAX_HARTS
 * @sswi:        true: SSWI
 *
 * Returns: borrowed. Stops the program when the device refuses.
 */
DeviceState *riscv_aclint_swi_create(hwaddr addr, uint32_t hartid_base,
                                     uint32_t num_harts, bool sswi);

#endif

/*
 * pflash_cfi01.h: parallel NOR flash, Intel command set
 *
 * A bank of chips side by side on one bus. Normally it reads as memory; a
 * write starts a command and the bank answers with status, identifiers or
 * query data until the guest asks for the array again.
 *
 * JEDEC JESD68 (Common Flash Interface), command set 0001, as the Intel
 * StrataFlash J3 data sheet describes it.
 */
#ifndef DEVICES_PFLASH_CFI01_H
#define DEVICES_PFLASH_CFI01_H

#include "devices/flash_backing.h"
#include "devices/sysbus.h"

#define TYPE_PFLASH_CFI01 "cfi.pflash01"
#define PFLASH_CFI01(obj) \
    OBJECT_CHECK(PFlashCFI01, (obj), TYPE_PFLASH_CFI01)

enum {
    PFLASH_QUERY_WORDS = 0x52,  /* query table, one entry per chip word */
    PFLASH_BUFFER_MAX = 4096,   /* bytes of the write buffer, whole bank */
};

/* Guest-visible state of the command machine; chips run in step. */
typedef struct PFlashRegs {
    uint64_t buffer_base;       /* offset of buffer[0] in the bank */
    uint32_t count;             /* bytes that the write buffer still takes */
    uint8_t cmd;                /* command under way; 0xff: read array */
    uint8_t wcycle;             /* bus writes it has had, 0 between commands */
    uint8_t status;             /* status register of every chip */
} PFlashRegs;

typedef struct PFlashCFI01 {
    SysBusDevice parent_obj;

    MemoryRegion mem;
    PFlashRegs regs;
    uint8_t buffer[PFLASH_BUFFER_MAX]; /* write buffer */
    uint8_t *locked;            /* per block, non-volatile */

    /* derived */
    uint8_t *storage;           /* the array: RAM of @mem */
    uint64_t total_bytes;
    uint8_t query[PFLASH_QUERY_WORDS];
    uint32_t num_chips;
    uint32_t buffer_bytes;      /* write buffer of the whole bank */
    bool unflushed;             /* the backing has writes to flush */

    FlashBacking *backing;      /* (nullable): owned */

    /* properties */
    uint32_t num_blocks;
    uint64_t sector_len;        /* bytes of one block of the bank */
    uint8_t bank_width;         /* bytes: 1, 2, 4 */
    uint8_t device_width;       /* bytes of one chip's bus */
    uint8_t max_device_width;   /* bytes the chip could use */
    bool read_only;
    uint8_t ident[4];
    char *name;
} PFlashCFI01;

/**
 * pflash_cfi01_set_backing: keep the contents in @backing
 * @flash:   not yet realized
 * @backing: (transfer full) (nullable)
 *
 * Without a backing the bank starts as zeros and forgets everything at exit.
 */
void pflash_cfi01_set_backing(PFlashCFI01 *flash, FlashBacking *backing);

/**
 * pflash_cfi01_new_virt: a bank as the `virt` board has two of
 * @name: name of its memory region, "virt.flash0" or "virt.flash1"
 *
 * 32 MiB: two 16-bit chips side by side, 256 KiB blocks, ids 0x89 0x18. The
 * caller sets the backing, realizes and maps it.
 *
 * Returns: (transfer full).
 */
PFlashCFI01 *pflash_cfi01_new_virt(const char *name);

/** pflash_cfi01_get_memory: the window of a realized bank (borrowed) */
MemoryRegion *pflash_cfi01_get_memory(PFlashCFI01 *flash);

/**
 * pflash_cfi01_flush: make what the guest programmed survive a power cut
 *
 * Happens by itself whenever the bank goes back to reading its array.
 */
void pflash_cfi01_flush(PFlashCFI01 *flash);

#endif

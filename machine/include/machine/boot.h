/*
 * boot.h: which image goes where, and how the first instruction finds them
 *
 *   ram_base            firmware            OpenSBI, or nothing (-bios none)
 *   next 2 MiB          kernel              Image, ELF, flat
 *   kernel + min(ram/2, 512 MiB)   initrd
 *   below min(ram_end, 3 GiB)      device tree, 2 MiB aligned
 *
 * The addresses are QEMU 10's, because scripts and firmware configurations
 * contain them. Functions of addresses only come first: they are the rules.
 *
 * The hand-over: RISC-V SBI boot convention and OpenSBI's docs/firmware/
 * fw_dynamic.md.
 */
#ifndef MACHINE_BOOT_H
#define MACHINE_BOOT_H

#include "core/error.h"
#include "core/types.h"
#include "machine/loader.h"
#include "machine/rom.h"

/* ---- the rules --------------------------------------------------------- */

/** riscv_calc_kernel_start_addr: first 2 MiB boundary at or after @fw_end */
hwaddr riscv_calc_kernel_start_addr(hwaddr fw_end);

/**
 * riscv_compute_initrd_addr: where the initial RAM disk starts
 * @kernel_low, @kernel_high: the kernel is in [low, high)
 * @ram_size: bytes
 */
hwaddr riscv_compute_initrd_addr(hwaddr kernel_low, hwaddr kernel_high,
                                 uint64_t ram_size);

/**
 * riscv_compute_fdt_addr: where the device tree starts
 * @fdt_size: bytes
 *
 * As high as 32-bit code without an MMU can reach it.
 */
hwaddr riscv_compute_fdt_addr(hwaddr ram_base, uint64_t ram_size,
                              uint64_t fdt_size);

/* ---- firmware ---------------------------------------------------------- */

/**
 * riscv_find_firmware: the file that -bios names
 * @bios: (nullable): "default" (as NULL), or a file name
 * @search: (nullable): folders of -L, searched first
 *
 * Default means OpenSBI's fw_dynamic where distributions install it;
 * LECTERN_FIRMWARE_PATH (folders separated by colons) comes before them.
 *
 * Returns: (transfer full) (nullable): NULL with @errp set, which names the
 *          package to install. Not for "none".
 */
char *riscv_find_firmware(const char *bios, char *const *search,
                          Error **errp);

/* ---- loading everything ------------------------------------------------ */

typedef struct BootRequest {
    hwaddr ram_base;
    uint64_t ram_size;          /* bytes */
    hwaddr flash_base;          /* 0: no image in flash bank 0 */
    const char *bios;           /* (nullable): "none", "default", file */
    char *const *search;        /* (nullable): folders of -L */
    const char *kernel;         /* (nullable) */
    const char *initrd;         /* (nullable) */
    SymbolTable *symbols;       /* (nullable): of ELF files */
} BootRequest;

/* The outcome; addresses that do not apply are 0. */
typedef struct BootLayout {
    hwaddr start;               /* where the reset vector jumps */
    hwaddr firmware_end;        /* ram_base without firmware */
    hwaddr kernel_entry;        /* next stage of fw_dynamic */
    hwaddr kernel_low, kernel_high;
    hwaddr initrd_start, initrd_end;
    hwaddr fdt_addr;            /* set by boot_add_fdt() */
} BootLayout;

/**
 * boot_load_images: add firmware, kernel and initrd to the ROM list
 * @layout: (out)
 *
 * With flash_base set: -bios none starts in flash, else the firmware hands
 * over to flash (EDK2's way) and a kernel file is refused.
 */
bool boot_load_images(RomList *roms, const BootRequest *request,
                      BootLayout *layout, Error **errp) MUST_CHECK;

/**
 * boot_add_fdt: add the device tree
 * @fdt:    (borrowed): finished blob
 * @layout: (inout): fdt_addr is set
 *
 * Fails when no room is left between the images and the end of RAM.
 */
bool boot_add_fdt(RomList *roms, const BootRequest *request, GBytes *fdt,
                  BootLayout *layout, Error **errp) MUST_CHECK;

/* ---- reset vector ------------------------------------------------------ */

#define FW_DYNAMIC_MAGIC 0x4942534full  /* "OSBI" */
#define FW_DYNAMIC_VERSION 2
#define FW_DYNAMIC_NEXT_S 1

/**
 * riscv_reset_vector: position-independent code and data that start a hart
 *
 * Leaves a0 = hart id, a1 = device tree, a2 = fw_dynamic block and jumps to
 * layout->start.
 *
 * Returns: (transfer full): the bytes; all data is little endian.
 */
GBytes *riscv_reset_vector(const BootLayout *layout);

/** riscv_setup_rom_reset_vec: add the reset vector at @rom_base */
bool riscv_setup_rom_reset_vec(RomList *roms, hwaddr rom_base,
                               uint64_t rom_size, const BootLayout *layout,
                               Error **errp) MUST_CHECK;

#endif

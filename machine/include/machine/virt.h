/*
 * virt.h: the `virt` board: its address map and interrupt numbers
 *
 * The map and the numbers are QEMU's; guests and firmware rely on them.
 */
#ifndef MACHINE_VIRT_H
#define MACHINE_VIRT_H

#include "devices/fw_cfg.h"
#include "devices/pflash_cfi01.h"
#include "machine/machine.h"
#include "machine/riscv_hart.h"

#define TYPE_RISCV_VIRT_MACHINE MACHINE_TYPE_NAME("virt-1.0")
#define VIRT_SOCKETS_MAX 8
#define VIRT_CPUS_MAX 512

typedef enum VirtDevice {
    VIRT_DEBUG,
    VIRT_MROM,
    VIRT_TEST,
    VIRT_RTC,
    VIRT_CLINT,
    VIRT_ACLINT_SSWI,
    VIRT_PLIC,
    VIRT_UART0,
    VIRT_VIRTIO,
    VIRT_FW_CFG,
    VIRT_FLASH,
    VIRT_DRAM,
    VIRT_DEVICE_COUNT
} VirtDevice;

/* The picture drawn in the handout; a size of 0 means "as large as -m". */
extern const MemMapEntry virt_memmap[VIRT_DEVICE_COUNT];

enum {
    VIRT_IRQ_VIRTIO = 1,        /* 1 to 8 */
    VIRT_IRQ_UART0 = 10,
    VIRT_IRQ_RTC = 11,
    VIRT_NUM_VIRTIO = 8,
    VIRT_PLIC_SOURCES = 96,     /* source 0 counts, but does not exist */
    VIRT_PLIC_PRIORITIES = 7,
    VIRT_TIMEBASE_HZ = 10000000,
    VIRT_UART_CLOCK_HZ = 3686400,
};

typedef struct RISCVVirtState {
    MachineState parent_obj;

    RISCVHartArrayState socket[VIRT_SOCKETS_MAX];
    DeviceState *plic[VIRT_SOCKETS_MAX];
    DeviceState *mtimer[VIRT_SOCKETS_MAX];
    PFlashCFI01 *flash[MACHINE_NUM_FLASH];
    FWCfgState *fw_cfg;
    MemoryRegion mask_rom;

    bool aclint;                /* property: ACLINT instead of CLINT node */
} RISCVVirtState;

#define RISCV_VIRT_MACHINE(obj) \
    OBJECT_CHECK(RISCVVirtState, (obj), TYPE_RISCV_VIRT_MACHINE)

/**
 * virt_boot_init: firmware, kernel, device tree and reset vector
 *
 * Returns: false with @errp set when a file cannot be used.
 */
bool virt_boot_init(RISCVVirtState *s, Error **errp) MUST_CHECK;

#endif

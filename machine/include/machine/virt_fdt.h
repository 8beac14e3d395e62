/*
 * virt_fdt.h: the device tree of `virt`
 *
 * A plain description of the board in, a blob out: no device is asked, so
 * the tree is tested without a machine. Nodes, properties, their order and
 * the phandle values are those of QEMU 10's `virt`.
 *
 * Devicetree Specification 0.4; Linux Documentation/devicetree/bindings.
 */
#ifndef MACHINE_VIRT_FDT_H
#define MACHINE_VIRT_FDT_H

#include <glib.h>

#include "core/cpu_model.h"
#include "core/types.h"

#define VIRT_FDT_RNG_SEED_BYTES 32
#define VIRT_FDT_VIRTIO_COUNT_MAX 32

/* A window of the memory map; size 0: the device is not there. */
typedef struct VirtFdtRange {
    hwaddr base;
    uint64_t size;              /* bytes */
} VirtFdtRange;

/* A device with one wire to the PLIC. */
typedef struct VirtFdtDevice {
    VirtFdtRange range;
    uint32_t irq;               /* PLIC source */
} VirtFdtDevice;

/*
 * All pointers are borrowed for the call. A member left zero removes its
 * node (or property).
 */
typedef struct VirtFdtInfo {
    /* harts; all alike but for their number */
    unsigned hart_count;        /* >= 1; hart ids 0..hart_count-1 */
    const HartConfig *hart;     /* ISA, MMU type, block sizes, counters */
    uint32_t timebase_hz;       /* rate of the time CSR */

    VirtFdtRange ram;

    /* interrupt plumbing */
    VirtFdtRange plic;
    uint32_t plic_ndev;         /* highest source */
    bool aclint;                /* mswi, mtimer, sswi nodes, not clint */
    VirtFdtRange clint;         /* also of mswi and mtimer */
    VirtFdtRange sswi;

    /* devices */
    VirtFdtDevice rtc;
    VirtFdtDevice uart;
    uint32_t uart_clock_hz;
    VirtFdtRange finisher;      /* also /poweroff and /reboot */
    VirtFdtDevice virtio[VIRT_FDT_VIRTIO_COUNT_MAX];
    unsigned virtio_count;      /* in ascending order of addresses */
    VirtFdtRange fw_cfg;
    VirtFdtRange flash[2];      /* two banks of one device */
    VirtFdtRange platform_bus;

    /* /chosen */
    const char *bootargs;       /* (nullable) */
    hwaddr initrd_start, initrd_end;    /* equal: none */
    const uint8_t *rng_seed;    /* (nullable): VIRT_FDT_RNG_SEED_BYTES */
} VirtFdtInfo;

/** virt_fdt_build: (transfer full): the finished blob */
GBytes *virt_fdt_build(const VirtFdtInfo *info);

/**
 * virt_fdt_update_chosen: put boot arguments and initrd into a user's tree
 * @fdt:  (borrowed): a checked blob (-dtb)
 * @info: bootargs, initrd_start and initrd_end are used
 *
 * Returns: (transfer full) (nullable): NULL with @errp set when libfdt
 *          cannot change the tree.
 */
GBytes *virt_fdt_update_chosen(GBytes *fdt, const VirtFdtInfo *info,
                               GError **errp);

#endif

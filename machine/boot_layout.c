/*
 * boot_layout.c: the rules that place kernel, initrd and device tree
 *
 * Functions of numbers only. Each rule answers one fact of the guests that
 * are started with it; the constants are QEMU's.
 */
#include <glib.h>

#include "machine/boot.h"

#define KIB (1ull << 10)
#define MIB (1ull << 20)

/* Sv39 maps RAM with 2 MiB pages, so Linux wants to start on one. */
#define KERNEL_ALIGN (2 * MIB)

/* Far enough that an unpacking kernel does not reach it. */
#define INITRD_GAP_MAX (512 * MIB)

/* Linux maps the tree before it knows its size, in one 2 MiB page ... */
#define FDT_ALIGN (2 * MIB)
/* ... and 32-bit firmware must reach it. */
#define FDT_CEILING (3072 * MIB)

static hwaddr align_up(hwaddr addr, uint64_t align)
{
    return (addr + align - 1) & ~(align - 1);
}

hwaddr riscv_calc_kernel_start_addr(hwaddr fw_end)
{
    return align_up(fw_end, KERNEL_ALIGN);
}

hwaddr riscv_compute_initrd_addr(hwaddr kernel_low, hwaddr kernel_high,
                                 uint64_t ram_size)
{
    hwaddr addr = kernel_low + MIN(ram_size / 2, INITRD_GAP_MAX);

    return MAX(addr, align_up(kernel_high, 4 * KIB));
}

hwaddr riscv_compute_fdt_addr(hwaddr ram_base, uint64_t ram_size,
                              uint64_t fdt_size)
{
    hwaddr top = ram_base + ram_size;

    if (ram_base < FDT_CEILING) {
        top = MIN(top, FDT_CEILING);
    }
    return fdt_size > top ? 0 : (top - fdt_size) & ~(FDT_ALIGN - 1);
}

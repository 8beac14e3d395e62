/*
 * boot.c: first C code of each hart
 *
 * Everything may be used from S and U mode (one PMP entry over all memory),
 * because `trap` visits those modes. Privileged manual 3.7.
 */
#include "demo.h"

enum { PMP_NAPOT_RWX = 0x1f };

static const void *fdt;

void boot_main(uint64_t hart, const void *device_tree);
void secondary_main(uint64_t hart);

const void *boot_fdt(void)
{
    return fdt;
}

static void banner(void)
{
    print("\nlectern demo: a small guest inside a riscv64 machine\n"
          "M-mode shell on hart 0 of %u; type 'help'.\n", harts_present());
}

void boot_main(uint64_t hart, const void *device_tree)
{
    fdt = device_tree;
    csr_write(pmpaddr0, -1);
    csr_write(pmpcfg0, PMP_NAPOT_RWX);
    uart_init();
    harts_announce(hart);
    banner();
    shell_run();
}

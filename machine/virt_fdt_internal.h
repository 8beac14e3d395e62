/* virt_fdt_internal.h: what the files of virt's device tree share */
#ifndef MACHINE_VIRT_FDT_INTERNAL_H
#define MACHINE_VIRT_FDT_INTERNAL_H

#include "machine/fdt_builder.h"
#include "machine/virt_fdt.h"

typedef struct VirtFdt {
    const VirtFdtInfo *info;
    FdtBuilder *b;
    uint32_t *intc_phandles;    /* by hart id, set by virt_fdt_add_cpus() */
    uint32_t plic_phandle;
    uint32_t finisher_phandle;
} VirtFdt;

/* virt_fdt_cpus.c */
void virt_fdt_add_pmu(VirtFdt *t);
void virt_fdt_add_cpus(VirtFdt *t);
/* virt_fdt_irq.c */
void virt_fdt_add_clint(VirtFdt *t);
void virt_fdt_add_plic(VirtFdt *t);

#endif

/*
 * virt_fdt_irq.c: CLINT or ACLINT, and the PLIC
 *
 * All of them list, hart by hart, the interrupt-controller node of the hart
 * and the number of the wire at the hart ("interrupts-extended"). The order
 * of that list is the order of msip registers and PLIC contexts.
 *
 * Bindings timer/sifive,clint.yaml, timer/riscv,aclint-mtimer.yaml,
 * interrupt-controller/sifive,plic-1.0.0.yaml.
 */
#include <inttypes.h>
#include "core/hart.h"
#include "virt_fdt_internal.h"

#define FDT_STRINGS(...) ((const char *const[]) { __VA_ARGS__, NULL })

/* For each hart, one wire per element of @irqs. */
static void set_wires(VirtFdt *t, const char *path, const uint32_t *irqs,
                      unsigned n_irqs)
{
    unsigned n_cells = t->info->hart_count * n_irqs * 2;
    g_autofree uint32_t *cells = g_new(uint32_t, n_cells);

    for (unsigned i = 0; i < t->info->hart_count * n_irqs; i++) {
        cells[2 * i] = t->intc_phandles[i / n_irqs];
        cells[2 * i + 1] = irqs[i % n_irqs];
    }
    fdt_set_cells(t->b, path, "interrupts-extended", cells, n_cells);
}

static char *soc_path(const char *name, hwaddr base)
{
    return g_strdup_printf("/soc/%s@%" PRIx64, name, base);
}

/* ---- CLINT ------------------------------------------------------------- */

static void add_clint(VirtFdt *t)
{
    const VirtFdtRange *range = &t->info->clint;
    const uint32_t irqs[] = { IRQ_M_SOFT, IRQ_M_TIMER };
    g_autofree char *path = soc_path("clint", range->base);

    fdt_add_node(t->b, path);
    fdt_set_strings(t->b, path, "compatible",
                    FDT_STRINGS("sifive,clint0", "riscv,clint0"));
    fdt_set_reg(t->b, path, range->base, range->size);
    set_wires(t, path, irqs, G_N_ELEMENTS(irqs));
}

/* ---- ACLINT: the same registers as three devices ------------------------ */

/* Offsets within the CLINT's window. */
enum {
    ACLINT_MSWI_BYTES = 0x4000,
    ACLINT_MTIMECMP = 0x4000,
    ACLINT_MTIME = 0xbff8,
};

static void add_swi(VirtFdt *t, const char *name, const VirtFdtRange *range,
                    uint32_t irq)
{
    g_autofree char *path = soc_path(name, range->base);
    g_autofree char *compatible = g_strdup_printf("riscv,aclint-%s", name);

    fdt_add_node(t->b, path);
    fdt_set_string(t->b, path, "compatible", compatible);
    fdt_set_reg(t->b, path, range->base, range->size);
    set_wires(t, path, &irq, 1);
    fdt_set_flag(t->b, path, "interrupt-controller");
    fdt_set_cell(t->b, path, "#interrupt-cells", 0);
}

/* Two windows: mtime first, then the mtimecmp registers. */
static void add_mtimer(VirtFdt *t)
{
    hwaddr base = t->info->clint.base;
    hwaddr compare = base + ACLINT_MTIMECMP;
    hwaddr time = base + ACLINT_MTIME;
    const uint32_t irq = IRQ_M_TIMER;
    const uint32_t reg[] = {
        time >> 32, (uint32_t)time,
        0, (uint32_t)(t->info->clint.size - ACLINT_MTIME),
        compare >> 32, (uint32_t)compare,
        0, ACLINT_MTIME - ACLINT_MTIMECMP,
    };
    g_autofree char *path = soc_path("mtimer", compare);

    fdt_add_node(t->b, path);
    fdt_set_string(t->b, path, "compatible", "riscv,aclint-mtimer");
    fdt_set_cells(t->b, path, "reg", reg, G_N_ELEMENTS(reg));
    set_wires(t, path, &irq, 1);
}

static void add_aclint(VirtFdt *t)
{
    const VirtFdtRange mswi = { t->info->clint.base, ACLINT_MSWI_BYTES };

    add_swi(t, "mswi", &mswi, IRQ_M_SOFT);
    add_mtimer(t);
    add_swi(t, "sswi", &t->info->sswi, IRQ_S_SOFT);
}

void virt_fdt_add_clint(VirtFdt *t)
{
    if (t->info->aclint) {
        add_aclint(t);
    } else {
        add_clint(t);
    }
}

/* ---- PLIC -------------------------------------------------------------- */

void virt_fdt_add_plic(VirtFdt *t)
{
    const VirtFdtRange *range = &t->info->plic;
    const uint32_t irqs[] = { IRQ_M_EXT, IRQ_S_EXT };
    g_autofree char *path = soc_path("plic", range->base);

    t->plic_phandle = fdt_add_phandle(t->b);
    fdt_add_node(t->b, path);
    fdt_set_cell(t->b, path, "#interrupt-cells", 1);
    fdt_set_cell(t->b, path, "#address-cells", 0);
    fdt_set_strings(t->b, path, "compatible",
                    FDT_STRINGS("sifive,plic-1.0.0", "riscv,plic0"));
    fdt_set_flag(t->b, path, "interrupt-controller");
    set_wires(t, path, irqs, G_N_ELEMENTS(irqs));
    fdt_set_reg(t->b, path, range->base, range->size);
    fdt_set_cell(t->b, path, "riscv,ndev", t->info->plic_ndev);
    fdt_set_cell(t->b, path, "phandle", t->plic_phandle);
}

/*
 * virt_fdt_cpus.c: /cpus and /pmu
 *
 * Bindings riscv/cpus.yaml, riscv/extensions.yaml, cpu/cpu-topology.txt and
 * perf/riscv,pmu.yaml. Harts are added from the last to the first, so that
 * they are printed in order.
 */
#include "core/hart.h"
#include "virt_fdt_internal.h"

/* ---- one hart ---------------------------------------------------------- */

static void set_isa(VirtFdt *t, const char *path)
{
    const HartConfig *hart = t->info->hart;
    g_autofree char *isa = cpu_model_isa_string(hart);
    g_auto(GStrv) extensions = cpu_model_isa_extensions(hart);

    fdt_set_string(t->b, path, "mmu-type", cpu_model_mmu_type(hart));
    fdt_set_string(t->b, path, "riscv,isa", isa);
    fdt_set_string(t->b, path, "riscv,isa-base", "rv64i");
    fdt_set_strings(t->b, path, "riscv,isa-extensions",
                    (const char *const *)extensions);
}

static const struct {
    ExtId ext;
    const char *property;
} cbo_rows[] = {
    { EXT_zicbom, "riscv,cbom-block-size" },
    { EXT_zicboz, "riscv,cboz-block-size" },
    { EXT_zicbop, "riscv,cbop-block-size" },
};

static void set_block_sizes(VirtFdt *t, const char *path)
{
    const HartConfig *hart = t->info->hart;

    for (unsigned i = 0; i < G_N_ELEMENTS(cbo_rows); i++) {
        if (hart->ext[cbo_rows[i].ext]) {
            fdt_set_cell(t->b, path, cbo_rows[i].property,
                         hart->cbo_block_bytes);
        }
    }
}

static void add_intc(VirtFdt *t, const char *cpu_path, uint32_t phandle)
{
    g_autofree char *path = g_strdup_printf("%s/interrupt-controller",
                                            cpu_path);

    fdt_add_node(t->b, path);
    fdt_set_cell(t->b, path, "phandle", phandle);
    fdt_set_string(t->b, path, "compatible", "riscv,cpu-intc");
    fdt_set_flag(t->b, path, "interrupt-controller");
    fdt_set_cell(t->b, path, "#interrupt-cells", 1);
}

static uint32_t add_cpu(VirtFdt *t, unsigned hart_id)
{
    g_autofree char *path = g_strdup_printf("/cpus/cpu@%x", hart_id);
    uint32_t phandle = fdt_add_phandle(t->b);

    fdt_add_node(t->b, path);
    set_isa(t, path);
    set_block_sizes(t, path);
    fdt_set_string(t->b, path, "compatible", "riscv");
    fdt_set_string(t->b, path, "status", "okay");
    fdt_set_cell(t->b, path, "reg", hart_id);
    fdt_set_string(t->b, path, "device_type", "cpu");
    fdt_set_cell(t->b, path, "phandle", phandle);
    t->intc_phandles[hart_id] = fdt_add_phandle(t->b);
    add_intc(t, path, t->intc_phandles[hart_id]);
    return phandle;
}

static void add_core(VirtFdt *t, unsigned hart_id, uint32_t cpu_phandle)
{
    g_autofree char *path =
        g_strdup_printf("/cpus/cpu-map/cluster0/core%u", hart_id);

    fdt_add_node(t->b, path);
    fdt_set_cell(t->b, path, "cpu", cpu_phandle);
}

/* ---- all harts --------------------------------------------------------- */

void virt_fdt_add_cpus(VirtFdt *t)
{
    fdt_add_node(t->b, "/cpus");
    fdt_set_cell(t->b, "/cpus", "timebase-frequency", t->info->timebase_hz);
    fdt_set_cell(t->b, "/cpus", "#size-cells", 0);
    fdt_set_cell(t->b, "/cpus", "#address-cells", 1);
    fdt_add_node(t->b, "/cpus/cpu-map");
    fdt_add_node(t->b, "/cpus/cpu-map/cluster0");
    for (unsigned i = t->info->hart_count; i-- > 0;) {
        add_core(t, i, add_cpu(t, i));
    }
}

/* ---- counters ---------------------------------------------------------- */

/*
 * SBI event codes and the fixed counter that also counts them: hardware
 * events 1 (cycles) and 2 (instructions); cache events 0x1nnnn.
 */
static const struct {
    uint32_t event;
    uint32_t fixed_counters;    /* bit mask */
} pmu_rows[] = {
    { 0x00001, 1 << 0 },
    { 0x00002, 1 << 2 },
    { 0x10019, 0 },             /* data TLB, read miss */
    { 0x1001b, 0 },             /* data TLB, write miss */
    { 0x10021, 0 },             /* instruction TLB, read miss */
};

void virt_fdt_add_pmu(VirtFdt *t)
{
    uint32_t programmable = ((1u << t->info->hart->hpm_count) - 1) << 3;
    uint32_t cells[3 * G_N_ELEMENTS(pmu_rows)];

    if (!programmable) {
        return;
    }
    for (unsigned i = 0; i < G_N_ELEMENTS(pmu_rows); i++) {
        cells[3 * i] = pmu_rows[i].event;       /* first of the range */
        cells[3 * i + 1] = pmu_rows[i].event;   /* last of the range */
        cells[3 * i + 2] = programmable | pmu_rows[i].fixed_counters;
    }
    fdt_add_node(t->b, "/pmu");
    fdt_set_string(t->b, "/pmu", "compatible", "riscv,pmu");
    fdt_set_cells(t->b, "/pmu", "riscv,event-to-mhpmcounters", cells,
                  G_N_ELEMENTS(cells));
}

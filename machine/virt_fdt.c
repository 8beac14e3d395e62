/*
 * virt_fdt.c: the device tree of `virt`, one function per node
 *
 * The table at the end is the order in which nodes are added. libfdt inserts
 * in front, so the printed tree is the table backwards, and so are the
 * properties within each function. CPU nodes are in virt_fdt_cpus.c.
 *
 * Bindings: Linux Documentation/devicetree/bindings, by compatible string.
 */
#include <inttypes.h>
#include "machine/virt_fdt.h"

#include "virt_fdt_internal.h"

#define FDT_STRINGS(...) ((const char *const[]) { __VA_ARGS__, NULL })

/* ---- the frame --------------------------------------------------------- */

static void add_root(VirtFdt *t)
{
    fdt_set_string(t->b, "/", "model", "riscv-virtio,qemu");
    fdt_set_string(t->b, "/", "compatible", "riscv-virtio");
    fdt_set_cell(t->b, "/", "#size-cells", 2);
    fdt_set_cell(t->b, "/", "#address-cells", 2);
}

static void add_soc(VirtFdt *t)
{
    fdt_add_node(t->b, "/soc");
    fdt_set_flag(t->b, "/soc", "ranges");
    fdt_set_string(t->b, "/soc", "compatible", "simple-bus");
    fdt_set_cell(t->b, "/soc", "#size-cells", 2);
    fdt_set_cell(t->b, "/soc", "#address-cells", 2);
}

static char *node_path(const char *name, hwaddr base)
{
    return g_strdup_printf("/%s@%" PRIx64, name, base);
}

static void add_chosen(VirtFdt *t)
{
    const VirtFdtInfo *info = t->info;

    fdt_add_node(t->b, "/chosen");
    if (info->rng_seed) {
        fdt_set_bytes(t->b, "/chosen", "rng-seed", info->rng_seed,
                      VIRT_FDT_RNG_SEED_BYTES);
    }
    if (info->uart.range.size) {
        g_autofree char *path = node_path("soc/serial",
                                          info->uart.range.base);
        fdt_set_string(t->b, "/chosen", "stdout-path", path);
    }
    if (info->initrd_end > info->initrd_start) {
        fdt_set_u64(t->b, "/chosen", "linux,initrd-start",
                    info->initrd_start);
        fdt_set_u64(t->b, "/chosen", "linux,initrd-end", info->initrd_end);
    }
    if (info->bootargs && info->bootargs[0]) {
        fdt_set_string(t->b, "/chosen", "bootargs", info->bootargs);
    }
}

static void add_aliases(VirtFdt *t)
{
    g_autofree char *path = node_path("soc/serial", t->info->uart.range.base);

    fdt_add_node(t->b, "/aliases");
    if (t->info->uart.range.size) {
        fdt_set_string(t->b, "/aliases", "serial0", path);
    }
}

static void add_memory(VirtFdt *t)
{
    g_autofree char *path = node_path("memory", t->info->ram.base);

    fdt_add_node(t->b, path);
    fdt_set_reg(t->b, path, t->info->ram.base, t->info->ram.size);
    fdt_set_string(t->b, path, "device_type", "memory");
}

/* ---- devices at the root ----------------------------------------------- */

/* Two banks, one node: cfi-flash joins them. */
static void add_flash(VirtFdt *t)
{
    const VirtFdtRange *bank = t->info->flash;
    g_autofree char *path = node_path("flash", bank[0].base);
    uint32_t reg[8];

    if (!bank[0].size) {
        return;
    }
    for (unsigned i = 0; i < 2; i++) {
        reg[4 * i] = bank[i].base >> 32;
        reg[4 * i + 1] = (uint32_t)bank[i].base;
        reg[4 * i + 2] = bank[i].size >> 32;
        reg[4 * i + 3] = (uint32_t)bank[i].size;
    }
    fdt_add_node(t->b, path);
    fdt_set_string(t->b, path, "compatible", "cfi-flash");
    fdt_set_cells(t->b, path, "reg", reg, G_N_ELEMENTS(reg));
    fdt_set_cell(t->b, path, "bank-width", 4);
}

static void add_fw_cfg(VirtFdt *t)
{
    const VirtFdtRange *range = &t->info->fw_cfg;
    g_autofree char *path = node_path("fw-cfg", range->base);

    if (!range->size) {
        return;
    }
    fdt_add_node(t->b, path);
    fdt_set_string(t->b, path, "compatible", "qemu,fw-cfg-mmio");
    fdt_set_reg(t->b, path, range->base, range->size);
    fdt_set_flag(t->b, path, "dma-coherent");
}

static void add_platform_bus(VirtFdt *t)
{
    const VirtFdtRange *range = &t->info->platform_bus;
    g_autofree char *path = node_path("platform-bus", range->base);
    /* child address, parent address (2 cells), size */
    const uint32_t ranges[] = {
        0, range->base >> 32, (uint32_t)range->base, (uint32_t)range->size,
    };

    if (!range->size) {
        return;
    }
    fdt_add_node(t->b, path);
    fdt_set_strings(t->b, path, "compatible",
                    FDT_STRINGS("qemu,platform", "simple-bus"));
    fdt_set_cell(t->b, path, "#size-cells", 1);
    fdt_set_cell(t->b, path, "#address-cells", 1);
    fdt_set_cells(t->b, path, "ranges", ranges, G_N_ELEMENTS(ranges));
    fdt_set_cell(t->b, path, "interrupt-parent", t->plic_phandle);
}

/* ---- devices on /soc --------------------------------------------------- */

/* A node with one register window and one wire to the PLIC. */
static void add_device(VirtFdt *t, const char *path, const char *compatible,
                       const VirtFdtDevice *device)
{
    fdt_add_node(t->b, path);
    fdt_set_string(t->b, path, "compatible", compatible);
    fdt_set_reg(t->b, path, device->range.base, device->range.size);
}

static void connect_device(VirtFdt *t, const char *path,
                           const VirtFdtDevice *device)
{
    fdt_set_cell(t->b, path, "interrupt-parent", t->plic_phandle);
    fdt_set_cell(t->b, path, "interrupts", device->irq);
}

static void add_virtio(VirtFdt *t)
{
    for (unsigned i = 0; i < t->info->virtio_count; i++) {
        const VirtFdtDevice *slot = &t->info->virtio[i];
        g_autofree char *path = node_path("soc/virtio_mmio",
                                          slot->range.base);

        add_device(t, path, "virtio,mmio", slot);
        connect_device(t, path, slot);
    }
}

static void add_uart(VirtFdt *t)
{
    const VirtFdtDevice *uart = &t->info->uart;
    g_autofree char *path = node_path("soc/serial", uart->range.base);

    if (uart->range.size) {
        add_device(t, path, "ns16550a", uart);
        fdt_set_cell(t->b, path, "clock-frequency", t->info->uart_clock_hz);
        connect_device(t, path, uart);
    }
}

static void add_rtc(VirtFdt *t)
{
    const VirtFdtDevice *rtc = &t->info->rtc;
    g_autofree char *path = node_path("soc/rtc", rtc->range.base);

    if (rtc->range.size) {
        add_device(t, path, "google,goldfish-rtc", rtc);
        connect_device(t, path, rtc);
    }
}

/* ---- the test finisher and what it does -------------------------------- */

static void add_syscon(VirtFdt *t, const char *path, const char *compatible,
                       uint32_t value)
{
    fdt_add_node(t->b, path);
    fdt_set_string(t->b, path, "compatible", compatible);
    fdt_set_cell(t->b, path, "regmap", t->finisher_phandle);
    fdt_set_cell(t->b, path, "offset", 0);
    fdt_set_cell(t->b, path, "value", value);
}

static void add_finisher(VirtFdt *t)
{
    const VirtFdtRange *range = &t->info->finisher;
    g_autofree char *path = node_path("soc/test", range->base);

    if (!range->size) {
        return;
    }
    t->finisher_phandle = fdt_add_phandle(t->b);
    fdt_add_node(t->b, path);
    fdt_set_strings(t->b, path, "compatible",
                    FDT_STRINGS("sifive,test1", "sifive,test0", "syscon"));
    fdt_set_reg(t->b, path, range->base, range->size);
    fdt_set_cell(t->b, path, "phandle", t->finisher_phandle);
    add_syscon(t, "/reboot", "syscon-reboot", 0x7777);
    add_syscon(t, "/poweroff", "syscon-poweroff", 0x5555);
}

/* ---- all of it --------------------------------------------------------- */

static void (*const nodes[])(VirtFdt *t) = {
    add_root,
    add_soc,
    add_chosen,
    add_aliases,
    add_flash,
    add_fw_cfg,
    virt_fdt_add_pmu,
    virt_fdt_add_cpus,
    add_memory,
    virt_fdt_add_clint,
    virt_fdt_add_plic,
    add_platform_bus,
    add_virtio,
    add_finisher,
    add_uart,
    add_rtc,
};

GBytes *virt_fdt_build(const VirtFdtInfo *info)
{
    VirtFdt t = {
        .info = info,
        .b = fdt_builder_new(),
        .intc_phandles = g_new0(uint32_t, info->hart_count),
    };

    g_assert(info->hart_count > 0 && info->hart);
    g_assert(info->virtio_count <= VIRT_FDT_VIRTIO_COUNT_MAX);
    for (unsigned i = 0; i < G_N_ELEMENTS(nodes); i++) {
        nodes[i](&t);
    }
    g_free(t.intc_phandles);
    return fdt_builder_finish(t.b);
}

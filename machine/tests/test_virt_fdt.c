/* test_virt_fdt.c: the device tree of virt, without a virt */
#include <libfdt.h>
#include <string.h>

#include "machine/fdt_builder.h"
#include "machine/virt_fdt.h"
#include "support/unit.h"

static HartConfig hart;
static const uint8_t seed[VIRT_FDT_RNG_SEED_BYTES] = { 1, 2, 3 };

static VirtFdtInfo virt_info(unsigned harts)
{
    VirtFdtInfo info = {
        .hart_count = harts,
        .hart = &hart,
        .timebase_hz = 10000000,
        .ram = { 0x80000000, 0x140000000 },
        .plic = { 0xc000000, 0x600000 },
        .plic_ndev = 95,
        .clint = { 0x2000000, 0x10000 },
        .sswi = { 0x2f00000, 0x4000 },
        .rtc = { { 0x101000, 0x1000 }, 11 },
        .uart = { { 0x10000000, 0x100 }, 10 },
        .uart_clock_hz = 3686400,
        .finisher = { 0x100000, 0x1000 },
        .virtio_count = 8,
        .fw_cfg = { 0x10100000, 0x18 },
        .flash = { { 0x20000000, 0x2000000 }, { 0x22000000, 0x2000000 } },
        .platform_bus = { 0x4000000, 0x2000000 },
        .rng_seed = seed,
    };

    ck_assert(hart_config_init(&hart, "rv64", NULL, NULL));
    for (unsigned i = 0; i < 8; i++) {
        info.virtio[i] = (VirtFdtDevice) {
            { 0x10001000 + 0x1000 * i, 0x1000 }, i + 1,
        };
    }
    return info;
}

/* Nodes are found by path, properties printed as text to compare with. */
static char *prop_text(GBytes *fdt, const char *path, const char *name)
{
    const void *blob = g_bytes_get_data(fdt, NULL);
    int node = fdt_path_offset(blob, path);
    int size = 0;
    const uint8_t *value = fdt_getprop(blob, node, name, &size);
    GString *text = g_string_new(NULL);

    ck_assert_msg(value != NULL, "no %s at %s", name, path);
    for (int i = 0; i + 4 <= size; i += 4) {
        g_string_append_printf(text, "%s%x", i ? " " : "",
                               fdt32_ld((const fdt32_t *)(value + i)));
    }
    return g_string_free(text, FALSE);
}

static bool has_node(GBytes *fdt, const char *path)
{
    return fdt_path_offset(g_bytes_get_data(fdt, NULL), path) >= 0;
}

typedef struct PropRow {
    const char *path, *name, *cells;
} PropRow;

/* Values as in QEMU 10's tree for -smp 2; phandles 1..6. */
static const PropRow cells_rows[] = {
    { "/", "#address-cells", "2" },
    { "/", "#size-cells", "2" },
    { "/memory@80000000", "reg", "0 80000000 1 40000000" },
    { "/cpus", "timebase-frequency", "989680" },
    { "/cpus", "#size-cells", "0" },
    { "/cpus/cpu@0", "reg", "0" },
    { "/cpus/cpu@0", "phandle", "3" },
    { "/cpus/cpu@1", "phandle", "1" },
    { "/cpus/cpu@1", "riscv,cbom-block-size", "40" },
    { "/cpus/cpu@1/interrupt-controller", "phandle", "2" },
    { "/cpus/cpu-map/cluster0/core0", "cpu", "3" },
    { "/cpus/cpu-map/cluster0/core1", "cpu", "1" },
    { "/pmu", "riscv,event-to-mhpmcounters",
      "1 1 7fff9 2 2 7fffc 10019 10019 7fff8 1001b 1001b 7fff8 "
      "10021 10021 7fff8" },
    { "/flash@20000000", "reg", "0 20000000 0 2000000 0 22000000 0 2000000" },
    { "/flash@20000000", "bank-width", "4" },
    { "/fw-cfg@10100000", "reg", "0 10100000 0 18" },
    { "/platform-bus@4000000", "ranges", "0 0 4000000 2000000" },
    { "/platform-bus@4000000", "interrupt-parent", "5" },
    { "/poweroff", "value", "5555" },
    { "/poweroff", "regmap", "6" },
    { "/reboot", "value", "7777" },
    { "/soc/test@100000", "phandle", "6" },
    { "/soc/rtc@101000", "interrupts", "b" },
    { "/soc/serial@10000000", "clock-frequency", "384000" },
    { "/soc/serial@10000000", "interrupts", "a" },
    { "/soc/virtio_mmio@10001000", "interrupts", "1" },
    { "/soc/virtio_mmio@10008000", "interrupts", "8" },
    { "/soc/plic@c000000", "interrupts-extended", "4 b 4 9 2 b 2 9" },
    { "/soc/plic@c000000", "riscv,ndev", "5f" },
    { "/soc/plic@c000000", "phandle", "5" },
    { "/soc/clint@2000000", "interrupts-extended", "4 3 4 7 2 3 2 7" },
};

START_TEST(test_cells_are_those_of_qemu)
{
    const PropRow *row = &cells_rows[_i];
    VirtFdtInfo info = virt_info(2);
    g_autoptr(GBytes) fdt = virt_fdt_build(&info);
    g_autofree char *text = prop_text(fdt, row->path, row->name);

    ck_assert_str_eq(text, row->cells);
}
END_TEST

/* Strings separated by '|'. */
static const PropRow string_rows[] = {
    { "/", "compatible", "riscv-virtio" },
    { "/", "model", "riscv-virtio,qemu" },
    { "/chosen", "stdout-path", "/soc/serial@10000000" },
    { "/aliases", "serial0", "/soc/serial@10000000" },
    { "/memory@80000000", "device_type", "memory" },
    { "/cpus/cpu@0", "device_type", "cpu" },
    { "/cpus/cpu@0", "compatible", "riscv" },
    { "/cpus/cpu@0", "status", "okay" },
    { "/cpus/cpu@0", "mmu-type", "riscv,sv57" },
    { "/cpus/cpu@0", "riscv,isa-base", "rv64i" },
    { "/cpus/cpu@0/interrupt-controller", "compatible", "riscv,cpu-intc" },
    { "/pmu", "compatible", "riscv,pmu" },
    { "/fw-cfg@10100000", "compatible", "qemu,fw-cfg-mmio" },
    { "/flash@20000000", "compatible", "cfi-flash" },
    { "/platform-bus@4000000", "compatible", "qemu,platform|simple-bus" },
    { "/poweroff", "compatible", "syscon-poweroff" },
    { "/reboot", "compatible", "syscon-reboot" },
    { "/soc", "compatible", "simple-bus" },
    { "/soc/rtc@101000", "compatible", "google,goldfish-rtc" },
    { "/soc/serial@10000000", "compatible", "ns16550a" },
    { "/soc/test@100000", "compatible", "sifive,test1|sifive,test0|syscon" },
    { "/soc/virtio_mmio@10003000", "compatible", "virtio,mmio" },
    { "/soc/plic@c000000", "compatible", "sifive,plic-1.0.0|riscv,plic0" },
    { "/soc/clint@2000000", "compatible", "sifive,clint0|riscv,clint0" },
};

START_TEST(test_strings_are_those_of_qemu)
{
    const PropRow *row = &string_rows[_i];
    VirtFdtInfo info = virt_info(2);
    g_autoptr(GBytes) fdt = virt_fdt_build(&info);
    const void *blob = g_bytes_get_data(fdt, NULL);
    int node = fdt_path_offset(blob, row->path);
    g_auto(GStrv) words = g_strsplit(row->cells, "|", -1);

    ck_assert_int_eq(fdt_stringlist_count(blob, node, row->name),
                     g_strv_length(words));
    for (unsigned i = 0; words[i]; i++) {
        ck_assert_str_eq(fdt_stringlist_get(blob, node, row->name, i, NULL),
                         words[i]);
    }
}
END_TEST

START_TEST(test_isa_list_and_string_agree)
{
    VirtFdtInfo info = virt_info(1);
    g_autoptr(GBytes) fdt = virt_fdt_build(&info);
    const void *blob = g_bytes_get_data(fdt, NULL);
    int node = fdt_path_offset(blob, "/cpus/cpu@0");
    const char *isa = fdt_getprop(blob, node, "riscv,isa", NULL);
    int n = fdt_stringlist_count(blob, node, "riscv,isa-extensions");

    ck_assert(g_str_has_prefix(isa, "rv64imafdc"));
    ck_assert_int_gt(n, 10);
    for (int i = 0; i < n; i++) {
        ck_assert_ptr_nonnull(strstr(isa, fdt_stringlist_get(
            blob, node, "riscv,isa-extensions", i, NULL)));
    }
}
END_TEST

static const PropRow aclint_rows[] = {
    { "/soc/mswi@2000000", "reg", "0 2000000 0 4000" },
    { "/soc/mswi@2000000", "interrupts-extended", "4 3 2 3" },
    { "/soc/mtimer@2004000", "reg",
      "0 200bff8 0 4008 0 2004000 0 7ff8" },
    { "/soc/mtimer@2004000", "interrupts-extended", "4 7 2 7" },
    { "/soc/sswi@2f00000", "reg", "0 2f00000 0 4000" },
    { "/soc/sswi@2f00000", "interrupts-extended", "4 1 2 1" },
    { "/soc/sswi@2f00000", "#interrupt-cells", "0" },
};

START_TEST(test_aclint_replaces_the_clint)
{
    const PropRow *row = &aclint_rows[_i];
    VirtFdtInfo info = virt_info(2);
    g_autoptr(GBytes) fdt = NULL;
    g_autofree char *text = NULL;

    info.aclint = true;
    fdt = virt_fdt_build(&info);
    text = prop_text(fdt, row->path, row->name);
    ck_assert_str_eq(text, row->cells);
    ck_assert(!has_node(fdt, "/soc/clint@2000000"));
}
END_TEST

/* ---- shape ------------------------------------------------------------- */

static void append_names(GString *out, const void *blob, const char *path)
{
    int node;

    fdt_for_each_subnode(node, blob, fdt_path_offset(blob, path)) {
        g_string_append_printf(out, "%s ", fdt_get_name(blob, node, NULL));
    }
}

static const struct {
    const char *path, *names;
} order_rows[] = {
    { "/", "poweroff reboot platform-bus@4000000 memory@80000000 cpus pmu "
      "fw-cfg@10100000 flash@20000000 aliases chosen soc " },
    { "/cpus", "cpu@0 cpu@1 cpu-map " },
    { "/cpus/cpu-map/cluster0", "core0 core1 " },
    { "/soc", "rtc@101000 serial@10000000 test@100000 virtio_mmio@10008000 "
      "virtio_mmio@10007000 virtio_mmio@10006000 virtio_mmio@10005000 "
      "virtio_mmio@10004000 virtio_mmio@10003000 virtio_mmio@10002000 "
      "virtio_mmio@10001000 plic@c000000 clint@2000000 " },
};

START_TEST(test_nodes_come_in_qemu_order)
{
    VirtFdtInfo info = virt_info(2);
    g_autoptr(GBytes) fdt = virt_fdt_build(&info);
    g_autoptr(GString) names = g_string_new(NULL);

    append_names(names, g_bytes_get_data(fdt, NULL), order_rows[_i].path);
    ck_assert_str_eq(names->str, order_rows[_i].names);
}
END_TEST

START_TEST(test_absent_devices_have_no_node)
{
    VirtFdtInfo info = virt_info(1);
    g_autoptr(GBytes) fdt = NULL;
    g_autoptr(GString) names = g_string_new(NULL);

    info.rtc.range.size = 0;
    info.fw_cfg.size = 0;
    info.flash[0].size = 0;
    info.platform_bus.size = 0;
    info.finisher.size = 0;
    info.virtio_count = 0;
    hart.hpm_count = 0;
    fdt = virt_fdt_build(&info);
    append_names(names, g_bytes_get_data(fdt, NULL), "/");
    g_string_append(names, "| ");
    append_names(names, g_bytes_get_data(fdt, NULL), "/soc");
    ck_assert_str_eq(names->str, "memory@80000000 cpus aliases chosen soc | "
                     "serial@10000000 plic@c000000 clint@2000000 ");
}
END_TEST

START_TEST(test_512_harts_make_a_valid_tree)
{
    VirtFdtInfo info = virt_info(512);
    g_autoptr(GBytes) fdt = virt_fdt_build(&info);

    ck_assert_int_eq(fdt_check_full(g_bytes_get_data(fdt, NULL),
                                    g_bytes_get_size(fdt)), 0);
    ck_assert(has_node(fdt, "/cpus/cpu@1ff"));
    ck_assert(has_node(fdt, "/cpus/cpu-map/cluster0/core511"));
}
END_TEST

/* ---- /chosen ----------------------------------------------------------- */

static void check_chosen(GBytes *fdt)
{
    const void *blob = g_bytes_get_data(fdt, NULL);
    g_autofree char *start = prop_text(fdt, "/chosen", "linux,initrd-start");
    g_autofree char *end = prop_text(fdt, "/chosen", "linux,initrd-end");

    ck_assert_str_eq(start, "1 2");
    ck_assert_str_eq(end, "1 80");
    ck_assert_str_eq(fdt_getprop(blob, fdt_path_offset(blob, "/chosen"),
                                 "bootargs", NULL), "console=ttyS0 quiet");
}

static void set_chosen(VirtFdtInfo *info)
{
    info->bootargs = "console=ttyS0 quiet";
    info->initrd_start = 0x100000002;
    info->initrd_end = 0x100000080;
}

START_TEST(test_chosen_carries_arguments_and_initrd)
{
    VirtFdtInfo info = virt_info(1);
    g_autoptr(GBytes) fdt = NULL;
    int size;

    set_chosen(&info);
    fdt = virt_fdt_build(&info);
    check_chosen(fdt);
    fdt_getprop(g_bytes_get_data(fdt, NULL),
                fdt_path_offset(g_bytes_get_data(fdt, NULL), "/chosen"),
                "rng-seed", &size);
    ck_assert_int_eq(size, VIRT_FDT_RNG_SEED_BYTES);
}
END_TEST

START_TEST(test_chosen_is_added_to_a_foreign_tree)
{
    VirtFdtInfo info = { 0 };
    g_autoptr(GBytes) empty = fdt_builder_finish(fdt_builder_new());
    g_autoptr(GBytes) once = NULL;
    g_autoptr(GBytes) twice = NULL;

    set_chosen(&info);
    once = virt_fdt_update_chosen(empty, &info, NULL);
    ck_assert_ptr_nonnull(once);
    check_chosen(once);
    twice = virt_fdt_update_chosen(once, &info, NULL);
    ck_assert(g_bytes_equal(once, twice));
}
END_TEST

START_TEST(test_without_arguments_nothing_is_chosen)
{
    VirtFdtInfo info = virt_info(1);
    g_autoptr(GBytes) fdt = NULL;
    const void *blob;

    info.rng_seed = NULL;
    info.bootargs = "";
    fdt = virt_fdt_build(&info);
    blob = g_bytes_get_data(fdt, NULL);
    int node = fdt_path_offset(blob, "/chosen");
    ck_assert_ptr_null(fdt_getprop(blob, node, "bootargs", NULL));
    ck_assert_ptr_null(fdt_getprop(blob, node, "linux,initrd-start", NULL));
    ck_assert_ptr_null(fdt_getprop(blob, node, "rng-seed", NULL));
}
END_TEST

UNIT_MAIN("virt_fdt",
          UNIT_LOOP(test_cells_are_those_of_qemu, G_N_ELEMENTS(cells_rows)),
          UNIT_LOOP(test_strings_are_those_of_qemu,
                    G_N_ELEMENTS(string_rows)),
          UNIT_TEST(test_isa_list_and_string_agree),
          UNIT_LOOP(test_aclint_replaces_the_clint,
                    G_N_ELEMENTS(aclint_rows)),
          UNIT_LOOP(test_nodes_come_in_qemu_order, G_N_ELEMENTS(order_rows)),
          UNIT_TEST(test_absent_devices_have_no_node),
          UNIT_TEST(test_512_harts_make_a_valid_tree),
          UNIT_TEST(test_chosen_carries_arguments_and_initrd),
          UNIT_TEST(test_chosen_is_added_to_a_foreign_tree),
          UNIT_TEST(test_without_arguments_nothing_is_chosen))

/* test_mtree.c: `info mtree` to the letter, as QEMU 10 prints it */
#include "core/object.h"
#include "memory/memory_map.h"
#include "memory/mtree.h"
#include "support/unit.h"

static const MemoryRegionOps ops;
static MemoryRegion mrom, flash, window, gpex, ecam_alias, ecam, mmio_alias;
static MemoryRegion ram, uart, master, master_window;
static AddressSpace cpu, dma;
static Object *uart_owner;

/* A small virt: every kind of region, two views of system, a DMA master. */
static void small_virt(void)
{
    MemoryRegion *system = get_system_memory();

    uart_owner = object_new(TYPE_CONTAINER);
    object_property_add_child(container_get(object_get_root(), "/machine"),
                              "uart", uart_owner);
    ck_assert(memory_region_init_rom(&mrom, NULL, "riscv_virt_board.mrom",
                                     0xf000, NULL));
    ck_assert(memory_region_init_rom_device(&flash, NULL, &ops, NULL,
                                            "virt.flash0", 0x2000000, NULL));
    ck_assert(memory_region_init_ram(&ram, NULL, "riscv_virt_board.ram",
                                     128 << 20, NULL));
    memory_region_init_io(&uart, uart_owner, &ops, NULL, "serial", 8);
    memory_region_init_io(&ecam, NULL, &ops, NULL, "pcie-mmcfg-mmio",
                          0x10000000);
    memory_region_init_io(&window, NULL, &ops, NULL, "gpex_mmio_window",
                          UINT64_MAX);
    memory_region_init(&gpex, NULL, "gpex_mmio", UINT64_MAX);
    memory_region_init_alias(&ecam_alias, NULL, "pcie-ecam", &ecam, 0,
                             0x10000000);
    memory_region_init_alias(&mmio_alias, NULL, "pcie-mmio", &window,
                             0x40000000, 0x40000000);
    memory_region_init(&master, NULL, "bus master container", UINT64_MAX);
    memory_region_init_alias(&master_window, NULL, "bus master", system, 0,
                             UINT64_MAX);
    memory_region_set_enabled(&master_window, false);

    /* added in no order: the print is by address */
    memory_region_add_subregion(system, 0x80000000, &ram);
    memory_region_add_subregion(system, 0x1000, &mrom);
    memory_region_add_subregion(system, 0x40000000, &mmio_alias);
    memory_region_add_subregion(system, 0x30000000, &ecam_alias);
    memory_region_add_subregion(system, 0x10000000, &uart);
    memory_region_add_subregion(system, 0x20000000, &flash);
    memory_region_add_subregion(&window, 0, &gpex);
    memory_region_add_subregion(&master, 0, &master_window);
    address_space_init(&cpu, system, "cpu-memory-0");
    address_space_init(&dma, &master, "gpex-root");
}

static void assert_prints(MtreeOptions options, const char *expected)
{
    GString *out = g_string_new(NULL);

    mtree_info(memory_map_default(), &options, out);
    ck_assert_str_eq(out->str, expected);
    g_string_free(out, TRUE);
}

#define SYSTEM_TREE                                                         \
    "  0000000000000000-ffffffffffffffff (prio 0, i/o): system\n"           \
    "    0000000000001000-000000000000ffff (prio 0, rom): "                 \
    "riscv_virt_board.mrom\n"                                               \
    "    0000000010000000-0000000010000007 (prio 0, i/o): serial\n"         \
    "    0000000020000000-0000000021ffffff (prio 0, romd): virt.flash0\n"   \
    "    0000000030000000-000000003fffffff (prio 0, i/o): alias pcie-ecam " \
    "@pcie-mmcfg-mmio 0000000000000000-000000000fffffff\n"                  \
    "    0000000040000000-000000007fffffff (prio 0, i/o): alias pcie-mmio " \
    "@gpex_mmio_window 0000000040000000-000000007fffffff\n"                 \
    "    0000000080000000-0000000087ffffff (prio 0, ram): "                 \
    "riscv_virt_board.ram\n"

START_TEST(test_tree_matches_qemu)
{
    small_virt();
    assert_prints((MtreeOptions) { 0 },
        "address-space: cpu-memory-0\n"
        "address-space: memory\n"
        SYSTEM_TREE
        "\n"
        "address-space: I/O\n"
        "  0000000000000000-000000000000ffff (prio 0, i/o): io\n"
        "\n"
        "address-space: gpex-root\n"
        "  0000000000000000-ffffffffffffffff (prio 0, i/o): "
        "bus master container\n"
        "\n"
        "memory-region: pcie-mmcfg-mmio\n"
        "  0000000000000000-000000000fffffff (prio 0, i/o): "
        "pcie-mmcfg-mmio\n"
        "\n"
        "memory-region: gpex_mmio_window\n"
        "  0000000000000000-ffffffffffffffff (prio 0, i/o): "
        "gpex_mmio_window\n"
        "    0000000000000000-ffffffffffffffff (prio 0, i/o): gpex_mmio\n"
        "\n"
        "memory-region: system\n"
        SYSTEM_TREE
        "\n");
}
END_TEST

#define FLAT_SYSTEM                                                         \
    "FlatView #0\n"                                                         \
    " AS \"memory\", root: system\n"                                        \
    " AS \"cpu-memory-0\", root: system\n"                                  \
    " Root memory region: system\n"                                         \
    "  0000000000001000-000000000000ffff (prio 0, rom): "                   \
    "riscv_virt_board.mrom\n"                                               \
    "  0000000010000000-0000000010000007 (prio 0, i/o): serial\n"           \
    "  0000000020000000-0000000021ffffff (prio 0, romd): virt.flash0\n"     \
    "  0000000030000000-000000003fffffff (prio 0, i/o): pcie-mmcfg-mmio\n"  \
    "  0000000040000000-000000007fffffff (prio 0, i/o): gpex_mmio_window "  \
    "@0000000040000000\n"                                                   \
    "  0000000080000000-0000000087ffffff (prio 0, ram): "                   \
    "riscv_virt_board.ram\n"
#define FLAT_IO                                                             \
    "FlatView #1\n"                                                         \
    " AS \"I/O\", root: io\n"                                               \
    " Root memory region: io\n"                                             \
    "  0000000000000000-000000000000ffff (prio 0, i/o): io\n"
#define FLAT_DMA                                                            \
    "FlatView #2\n"                                                         \
    " AS \"gpex-root\", root: bus master container\n"                       \
    " Root memory region: (none)\n"                                         \
    "  No rendered FlatView\n\n"

START_TEST(test_flat_views_match_qemu)
{
    small_virt();
    assert_prints((MtreeOptions) { .flatview = true },
                  FLAT_SYSTEM "\n" FLAT_IO "\n" FLAT_DMA);
}
END_TEST

START_TEST(test_dispatch_lists_the_sections)
{
    small_virt();
    assert_prints((MtreeOptions) { .flatview = true, .dispatch_tree = true },
        FLAT_SYSTEM
        "  Dispatch\n"
        "    Physical sections\n"
        "      #0 @0000000000000000..ffffffffffffffff (noname) "
        "[unassigned]\n"
        "      #1 @0000000000001000..000000000000ffff "
        "riscv_virt_board.mrom\n"
        "      #2 @0000000010000000..0000000010000007 serial\n"
        "      #3 @0000000020000000..0000000021ffffff virt.flash0\n"
        "      #4 @0000000030000000..000000003fffffff pcie-mmcfg-mmio\n"
        "      #5 @0000000040000000..000000007fffffff gpex_mmio_window\n"
        "      #6 @0000000080000000..0000000087ffffff "
        "riscv_virt_board.ram\n"
        "    Binary search over 6 sections, at most 3 steps\n"
        "\n"
        FLAT_IO
        "  Dispatch\n"
        "    Physical sections\n"
        "      #0 @0000000000000000..ffffffffffffffff (noname) "
        "[unassigned]\n"
        "      #1 @0000000000000000..000000000000ffff io [ROOT]\n"
        "    Binary search over 1 sections, at most 1 steps\n"
        "\n"
        FLAT_DMA);
}
END_TEST

static bool prints(MtreeOptions options, const char *line)
{
    GString *out = g_string_new(NULL);
    bool found;

    mtree_info(memory_map_default(), &options, out);
    found = strstr(out->str, line) != NULL;
    g_string_free(out, TRUE);
    return found;
}

START_TEST(test_disabled_regions_show_on_request)
{
    static const char line[] =
        "    0000000000000000-ffffffffffffffff (prio 0, i/o): alias bus "
        "master @system 0000000000000000-ffffffffffffffff [disabled]\n";

    small_virt();
    ck_assert(!prints((MtreeOptions) { 0 }, line));
    ck_assert(prints((MtreeOptions) { .disabled = true }, line));
}
END_TEST

START_TEST(test_owners_show_on_request)
{
    small_virt();
    ck_assert(prints((MtreeOptions) { .owner = true },
                     "serial owner:{obj path=/machine/uart}\n"));
    ck_assert(prints((MtreeOptions) { .owner = true, .flatview = true },
                     "serial owner:{obj path=/machine/uart}\n"));
    ck_assert(prints((MtreeOptions) { .owner = true },
                     "riscv_virt_board.mrom orphan\n"));
    ck_assert(!prints((MtreeOptions) { 0 }, "owner"));
}
END_TEST

START_TEST(test_priorities_and_odd_sizes)
{
    static MemoryRegion stub, empty;
    MemoryRegion *system = get_system_memory();

    memory_region_init_io(&stub, NULL, &ops, NULL, "stub", 0x1000);
    memory_region_init_alias(&empty, NULL, "empty", &stub, 0, 0);
    memory_region_add_subregion_overlap(system, 0x4000, &stub, -1000);
    memory_region_add_subregion_overlap(system, 0x4000, &empty, 1);
    memory_region_set_nonvolatile(&stub, true);
    ck_assert(prints((MtreeOptions) { 0 },
        "    0000000000004000-0000000000004000 (prio 1, i/o): alias empty "
        "@stub 0000000000000000-0000000000000000\n"
        "    0000000000004000-0000000000004fff (prio -1000, nv-i/o): "
        "stub\n"));
}
END_TEST

UNIT_MAIN("mtree",
    UNIT_TEST(test_tree_matches_qemu),
    UNIT_TEST(test_flat_views_match_qemu),
    UNIT_TEST(test_dispatch_lists_the_sections),
    UNIT_TEST(test_disabled_regions_show_on_request),
    UNIT_TEST(test_owners_show_on_request),
    UNIT_TEST(test_priorities_and_odd_sizes))

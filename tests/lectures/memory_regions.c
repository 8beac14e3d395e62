/*
 * memory_regions.c: the listings of lecture 01
 *
 * A board's map table, RAM and ROM as subregions of system memory, a reset
 * register and a switch register behind MemoryRegionOps, cpu_physical_memory
 * accesses, and the tree print.
 */
#include <glib.h>
#include <string.h>

#include "core/error.h"
#include "memory/memory_map.h"
#include "memory/mtree.h"

enum {
    CLABPU_MROM,
    CLABPU_DRAM,
};

static const MemMapEntry clabpu_memmap[] = {
    [CLABPU_MROM] = { 0x1000, 0xf000 },
    [CLABPU_DRAM] = { 0x80000000, 0x80000000 },
};

typedef struct BoardState {
    MemoryRegion mrom;
    MemoryRegion ram;
    MemoryRegion r4k_reset;     /* writing 42 to offset 0 resets */
    MemoryRegion fpga;          /* writing 0x42 to offset 0x500 resets */
    unsigned reset_requests;
} BoardState;

static void request_reset(BoardState *s)
{
    s->reset_requests++;
}

static uint64_t r4k_reset_read(void *opaque, hwaddr addr, unsigned size)
{
    return 0;
}

static void r4k_reset_write(void *opaque, hwaddr addr, uint64_t val,
                            unsigned size)
{
    if (addr == 0 && val == 42) {
        request_reset(opaque);
    }
}

static const MemoryRegionOps r4k_reset_ops = {
    .read = r4k_reset_read,
    .write = r4k_reset_write,
    .endianness = DEVICE_NATIVE_ENDIAN,
    .valid = { .min_access_size = 4, .max_access_size = 4 },
};

#define FPGA_SWITCH 0x200
#define FPGA_RESET 0x500

static uint64_t fpga_read(void *opaque, hwaddr addr, unsigned size)
{
    return addr == FPGA_SWITCH ? 0 : 0xffffffff;
}

static void fpga_write(void *opaque, hwaddr addr, uint64_t val, unsigned size)
{
    if (addr == FPGA_RESET && val == 0x42) {
        request_reset(opaque);
    }
}

static const MemoryRegionOps fpga_ops = {
    .read = fpga_read,
    .write = fpga_write,
    .endianness = DEVICE_NATIVE_ENDIAN,
};

static void board_init(BoardState *s)
{
    MemoryRegion *system_memory = get_system_memory();

    memory_region_init_rom(&s->mrom, NULL, "riscv.clabpu.mrom",
                           clabpu_memmap[CLABPU_MROM].size, &error_fatal);
    memory_region_add_subregion(system_memory, clabpu_memmap[CLABPU_MROM].base,
                                &s->mrom);
    memory_region_init_ram(&s->ram, NULL, "clabpu.ram",
                           clabpu_memmap[CLABPU_DRAM].size, &error_fatal);
    memory_region_add_subregion(system_memory, clabpu_memmap[CLABPU_DRAM].base,
                                &s->ram);
}

static void board_add_reset_windows(BoardState *s)
{
    MemoryRegion *system_memory = get_system_memory();

    memory_region_init_io(&s->r4k_reset, NULL, &r4k_reset_ops, s, "r4k.reset",
                          0x10000);
    memory_region_add_subregion(system_memory, 0x1fbf0000, &s->r4k_reset);
    memory_region_init_io(&s->fpga, NULL, &fpga_ops, s, "malta.fpga",
                          0x100000);
    memory_region_add_subregion(system_memory, 0x1f000000, &s->fpga);
}

static void show_ram_and_rom(void)
{
    uint8_t out[4] = { 1, 2, 3, 4 };
    uint8_t in[4] = { 0 };

    cpu_physical_memory_rw(0x80000000, out, sizeof(out), true);
    cpu_physical_memory_rw(0x80000000, in, sizeof(in), false);
    g_assert_cmpmem(out, 4, in, 4);
    /* the guest cannot change ROM, and does not notice */
    cpu_physical_memory_write(0x1000, out, sizeof(out));
    cpu_physical_memory_read(0x1000, in, sizeof(in));
    g_assert_cmpmem(in, 4, "\0\0\0\0", 4);
}

static void show_reset_registers(BoardState *s)
{
    MemTxResult result;
    uint32_t word = 42;

    /* the callback sees offsets: 0x1fbf0000 arrives as 0 */
    cpu_physical_memory_write(0x1fbf0000, &word, 4);
    g_assert_cmpuint(s->reset_requests, ==, 1);
    cpu_physical_memory_write(0x1fbf0004, &word, 4);
    word = 41;
    cpu_physical_memory_write(0x1fbf0000, &word, 4);
    address_space_stb(&address_space_memory, 0x1fbf0000, 42,
                      MEMTXATTRS_UNSPECIFIED, &result);
    g_assert_cmpint(result, ==, MEMTX_DECODE_ERROR);
    g_assert_cmpuint(s->reset_requests, ==, 1);

    word = 0x42;
    cpu_physical_memory_write(0x1f000500, &word, 4);
    g_assert_cmpuint(s->reset_requests, ==, 2);
    cpu_physical_memory_read(0x1f000200, &word, 4);
    g_assert_cmpuint(word, ==, 0);
}

static void show_tree(void)
{
    MtreeOptions options = { 0 };
    GString *text = g_string_new(NULL);

    mtree_info(memory_map_default(), &options, text);
    g_assert_cmpstr(text->str, ==,
        "address-space: memory\n"
        "  0000000000000000-ffffffffffffffff (prio 0, i/o): system\n"
        "    0000000000001000-000000000000ffff (prio 0, rom): "
        "riscv.clabpu.mrom\n"
        "    0000000080000000-00000000ffffffff (prio 0, ram): clabpu.ram\n"
        "\n"
        "address-space: I/O\n"
        "  0000000000000000-000000000000ffff (prio 0, i/o): io\n"
        "\n");
    g_string_free(text, TRUE);
}

static void board_free(BoardState *s)
{
    MemoryRegion *regions[] = { &s->mrom, &s->ram, &s->r4k_reset, &s->fpga };

    for (unsigned i = 0; i < G_N_ELEMENTS(regions); i++) {
        memory_region_del_subregion(get_system_memory(), regions[i]);
        memory_region_deinit(regions[i]);
    }
    memory_map_deinit();
}

int main(void)
{
    static BoardState board;

    memory_map_init();
    board_init(&board);
    show_tree();
    show_ram_and_rom();
    board_add_reset_windows(&board);
    show_reset_registers(&board);
    g_assert_cmpuint(mtree_check_overlaps(get_system_memory(), NULL), ==, 0);
    board_free(&board);
    return 0;
}

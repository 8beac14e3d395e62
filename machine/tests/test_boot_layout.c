/* test_boot_layout.c: where images go, and the first instructions */
#include <string.h>

#include "machine/boot.h"
#include "support/unit.h"

#define MIB (1ull << 20)
#define RAM 0x80000000ull

static const struct {
    hwaddr fw_end, kernel;
} kernel_rows[] = {
    { RAM, RAM },
    { RAM + 1, RAM + 2 * MIB },
    { RAM + 0x45ac8, 0x80200000 },
    { RAM + 2 * MIB, 0x80200000 },
    { RAM + 2 * MIB + 1, 0x80400000 },
};

START_TEST(test_kernel_starts_on_next_2_mib_boundary)
{
    ck_assert_uint_eq(riscv_calc_kernel_start_addr(kernel_rows[_i].fw_end),
                      kernel_rows[_i].kernel);
}
END_TEST

/* The first three were read from QEMU 10's trees. */
static const struct {
    hwaddr low, high;
    uint64_t ram_size;
    hwaddr initrd;
} initrd_rows[] = {
    { 0x80200000, 0x80500000, 128 * MIB, 0x84200000 },
    { 0x80200000, 0x80500000, 512 * MIB, 0x90200000 },
    { 0x80200000, 0x80500000, 2048 * MIB, 0xa0200000 },
    { 0x80200000, 0x80500000, 64 * 1024 * MIB, 0xa0200000 },
    { 0x80200000, 0x85000001, 128 * MIB, 0x85001000 },
};

START_TEST(test_initrd_lies_behind_the_kernel)
{
    ck_assert_uint_eq(riscv_compute_initrd_addr(initrd_rows[_i].low,
                                                initrd_rows[_i].high,
                                                initrd_rows[_i].ram_size),
                      initrd_rows[_i].initrd);
}
END_TEST

static const struct {
    hwaddr base;
    uint64_t ram_size, fdt_size;
    hwaddr fdt;
} fdt_rows[] = {
    { RAM, 128 * MIB, 6000, 0x87e00000 },
    { RAM, 128 * MIB, 2 * MIB, 0x87e00000 },
    { RAM, 128 * MIB, 2 * MIB + 1, 0x87c00000 },
    { RAM, 1024 * MIB, 6000, 0xbfe00000 },
    { RAM, 8192 * MIB, 6000, 0xbfe00000 },
    { 0x100000000, 128 * MIB, 6000, 0x107e00000 },
    { 0, 4096, 8192, 0 },
};

START_TEST(test_device_tree_lies_below_3_gib)
{
    ck_assert_uint_eq(riscv_compute_fdt_addr(fdt_rows[_i].base,
                                             fdt_rows[_i].ram_size,
                                             fdt_rows[_i].fdt_size),
                      fdt_rows[_i].fdt);
}
END_TEST

/* ---- reset vector ------------------------------------------------------ */

static const BootLayout layout = {
    .start = 0x1122334455667788, .kernel_entry = 0x80200000,
    .fdt_addr = 0x87e00000,
};

static uint64_t word(GBytes *rom, unsigned offset)
{
    uint64_t value;

    memcpy(&value, (const char *)g_bytes_get_data(rom, NULL) + offset, 8);
    return GUINT64_FROM_LE(value);
}

START_TEST(test_reset_vector_data_follow_the_contract)
{
    g_autoptr(GBytes) rom = riscv_reset_vector(&layout);

    ck_assert_uint_eq(g_bytes_get_size(rom), 0x28 + 6 * 8);
    ck_assert_uint_eq(word(rom, 0x18), layout.start);
    ck_assert_uint_eq(word(rom, 0x20), layout.fdt_addr);
    ck_assert_uint_eq(word(rom, 0x28), 0x4942534f);
    ck_assert_uint_eq(word(rom, 0x30), 2);
    ck_assert_uint_eq(word(rom, 0x38), layout.kernel_entry);
    ck_assert_uint_eq(word(rom, 0x40), 1);
    ck_assert_uint_eq(word(rom, 0x48), 0);
    ck_assert_uint_eq(word(rom, 0x50), 0);
}
END_TEST

/* riscv64-linux-gnu-as made these from the listing in reset_vector.c. */
static const uint32_t code[] = {
    0x00000297, 0x02828613, 0xf1402573, 0x0202b583, 0x0182b283, 0x00028067,
};

START_TEST(test_reset_vector_code_sets_the_registers)
{
    g_autoptr(GBytes) rom = riscv_reset_vector(&layout);

    ck_assert_uint_eq((uint32_t)(word(rom, _i * 4 & ~7u) >>
                                 (_i & 1 ? 32 : 0)), code[_i]);
}
END_TEST

START_TEST(test_reset_vector_is_added_to_the_roms)
{
    RomList *roms = rom_list_new(NULL);
    uint8_t bytes[8];

    ck_assert(riscv_setup_rom_reset_vec(roms, 0x1000, 0xf000, &layout, NULL));
    ck_assert(rom_read(roms, 0x1018, bytes, sizeof(bytes)));
    rom_list_free(roms);
}
END_TEST

UNIT_MAIN("boot_layout",
          UNIT_LOOP(test_kernel_starts_on_next_2_mib_boundary,
                    G_N_ELEMENTS(kernel_rows)),
          UNIT_LOOP(test_initrd_lies_behind_the_kernel,
                    G_N_ELEMENTS(initrd_rows)),
          UNIT_LOOP(test_device_tree_lies_below_3_gib,
                    G_N_ELEMENTS(fdt_rows)),
          UNIT_TEST(test_reset_vector_data_follow_the_contract),
          UNIT_LOOP(test_reset_vector_code_sets_the_registers,
                    G_N_ELEMENTS(code)),
          UNIT_TEST(test_reset_vector_is_added_to_the_roms))

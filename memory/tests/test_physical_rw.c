/* test_physical_rw.c: copies across RAM, ROM, devices and holes */
#include <string.h>

#include "memory/memory_map.h"
#include "memory/ram_block.h"
#include "support/unit.h"

#define ATTRS MEMTXATTRS_UNSPECIFIED

/*
 * The map:  0x1000 low RAM 4 KiB | 0x2000 device 16 B | 0x2010 hole
 *           0x3000 ROM 4 KiB     | 0x4000 high RAM 4 KiB
 * The device returns its offsets as bytes and logs calls.
 */
static MemoryRegion low, device, rom, high;
static GString *calls;
static MemoryRegionOps ops;
static AddressSpace *as;

static uint64_t device_read(void *opaque, hwaddr addr, unsigned size)
{
    uint64_t value = 0;

    g_string_append_printf(calls, " r%u@%lx", size, (unsigned long)addr);
    for (unsigned i = 0; i < size; i++) {
        value |= (uint64_t)(0xd0 + addr + i) << (8 * i);
    }
    return value;
}

static void device_write(void *opaque, hwaddr addr, uint64_t data,
                         unsigned size)
{
    g_string_append_printf(calls, " w%u@%lx=%lx", size, (unsigned long)addr,
                           (unsigned long)data);
}

static void setup(void)
{
    MemoryRegion *system = get_system_memory();

    as = &address_space_memory;
    calls = g_string_new(NULL);
    ops = (MemoryRegionOps) {
        .read = device_read,
        .write = device_write,
        .impl.max_access_size = 8,
    };
    ck_assert(memory_region_init_ram(&low, NULL, "low", 4096, NULL));
    ck_assert(memory_region_init_ram(&high, NULL, "high", 4096, NULL));
    ck_assert(memory_region_init_rom(&rom, NULL, "rom", 4096, NULL));
    memory_region_init_io(&device, NULL, &ops, NULL, "device", 16);
    memory_region_add_subregion(system, 0x1000, &low);
    memory_region_add_subregion(system, 0x2000, &device);
    memory_region_add_subregion(system, 0x3000, &rom);
    memory_region_add_subregion(system, 0x4000, &high);
    memset(memory_region_get_ram_ptr(&low), 0x11, 4096);
    memset(memory_region_get_ram_ptr(&rom), 0x33, 4096);
    memset(memory_region_get_ram_ptr(&high), 0x44, 4096);
}

START_TEST(test_ram_round_trip)
{
    uint8_t out[100], in[100];

    setup();
    for (unsigned i = 0; i < sizeof(out); i++) {
        out[i] = (uint8_t)(i * 7);
    }
    ck_assert_int_eq(address_space_write(as, 0x1005, ATTRS, out, 100),
                     MEMTX_OK);
    ck_assert_int_eq(address_space_read(as, 0x1005, ATTRS, in, 100),
                     MEMTX_OK);
    ck_assert_mem_eq(in, out, 100);
    cpu_physical_memory_write(0x4000, out, 100);
    cpu_physical_memory_rw(0x4000, in, 50, false);
    ck_assert_mem_eq(in, out, 50);
}
END_TEST

static const struct {
    unsigned max;               /* valid.max_access_size */
    hwaddr addr;
    unsigned len;
    const char *reads;
} widths[] = {
    { 0, 0x2000, 8, " r4@0 r4@4" },
    { 8, 0x2000, 16, " r8@0 r8@8" },
    { 4, 0x2000, 7, " r4@0 r2@4 r1@6" },
    { 4, 0x2001, 8, " r1@1 r2@2 r4@4 r1@8" },
    { 1, 0x2003, 3, " r1@3 r1@4 r1@5" },
    { 2, 0x2000, 4, " r2@0 r2@2" },
};

START_TEST(test_device_parts_take_widths_the_device_accepts)
{
    uint8_t buf[16];

    setup();
    ops.valid.max_access_size = widths[_i].max;
    ck_assert_int_eq(address_space_read(as, widths[_i].addr, ATTRS, buf,
                                        widths[_i].len), MEMTX_OK);
    ck_assert_str_eq(calls->str, widths[_i].reads);
    for (unsigned i = 0; i < widths[_i].len; i++) {
        ck_assert_uint_eq(buf[i], 0xd0 + widths[_i].addr - 0x2000 + i);
    }
}
END_TEST

START_TEST(test_crossing_from_ram_into_a_device)
{
    uint8_t buf[6] = { 1, 2, 3, 4, 5, 6 };
    const uint8_t *ram;

    setup();
    ram = memory_region_get_ram_ptr(&low);
    ck_assert_int_eq(address_space_write(as, 0x1ffe, ATTRS, buf, 6),
                     MEMTX_OK);
    ck_assert_uint_eq(ram[4094], 1);
    ck_assert_uint_eq(ram[4095], 2);
    ck_assert_str_eq(calls->str, " w4@0=6050403");
    ck_assert_int_eq(address_space_read(as, 0x1ffe, ATTRS, buf, 6),
                     MEMTX_OK);
    ck_assert_mem_eq(buf, ((uint8_t[]) { 1, 2, 0xd0, 0xd1, 0xd2, 0xd3 }), 6);
}
END_TEST

START_TEST(test_hole_reads_zero_and_the_rest_is_done)
{
    uint8_t buf[8];

    setup();
    memset(buf, 0xee, 8);
    ck_assert_int_eq(address_space_read(as, 0x2ffc, ATTRS, buf, 8),
                     MEMTX_DECODE_ERROR);
    ck_assert_mem_eq(buf, "\0\0\0\0\x33\x33\x33\x33", 8);
    memset(buf, 0xee, 8);
    ck_assert_int_eq(address_space_read(as, 0x200e, ATTRS, buf, 4),
                     MEMTX_DECODE_ERROR);
    ck_assert_mem_eq(buf, "\xde\xdf\0\0", 4);
}
END_TEST

START_TEST(test_rom_part_of_a_write_is_discarded)
{
    uint8_t buf[8];

    setup();
    memset(buf, 0x99, 8);
    ck_assert_int_eq(address_space_write(as, 0x3ffc, ATTRS, buf, 8),
                     MEMTX_OK);
    ck_assert_uint_eq(*((uint8_t *)memory_region_get_ram_ptr(&rom) + 4095),
                      0x33);
    ck_assert_uint_eq(*((uint8_t *)memory_region_get_ram_ptr(&high) + 3),
                      0x99);
    ck_assert_uint_eq(*((uint8_t *)memory_region_get_ram_ptr(&high) + 4),
                      0x44);
}
END_TEST

START_TEST(test_loaders_write_rom_and_skip_devices)
{
    uint8_t buf[8];

    setup();
    memset(buf, 0x99, 8);
    ck_assert_int_eq(address_space_write_rom(as, 0x3000, ATTRS, buf, 8),
                     MEMTX_OK);
    ck_assert_mem_eq(memory_region_get_ram_ptr(&rom), buf, 8);
    ck_assert_int_eq(address_space_write_rom(as, 0x2000, ATTRS, buf, 8),
                     MEMTX_OK);
    ck_assert_str_eq(calls->str, "");
}
END_TEST

START_TEST(test_set_fills_across_chunks)
{
    uint8_t *ram;

    setup();
    ram = memory_region_get_ram_ptr(&low);
    ck_assert_int_eq(address_space_set(as, 0x1001, 0xab, 1500, ATTRS),
                     MEMTX_OK);
    ck_assert_uint_eq(ram[0], 0x11);
    ck_assert_uint_eq(ram[1], 0xab);
    ck_assert_uint_eq(ram[1500], 0xab);
    ck_assert_uint_eq(ram[1501], 0x11);
}
END_TEST

START_TEST(test_writes_mark_pages_dirty)
{
    RAMBlock *block;
    uint8_t byte = 1;

    setup();
    block = low.ram_block;
    ck_assert_uint_eq(ram_block_count_dirty(block, DIRTY_MEMORY_MIGRATION),
                      0);
    address_space_read(as, 0x1000, ATTRS, &byte, 1);
    ck_assert_uint_eq(ram_block_count_dirty(block, DIRTY_MEMORY_MIGRATION),
                      0);
    address_space_write(as, 0x1000, ATTRS, &byte, 1);
    ck_assert_uint_eq(ram_block_count_dirty(block, DIRTY_MEMORY_MIGRATION),
                      1);
}
END_TEST

START_TEST(test_memory_only_transactions_avoid_devices)
{
    MemTxAttrs attrs = { .memory = 1 };
    uint8_t buf[4] = { 9, 9, 9, 9 };

    setup();
    ck_assert_int_eq(address_space_read(as, 0x2000, attrs, buf, 4),
                     MEMTX_ERROR);
    ck_assert_mem_eq(buf, "\0\0\0\0", 4);
    ck_assert_int_eq(address_space_read(as, 0x1000, attrs, buf, 4),
                     MEMTX_OK);
    ck_assert_str_eq(calls->str, "");
}
END_TEST

START_TEST(test_access_valid_looks_at_every_byte)
{
    setup();
    ck_assert(address_space_access_valid(as, 0x1000, 0x1010, true, ATTRS));
    ck_assert(!address_space_access_valid(as, 0x1000, 0x1011, true, ATTRS));
    ck_assert(address_space_access_valid(as, 0x3000, 0x2000, false, ATTRS));
    ck_assert(!address_space_access_valid(as, 0x3000, 0x2000, true, ATTRS));
    ck_assert(!address_space_access_valid(as, 0x5000, 1, false, ATTRS));
    ck_assert(!address_space_access_valid(as, UINT64_MAX, 2, false, ATTRS));
}
END_TEST

/* ---- single values ----------------------------------------------------- */

START_TEST(test_values_in_both_byte_orders)
{
    MemTxResult r;

    setup();
    address_space_stq_le(as, 0x1000, 0x0102030405060708, ATTRS, &r);
    ck_assert_int_eq(r, MEMTX_OK);
    ck_assert_uint_eq(address_space_ldub(as, 0x1000, ATTRS, NULL), 8);
    ck_assert_uint_eq(address_space_lduw_le(as, 0x1000, ATTRS, NULL), 0x708);
    ck_assert_uint_eq(address_space_lduw_be(as, 0x1000, ATTRS, NULL), 0x807);
    ck_assert_uint_eq(address_space_ldl_le(as, 0x1000, ATTRS, NULL),
                      0x05060708);
    ck_assert_uint_eq(address_space_ldl_be(as, 0x1000, ATTRS, NULL),
                      0x08070605);
    ck_assert_uint_eq(address_space_ldq_le(as, 0x1000, ATTRS, NULL),
                      0x0102030405060708);
    ck_assert_uint_eq(address_space_ldq_be(as, 0x1000, ATTRS, NULL),
                      0x0807060504030201);
    address_space_stq_be(as, 0x1008, 0x0102030405060708, ATTRS, NULL);
    address_space_stl_be(as, 0x1008, 0xaabbccdd, ATTRS, NULL);
    address_space_stw_be(as, 0x100c, 0x1122, ATTRS, NULL);
    ck_assert_uint_eq(address_space_ldq_be(as, 0x1008, ATTRS, NULL),
                      0xaabbccdd11220708);
    address_space_stl_le(as, 0x1008, 0xaabbccdd, ATTRS, NULL);
    address_space_stw_le(as, 0x100c, 0x1122, ATTRS, NULL);
    address_space_stb(as, 0x100f, 0x55, ATTRS, NULL);
    ck_assert_uint_eq(address_space_ldq_le(as, 0x1008, ATTRS, NULL),
                      0x55071122aabbccdd);
}
END_TEST

/* every width at every distance from the border of RAM and device */
START_TEST(test_values_across_a_border_are_split)
{
    unsigned size = 1u << (_i / 8);
    unsigned before = _i % 8;   /* bytes that lie in the RAM */
    uint64_t expected = 0, value;
    MemTxResult r;
    hwaddr addr = 0x2000 - before;

    setup();
    ops.valid.unaligned = true;
    for (unsigned i = 0; i < size; i++) {
        uint64_t byte = i < before ? 0x11 : 0xd0 + i - before;

        expected |= byte << (8 * i);
    }
    switch (size) {
    case 1:
        value = address_space_ldub(as, addr, ATTRS, &r);
        break;
    case 2:
        value = address_space_lduw_le(as, addr, ATTRS, &r);
        break;
    case 4:
        value = address_space_ldl_le(as, addr, ATTRS, &r);
        break;
    default:
        value = address_space_ldq_le(as, addr, ATTRS, &r);
        break;
    }
    ck_assert_int_eq(r, MEMTX_OK);
    ck_assert_uint_eq(value, expected);
}
END_TEST

START_TEST(test_stored_value_across_a_border_is_split)
{
    MemTxResult r;

    setup();
    address_space_stl_be(as, 0x1ffe, 0x01020304, ATTRS, &r);
    ck_assert_int_eq(r, MEMTX_OK);
    ck_assert_uint_eq(address_space_lduw_be(as, 0x1ffe, ATTRS, NULL), 0x0102);
    ck_assert_str_eq(calls->str, " w2@0=403");
}
END_TEST

START_TEST(test_value_in_a_device_is_one_transaction)
{
    setup();
    ops.valid.max_access_size = 8;
    ck_assert_uint_eq(address_space_ldq_le(as, 0x2008, ATTRS, NULL),
                      0xdfdedddcdbdad9d8);
    address_space_stl_le(as, 0x2004, 0x12345678, ATTRS, NULL);
    ck_assert_str_eq(calls->str, " r8@8 w4@4=12345678");
}
END_TEST

START_TEST(test_unassigned_reads_zero_with_a_decode_error)
{
    MemTxResult r = MEMTX_OK;

    setup();
    ck_assert_uint_eq(address_space_ldl_le(as, 0x9000, ATTRS, &r), 0);
    ck_assert_int_eq(r, MEMTX_DECODE_ERROR);
    r = MEMTX_OK;
    address_space_stl_le(as, 0x9000, 1, ATTRS, &r);
    ck_assert_int_eq(r, MEMTX_DECODE_ERROR);
    /* the first half exists */
    ck_assert_uint_eq(address_space_ldl_le(as, 0x4ffe, ATTRS, &r), 0x4444);
    ck_assert_int_eq(r, MEMTX_DECODE_ERROR);
    ck_assert_uint_eq(address_space_ldq_le(as, UINT64_MAX - 2, ATTRS, &r), 0);
    ck_assert_int_eq(r, MEMTX_DECODE_ERROR);
}
END_TEST

START_TEST(test_rom_store_is_discarded)
{
    MemTxResult r = MEMTX_ERROR;

    setup();
    address_space_stl_le(as, 0x3000, 0, ATTRS, &r);
    ck_assert_int_eq(r, MEMTX_OK);
    ck_assert_uint_eq(address_space_ldl_le(as, 0x3000, ATTRS, &r),
                      0x33333333);
}
END_TEST

START_TEST(test_readonly_alias_protects_ram)
{
    static MemoryRegion alias;
    MemTxResult r;

    setup();
    memory_region_init_alias(&alias, NULL, "shadow", &low, 0, 4096);
    memory_region_set_readonly(&alias, true);
    memory_region_add_subregion(get_system_memory(), 0x8000, &alias);
    address_space_stl_le(as, 0x8000, 0, ATTRS, &r);
    ck_assert_int_eq(r, MEMTX_OK);
    cpu_physical_memory_write(0x8000, "abcd", 4);
    ck_assert_uint_eq(address_space_ldl_le(as, 0x1000, ATTRS, &r),
                      0x11111111);
    address_space_stl_le(as, 0x1000, 7, ATTRS, &r);
    ck_assert_uint_eq(address_space_ldl_le(as, 0x8000, ATTRS, &r), 7);
}
END_TEST

UNIT_MAIN("physical_rw",
    UNIT_TEST(test_ram_round_trip),
    UNIT_LOOP(test_device_parts_take_widths_the_device_accepts,
              G_N_ELEMENTS(widths)),
    UNIT_TEST(test_crossing_from_ram_into_a_device),
    UNIT_TEST(test_hole_reads_zero_and_the_rest_is_done),
    UNIT_TEST(test_rom_part_of_a_write_is_discarded),
    UNIT_TEST(test_loaders_write_rom_and_skip_devices),
    UNIT_TEST(test_set_fills_across_chunks),
    UNIT_TEST(test_writes_mark_pages_dirty),
    UNIT_TEST(test_memory_only_transactions_avoid_devices),
    UNIT_TEST(test_access_valid_looks_at_every_byte),
    UNIT_TEST(test_values_in_both_byte_orders),
    UNIT_LOOP(test_values_across_a_border_are_split, 32),
    UNIT_TEST(test_stored_value_across_a_border_is_split),
    UNIT_TEST(test_value_in_a_device_is_one_transaction),
    UNIT_TEST(test_unassigned_reads_zero_with_a_decode_error),
    UNIT_TEST(test_rom_store_is_discarded),
    UNIT_TEST(test_readonly_alias_protects_ram))

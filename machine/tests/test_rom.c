/* test_rom.c: what lies in memory after a reset */
#include <string.h>

#include "machine/rom.h"
#include "memory/memory_map.h"
#include "support/unit.h"

/* 0x1000 ROM 4 KiB | 0x2000 hole | 0x10000 RAM 64 KiB */
static MemoryRegion ram, mask_rom;
static RomList *roms;

static void setup(void)
{
    MemoryRegion *system = get_system_memory();

    ck_assert(memory_region_init_ram(&ram, NULL, "ram", 0x10000, NULL));
    ck_assert(memory_region_init_rom(&mask_rom, NULL, "rom", 4096, NULL));
    memory_region_add_subregion(system, 0x10000, &ram);
    memory_region_add_subregion(system, 0x1000, &mask_rom);
    roms = rom_list_new(&address_space_memory);
}

static void teardown(void)
{
    rom_list_free(roms);
    memory_region_del_subregion(get_system_memory(), &ram);
    memory_region_del_subregion(get_system_memory(), &mask_rom);
    memory_region_deinit(&ram);
    memory_region_deinit(&mask_rom);
}

static bool add(const char *name, hwaddr addr, gsize size, GError **errp)
{
    g_autofree uint8_t *data = g_malloc(size + 1);
    g_autoptr(GBytes) bytes = NULL;

    memset(data, name[0], size);
    bytes = g_bytes_new(data, size);
    return rom_add_blob(roms, name, bytes, addr, errp);
}

START_TEST(test_largest_gap_lies_between_blobs)
{
    hwaddr gap = 0;

    setup();
    ck_assert_uint_eq(rom_largest_gap(roms, 0x10000, 0x10000, &gap), 0x10000);
    ck_assert_uint_eq(gap, 0x10000);
    ck_assert(add("low", 0x1000, 16, NULL));
    ck_assert(add("a", 0x10000, 0x4000, NULL));
    ck_assert_uint_eq(rom_largest_gap(roms, 0x10000, 0x10000, &gap), 0xc000);
    ck_assert_uint_eq(gap, 0x14000);
    ck_assert(add("b", 0x1c000, 0x1000, NULL));
    ck_assert_uint_eq(rom_largest_gap(roms, 0x10000, 0x10000, &gap), 0x8000);
    ck_assert_uint_eq(gap, 0x14000);
    ck_assert_uint_eq(rom_largest_gap(roms, 0x18000, 0x8000, &gap), 0x4000);
    ck_assert_uint_eq(gap, 0x18000);
    ck_assert_uint_eq(rom_largest_gap(roms, 0x10000, 0x4000, &gap), 0);
    teardown();
}
END_TEST

START_TEST(test_reset_writes_ram_and_rom_again)
{
    uint8_t *host;
    uint8_t *host_rom;

    setup();
    host = memory_region_get_ram_ptr(&ram);
    host_rom = memory_region_get_ram_ptr(&mask_rom);
    ck_assert(add("a", 0x10010, 16, NULL));
    ck_assert(add("b", 0x1000, 4096, NULL));
    ck_assert_uint_eq(host[0x10], 0);
    for (unsigned round = 0; round < 2; round++) {
        memset(host, 0xff, 0x10000);
        rom_reset(roms);
        ck_assert_uint_eq(host[0x0f], 0xff);
        ck_assert_uint_eq(host[0x10], 'a');
        ck_assert_uint_eq(host[0x1f], 'a');
        ck_assert_uint_eq(host[0x20], 0xff);
        ck_assert_uint_eq(host_rom[4095], 'b');
    }
    teardown();
}
END_TEST

START_TEST(test_reset_clears_the_tail_of_a_segment)
{
    g_autoptr(GBytes) text = g_bytes_new_static("text", 4);
    uint8_t *host;

    setup();
    host = memory_region_get_ram_ptr(&ram);
    const RomSegment segment = {
        .name = "elf", .data = text, .size = 0x2100, .addr = 0x10000,
    };
    ck_assert(rom_add_segment(roms, &segment, NULL));
    memset(host, 0xff, 0x10000);
    rom_reset(roms);
    ck_assert_mem_eq(host, "text\0\0", 6);
    ck_assert_uint_eq(host[0x20ff], 0);
    ck_assert_uint_eq(host[0x2100], 0xff);
    teardown();
}
END_TEST

/* 'a' lies at 0x12000..0x12fff. */
static const struct {
    hwaddr addr;
    gsize size;
    const char *says;           /* NULL: accepted */
} place_rows[] = {
    { 0x11000, 0x1000, NULL },
    { 0x13000, 0x1000, NULL },
    { 0x12800, 0, NULL },
    { 0x1ffff, 1, NULL },
    { 0x1000, 0x1000, NULL },
    { 0x11000, 0x1001, "images a (0x12000..0x12fff) and b (0x11000..0x12000) "
      "overlap at 0x12000" },
    { 0x12fff, 1, "overlap at 0x12fff" },
    { 0x11000, 0x3000, "overlap at 0x12000" },
    { 0x12800, 16, "overlap at 0x12800" },
    { 0x1ffff, 2, "no memory at 0x20000" },
    { 0x5000, 1, "no memory at 0x5000" },
    { 0x1fff, 2, "no memory at 0x2000" },
    { 0xfffffffffffffff0, 0x20, "larger than the address space" },
    { 0xfffffffffffffff0, 0x10, "no memory at" },
};

START_TEST(test_images_lie_in_memory_and_apart)
{
    g_autoptr(GError) err = NULL;

    setup();
    ck_assert(add("a", 0x12000, 0x1000, NULL));
    ck_assert(add("b", place_rows[_i].addr, place_rows[_i].size, &err) ==
              !place_rows[_i].says);
    if (err) {
        ck_assert_msg(strstr(err->message, place_rows[_i].says) != NULL,
                      "%s", err->message);
        ck_assert_uint_eq(rom_list_size(roms), 1);
    }
    teardown();
}
END_TEST

START_TEST(test_rom_read_finds_bytes_of_one_blob)
{
    char to[17];

    setup();
    ck_assert(add("b", 0x12000, 16, NULL));
    ck_assert(add("a", 0x11ff0, 16, NULL));
    ck_assert(rom_read(roms, 0x11fff, to, 1) && to[0] == 'a');
    ck_assert(rom_read(roms, 0x12000, to, 16) && to[15] == 'b');
    ck_assert(!rom_read(roms, 0x11fff, to, 2));
    ck_assert(!rom_read(roms, 0x12000, to, 17));
    ck_assert(!rom_read(roms, 0x12010, to, 1));
    ck_assert(!rom_read(roms, 0, to, 1));
    teardown();
}
END_TEST

START_TEST(test_replaced_blob_keeps_its_place)
{
    g_autoptr(GBytes) good = g_bytes_new_static("xy", 2);
    g_autoptr(GBytes) longer = g_bytes_new_static("xyz", 3);
    GString *text = g_string_new(NULL);
    char bytes[2];

    setup();
    ck_assert(add("a", 0x12000, 2, NULL));
    ck_assert(rom_replace_blob(roms, "a", good, NULL));
    ck_assert(!rom_replace_blob(roms, "a", longer, NULL));
    ck_assert(!rom_replace_blob(roms, "b", good, NULL));
    ck_assert(rom_read(roms, 0x12000, bytes, 2));
    ck_assert_mem_eq(bytes, "xy", 2);
    rom_print(roms, text);
    ck_assert_str_eq(text->str, "addr=0000000000012000 size=0x000002 "
                     "name=\"a\"\n");
    g_string_free(text, TRUE);
    teardown();
}
END_TEST

UNIT_MAIN("rom",
          UNIT_TEST(test_largest_gap_lies_between_blobs),
          UNIT_TEST(test_reset_writes_ram_and_rom_again),
          UNIT_TEST(test_reset_clears_the_tail_of_a_segment),
          UNIT_LOOP(test_images_lie_in_memory_and_apart,
                    G_N_ELEMENTS(place_rows)),
          UNIT_TEST(test_rom_read_finds_bytes_of_one_blob),
          UNIT_TEST(test_replaced_blob_keeps_its_place))

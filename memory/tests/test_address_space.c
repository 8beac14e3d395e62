/* test_address_space.c: lookups, their cache, views that are shared */
#include "memory/flatview.h"
#include "memory/memory_map.h"
#include "memory/ram_block.h"
#include "support/unit.h"

static const MemoryRegionOps ops;
static MemoryRegion root, ram, rom, flash, io, alias;
static AddressSpace as;

/* RAM 0x1000, ROM 0x4000, flash 0x6000, I/O 0x8000, alias of RAM 0xa000 */
static void setup(void)
{
    memory_region_init(&root, NULL, "root", UINT64_MAX);
    ck_assert(memory_region_init_ram(&ram, NULL, "ram", 0x2000, NULL));
    ck_assert(memory_region_init_rom(&rom, NULL, "rom", 0x1000, NULL));
    ck_assert(memory_region_init_rom_device(&flash, NULL, &ops, NULL,
                                            "flash", 0x1000, NULL));
    memory_region_init_io(&io, NULL, &ops, NULL, "io", 0x100);
    memory_region_init_alias(&alias, NULL, "alias", &ram, 0x800, 0x1000);
    memory_region_add_subregion(&root, 0x1000, &ram);
    memory_region_add_subregion(&root, 0x4000, &rom);
    memory_region_add_subregion(&root, 0x6000, &flash);
    memory_region_add_subregion(&root, 0x8000, &io);
    memory_region_add_subregion(&root, 0xa000, &alias);
    address_space_init(&as, &root, "test");
}

START_TEST(test_find_describes_ram)
{
    MemSection s = { 0 };

    setup();
    ck_assert(address_space_find(&as, 0x1fff, &s));
    ck_assert_ptr_eq(s.mr, &ram);
    ck_assert_uint_eq(s.base, 0x1000);
    ck_assert_uint_eq(s.size, 0x2000);
    ck_assert_uint_eq(s.offset_in_region, 0);
    ck_assert_ptr_eq(s.host, memory_region_get_ram_ptr(&ram));
    ck_assert_ptr_eq(s.block, ram.ram_block);
    ck_assert_uint_eq(s.ram_addr, memory_region_get_ram_addr(&ram));
    ck_assert(!s.readonly && !s.romd);
}
END_TEST

START_TEST(test_find_tells_rom_from_flash_and_devices)
{
    MemSection s = { 0 };

    setup();
    ck_assert(address_space_find(&as, 0x4000, &s));
    ck_assert(s.host && s.readonly && !s.romd);
    ck_assert(address_space_find(&as, 0x6abc, &s));
    ck_assert(s.host && !s.readonly && s.romd);
    memory_region_rom_device_set_romd(&flash, false);
    ck_assert(address_space_find(&as, 0x6abc, &s));
    ck_assert(!s.host && !s.romd);
    ck_assert(address_space_find(&as, 0x8000, &s));
    ck_assert_ptr_eq(s.mr, &io);
    ck_assert(!s.host && !s.readonly);
    ck_assert_uint_eq(s.ram_addr, RAM_ADDR_INVALID);
}
END_TEST

START_TEST(test_find_resolves_aliases)
{
    MemSection s = { 0 };

    setup();
    ck_assert(address_space_find(&as, 0xa010, &s));
    ck_assert_ptr_eq(s.mr, &ram);
    ck_assert_uint_eq(s.base, 0xa000);
    ck_assert_uint_eq(s.offset_in_region, 0x800);
    ck_assert_ptr_eq(s.host,
                     (uint8_t *)memory_region_get_ram_ptr(&ram) + 0x800);
    ck_assert_uint_eq(s.ram_addr, memory_region_get_ram_addr(&ram) + 0x800);
    ck_assert_ptr_eq(memory_region_get_ram_ptr(&alias), s.host);
}
END_TEST

START_TEST(test_miss_empties_the_section)
{
    MemSection s = { 0 };

    setup();
    ck_assert(address_space_find(&as, 0x1000, &s));
    ck_assert(!address_space_find(&as, 0x3000, &s));
    ck_assert_ptr_null(s.mr);
    ck_assert_uint_eq(s.size, 0);
    ck_assert(!address_space_find(&as, 0, &s));
    ck_assert(!address_space_find(&as, UINT64_MAX, &s));
}
END_TEST

/* a section kept from before a change is never believed */
START_TEST(test_cached_section_notices_a_new_map)
{
    MemSection s = { 0 };

    setup();
    ck_assert(address_space_find(&as, 0x8010, &s));
    memory_region_set_address(&io, 0xc000);
    ck_assert(!address_space_find(&as, 0x8010, &s));
    ck_assert(address_space_find(&as, 0xc010, &s));
    ck_assert_ptr_eq(s.mr, &io);
}
END_TEST

START_TEST(test_cached_section_is_not_believed_elsewhere)
{
    static MemoryRegion other_root, other_io;
    static AddressSpace other;
    MemSection s = { 0 };

    setup();
    memory_region_init(&other_root, NULL, "other", 0x10000);
    memory_region_init_io(&other_io, NULL, &ops, NULL, "other-io", 0x10000);
    memory_region_add_subregion(&other_root, 0, &other_io);
    address_space_init(&other, &other_root, "other");
    ck_assert(address_space_find(&as, 0x1000, &s));
    ck_assert(address_space_find(&other, 0x1000, &s));
    ck_assert_ptr_eq(s.mr, &other_io);
}
END_TEST

START_TEST(test_whole_space_region_is_found_at_both_ends)
{
    static MemoryRegion all;
    static AddressSpace space;
    MemSection s = { 0 };

    memory_region_init_io(&all, NULL, &ops, NULL, "all", UINT64_MAX);
    address_space_init(&space, &all, "all");
    ck_assert(address_space_find(&space, UINT64_MAX, &s));
    ck_assert(address_space_find(&space, 0, &s));
    ck_assert_uint_eq(s.size, UINT64_MAX);
}
END_TEST

static const struct {
    hwaddr addr, len;
    bool hit;
    hwaddr xlat, cut;
} translations[] = {
    { 0x1000, 8, true, 0, 8 },
    { 0x2ffe, 8, true, 0x1ffe, 2 },
    { 0xa000, 0x10000, true, 0x800, 0x1000 },
    { 0x3000, 0x10000, false, 0x3000, 0x1000 },
    { 0xf000, 8, false, 0xf000, 8 },
};

START_TEST(test_translate_cuts_at_the_end_of_the_range)
{
    hwaddr xlat, len = translations[_i].len;
    MemoryRegion *mr;

    setup();
    mr = address_space_translate(&as, translations[_i].addr, &xlat, &len,
                                 false, MEMTXATTRS_UNSPECIFIED);
    ck_assert_int_eq(mr != NULL, translations[_i].hit);
    ck_assert_uint_eq(xlat, translations[_i].xlat);
    ck_assert_uint_eq(len, translations[_i].cut);
}
END_TEST

START_TEST(test_map_gives_ram_only)
{
    hwaddr len = 0x10000;
    uint8_t *host;

    setup();
    host = address_space_map(&as, 0x1800, &len, true, MEMTXATTRS_UNSPECIFIED);
    ck_assert_ptr_nonnull(host);
    ck_assert_uint_eq(len, 0x1800);
    host[0] = 1;
    address_space_unmap(&as, host, len, true, 1);
    ck_assert_uint_eq(ram_block_count_dirty(ram.ram_block,
                                            DIRTY_MEMORY_MIGRATION), 1);
    ck_assert_ptr_null(address_space_map(&as, 0x4000, &len, true,
                                         MEMTXATTRS_UNSPECIFIED));
    ck_assert_ptr_nonnull(address_space_map(&as, 0x4000, &len, false,
                                            MEMTXATTRS_UNSPECIFIED));
    ck_assert_ptr_null(address_space_map(&as, 0x6000, &len, true,
                                         MEMTXATTRS_UNSPECIFIED));
    ck_assert_ptr_null(address_space_map(&as, 0x8000, &len, false,
                                         MEMTXATTRS_UNSPECIFIED));
    ck_assert_ptr_null(address_space_map(&as, 0x3000, &len, false,
                                         MEMTXATTRS_UNSPECIFIED));
}
END_TEST

START_TEST(test_spaces_with_one_root_share_the_view)
{
    static AddressSpace second;

    setup();
    address_space_init(&second, &root, "second");
    ck_assert_ptr_eq(as.current_map, second.current_map);
    memory_region_set_address(&io, 0xc000);
    ck_assert_ptr_eq(as.current_map, second.current_map);
    address_space_destroy(&second);
    ck_assert(flatview_lookup(as.current_map, 0xc000));
}
END_TEST

/* a bus master's window onto all of memory is the same view */
START_TEST(test_wrapping_container_shares_the_view_of_what_it_wraps)
{
    static MemoryRegion master, window;
    static AddressSpace dma;

    setup();
    memory_region_init(&master, NULL, "master", UINT64_MAX);
    memory_region_init_alias(&window, NULL, "window", &root, 0, UINT64_MAX);
    memory_region_add_subregion(&master, 0, &window);
    address_space_init(&dma, &master, "dma");
    ck_assert_ptr_eq(dma.current_map, as.current_map);
    memory_region_set_enabled(&window, false);
    ck_assert_uint_eq(dma.current_map->nr, 0);
    ck_assert_ptr_null(dma.current_map->root);
    memory_region_set_enabled(&window, true);
    ck_assert_uint_eq(dma.current_map->nr, 5);
    memory_region_set_readonly(&window, true);
    ck_assert_ptr_ne(dma.current_map, as.current_map);
    ck_assert(dma.current_map->ranges[0].readonly);
    ck_assert(!as.current_map->ranges[0].readonly);
}
END_TEST

START_TEST(test_empty_port_space_reads_ones)
{
    MemTxResult r;

    ck_assert_uint_eq(address_space_lduw_le(&address_space_io, 0x3f8,
                                            MEMTXATTRS_UNSPECIFIED, &r),
                      0xffff);
    ck_assert_int_eq(r, MEMTX_OK);
    ck_assert_uint_eq(memory_region_size(get_system_io()), 65536);
    ck_assert_uint_eq(memory_region_size(get_system_memory()), UINT64_MAX);
}
END_TEST

START_TEST(test_everything_can_be_undone)
{
    memory_map_init();
    memory_map_init();
    ck_assert(memory_region_init_ram(&ram, NULL, "ram", 0x2000, NULL));
    memory_region_add_subregion(get_system_memory(), 0, &ram);
    memory_region_del_subregion(get_system_memory(), &ram);
    memory_region_deinit(&ram);
    memory_map_deinit();
    memory_map_deinit();
    /* and made again */
    ck_assert_str_eq(memory_region_name(get_system_memory()), "system");
    memory_map_deinit();
}
END_TEST

UNIT_MAIN("address_space",
    UNIT_TEST(test_find_describes_ram),
    UNIT_TEST(test_find_tells_rom_from_flash_and_devices),
    UNIT_TEST(test_find_resolves_aliases),
    UNIT_TEST(test_miss_empties_the_section),
    UNIT_TEST(test_cached_section_notices_a_new_map),
    UNIT_TEST(test_cached_section_is_not_believed_elsewhere),
    UNIT_TEST(test_whole_space_region_is_found_at_both_ends),
    UNIT_LOOP(test_translate_cuts_at_the_end_of_the_range,
              G_N_ELEMENTS(translations)),
    UNIT_TEST(test_map_gives_ram_only),
    UNIT_TEST(test_spaces_with_one_root_share_the_view),
    UNIT_TEST(test_wrapping_container_shares_the_view_of_what_it_wraps),
    UNIT_TEST(test_empty_port_space_reads_ones),
    UNIT_TEST(test_everything_can_be_undone))

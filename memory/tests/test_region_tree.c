/* test_region_tree.c: moving, finding, owners, and overlaps by accident */
#include <string.h>

#include "core/object.h"
#include "memory/memory_map.h"
#include "memory/mtree.h"
#include "support/unit.h"

static const MemoryRegionOps ops;
static MemoryRegion a, b, c;

static void io(MemoryRegion *mr, const char *name, uint64_t size)
{
    memory_region_init_io(mr, NULL, &ops, NULL, name, size);
}

START_TEST(test_moving_changes_dispatch_at_once)
{
    MemoryRegion *system = get_system_memory();
    MemSection s = { 0 };

    io(&a, "a", 0x100);
    memory_region_add_subregion(system, 0x1000, &a);
    ck_assert(memory_region_is_mapped(&a));
    ck_assert(address_space_find(&address_space_memory, 0x1000, &s));
    memory_region_del_subregion(system, &a);
    ck_assert(!memory_region_is_mapped(&a));
    ck_assert(!address_space_find(&address_space_memory, 0x1000, &s));
    memory_region_add_subregion(system, 0x2000, &a);
    ck_assert(address_space_find(&address_space_memory, 0x20ff, &s));
    memory_region_set_size(&a, 0x80);
    ck_assert(!address_space_find(&address_space_memory, 0x2080, &s));
}
END_TEST

START_TEST(test_moved_region_gets_in_front_of_its_equals)
{
    MemoryRegion *system = get_system_memory();
    MemSection s = { 0 };

    io(&a, "a", 0x100);
    io(&b, "b", 0x100);
    memory_region_add_subregion_overlap(system, 0x2000, &a, 0);
    memory_region_add_subregion_overlap(system, 0x1000, &b, 0);
    memory_region_set_address(&a, 0x1080);
    ck_assert(address_space_find(&address_space_memory, 0x1080, &s));
    ck_assert_ptr_eq(s.mr, &a);
}
END_TEST

START_TEST(test_find_gives_the_first_piece_in_the_range)
{
    MemoryRegion *system = get_system_memory();
    MemoryRegionSection s;

    memory_region_init(&c, NULL, "box", 0x10000);
    io(&a, "a", 0x100);
    memory_region_add_subregion(system, 0x10000, &c);
    memory_region_add_subregion(&c, 0x400, &a);

    s = memory_region_find(&c, 0x300, 0x180);
    ck_assert_ptr_eq(s.mr, &a);
    ck_assert_uint_eq(s.offset_within_address_space, 0x10400);
    ck_assert_uint_eq(s.offset_within_region, 0);
    ck_assert_uint_eq((uint64_t)s.size, 0x80);

    s = memory_region_find(system, 0x10410, 0x1000);
    ck_assert_ptr_eq(s.mr, &a);
    ck_assert_uint_eq(s.offset_within_region, 0x10);
    ck_assert_uint_eq((uint64_t)s.size, 0xf0);

    ck_assert_ptr_null(memory_region_find(&c, 0x300, 0x100).mr);
    ck_assert_ptr_null(memory_region_find(&c, 0x500, 0x1000).mr);
}
END_TEST

START_TEST(test_find_outside_every_address_space_is_empty)
{
    memory_region_init(&c, NULL, "box", 0x1000);
    io(&a, "a", 0x100);
    memory_region_add_subregion(&c, 0, &a);
    ck_assert_ptr_null(memory_region_find(&c, 0, 0x100).mr);
}
END_TEST

START_TEST(test_present_means_in_a_child)
{
    MemoryRegion *system = get_system_memory();

    io(&c, "answering", 0x1000);
    io(&a, "a", 0x100);
    memory_region_add_subregion(system, 0, &c);
    memory_region_add_subregion(&c, 0x800, &a);
    ck_assert(memory_region_present(&c, 0x800));
    ck_assert(!memory_region_present(&c, 0));
    ck_assert(!memory_region_present(system, 0x5000));
}
END_TEST

static bool owner_is_gone;

static void owner_finalized(Object *obj)
{
    owner_is_gone = true;
}

static const TypeInfo owner_type = {
    .name = "test-owner",
    .parent = TYPE_OBJECT,
    .instance_size = sizeof(Object),
    .instance_finalize = owner_finalized,
};

static void register_owner(void)
{
    type_register_static(&owner_type);
}
type_init(register_owner)

START_TEST(test_mapped_region_keeps_its_owner_alive)
{
    Object *owner = object_new("test-owner");

    memory_region_init_io(&a, owner, &ops, NULL, "a", 0x100);
    ck_assert_ptr_eq(memory_region_owner(&a), owner);
    memory_region_add_subregion(get_system_memory(), 0, &a);
    object_unref(owner);
    ck_assert(!owner_is_gone);
    memory_region_del_subregion(get_system_memory(), &a);
    ck_assert(owner_is_gone);
}
END_TEST

/* ---- overlaps by accident ---------------------------------------------- */

START_TEST(test_sound_board_has_no_overlaps)
{
    MemoryRegion *system = get_system_memory();

    io(&a, "a", 0x1000);
    io(&b, "b", 0x1000);
    memory_region_add_subregion(system, 0x1000, &a);
    memory_region_add_subregion(system, 0x2000, &b);
    ck_assert_uint_eq(mtree_check_overlaps(system, NULL), 0);
}
END_TEST

/* lectures: the timer's entry repeats the base of the INTC */
START_TEST(test_same_base_twice_is_reported)
{
    MemoryRegion *system = get_system_memory();
    GString *report = g_string_new(NULL);

    io(&a, "clabpu.intc", 0x1000);
    io(&b, "clabpu.timer", 0x1000);
    memory_region_add_subregion(system, 0x10000000, &a);
    memory_region_add_subregion(system, 0x10000000, &b);
    ck_assert_uint_eq(mtree_check_overlaps(system, report), 1);
    ck_assert_str_eq(report->str,
                     "in 'system': 'clabpu.timer' at 0x10000000 size 0x1000 "
                     "hides 'clabpu.intc' at 0x10000000 size 0x1000\n");
}
END_TEST

START_TEST(test_overlap_inside_a_container_is_reported)
{
    MemoryRegion *system = get_system_memory();

    memory_region_init(&c, NULL, "box", 0x10000);
    io(&a, "a", 0x1001);
    io(&b, "b", 0x1000);
    memory_region_add_subregion(&c, 0x1000, &a);
    memory_region_add_subregion(&c, 0x2000, &b);
    memory_region_add_subregion(system, 0, &c);
    ck_assert_uint_eq(mtree_check_overlaps(system, NULL), 1);
    memory_region_set_enabled(&a, false);
    ck_assert_uint_eq(mtree_check_overlaps(system, NULL), 0);
}
END_TEST

START_TEST(test_declared_overlaps_are_fine)
{
    MemoryRegion *system = get_system_memory();

    io(&a, "a", 0x1000);
    io(&b, "b", 0x1000);
    io(&c, "c", 0x10000);
    memory_region_add_subregion_overlap(system, 0x1000, &a, 1);
    memory_region_add_subregion_overlap(system, 0x1800, &b, 1);
    memory_region_add_subregion(system, 0, &c);
    ck_assert_uint_eq(mtree_check_overlaps(system, NULL), 0);
}
END_TEST

UNIT_MAIN("region_tree",
    UNIT_TEST(test_moving_changes_dispatch_at_once),
    UNIT_TEST(test_moved_region_gets_in_front_of_its_equals),
    UNIT_TEST(test_find_gives_the_first_piece_in_the_range),
    UNIT_TEST(test_find_outside_every_address_space_is_empty),
    UNIT_TEST(test_present_means_in_a_child),
    UNIT_TEST(test_mapped_region_keeps_its_owner_alive),
    UNIT_TEST(test_sound_board_has_no_overlaps),
    UNIT_TEST(test_same_base_twice_is_reported),
    UNIT_TEST(test_overlap_inside_a_container_is_reported),
    UNIT_TEST(test_declared_overlaps_are_fine))

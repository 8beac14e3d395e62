/* test_lookup.c: first and last byte of every range, and the gaps */
#include "memory/flatview.h"
#include "support/unit.h"

static const MemoryRegionOps ops;
static MemoryRegion root, regions[3];

/* [0, 0x100) [0x1000, 0x1800) [2^64 - 0x1000, 2^64) */
static FlatView *three_ranges(void)
{
    static const uint64_t map[3][2] = {
        { 0, 0x100 }, { 0x1000, 0x800 }, { UINT64_MAX - 0xfff, 0x1000 },
    };

    memory_region_init(&root, NULL, "root", UINT64_MAX);
    for (int i = 0; i < 3; i++) {
        memory_region_init_io(&regions[i], NULL, &ops, NULL, "r", map[i][1]);
        memory_region_add_subregion(&root, map[i][0], &regions[i]);
    }
    return flatview_new(&root);
}

static const struct {
    hwaddr addr;
    int hit;                    /* -1: a gap */
    int next;                   /* -1: nothing behind */
} rows[] = {
    { 0, 0, 0 },
    { 0xff, 0, 0 },
    { 0x100, -1, 1 },
    { 0xfff, -1, 1 },
    { 0x1000, 1, 1 },
    { 0x17ff, 1, 1 },
    { 0x1800, -1, 2 },
    { UINT64_MAX - 0x1000, -1, 2 },
    { UINT64_MAX - 0xfff, 2, 2 },
    { UINT64_MAX, 2, 2 },
};

static void assert_is(const FlatRange *range, int expected)
{
    ck_assert_ptr_eq(range ? range->mr : NULL,
                     expected < 0 ? NULL : &regions[expected]);
}

START_TEST(test_lookup_hits_one_range_or_none)
{
    FlatView *view = three_ranges();

    assert_is(flatview_lookup(view, rows[_i].addr), rows[_i].hit);
    assert_is(flatview_next(view, rows[_i].addr), rows[_i].next);
    flatview_unref(view);
}
END_TEST

START_TEST(test_empty_view_has_nothing)
{
    FlatView *view = flatview_new(NULL);

    ck_assert_ptr_null(flatview_lookup(view, 0));
    ck_assert_ptr_null(flatview_next(view, 0));
    flatview_unref(view);
}
END_TEST

START_TEST(test_nothing_is_behind_the_last_range)
{
    FlatView *view;

    memory_region_init(&root, NULL, "root", UINT64_MAX);
    memory_region_init_io(&regions[0], NULL, &ops, NULL, "r", 0x10);
    memory_region_add_subregion(&root, 0, &regions[0]);
    view = flatview_new(&root);
    ck_assert_ptr_null(flatview_next(view, 0x10));
    ck_assert_ptr_null(flatview_next(view, UINT64_MAX));
    flatview_unref(view);
}
END_TEST

UNIT_MAIN("lookup",
    UNIT_LOOP(test_lookup_hits_one_range_or_none, G_N_ELEMENTS(rows)),
    UNIT_TEST(test_empty_view_has_nothing),
    UNIT_TEST(test_nothing_is_behind_the_last_range))

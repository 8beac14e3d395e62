/* test_breakpoint.c: the list of addresses to stop at (lecture 05, ex. 1) */
#include "debug/points.h"
#include "support/unit.h"

static DebugPoints points;

static void setup_points(void)
{
    debug_points_deinit(&points);
    debug_points_init(&points);
}

static unsigned count(void)
{
    return points.breakpoints.length;
}

START_TEST(test_empty_set_matches_nothing)
{
    setup_points();
    ck_assert_ptr_null(breakpoint_test(&points, 0, BP_ANY));
    ck_assert(!breakpoint_remove(&points, 0, BP_GDB));
    ck_assert(!breakpoint_in_range(&points, 0, UINT64_MAX));
    breakpoint_remove_all(&points, BP_ANY);
    ck_assert_uint_eq(count(), 0);
}
END_TEST

START_TEST(test_only_the_exact_pc_matches)
{
    setup_points();
    const CPUBreakpoint *bp = breakpoint_insert(&points, 0x1004, BP_GDB);

    ck_assert_ptr_eq(breakpoint_test(&points, 0x1004, BP_ANY), bp);
    ck_assert_uint_eq(bp->pc, 0x1004);
    ck_assert_ptr_null(breakpoint_test(&points, 0x1002, BP_ANY));
    ck_assert_ptr_null(breakpoint_test(&points, 0x1005, BP_ANY));
    ck_assert_ptr_null(breakpoint_test(&points, 0x1006, BP_ANY));
}
END_TEST

START_TEST(test_each_duplicate_is_removed_on_its_own)
{
    setup_points();
    breakpoint_insert(&points, 0x40, BP_GDB);
    breakpoint_insert(&points, 0x40, BP_GDB);
    ck_assert_uint_eq(count(), 2);
    ck_assert(breakpoint_remove(&points, 0x40, BP_GDB));
    ck_assert_ptr_nonnull(breakpoint_test(&points, 0x40, BP_GDB));
    ck_assert(breakpoint_remove(&points, 0x40, BP_GDB));
    ck_assert_ptr_null(breakpoint_test(&points, 0x40, BP_GDB));
    ck_assert(!breakpoint_remove(&points, 0x40, BP_GDB));
}
END_TEST

START_TEST(test_debuggers_breakpoint_wins_whatever_came_first)
{
    setup_points();
    int first = _i ? BP_GDB : BP_CPU;
    int second = _i ? BP_CPU : BP_GDB;

    breakpoint_insert(&points, 0x40, first);
    breakpoint_insert(&points, 0x40, second);
    ck_assert_int_eq(breakpoint_test(&points, 0x40, BP_ANY)->flags, BP_GDB);
    ck_assert_int_eq(breakpoint_test(&points, 0x40, BP_CPU)->flags, BP_CPU);
}
END_TEST

START_TEST(test_a_kind_can_be_removed_and_the_other_stays)
{
    setup_points();
    breakpoint_insert(&points, 0x40, BP_GDB);
    breakpoint_insert(&points, 0x40, BP_CPU);
    ck_assert(breakpoint_remove(&points, 0x40, BP_GDB));
    ck_assert(!breakpoint_remove(&points, 0x40, BP_GDB));
    ck_assert_int_eq(breakpoint_test(&points, 0x40, BP_ANY)->flags, BP_CPU);
}
END_TEST

START_TEST(test_mask_says_whose_breakpoints_go)
{
    static const struct { int mask; unsigned left; } rows[] = {
        { BP_GDB, 2 }, { BP_CPU, 3 }, { BP_ANY, 0 }, { 0, 5 },
    };

    setup_points();
    for (int i = 0; i < 5; i++) {
        breakpoint_insert(&points, 0x40, i % 2 ? BP_CPU : BP_GDB);
    }
    breakpoint_remove_all(&points, rows[_i].mask);
    ck_assert_uint_eq(count(), rows[_i].left);
}
END_TEST

START_TEST(test_range_includes_its_first_and_last_byte_only)
{
    setup_points();
    breakpoint_insert(&points, 0x2000, BP_GDB);
    ck_assert(breakpoint_in_range(&points, 0x2000, 1));
    ck_assert(breakpoint_in_range(&points, 0x1fff, 2));
    ck_assert(!breakpoint_in_range(&points, 0x1000, 0x1000));
    ck_assert(!breakpoint_in_range(&points, 0x2001, 0x1000));
    breakpoint_insert(&points, UINT64_MAX - 1, BP_GDB);
    ck_assert(breakpoint_in_range(&points, UINT64_MAX & ~0xfffull, 0x1000));
}
END_TEST

UNIT_MAIN("breakpoint",
          UNIT_TEST(test_empty_set_matches_nothing),
          UNIT_TEST(test_only_the_exact_pc_matches),
          UNIT_TEST(test_each_duplicate_is_removed_on_its_own),
          UNIT_LOOP(test_debuggers_breakpoint_wins_whatever_came_first, 2),
          UNIT_TEST(test_a_kind_can_be_removed_and_the_other_stays),
          UNIT_LOOP(test_mask_says_whose_breakpoints_go, 4),
          UNIT_TEST(test_range_includes_its_first_and_last_byte_only))

/* test_watchpoint.c: ranges, overlap and hits */
#include "debug/points.h"
#include "support/unit.h"

static DebugPoints points;

static void setup_points(void)
{
    debug_points_deinit(&points);
    debug_points_init(&points);
}

START_TEST(test_empty_and_wrapping_ranges_are_refused)
{
    setup_points();
    ck_assert_ptr_null(watchpoint_insert(&points, 8, 0, BP_GDB | 3));
    ck_assert_ptr_null(watchpoint_insert(&points, UINT64_MAX, 2, BP_GDB | 3));
    ck_assert_ptr_nonnull(watchpoint_insert(&points, UINT64_MAX, 1,
                                            BP_GDB | BP_MEM_ACCESS));
    ck_assert_ptr_nonnull(watchpoint_test(&points, UINT64_MAX - 7, 8,
                                          BP_MEM_READ));
    ck_assert_uint_eq(points.watchpoints.length, 1);
}
END_TEST

/* Against the definition: some byte is in both ranges. */
START_TEST(test_an_access_hits_when_it_shares_a_byte)
{
    const vaddr base = 0x1000;

    for (vaddr len = 1; len <= 9; len++) {
        setup_points();
        watchpoint_insert(&points, base, len, BP_GDB | BP_MEM_ACCESS);
        for (vaddr addr = base - 10; addr < base + 20; addr++) {
            for (vaddr size = 1; size <= 8; size++) {
                bool shares = false;

                for (vaddr b = addr; b < addr + size; b++) {
                    shares |= b >= base && b < base + len;
                }
                ck_assert_int_eq(watchpoint_test(&points, addr, size,
                                                 BP_MEM_READ) != NULL,
                                 shares);
            }
        }
    }
}
END_TEST

START_TEST(test_kind_of_access_must_match)
{
    static const struct { int watch, access; bool hit; } rows[] = {
        { BP_MEM_READ, BP_MEM_READ, true },
        { BP_MEM_READ, BP_MEM_WRITE, false },
        { BP_MEM_WRITE, BP_MEM_READ, false },
        { BP_MEM_WRITE, BP_MEM_WRITE, true },
        { BP_MEM_ACCESS, BP_MEM_READ, true },
        { BP_MEM_ACCESS, BP_MEM_WRITE, true },
        { BP_MEM_READ, BP_MEM_ACCESS, true },
        { BP_MEM_WRITE, BP_MEM_ACCESS, true },
    };

    setup_points();
    watchpoint_insert(&points, 0x100, 4, BP_GDB | rows[_i].watch);
    ck_assert_int_eq(watchpoint_test(&points, 0x100, 4,
                                     rows[_i].access) != NULL, rows[_i].hit);
}
END_TEST

START_TEST(test_hit_is_noted_and_cleared)
{
    setup_points();
    CPUWatchpoint *wp = watchpoint_insert(&points, 0x100, 8,
                                          BP_GDB | BP_MEM_ACCESS);

    watchpoint_set_hit(wp, 0xfc, BP_MEM_WRITE);
    ck_assert_int_eq(wp->flags & BP_WATCHPOINT_HIT, BP_WATCHPOINT_HIT_WRITE);
    ck_assert_uint_eq(wp->hitaddr, 0xfc);
    watchpoint_set_hit(wp, 0x100, BP_MEM_READ);
    ck_assert_int_eq(wp->flags & BP_WATCHPOINT_HIT, BP_WATCHPOINT_HIT);
    watchpoint_clear_hits(&points);
    ck_assert_int_eq(wp->flags, BP_GDB | BP_MEM_ACCESS);
}
END_TEST

START_TEST(test_one_that_was_hit_can_be_removed)
{
    setup_points();
    const int flags = BP_GDB | BP_MEM_WRITE | BP_STOP_BEFORE_ACCESS;
    CPUWatchpoint *wp = watchpoint_insert(&points, 0x100, 8, flags);

    watchpoint_set_hit(wp, 0x100, BP_MEM_WRITE);
    ck_assert(!watchpoint_remove(&points, 0x100, 4, flags));
    ck_assert(!watchpoint_remove(&points, 0x104, 8, flags));
    ck_assert(!watchpoint_remove(&points, 0x100, 8, BP_GDB | BP_MEM_WRITE));
    ck_assert(watchpoint_remove(&points, 0x100, 8, flags));
    ck_assert_uint_eq(points.watchpoints.length, 0);
}
END_TEST

START_TEST(test_debuggers_watchpoint_wins_and_mask_removes)
{
    setup_points();
    watchpoint_insert(&points, 0x100, 8, BP_CPU | BP_MEM_WRITE);
    watchpoint_insert(&points, 0x104, 8, BP_GDB | BP_MEM_WRITE);
    ck_assert(watchpoint_test(&points, 0x104, 1, BP_MEM_WRITE)->flags &
              BP_GDB);
    watchpoint_remove_all(&points, BP_GDB);
    ck_assert(watchpoint_test(&points, 0x104, 1, BP_MEM_WRITE)->flags &
              BP_CPU);
    ck_assert(!watchpoint_in_range(&points, 0x108, 8));
    ck_assert(watchpoint_in_range(&points, 0x107, 1));
    watchpoint_remove_all(&points, BP_ANY);
    ck_assert(!watchpoint_in_range(&points, 0, UINT64_MAX));
}
END_TEST

UNIT_MAIN("watchpoint",
          UNIT_TEST(test_empty_and_wrapping_ranges_are_refused),
          UNIT_TEST(test_an_access_hits_when_it_shares_a_byte),
          UNIT_LOOP(test_kind_of_access_must_match, 8),
          UNIT_TEST(test_hit_is_noted_and_cleared),
          UNIT_TEST(test_one_that_was_hit_can_be_removed),
          UNIT_TEST(test_debuggers_watchpoint_wins_and_mask_removes))

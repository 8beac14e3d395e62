/* test_gdb_memory.c: m M x X, searching, flash, points */
#include <string.h>

#include "gdb_fake.h"
#include "support/unit.h"

static GdbFake *connected(void)
{
    GdbFake *f = gdb_fake_new();

    for (unsigned i = 0; i < FAKE_RAM_BYTES; i++) {
        f->ram[i] = (uint8_t)i;
    }
    gdb_server_connect(f->server);
    return f;
}

static const struct { const char *ask, *answer; } rows[] = {
    { "m80000001,4", "01020304" },
    { "mffffffff80000001,4", "01020304" },          /* through page tables */
    { "m80000ffe,4", "feff0001" },                  /* two pages */
    { "m80000000,0", "" },
    { "m8000fffe,8", "feff" },                      /* as far as it goes */
    { "m0,4", "E14" },
    { "mfffffffffffffffe,8", "E14" },
    { "m", "E22" }, { "m80000000", "E22" }, { "m80000000,", "E22" },
    { "m80000000,4,", "E22" }, { "mx,4", "E22" },
    { "m80000000,11111111111111111", "E22" },
    { "M80000000,2:aabb", "OK" },
    { "M80000000,2:aa", "E22" }, { "M80000000,2:aabbcc", "E22" },
    { "M80000000,2:aazz", "E22" }, { "M80000000,2", "E22" },
    { "M80000000,ffffffffffffffff:00", "E22" },
    { "M0,1:00", "E14" },
    { "X80000000,0:", "OK" },
    { "X80000000,3:abc", "OK" },
    { "X80000000,3:ab", "E22" }, { "X80000000,2:abc", "E22" },
    { "X0,1:a", "E14" },
    { "x80000061,3", "babc" },
    { "x0,1", "E14" },
    { "qSearch:memory:80000000;1000;\x21\x22", "1,80000021" },
    { "qSearch:memory:80000000;21;\x21", "0" },
    { "qSearch:memory:80000f00;10000;\xfe\xff", "1,80000ffe" },
    { "qSearch:memory:80000000;1000;", "E22" },
    { "qSearch:memory:80000000;", "E22" },
    { "qSearch:memory:80000000;ffffffffffffffff;a", "E22" },
    { "qSearch:memory:0;10;a", "0" },
    { "qCRC:80000031,9", "C0376e6e7" },
    { "qCRC:80000000,0", "Cffffffff" },
    { "qCRC:0,9", "E14" },
    { "qCRC:80000000,ffffffffffffffff", "E22" },
    { "vFlashErase:20000000,1000", "OK" },
    { "vFlashErase:30000000,1000", "E14" },
    { "vFlashErase:20000000", "E22" },
    { "vFlashErase:20000000,ffffffffffffffff", "E22" },
    { "vFlashWrite:20000000:abc", "OK" },
    { "vFlashWrite:20000000", "E22" },
    { "vFlashDone", "OK" },
    { "vFile:open:2f,0,0", "" },
};

START_TEST(test_request_is_answered)
{
    GdbFake *f = connected();

    ck_ask(f, rows[_i].ask, rows[_i].answer);
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_match_across_chunks_is_found)
{
    GdbFake *f = connected();

    memset(f->ram, 0, sizeof(f->ram));
    memcpy(f->ram + 0x1ffd, "needle", 6);
    ck_ask(f, "qSearch:memory:80000000;8000;needle", "1,80001ffd");
    ck_ask(f, "qSearch:memory:80000000;2002;needle", "0");
    ck_ask(f, "qSearch:memory:80000000;2003;needle", "1,80001ffd");
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_long_read_is_cut_to_a_packet)
{
    GdbFake *f = connected();
    g_autofree char *got = gdb_fake_ask(f, "m80000000,ffff");

    ck_assert_uint_le(strlen(got), GDB_PACKET_MAX);
    ck_assert_uint_gt(strlen(got), GDB_PACKET_MAX / 2);
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_lldb_gets_bytes_without_a_letter)
{
    GdbFake *f = connected();

    ck_ask(f, "x0,0", "OK");
    ck_ask(f, "x80000061,3", "abc");
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_physical_mode_skips_page_tables)
{
    GdbFake *f = connected();

    ck_ask(f, "qqemu.PhyMemMode", "0");
    ck_ask(f, "Qqemu.PhyMemMode:1", "OK");
    ck_ask(f, "qqemu.PhyMemMode", "1");
    ck_ask(f, "mffffffff80000001,4", "E14");
    ck_ask(f, "m80000001,4", "01020304");
    ck_ask(f, "Qqemu.PhyMemMode:2", "E22");
    ck_ask(f, "Qqemu.PhyMemMode:", "E22");
    ck_ask(f, "Qqemu.PhyMemMode:0", "OK");
    ck_ask(f, "mffffffff80000001,4", "01020304");
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_running_machine_is_held_for_memory)
{
    GdbFake *f = connected();

    f->running = true;
    ck_ask(f, "m80000001,1", "01");
    ck_assert_uint_eq(f->holds, 1);
    ck_assert(f->running && !f->held);
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_memory_regions_are_told_by_page)
{
    GdbFake *f = connected();

    ck_ask(f, "qMemoryRegionInfo:80000123",
           "start:80000000;size:10000;permissions:rwx;");
    ck_ask(f, "qMemoryRegionInfo:1000",
           "start:1000;size:1000;permissions:rx;");
    ck_ask(f, "qMemoryRegionInfo:10000000",
           "start:10000000;size:1000;permissions:rw;");
    ck_ask(f, "qMemoryRegionInfo:fffffffffffff000",
           "start:fffffffffffff000;size:1000;permissions:;");
    ck_ask(f, "qMemoryRegionInfo:", "E22");
    gdb_fake_free(f);
}
END_TEST

/* --- points --------------------------------------------------------------- */

static const struct { const char *ask, *answer; unsigned points; } points[] = {
    { "Z0,80000000,4", "OK", 1 }, { "Z1,80000000,2", "OK", 1 },
    { "Z2,80000000,8", "OK", 1 }, { "Z3,80000000,1", "OK", 1 },
    { "Z4,80000000,100", "OK", 1 },
    { "Z5,80000000,4", "", 0 }, { "Z,80000000,4", "E22", 0 },
    { "Z0", "E22", 0 }, { "Z0,80000000", "E22", 0 }, { "Z0,,4", "E22", 0 },
    { "Z0,80000000,4,", "E22", 0 }, { "Z0,80000000,4;X1,00", "E22", 0 },
    { "Z0,80000000,100", "E22", 0 },
    { "Z2,80000000,0", "E22", 0 }, { "Z2,80000000,ffffffffff", "E22", 0 },
    { "Zffffffffffffffff,80000000,4", "", 0 },
    { "z0,80000000,4", "OK", 0 }, { "z7,80000000,4", "", 0 },
};

START_TEST(test_point_is_checked)
{
    GdbFake *f = connected();

    ck_ask(f, points[_i].ask, points[_i].answer);
    ck_assert_uint_eq(f->points->len, points[_i].points);
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_points_are_idempotent)
{
    GdbFake *f = connected();

    ck_ask(f, "Z0,80000000,4", "OK");
    ck_ask(f, "Z0,80000000,4", "OK");
    ck_assert_uint_eq(f->points->len, 1);
    ck_ask(f, "z0,80000000,4", "OK");
    ck_ask(f, "z0,80000000,4", "OK");
    ck_assert_uint_eq(f->points->len, 0);
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_points_have_a_limit)
{
    GdbFake *f = connected();
    char ask[32];

    for (unsigned i = 0; i < GDB_POINTS_MAX; i++) {
        g_snprintf(ask, sizeof(ask), "Z0,%x,4", 0x80000000 + i * 4);
        ck_ask(f, ask, "OK");
    }
    ck_ask(f, "Z0,90000000,4", "E22");
    ck_ask(f, "Z0,80000000,4", "OK");       /* one that is there */
    ck_assert_uint_eq(f->points->len, GDB_POINTS_MAX);
    gdb_fake_free(f);
}
END_TEST

UNIT_MAIN("gdb_memory",
          UNIT_LOOP(test_request_is_answered, G_N_ELEMENTS(rows)),
          UNIT_TEST(test_match_across_chunks_is_found),
          UNIT_TEST(test_long_read_is_cut_to_a_packet),
          UNIT_TEST(test_lldb_gets_bytes_without_a_letter),
          UNIT_TEST(test_physical_mode_skips_page_tables),
          UNIT_TEST(test_running_machine_is_held_for_memory),
          UNIT_TEST(test_memory_regions_are_told_by_page),
          UNIT_LOOP(test_point_is_checked, G_N_ELEMENTS(points)),
          UNIT_TEST(test_points_are_idempotent),
          UNIT_TEST(test_points_have_a_limit))

/* test_gdb_regs.c: registers, and the documents that describe them */
#include <string.h>

#include "core/csr.h"
#include "core/csr_bits.h"
#include "gdb_fake.h"
#include "support/unit.h"

START_TEST(test_g_holds_65_registers)
{
    GdbFake *f = gdb_fake_connected();

    f->harts[0].gpr[1] = 0x1122334455667788;
    f->harts[0].pc = 0x80000004;
    f->harts[0].fpr[31] = 0xfedcba9876543210;

    g_autofree char *all = gdb_fake_ask(f, "g");

    ck_assert_uint_eq(strlen(all), 65 * 16);
    ck_assert(g_str_has_prefix(all + 16, "8877665544332211"));
    ck_assert(g_str_has_prefix(all + 32 * 16, "0400008000000000"));
    ck_assert_str_eq(all + 64 * 16, "1032547698badcfe");
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_written_registers_come_back)
{
    GdbFake *f = gdb_fake_connected();
    g_autofree char *before = gdb_fake_ask(f, "g");

    for (unsigned i = 16; before[i]; i += 16) {
        before[i] = (char)('1' + i / 16 % 8);
    }
    before[32 * 16 + 1] = '0';                      /* pc stays even */

    g_autofree char *write = g_strconcat("G", before, NULL);

    ck_ask(f, write, "OK");
    ck_ask(f, "g", before);
    ck_assert_uint_eq(f->changed[0], 1);
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_single_registers)
{
    GdbFake *f = gdb_fake_connected();

    f->harts[0].gpr[10] = 0x2a;
    ck_ask(f, "pa", "2a00000000000000");
    ck_ask(f, "Pa=0102030405060708", "OK");
    ck_assert_uint_eq(f->harts[0].gpr[10], 0x0807060504030201);
    ck_assert_uint_eq(f->changed[0], 1);
    ck_ask(f, "P20=0500008000000000", "OK");        /* bit 0 of pc is 0 */
    ck_assert_uint_eq(f->harts[0].pc, 0x80000004);
    ck_ask(f, "P0=0100000000000000", "OK");
    ck_assert_uint_eq(f->harts[0].gpr[0], 0);       /* x0 is 0 */
    gdb_fake_free(f);
}
END_TEST

static const char *const bad[] = {
    "p", "px", "p1042", "p1043", "pffffffffffffffff", "p11111111111111111",
    "p5;", "p5,1", "P", "P5", "P5=", "P5=01", "P5=010203040506070",
    "P5=01020304050607zz", "P5=010203040506070809", "P1042=0100000000000000",
    "G", "Gzz", "G01", "G0102030405060708090a", "g1", "g;",
    "P1041=0200000000000000",       /* privilege 2 is reserved */
    "p8c1",                         /* CSR 0x880: there is none */
};

START_TEST(test_bad_request_is_an_error)
{
    GdbFake *f = gdb_fake_connected();
    g_autofree char *answer = gdb_fake_ask(f, bad[_i]);

    ck_assert_msg(answer && answer[0] == 'E', "%s: %s", bad[_i], answer);
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_csr_obeys_its_warl_rules)
{
    GdbFake *f = gdb_fake_connected();
    Hart *h = &f->harts[0];

    /* 65 + 0x305 = 0x346: mtvec; bit 1 is reserved */
    ck_ask(f, "P346=ff00000000000000", "OK");
    ck_assert_uint_eq(h->mtvec, 0xfd);
    ck_ask(f, "p346", "fd00000000000000");
    ck_ask(f, "Pf52=0100000000000000", "OK");       /* mvendorid: read-only */
    ck_assert_uint_eq(h->config.mvendorid, 0);
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_reading_all_csrs_changes_nothing)
{
    GdbFake *f = gdb_fake_connected();
    Hart before = f->harts[0];
    char ask[8];

    for (unsigned i = 65; i < 65 + 4096; i++) {
        g_snprintf(ask, sizeof(ask), "p%x", i);
        g_free(gdb_fake_ask(f, ask));
    }
    ck_assert_mem_eq(&before, &f->harts[0], sizeof(before));
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_privilege_is_a_register)
{
    GdbFake *f = gdb_fake_connected();

    ck_ask(f, "p1041", "0300000000000000");
    ck_ask(f, "P1041=0100000000000000", "OK");
    ck_assert_uint_eq(f->harts[0].priv, PRIV_S);
    ck_assert_uint_eq(f->changed[0], 1);
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_written_float_register_is_dirty)
{
    GdbFake *f = gdb_fake_connected();

    f->harts[0].mstatus |= 1ull << MSTATUS_FS_SHIFT;
    ck_ask(f, "P21=0000000000000840", "OK");
    ck_assert_uint_eq(f->harts[0].fpr[0], 0x4008000000000000);
    ck_assert_uint_eq(f->harts[0].mstatus & MSTATUS_FS, MSTATUS_FS);
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_selected_thread_has_its_own_registers)
{
    GdbFake *f = gdb_fake_connected();

    f->harts[2].gpr[5] = 7;
    ck_ask(f, "Hg3", "OK");
    ck_ask(f, "p5", "0700000000000000");
    ck_ask(f, "Hg1", "OK");
    ck_ask(f, "p5", "0000000000000000");
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_lldb_names_the_thread_in_the_packet)
{
    GdbFake *f = gdb_fake_connected();

    ck_ask(f, "p5;thread:3;", "E22");
    ck_ask(f, "QThreadSuffixSupported", "OK");
    f->harts[2].gpr[5] = 7;
    ck_ask(f, "p5;thread:3;", "0700000000000000");
    ck_ask(f, "P5=0900000000000000;thread:2;", "OK");
    ck_assert_uint_eq(f->harts[1].gpr[5], 9);
    ck_assert_uint_eq(f->changed[1], 1);
    ck_ask(f, "G00000000000000000800000000000000;thread:2;", "OK");
    ck_assert_uint_eq(f->harts[1].gpr[1], 8);
    ck_ask(f, "p5;thread:9;", "E22");
    gdb_fake_free(f);
}
END_TEST

/* --- documents ------------------------------------------------------------ */

/* In pieces of @step bytes, as a debugger with small packets would. */
static GString *fetch(GdbFake *f, const char *object, unsigned step)
{
    GString *text = g_string_new(NULL);

    for (;;) {
        g_autofree char *ask = g_strdup_printf(
            "qXfer:%s:%x,%x", object, (unsigned)text->len, step);
        g_autofree char *piece = gdb_fake_ask(f, ask);

        ck_assert(piece[0] == 'm' || piece[0] == 'l');
        g_string_append(text, piece + 1);
        if (piece[0] == 'l') {
            return text;
        }
    }
}

START_TEST(test_description_lists_what_the_hart_has)
{
    GdbFake *f = gdb_fake_connected();
    GString *xml = fetch(f, "features:read:target.xml", 1000);

    ck_assert_ptr_nonnull(strstr(xml->str, "org.gnu.gdb.riscv.cpu"));
    ck_assert_ptr_nonnull(strstr(xml->str, "name=\"sp\" bitsize=\"64\" "
                                           "regnum=\"2\""));
    ck_assert_ptr_nonnull(strstr(xml->str, "name=\"ft11\""));
    ck_assert_ptr_nonnull(strstr(xml->str, "name=\"satp\" bitsize=\"64\" "
                                           "regnum=\"449\""));
    ck_assert_ptr_nonnull(strstr(xml->str, "name=\"priv\""));
    ck_assert_ptr_null(strstr(xml->str, "vstart"));
    ck_assert_ptr_null(strstr(xml->str, "hgatp"));
    ck_assert(g_str_has_suffix(xml->str, "</target>\n"));
    g_string_free(xml, TRUE);
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_description_without_an_fpu_has_none)
{
    GdbFake *f = gdb_fake_connected();
    HartConfig *config = &f->harts[0].config;

    config->ext[EXT_f] = config->ext[EXT_d] = false;

    GString *xml = fetch(f, "features:read:target.xml", 4000);
    g_autofree char *all = gdb_fake_ask(f, "g");

    ck_assert_ptr_null(strstr(xml->str, "riscv.fpu"));
    ck_assert_ptr_null(strstr(xml->str, "\"fcsr\""));
    ck_assert_uint_eq(strlen(all), 33 * 16);
    ck_ask(f, "p21", "E14");
    g_string_free(xml, TRUE);
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_single_precision_registers_are_boxed)
{
    GdbFake *f = gdb_fake_connected();

    f->harts[0].config.ext[EXT_d] = false;
    ck_ask(f, "P21=00004040", "OK");
    ck_assert_uint_eq(f->harts[0].fpr[0], 0xffffffff40400000);
    ck_ask(f, "p21", "00004040");
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_memory_map_covers_everything)
{
    GdbFake *f = gdb_fake_connected();
    GString *xml = fetch(f, "memory-map:read:", 100);

    ck_assert_ptr_nonnull(strstr(xml->str,
        "<memory type=\"ram\" start=\"0x0\" length=\"0x1000\"/>\n"
        "<memory type=\"rom\" start=\"0x1000\" length=\"0x1000\"/>\n"
        "<memory type=\"ram\" start=\"0x2000\" length=\"0x1fffe000\"/>\n"
        "<memory type=\"flash\" start=\"0x20000000\" length=\"0x4000\">"
        "<property name=\"blocksize\">0x1000</property></memory>\n"
        "<memory type=\"ram\" start=\"0x20004000\" "
        "length=\"0xffffffffdfffc000\"/>\n</memory-map>"));
    g_string_free(xml, TRUE);
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_threads_are_listed_with_their_harts)
{
    GdbFake *f = gdb_fake_connected();
    GString *xml = fetch(f, "threads:read:", 4000);

    ck_assert_ptr_nonnull(strstr(xml->str, "<thread id=\"3\" core=\"2\" "
                                 "name=\"hart 2\">hart 2, M-mode, stopped"));
    g_string_free(xml, TRUE);
    gdb_fake_free(f);
}
END_TEST

static const struct { const char *ask, *answer; } xfers[] = {
    { "qXfer:features:read:other.xml:0,100", "E00" },
    { "qXfer:features:read:target.xml", "E00" },
    { "qXfer:features:read:target.xml:0", "E22" },
    { "qXfer:features:read:target.xml:0,100x", "E22" },
    { "qXfer:features:read:target.xml:ffffff,100", "E22" },
    { "qXfer:features:read:target.xml:ffffffffffffffff,ffffffffffffffff",
      "E22" },
    { "qXfer:features:read:target.xml:0,5", "m<?xml" },
    { "qXfer:features:write:target.xml:0:x", "" },
    { "qXfer:auxv:read::0,100", "" },
    { "qXfer:threads:read:x:0,1", "E00" },
};

START_TEST(test_transfer_is_checked)
{
    GdbFake *f = gdb_fake_connected();

    ck_ask(f, xfers[_i].ask, xfers[_i].answer);
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_lldb_learns_registers_one_by_one)
{
    GdbFake *f = gdb_fake_connected();

    ck_ask(f, "qRegisterInfo2",
           "name:sp;alt-name:x2;bitsize:64;offset:16;encoding:uint;"
           "format:hex;set:General Purpose Registers;gcc:2;dwarf:2;"
           "generic:sp;");
    ck_ask(f, "qRegisterInfo20",
           "name:pc;bitsize:64;offset:256;encoding:uint;format:hex;"
           "set:General Purpose Registers;generic:pc;");
    ck_ask(f, "qRegisterInfofff", "E45");
    ck_ask(f, "qRegisterInfo", "E45");
    ck_ask(f, "qRegisterInfozz", "E45");
    gdb_fake_free(f);
}
END_TEST

UNIT_MAIN("gdb_regs",
          UNIT_TEST(test_g_holds_65_registers),
          UNIT_TEST(test_written_registers_come_back),
          UNIT_TEST(test_single_registers),
          UNIT_LOOP(test_bad_request_is_an_error, G_N_ELEMENTS(bad)),
          UNIT_TEST(test_csr_obeys_its_warl_rules),
          UNIT_TEST(test_reading_all_csrs_changes_nothing),
          UNIT_TEST(test_privilege_is_a_register),
          UNIT_TEST(test_written_float_register_is_dirty),
          UNIT_TEST(test_selected_thread_has_its_own_registers),
          UNIT_TEST(test_lldb_names_the_thread_in_the_packet),
          UNIT_TEST(test_description_lists_what_the_hart_has),
          UNIT_TEST(test_description_without_an_fpu_has_none),
          UNIT_TEST(test_single_precision_registers_are_boxed),
          UNIT_TEST(test_memory_map_covers_everything),
          UNIT_TEST(test_threads_are_listed_with_their_harts),
          UNIT_LOOP(test_transfer_is_checked, G_N_ELEMENTS(xfers)),
          UNIT_TEST(test_lldb_learns_registers_one_by_one))

/* test_gdb_packet.c: framing, checksums, escapes, acknowledgements */
#include <string.h>

#include "gdb_fake.h"
#include "support/unit.h"

static void receive(GdbFake *f, const char *bytes)
{
    g_string_truncate(f->output, 0);
    gdb_server_receive(f->server, (const uint8_t *)bytes, strlen(bytes));
}

static const struct { const char *line, *answer; } lines[] = {
    { "$QThreadEvents:0#00", "-" },                 /* wrong sum */
    { "$qAttached#8f", "+$1#31" },
    { "$qAttached#8F", "+$1#31" },
    { "junk$qAttached#8f", "+$1#31" },
    { "$half$qAttached#8f", "+$1#31" },             /* '$' starts anew */
    { "$qAttached#zz", "-" },
    { "$#00", "+$#00" },                            /* empty, unknown */
    { "$nonsense#69", "+$#00" },
    { "+++", "" },
    { "%qAttached#8f", "" },
};

START_TEST(test_line_is_answered)
{
    GdbFake *f = gdb_fake_connected();

    receive(f, lines[_i].line);
    ck_assert_str_eq(f->output->str, lines[_i].answer);
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_packet_may_come_byte_by_byte)
{
    GdbFake *f = gdb_fake_connected();
    const char *line = "$qAttached#8f";

    for (size_t i = 0; line[i]; i++) {
        gdb_server_receive(f->server, (const uint8_t *)&line[i], 1);
    }
    ck_assert_str_eq(f->output->str, "+$1#31");
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_minus_has_the_last_answer_sent_again)
{
    GdbFake *f = gdb_fake_connected();

    receive(f, "-");
    ck_assert_str_eq(f->output->str, "");           /* there is none yet */
    receive(f, "$qAttached#8f");
    receive(f, "-");
    ck_assert_str_eq(f->output->str, "$1#31");
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_no_ack_mode_ends_acknowledgements)
{
    GdbFake *f = gdb_fake_connected();

    ck_ask(f, "QStartNoAckMode", "OK");
    receive(f, "$qAttached#00");                    /* sums do not matter */
    ck_assert_str_eq(f->output->str, "$1#31");
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_new_debugger_starts_with_acknowledgements)
{
    GdbFake *f = gdb_fake_connected();

    ck_ask(f, "QStartNoAckMode", "OK");
    gdb_server_connect(f->server);
    receive(f, "$qAttached#8f");
    ck_assert_str_eq(f->output->str, "+$1#31");
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_packet_of_the_announced_size_is_taken)
{
    GdbFake *f = gdb_fake_connected();
    g_autofree char *big = g_strnfill(GDB_PACKET_MAX, 'q');

    ck_ask(f, big, "");
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_longer_packet_is_refused)
{
    GdbFake *f = gdb_fake_connected();
    g_autofree char *big = g_strnfill(GDB_PACKET_MAX + 1, 'q');

    ck_ask(f, big, "E28");
    ck_ask(f, "qAttached", "1");
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_endless_packet_takes_no_memory)
{
    GdbFake *f = gdb_fake_connected();
    g_autofree char *piece = g_strnfill(1 << 16, 'm');

    receive(f, "$");
    for (unsigned i = 0; i < 1000; i++) {
        gdb_server_receive(f->server, (uint8_t *)piece, 1 << 16);
    }
    receive(f, "$qAttached#8f");
    ck_assert_str_eq(f->output->str, "+$1#31");
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_repeated_characters_are_shortened)
{
    GdbFake *f = gdb_fake_connected();

    f->harts[0].gpr[5] = 0x0101;
    receive(f, "$p5#a5");
    ck_assert_str_eq(f->output->str, "+$01010*(#44");   /* 0101, twelve 0 */
    gdb_fake_free(f);
}
END_TEST

/* Every length of a run comes back; none of the counts is a framing byte. */
START_TEST(test_run_of_any_length_survives)
{
    GdbFake *f = gdb_fake_connected();
    g_autofree char *ask = g_strdup_printf("m80000000,%x", (unsigned)_i);
    g_autofree char *wanted = g_strnfill(2 * (gsize)_i, '0');

    ck_ask(f, "QStartNoAckMode", "OK");
    ck_ask(f, ask, wanted);
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_escaped_bytes_are_binary_data)
{
    GdbFake *f = gdb_fake_connected();
    static const char packet[] = "X80000000,5:}\003}\004}]}\n\0";

    gdb_fake_send(f, packet, sizeof(packet) - 1);
    ck_take(f, "OK");
    ck_assert_mem_eq(f->ram, "#$}*\0", 5);
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_nobody_is_answered_after_a_disconnect)
{
    GdbFake *f = gdb_fake_connected();

    gdb_server_disconnect(f->server);
    receive(f, "$qAttached#8f");
    ck_assert_str_eq(f->output->str, "");
    gdb_fake_free(f);
}
END_TEST

UNIT_MAIN("gdb_packet",
          UNIT_LOOP(test_line_is_answered, G_N_ELEMENTS(lines)),
          UNIT_TEST(test_packet_may_come_byte_by_byte),
          UNIT_TEST(test_minus_has_the_last_answer_sent_again),
          UNIT_TEST(test_no_ack_mode_ends_acknowledgements),
          UNIT_TEST(test_new_debugger_starts_with_acknowledgements),
          UNIT_TEST(test_packet_of_the_announced_size_is_taken),
          UNIT_TEST(test_longer_packet_is_refused),
          UNIT_TEST(test_endless_packet_takes_no_memory),
          UNIT_TEST(test_repeated_characters_are_shortened),
          UNIT_LOOP(test_run_of_any_length_survives, 130),
          UNIT_TEST(test_escaped_bytes_are_binary_data),
          UNIT_TEST(test_nobody_is_answered_after_a_disconnect))

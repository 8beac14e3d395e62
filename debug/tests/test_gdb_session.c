/* test_gdb_session.c: features, threads, monitor, detaching, vanishing */
#include <string.h>

#include "gdb_fake.h"
#include "support/unit.h"

START_TEST(test_features_are_agreed)
{
    GdbFake *f = gdb_fake_connected();
    g_autofree char *plain = gdb_fake_ask(f, "qSupported");
    g_autofree char *rich = gdb_fake_ask(f,
        "qSupported:multiprocess+;swbreak+;hwbreak+;qRelocInsn+;;xml=a,b");

    ck_assert(g_str_has_prefix(plain, "PacketSize=4000;"));
    ck_assert_ptr_nonnull(strstr(plain, "qXfer:features:read+"));
    ck_assert_ptr_null(strstr(plain, "multiprocess"));
    ck_assert_ptr_nonnull(strstr(rich, ";multiprocess+;swbreak+;hwbreak+"));
    gdb_fake_free(f);
}
END_TEST

static const struct { const char *ask, *answer; } rows[] = {
    { "qAttached", "1" }, { "qAttached:1", "1" }, { "!", "OK" },
    { "vCont?", "vCont;c;C;s;S;t;r" }, { "vMustReplyEmpty", "" },
    { "qC", "QC1" }, { "qfThreadInfo", "m1,2,3" },
    { "T1", "OK" }, { "T3", "OK" }, { "T4", "E22" }, { "T", "E22" },
    { "Tffffffff", "E22" }, { "Tp1.2", "OK" }, { "Tp2.2", "E22" },
    { "Hg0", "OK" }, { "Hg-1", "OK" }, { "Hc-1", "OK" }, { "Hc0", "OK" },
    { "Hg4", "E22" }, { "Hx1", "E22" }, { "H", "E22" }, { "Hg", "E22" },
    { "qThreadExtraInfo,1", "6861727420302c204d2d6d6f64652c2073746f70706564" },
    { "qThreadExtraInfo,9", "E22" }, { "qThreadExtraInfo,", "E22" },
    { "QThreadEvents:1", "OK" }, { "QThreadEvents:x", "E22" },
    { "qOffsets", "" }, { "qSymbol::", "" }, { "qTStatus", "" },
    { "qShlibInfoAddr", "" }, { "qVAttachOrWaitSupported", "" },
    { "vFile:setfs:0", "" },
    { "qHostInfo", "triple:72697363763634"
      "2d756e6b6e6f776e2d756e6b6e6f776e2d656c66;ptrsize:8;endian:little;"
      "watchpoint_exceptions_received:after;" },
    { "qWatchpointSupportInfo:", "num:64;" },
    { "vRun;6c73", "E01" }, { "vAttach;2", "E02" }, { "vKill;2", "E22" },
    { "D;2", "E22" }, { "Dx", "E22" }, { "qRcmd,6", "E22" },
    { "qRcmd,zz", "E22" }, { "qRcmd,ff", "E22" },
};

START_TEST(test_request_is_answered)
{
    GdbFake *f = gdb_fake_connected();

    ck_ask(f, rows[_i].ask, rows[_i].answer);
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_threads_are_processes_threads)
{
    GdbFake *f = gdb_fake_connected();

    g_free(gdb_fake_ask(f, "qSupported:multiprocess+"));
    ck_ask(f, "qfThreadInfo", "mp1.1,p1.2,p1.3");
    ck_ask(f, "qsThreadInfo", "l");
    ck_ask(f, "qC", "QCp1.1");
    ck_ask(f, "Hgp1.2", "OK");
    ck_ask(f, "qC", "QCp1.2");
    ck_ask(f, "Hgp2.1", "E22");
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_monitor_prints_and_ends)
{
    GdbFake *f = gdb_fake_connected();

    gdb_fake_send(f, "qRcmd,696e666f20737461747573", 30 - 2);
    ck_take(f, "O736169642" "0");
    ck_take(f, "O696e666f20737461747573");
    ck_take(f, "OK");
    ck_assert_str_eq(f->monitored->str, "info status\n");
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_monitor_output_has_a_limit)
{
    GdbFake *f = gdb_fake_connected();
    size_t total = 0;

    gdb_fake_send(f, "qRcmd,666c6f6f64", 16);
    for (;;) {
        g_autofree char *piece = gdb_fake_take(f);

        ck_assert_ptr_nonnull(piece);
        ck_assert_uint_le(strlen(piece), GDB_PACKET_MAX);
        if (strcmp(piece, "OK") == 0) {
            break;
        }
        total += strlen(piece) / 2;
    }
    ck_assert_uint_eq(total, 1u << 20);
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_detach_removes_points_and_runs)
{
    GdbFake *f = gdb_fake_connected();

    ck_ask(f, "Z0,80000000,4", "OK");
    ck_ask(f, "D", "OK");
    ck_assert_uint_eq(f->points->len, 0);
    ck_assert(f->running);
    ck_ask(f, "g", "E02");                      /* nothing is attached */
    ck_ask(f, "?", "W00");
    ck_ask(f, "qfThreadInfo", "l");
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_attach_again_after_a_detach)
{
    GdbFake *f = gdb_fake_connected();

    ck_ask(f, "!", "OK");
    ck_ask(f, "D;1", "OK");

    g_autofree char *stop = gdb_fake_ask(f, "vAttach;1");

    ck_assert(g_str_has_prefix(stop, "T05thread:1;"));
    ck_assert(!f->running);
    ck_ask(f, "qC", "QC1");
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_vanished_debugger_leaves_no_points)
{
    GdbFake *f = gdb_fake_connected_to_running();

    ck_ask(f, "Z0,80000000,4", "OK");
    ck_ask(f, "Z2,80000000,4", "OK");
    gdb_server_disconnect(f->server);
    ck_assert_uint_eq(f->points->len, 0);
    ck_assert(f->running);
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_vanished_debugger_in_the_middle_of_a_step)
{
    GdbFake *f = gdb_fake_connected_to_running();

    ck_ask(f, "vCont;s:1", NULL);
    gdb_server_disconnect(f->server);
    ck_assert(f->running);
    ck_assert_int_eq(f->actions[0], GDB_ACTION_CONTINUE);
    ck_assert_int_eq(f->actions[1], GDB_ACTION_CONTINUE);
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_machine_that_stood_before_stays)
{
    GdbFake *f = gdb_fake_connected();                   /* -S */

    gdb_server_disconnect(f->server);
    ck_assert(!f->running);
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_machine_that_a_user_stopped_stays)
{
    GdbFake *f = gdb_fake_connected_to_running();

    ck_ask(f, "c", NULL);
    f->running = false;                         /* "stop" in a monitor */
    gdb_server_vm_stopped(f->server, GDB_SIGNAL_INT);
    gdb_server_disconnect(f->server);
    ck_assert(!f->running);
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_kill_ends_the_machine)
{
    GdbFake *f = gdb_fake_connected();

    ck_ask(f, "vKill;1", "OK");
    ck_assert_uint_eq(f->kills, 1);
    ck_ask(f, "k", NULL);
    ck_assert_uint_eq(f->kills, 2);
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_restart_resets_the_machine)
{
    GdbFake *f = gdb_fake_connected();

    ck_ask(f, "R00", NULL);
    ck_assert_uint_eq(f->resets, 1);
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_end_of_the_machine_is_told)
{
    GdbFake *f = gdb_fake_connected();

    ck_ask(f, "c", NULL);
    gdb_server_exit(f->server, 3);
    ck_take(f, "W03");
    gdb_server_exit(f->server, 3);
    ck_take(f, NULL);
    gdb_fake_free(f);
}
END_TEST

/* Any bytes at all: no crash, and the next packet is understood. */
START_TEST(test_noise_does_no_harm)
{
    static const char alphabet[] = "$#+-\003:;,0159afpgGmMxXzZvCcsStTqQHDR?!*}";
    GdbFake *f = gdb_fake_connected();
    GRand *random = g_rand_new_with_seed(42);

    for (int i = 0; i < unit_rounds(20000); i++) {
        uint8_t byte = (uint8_t)alphabet[g_rand_int_range(
            random, 0, (int)sizeof(alphabet) - 1)];

        gdb_server_receive(f->server, &byte, 1);
        g_string_truncate(f->output, 0);
    }
    g_rand_free(random);
    gdb_server_connect(f->server);
    ck_ask(f, "qAttached", "1");
    gdb_fake_free(f);
}
END_TEST

UNIT_MAIN("gdb_session",
          UNIT_TEST(test_features_are_agreed),
          UNIT_LOOP(test_request_is_answered, G_N_ELEMENTS(rows)),
          UNIT_TEST(test_threads_are_processes_threads),
          UNIT_TEST(test_monitor_prints_and_ends),
          UNIT_TEST(test_monitor_output_has_a_limit),
          UNIT_TEST(test_detach_removes_points_and_runs),
          UNIT_TEST(test_attach_again_after_a_detach),
          UNIT_TEST(test_vanished_debugger_leaves_no_points),
          UNIT_TEST(test_vanished_debugger_in_the_middle_of_a_step),
          UNIT_TEST(test_machine_that_stood_before_stays),
          UNIT_TEST(test_machine_that_a_user_stopped_stays),
          UNIT_TEST(test_kill_ends_the_machine),
          UNIT_TEST(test_restart_resets_the_machine),
          UNIT_TEST(test_end_of_the_machine_is_told),
          UNIT_TEST(test_noise_does_no_harm))

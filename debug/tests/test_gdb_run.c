/* test_gdb_run.c: resuming, stopping, stop replies, non-stop mode */
#include <string.h>

#include "gdb_fake.h"
#include "support/unit.h"

static const GdbStop stepped = { .reason = GDB_STOP_STEP };
static const GdbStop at_break = { .reason = GDB_STOP_BREAKPOINT };

/* The start of a stop reply; its registers are another test's. */
#define ck_stop(got_, wanted_)                                          \
    do {                                                                \
        g_autofree char *text_ = (got_);                                \
        ck_assert_ptr_nonnull(text_);                                   \
        ck_assert_msg(g_str_has_prefix(text_, (wanted_)), "%s", text_); \
    } while (0)

static void ck_actions(const GdbFake *f, const char *wanted)
{
    char got[FAKE_HARTS + 1] = "";

    for (unsigned i = 0; i < FAKE_HARTS; i++) {
        got[i] = "-cs"[f->actions[i]];
    }
    ck_assert_str_eq(got, wanted);
}

START_TEST(test_attaching_stops_the_machine)
{
    GdbFake *f = gdb_fake_connected_to_running();

    ck_assert_uint_eq(f->stop_calls, 1);
    ck_assert_str_eq(f->output->str, "");       /* nobody asked */
    ck_stop(gdb_fake_ask(f, "?"), "T05thread:1;core:0;");
    gdb_fake_free(f);
}
END_TEST

static const struct { const char *ask, *actions; } resumes[] = {
    { "c", "ccc" }, { "C05", "ccc" }, { "s", "scc" }, { "S05", "scc" },
    { "c80000000", "ccc" }, { "C05;80000000", "ccc" },
    { "vCont;c", "ccc" }, { "vCont;s", "sss" }, { "vCont;C05", "ccc" },
    { "vCont;s:1", "s--" }, { "vCont;s:2;c", "csc" },
    { "vCont;c:3;s:1", "s-c" }, { "vCont;c;s:1", "ccc" },
    { "vCont;t:1;c", "-cc" }, { "vCont;s:p1.2;c:p1.-1", "csc" },
    { "vCont;c:p-1.-1", "ccc" }, { "vCont;c:p1", "ccc" },
    { "vCont;s:-1", "sss" }, { "vCont;s:0;c", "scc" },
    { "vCont;r80000000,80000010:2;c", "csc" },
};

START_TEST(test_resume_tells_each_hart)
{
    GdbFake *f = gdb_fake_connected();

    ck_ask(f, resumes[_i].ask, NULL);
    ck_assert_uint_eq(f->resumes, 1);
    ck_actions(f, resumes[_i].actions);
    ck_assert_uint_eq(f->step_flags, 7);
    gdb_fake_free(f);
}
END_TEST

static const char *const refused[] = {
    "cx", "c1,", "C", "Czz", "C05,1", "C111", "s;", "S",
    "vCont", "vCont;", "vContc", "vCont;x", "vCont;c:", "vCont;c:4",
    "vCont;c:p2.1", "vCont;C", "vCont;r1", "vCont;r1,", "vCont;c;",
    "vCont;c:1;x", "vCont;c1", "vCont;s:p1.9", "vCont;s:ffffffffffffffff",
};

START_TEST(test_bad_resume_changes_nothing)
{
    GdbFake *f = gdb_fake_connected();

    ck_ask(f, refused[_i], "E22");
    ck_assert_uint_eq(f->resumes, 0);
    ck_assert(!f->running);
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_resume_at_an_address_sets_pc)
{
    GdbFake *f = gdb_fake_connected();

    ck_ask(f, "Hc2", "OK");
    ck_ask(f, "s80000100", NULL);
    ck_assert_uint_eq(f->harts[1].pc, 0x80000100);
    ck_assert_uint_eq(f->changed[1], 1);
    ck_actions(f, "csc");
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_second_resume_is_refused)
{
    GdbFake *f = gdb_fake_connected();

    ck_ask(f, "vCont;c", NULL);
    ck_ask(f, "vCont;c", "E16");
    ck_ask(f, "c", "E16");
    ck_assert_uint_eq(f->resumes, 1);
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_step_is_reported_for_its_hart)
{
    GdbFake *f = gdb_fake_connected();

    ck_ask(f, "vCont;s:2;c", NULL);
    f->harts[1].pc = 0x80000004;
    f->harts[1].gpr[2] = 0x80001000;
    f->harts[1].gpr[8] = 0x80002000;
    gdb_fake_stop(f, 1, stepped);
    ck_take(f, "T05thread:2;core:1;20:0400008000000000;"
               "02:0010008000000000;08:0020008000000000;");
    ck_ask(f, "qC", "QC2");
    ck_ask(f, "p20", "0400008000000000");       /* it is selected, too */
    gdb_fake_free(f);
}
END_TEST

static const struct {
    GdbPointType type;
    const char *insert, *text;
} reasons[] = {
    { GDB_POINT_WRITE, "Z2,80001000,8", "watch:80001004;" },
    { GDB_POINT_READ, "Z3,80001000,8", "rwatch:80001004;" },
    { GDB_POINT_ACCESS, "Z4,80001000,8", "awatch:80001004;" },
};

START_TEST(test_watchpoint_names_the_data_address)
{
    GdbFake *f = gdb_fake_connected();
    g_autofree char *wanted = g_strconcat("T05thread:3;core:2;",
                                          reasons[_i].text, NULL);

    ck_ask(f, reasons[_i].insert, "OK");
    ck_ask(f, "c", NULL);
    gdb_fake_stop(f, 2, (GdbStop) { GDB_STOP_WATCHPOINT, reasons[_i].type,
                                    0x80001004 });
    ck_stop(gdb_fake_take(f), wanted);
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_breakpoint_kind_is_told_when_agreed)
{
    GdbFake *f = gdb_fake_connected();

    ck_ask(f, "Z1,80000010,4", "OK");
    f->harts[0].pc = 0x80000010;
    ck_ask(f, "c", NULL);
    gdb_fake_stop(f, 0, at_break);
    ck_stop(gdb_fake_take(f), "T05thread:1;core:0;20:");
    g_free(gdb_fake_ask(f, "qSupported:swbreak+;hwbreak+"));
    ck_ask(f, "c", NULL);
    gdb_fake_stop(f, 0, at_break);
    ck_stop(gdb_fake_take(f), "T05thread:1;core:0;hwbreak:;20:");
    ck_ask(f, "Z0,80000010,4", "OK");
    ck_ask(f, "c", NULL);
    gdb_fake_stop(f, 0, at_break);
    ck_stop(gdb_fake_take(f), "T05thread:1;core:0;swbreak:;20:");
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_interrupt_stops_with_sigint)
{
    GdbFake *f = gdb_fake_connected();

    gdb_server_receive(f->server, (const uint8_t *)"\3", 1);
    ck_assert_uint_eq(f->stop_calls, 0);        /* nothing runs */
    ck_ask(f, "c", NULL);
    gdb_server_receive(f->server, (const uint8_t *)"\3", 1);
    ck_assert_uint_eq(f->stop_calls, 1);
    gdb_server_vm_stopped(f->server, GDB_SIGNAL_INT);
    ck_stop(gdb_fake_take(f), "T02thread:1;");
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_range_step_goes_on_inside_the_range)
{
    GdbFake *f = gdb_fake_connected();

    f->harts[0].pc = 0x80000000;
    ck_ask(f, "vCont;r80000000,80000008:1", NULL);
    f->harts[0].pc = 0x80000004;
    gdb_fake_stop(f, 0, stepped);
    ck_assert_uint_eq(f->resumes, 2);
    ck_actions(f, "s--");
    ck_take(f, NULL);
    f->harts[0].pc = 0x80000008;
    gdb_fake_stop(f, 0, stepped);
    ck_stop(gdb_fake_take(f), "T05thread:1;");
    ck_assert_uint_eq(f->resumes, 2);
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_breakpoint_ends_a_range_step)
{
    GdbFake *f = gdb_fake_connected();

    f->harts[0].pc = 0x80000000;
    ck_ask(f, "vCont;r80000000,80000008:1", NULL);
    f->harts[0].pc = 0x80000004;
    gdb_fake_stop(f, 0, at_break);
    ck_stop(gdb_fake_take(f), "T05thread:1;");
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_interrupt_ends_a_range_step)
{
    GdbFake *f = gdb_fake_connected();

    ck_ask(f, "vCont;r0,ffffffffffffffff:1", NULL);
    f->running = false;                     /* stopped; not yet told */
    gdb_server_receive(f->server, (const uint8_t *)"\3", 1);
    gdb_fake_stop(f, 0, stepped);
    ck_stop(gdb_fake_take(f), "T02thread:1;");
    ck_assert_uint_eq(f->resumes, 1);
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_machine_that_cannot_run_is_reported)
{
    GdbFake *f = gdb_fake_connected();

    f->refuse_resume = true;
    ck_stop(gdb_fake_ask(f, "vCont;c"), "T03thread:1;");
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_stop_by_somebody_else_is_reported_once)
{
    GdbFake *f = gdb_fake_connected();

    ck_ask(f, "c", NULL);
    f->running = false;
    gdb_server_vm_stopped(f->server, GDB_SIGNAL_QUIT);
    ck_stop(gdb_fake_take(f), "T03thread:1;");
    gdb_server_vm_stopped(f->server, GDB_SIGNAL_QUIT);
    ck_take(f, NULL);
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_lldb_gets_all_threads_with_a_stop)
{
    GdbFake *f = gdb_fake_connected();

    ck_ask(f, "QListThreadsInStopReply", "OK");
    f->harts[1].pc = 0x80000000;
    ck_ask(f, "c", NULL);
    gdb_fake_stop(f, 1, at_break);
    ck_stop(gdb_fake_take(f),
            "T05thread:2;core:1;threads:1,2,3;thread-pcs:1000,80000000,1000;"
            "reason:breakpoint;20:");
    gdb_fake_free(f);
}
END_TEST

/* The brackets come escaped, like every byte that packets need. */
START_TEST(test_lldb_gets_all_threads_as_json)
{
    static const char wanted[] =
        "[{\"tid\":1,\"registers\":{\"32\":\"0010000000000000\","
        "\"1\":\"0000000000000000\",\"2\":\"0000000000000000\","
        "\"8\":\"0000000000000000\"}},"
        "{\"tid\":2,\"signal\":5,\"reason\":\"breakpoint\","
        "\"registers\":{\"32\":\"0000008000000000\","
        "\"1\":\"0000000000000000\",\"2\":\"efcdab8967452301\","
        "\"8\":\"0000000000000000\"}},{\"tid\":3,";
    GdbFake *f = gdb_fake_connected();

    f->harts[1].pc = 0x80000000;
    f->harts[1].gpr[1] = f->harts[0].gpr[1] = 0;
    f->harts[1].gpr[8] = f->harts[0].gpr[8] = 0;
    f->harts[0].gpr[2] = 0;
    f->harts[1].gpr[2] = 0x0123456789abcdef;
    ck_ask(f, "c", NULL);
    gdb_fake_stop(f, 1, at_break);
    g_free(gdb_fake_take(f));
    g_autofree char *answer = gdb_fake_ask(f, "jThreadsInfo");

    ck_assert_msg(g_str_has_prefix(answer, wanted), "%s", answer);
    ck_assert(g_str_has_suffix(answer, "}}]"));
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_step_bits_are_qemus)
{
    GdbFake *f = gdb_fake_connected();

    ck_ask(f, "qqemu.sstepbits", "ENABLE=1,NOIRQ=2,NOTIMER=4");
    ck_ask(f, "qqemu.sstep", "0x7");
    ck_ask(f, "Qqemu.sstep=0x5", "OK");
    ck_ask(f, "qqemu.sstep", "0x5");
    ck_ask(f, "Qqemu.sstep=8", "E22");
    ck_ask(f, "Qqemu.sstep=", "E22");
    ck_ask(f, "s", NULL);
    ck_assert_uint_eq(f->step_flags, 5);
    gdb_fake_free(f);
}
END_TEST

/* --- non-stop ------------------------------------------------------------- */

static GdbFake *non_stop(void)
{
    GdbFake *f = gdb_fake_connected();

    ck_ask(f, "QNonStop:1", "OK");
    return f;
}

START_TEST(test_non_stop_lists_every_stopped_hart)
{
    GdbFake *f = non_stop();

    ck_stop(gdb_fake_ask(f, "?"), "T05thread:1;");
    ck_stop(gdb_fake_ask(f, "vStopped"), "T05thread:2;");
    ck_stop(gdb_fake_ask(f, "vStopped"), "T05thread:3;");
    ck_ask(f, "vStopped", "OK");
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_non_stop_answers_a_resume_at_once)
{
    GdbFake *f = non_stop();

    ck_ask(f, "vCont;c:2", "OK");
    ck_actions(f, "-c-");
    ck_ask(f, "vCont;s:1", "OK");
    ck_actions(f, "sc-");
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_non_stop_others_go_on)
{
    GdbFake *f = non_stop();

    ck_ask(f, "vCont;c", "OK");
    g_string_truncate(f->output, 0);
    gdb_fake_stop(f, 1, at_break);
    ck_stop(gdb_fake_take(f), "%Stop:T05thread:2;");
    ck_actions(f, "c-c");
    ck_assert(f->running);
    gdb_fake_stop(f, 0, at_break);              /* not told before the ack */
    ck_take(f, NULL);
    ck_actions(f, "--c");
    ck_stop(gdb_fake_ask(f, "vStopped"), "T05thread:1;");
    ck_ask(f, "vStopped", "OK");
    gdb_fake_stop(f, 2, at_break);
    ck_stop(gdb_fake_take(f), "%Stop:T05thread:3;");
    ck_assert(!f->running);
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_non_stop_stops_one_thread)
{
    GdbFake *f = non_stop();

    ck_ask(f, "vCont;c", "OK");
    gdb_fake_send(f, "vCont;t:3", 9);
    ck_stop(gdb_fake_take(f), "%Stop:T00thread:3;");
    ck_take(f, "OK");
    ck_actions(f, "cc-");
    ck_ask(f, "vStopped", "OK");
    gdb_fake_send(f, "vCtrlC", 6);
    ck_stop(gdb_fake_take(f), "%Stop:T02thread:1;");
    ck_take(f, "OK");
    ck_actions(f, "-c-");
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_non_stop_ends_when_the_machine_does)
{
    GdbFake *f = non_stop();

    ck_ask(f, "vCont;c:1;c:2", "OK");
    f->running = false;
    gdb_server_vm_stopped(f->server, GDB_SIGNAL_QUIT);
    ck_stop(gdb_fake_take(f), "%Stop:T03thread:1;");
    ck_stop(gdb_fake_ask(f, "vStopped"), "T03thread:2;");
    ck_ask(f, "vStopped", "OK");
    ck_assert(!f->running);
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_leaving_non_stop_stops_all)
{
    GdbFake *f = non_stop();

    ck_ask(f, "vCont;c", "OK");
    ck_ask(f, "QNonStop:0", "OK");
    ck_assert(!f->running);
    ck_ask(f, "QNonStop:2", "E22");
    ck_ask(f, "QNonStop:", "E22");
    gdb_fake_free(f);
}
END_TEST

UNIT_MAIN("gdb_run",
          UNIT_TEST(test_attaching_stops_the_machine),
          UNIT_LOOP(test_resume_tells_each_hart, G_N_ELEMENTS(resumes)),
          UNIT_LOOP(test_bad_resume_changes_nothing, G_N_ELEMENTS(refused)),
          UNIT_TEST(test_resume_at_an_address_sets_pc),
          UNIT_TEST(test_second_resume_is_refused),
          UNIT_TEST(test_step_is_reported_for_its_hart),
          UNIT_LOOP(test_watchpoint_names_the_data_address,
                    G_N_ELEMENTS(reasons)),
          UNIT_TEST(test_breakpoint_kind_is_told_when_agreed),
          UNIT_TEST(test_interrupt_stops_with_sigint),
          UNIT_TEST(test_range_step_goes_on_inside_the_range),
          UNIT_TEST(test_breakpoint_ends_a_range_step),
          UNIT_TEST(test_interrupt_ends_a_range_step),
          UNIT_TEST(test_machine_that_cannot_run_is_reported),
          UNIT_TEST(test_stop_by_somebody_else_is_reported_once),
          UNIT_TEST(test_lldb_gets_all_threads_with_a_stop),
          UNIT_TEST(test_lldb_gets_all_threads_as_json),
          UNIT_TEST(test_step_bits_are_qemus),
          UNIT_TEST(test_non_stop_lists_every_stopped_hart),
          UNIT_TEST(test_non_stop_answers_a_resume_at_once),
          UNIT_TEST(test_non_stop_others_go_on),
          UNIT_TEST(test_non_stop_stops_one_thread),
          UNIT_TEST(test_non_stop_ends_when_the_machine_does),
          UNIT_TEST(test_leaving_non_stop_stops_all))

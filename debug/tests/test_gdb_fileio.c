/* test_gdb_fileio.c: the debugger makes system calls for the guest */
#include <string.h>

#include "gdb_fake.h"
#include "support/unit.h"

typedef struct Told {
    unsigned times;
    int64_t result;
    unsigned error;
} Told;

static void done(void *opaque, int64_t result, unsigned error)
{
    Told *told = opaque;

    told->times++;
    told->result = result;
    told->error = error;
}

/* A debugger that waits for the running machine. */
static GdbFake *resumed(void)
{
    GdbFake *f = gdb_fake_connected();

    gdb_fake_send(f, "c", 1);
    g_string_truncate(f->output, 0);
    return f;
}

static void ck_next(GdbFake *f, const char *wanted)
{
    g_autofree char *packet = gdb_fake_take(f);

    ck_assert_str_eq(packet, wanted);
    g_string_truncate(f->output, 0);
}

static bool ask(GdbFake *f, Told *told)
{
    *told = (Told){ 0 };
    return gdb_server_file_io(f->server, 1, "write,1,80000000,5", done, told);
}

START_TEST(test_request_takes_the_place_of_a_stop_reply)
{
    GdbFake *f = resumed();
    Told told;

    ck_assert(ask(f, &told));
    ck_next(f, "Fwrite,1,80000000,5");
    f->ram[0] = 0x41;
    gdb_fake_send(f, "m80000000,1", 11);
    ck_next(f, "41");
    ck_assert_uint_eq(told.times, 0);
    gdb_fake_send(f, "F5", 2);
    ck_assert_uint_eq(told.times, 1);
    ck_assert_int_eq(told.result, 5);
    ck_assert_ptr_null(gdb_fake_take(f));
    ck_assert(f->running);
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_failure_has_a_reason)
{
    GdbFake *f = resumed();
    Told told;

    ck_assert(ask(f, &told));
    gdb_fake_send(f, "F-1,270f", 8);
    ck_assert_int_eq(told.result, -1);
    ck_assert_uint_eq(told.error, 9999);
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_one_request_at_a_time)
{
    GdbFake *f = resumed();
    Told told, other;

    ck_assert(gdb_server_has_file_io(f->server));
    ck_assert(ask(f, &told));
    ck_assert(!gdb_server_has_file_io(f->server));
    ck_assert(!ask(f, &other));
    gdb_fake_send(f, "F0", 2);
    ck_assert_uint_eq(other.times, 0);
    ck_assert(gdb_server_has_file_io(f->server));
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_nobody_waits_nobody_is_asked)
{
    GdbFake *f = gdb_fake_connected();      /* it has not resumed anything */
    Told told;

    ck_assert(!ask(f, &told));
    gdb_server_disconnect(f->server);
    ck_assert(!ask(f, &told));
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_stop_in_the_middle_is_told_afterwards)
{
    GdbFake *f = resumed();
    Told told;

    ck_assert(ask(f, &told));
    ck_next(f, "Fwrite,1,80000000,5");
    f->running = false;
    f->stops[2] = (GdbStop){ .reason = GDB_STOP_BREAKPOINT };
    gdb_server_vm_stopped(f->server, GDB_SIGNAL_TRAP);
    ck_assert_ptr_null(gdb_fake_take(f));
    gdb_fake_send(f, "F5", 2);
    ck_assert_uint_eq(told.times, 1);
    g_autofree char *packet = gdb_fake_take(f);
    ck_assert_ptr_nonnull(strstr(packet, "T05thread:3;"));
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_user_who_interrupts_the_call_stops_the_machine)
{
    GdbFake *f = resumed();
    Told told;

    ck_assert(ask(f, &told));
    gdb_fake_send(f, "F-1,4,C", 7);
    ck_assert_uint_eq(told.error, 4);
    ck_assert_uint_eq(f->stop_calls, 1);
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_debugger_that_vanishes_has_answered)
{
    GdbFake *f = resumed();
    Told told;

    ck_assert(ask(f, &told));
    gdb_server_disconnect(f->server);
    ck_assert_uint_eq(told.times, 1);
    ck_assert_int_eq(told.result, -1);
    gdb_fake_free(f);
}
END_TEST

START_TEST(test_answer_that_nobody_asked_for_is_harmless)
{
    GdbFake *f = resumed();
    Told told;

    gdb_fake_send(f, "F5", 2);
    gdb_fake_send(f, "Fx", 2);
    ck_next(f, "E22");
    ck_assert(ask(f, &told));
    ck_assert_uint_eq(told.times, 0);
    gdb_fake_free(f);
}
END_TEST

UNIT_MAIN("gdb_fileio",
    UNIT_TEST(test_request_takes_the_place_of_a_stop_reply),
    UNIT_TEST(test_failure_has_a_reason),
    UNIT_TEST(test_one_request_at_a_time),
    UNIT_TEST(test_nobody_waits_nobody_is_asked),
    UNIT_TEST(test_stop_in_the_middle_is_told_afterwards),
    UNIT_TEST(test_user_who_interrupts_the_call_stops_the_machine),
    UNIT_TEST(test_debugger_that_vanishes_has_answered),
    UNIT_TEST(test_answer_that_nobody_asked_for_is_harmless))

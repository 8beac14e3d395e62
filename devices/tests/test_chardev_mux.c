/* test_chardev_mux.c: focus, the Ctrl-A keys, nothing is lost */
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../char_mux.h"
#include "char_user.h"

static Chardev *mux, *base;
static CharUser first, second;

/* A mux on a ring buffer; the first user connects last and has the focus. */
static void mux_new(void)
{
    mux = qemu_chr_new_from_opts("ringbuf,id=m,mux=on", NULL);
    base = qemu_chr_find("m-base");
    char_user_connect(&second, mux, 1000000);
    char_user_connect(&first, mux, 1000000);
}

/* What somebody types. */
static void type_bytes(const char *text, int len)
{
    while (len > 0) {
        int n = MIN(len, qemu_chr_be_can_write(base));

        if (n == 0) {
            break;
        }
        qemu_chr_be_write(base, (const uint8_t *)text, n);
        text += n;
        len -= n;
    }
}

static void type(const char *text)
{
    type_bytes(text, strlen(text));
}

static char *screen(void)
{
    char *text = g_malloc0(65537);

    qemu_chr_ringbuf_read(base, (uint8_t *)text, 65536);
    return text;
}

START_TEST(test_input_goes_to_the_user_in_focus)
{
    mux_new();
    type("abc");
    ck_assert_str_eq(first.got->str, "abc");
    ck_assert_str_eq(second.got->str, "");
    qemu_chr_fe_take_focus(&second.be);
    type("def");
    ck_assert_str_eq(first.got->str, "abc");
    ck_assert_str_eq(second.got->str, "def");
}
END_TEST

START_TEST(test_output_of_all_users_is_shown)
{
    mux_new();
    char_user_send(&first, "one ");
    char_user_send(&second, "two");
    g_autofree char *text = screen();

    ck_assert_str_eq(text, "one two");
}
END_TEST

START_TEST(test_escape_c_switches_and_says_so)
{
    int in = 0;

    mux_new();
    in = second.mux_in;
    type("a\001cb\001cd");
    ck_assert_str_eq(first.got->str, "ad");
    ck_assert_str_eq(second.got->str, "b");
    ck_assert_int_eq(second.mux_in, in + 1);
    ck_assert_int_eq(first.mux_out, 1);
}
END_TEST

/* -chardev stdio,id=m,mux=on that no device uses */
START_TEST(test_escape_c_without_users_does_nothing)
{
    mux = qemu_chr_new_from_opts("ringbuf,id=m,mux=on", NULL);
    base = qemu_chr_find("m-base");
    type("a\001cb");
    ck_assert_int_eq(MUX_CHARDEV(mux)->focus, -1);
}
END_TEST

START_TEST(test_escape_c_with_one_user_keeps_it)
{
    static CharUser only;

    mux = qemu_chr_new_from_opts("ringbuf,id=m,mux=on", NULL);
    base = qemu_chr_find("m-base");
    char_user_connect(&only, mux, 100);
    type("\001cx");
    ck_assert_str_eq(only.got->str, "x");
}
END_TEST

START_TEST(test_escape_twice_sends_the_escape)
{
    mux_new();
    type("\001\001x\001\001");
    ck_assert_str_eq(first.got->str, "\001x\001");
}
END_TEST

START_TEST(test_escape_b_sends_a_break_to_the_focus)
{
    mux_new();
    type("\001b");
    ck_assert_int_eq(first.breaks, 1);
    ck_assert_int_eq(second.breaks, 0);
    ck_assert_str_eq(first.got->str, "");
}
END_TEST

START_TEST(test_escape_s_and_unknown_keys_do_nothing)
{
    mux_new();
    type("\001s\001?\001\rx");
    ck_assert_str_eq(first.got->str, "x");
}
END_TEST

START_TEST(test_escape_h_prints_every_key)
{
    mux_new();
    type("\001h");
    g_autofree char *text = screen();

    for (const char *key = "hxstbc"; *key; key++) {
        char row[8] = { 'C', '-', 'a', ' ', *key, ' ', '\0' };

        ck_assert_msg(strstr(text, row), "no row for %c", *key);
    }
    ck_assert_str_eq(first.got->str, "");
}
END_TEST

static void quit(void *opaque)
{
    ++*(int *)opaque;
}

START_TEST(test_escape_x_calls_quit)
{
    int quits = 0;

    mux_new();
    type("\001x");
    qemu_chr_mux_set_quit_handler(mux, quit, &quits);
    type("\001x");
    ck_assert_int_eq(quits, 1);
    qemu_chr_mux_set_quit_handler(base, quit, &quits);
}
END_TEST

START_TEST(test_escape_works_while_the_guest_reads_nothing)
{
    int quits = 0;

    mux_new();
    qemu_chr_mux_set_quit_handler(mux, quit, &quits);
    first.room = 0;
    type("typed blindly\001x");
    ck_assert_int_eq(quits, 1);
    first.room = 5;
    qemu_chr_fe_accept_input(&first.be);
    ck_assert_str_eq(first.got->str, "typed");
    first.room = 100;
    qemu_chr_fe_accept_input(&first.be);
    ck_assert_str_eq(first.got->str, "typed blindly");
}
END_TEST

START_TEST(test_paste_into_a_slow_guest_arrives_whole)
{
    g_autoptr(GString) text = g_string_new(NULL);
    size_t sent = 0;

    mux_new();
    for (int i = 0; i < 5000; i++) {
        g_string_append_printf(text, "%d ", i);
    }
    first.room = 0;
    while (first.got->len < text->len) {
        int n = MIN((int)(text->len - sent), qemu_chr_be_can_write(base));

        qemu_chr_be_write(base, (const uint8_t *)text->str + sent, n);
        sent += n;
        first.room = 16;
        qemu_chr_fe_accept_input(&first.be);
    }
    ck_assert_str_eq(first.got->str, text->str);
}
END_TEST

START_TEST(test_timestamps_stand_at_line_starts)
{
    mux_new();
    type("\001t");
    char_user_send(&first, "a\nb");
    char_user_send(&first, "c\n");
    char_user_send(&second, "d");
    g_autofree char *text = screen();

    ck_assert_msg(g_regex_match_simple(
                      "^a\n\\[00:00:\\d\\d\\.\\d{3}\\] bc\n\\[[0-9:.]+\\] d$",
                      text, 0, 0),
                  "%s", text);
    type("\001t");
    char_user_send(&second, "\nplain\n");
    g_autofree char *plain = screen();

    ck_assert_str_eq(plain, "\nplain\n");
}
END_TEST

START_TEST(test_fifth_user_is_refused)
{
    CharUser user[2] = { { { 0 } } };
    CharBackend fifth = { 0 };
    Error *err = NULL;

    mux_new();
    char_user_connect(&user[0], mux, 1);
    char_user_connect(&user[1], mux, 1);
    ck_assert(!qemu_chr_fe_init(&fifth, mux, &err));
    ck_assert_ptr_nonnull(strstr(error_get_pretty(err), "4 users"));
    error_free(err);
    qemu_chr_fe_deinit(&user[0].be, false);
    ck_assert(qemu_chr_fe_init(&fifth, mux, NULL));
}
END_TEST

START_TEST(test_focus_moves_on_when_its_user_leaves)
{
    mux_new();
    qemu_chr_fe_deinit(&first.be, false);
    type("x");
    ck_assert_str_eq(second.got->str, "x");
    qemu_chr_fe_deinit(&second.be, false);
    type("y");
}
END_TEST

START_TEST(test_users_hear_that_the_base_is_open)
{
    mux_new();
    ck_assert_int_eq(first.opened, 1);
    ck_assert(qemu_chr_fe_backend_open(&first.be));
    qemu_chr_be_event(base, CHR_EVENT_CLOSED);
    ck_assert_int_eq(first.closed, 1);
    ck_assert_int_eq(second.closed, 1);
    ck_assert(!qemu_chr_fe_backend_open(&first.be));
}
END_TEST

UNIT_MAIN("chardev_mux",
          UNIT_TEST(test_input_goes_to_the_user_in_focus),
          UNIT_TEST(test_output_of_all_users_is_shown),
          UNIT_TEST(test_escape_c_switches_and_says_so),
          UNIT_TEST(test_escape_c_without_users_does_nothing),
    UNIT_TEST(test_escape_c_with_one_user_keeps_it),
          UNIT_TEST(test_escape_twice_sends_the_escape),
          UNIT_TEST(test_escape_b_sends_a_break_to_the_focus),
          UNIT_TEST(test_escape_s_and_unknown_keys_do_nothing),
          UNIT_TEST(test_escape_h_prints_every_key),
          UNIT_TEST(test_escape_x_calls_quit),
          UNIT_TEST(test_escape_works_while_the_guest_reads_nothing),
          UNIT_TEST(test_paste_into_a_slow_guest_arrives_whole),
          UNIT_TEST(test_timestamps_stand_at_line_starts),
          UNIT_TEST(test_fifth_user_is_refused),
          UNIT_TEST(test_focus_moves_on_when_its_user_leaves),
          UNIT_TEST(test_users_hear_that_the_base_is_open))

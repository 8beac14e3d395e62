/* test_chardev_hotplug.c: back ends come, go and change at run time */
#include <string.h>
#include <unistd.h>

#include "char_user.h"

START_TEST(test_added_chardev_is_found)
{
    ck_assert_ptr_nonnull(qemu_chr_hotadd("ringbuf,id=r", &error_abort));
    ck_assert_ptr_nonnull(qemu_chr_find("r"));
}
END_TEST

typedef struct RefusedRow {
    const char *opts;
    const char *message;
} RefusedRow;

static const RefusedRow refused[] = {
    { "null", "needs an id" },
    { "zork,id=a", "is not a chardev back end" },
    { "socket,id=a,path=/tmp/x,server=on,wait=on", "leave wait=on out" },
    { "socket,id=a,path=/tmp/x,server=on,wait=maybe", "on or off" },
    { "", "starts with a back end" },
    { "null,id=a/b", "without '/'" },
};

START_TEST(test_wrong_options_add_nothing)
{
    g_autoptr(GError) error = NULL;

    ck_assert_ptr_null(qemu_chr_hotadd(refused[_i].opts, &error));
    ck_assert_msg(strstr(error->message, refused[_i].message) != NULL, "%s",
                  error->message);
    ck_assert_ptr_null(qemu_chr_find("a"));
}
END_TEST

/* With wait=on, the default of the command line, this would never return. */
START_TEST(test_added_server_waits_for_nobody)
{
    g_autofree char *path = g_strdup_printf("%s/hotplug-%d",
                                            g_get_tmp_dir(), (int)getpid());
    g_autofree char *opts =
        g_strdup_printf("socket,id=s,path=%s,server=on", path);

    ck_assert_ptr_nonnull(qemu_chr_hotadd(opts, &error_abort));
    ck_assert(g_file_test(path, G_FILE_TEST_EXISTS));
    ck_assert(qemu_chr_hotremove("s", &error_abort));
    ck_assert(!g_file_test(path, G_FILE_TEST_EXISTS));
}
END_TEST

START_TEST(test_used_chardev_is_not_removed)
{
    CharUser user = { 0 };
    g_autoptr(GError) error = NULL;

    char_user_connect(&user, qemu_chr_hotadd("null,id=n", NULL), 10);
    ck_assert(!qemu_chr_hotremove("n", &error));
    ck_assert_ptr_nonnull(strstr(error->message, "in use"));
    qemu_chr_fe_deinit(&user.be, false);
    ck_assert(qemu_chr_hotremove("n", &error_abort));
    ck_assert_ptr_null(qemu_chr_find("n"));
}
END_TEST

START_TEST(test_mux_goes_with_what_is_behind_it)
{
    CharUser user = { 0 };

    char_user_connect(&user, qemu_chr_hotadd("ringbuf,id=m,mux=on", NULL),
                      10);
    ck_assert(!qemu_chr_hotremove("m", NULL));
    ck_assert(!qemu_chr_hotremove("m-base", NULL));
    qemu_chr_fe_deinit(&user.be, false);
    ck_assert(qemu_chr_hotremove("m", &error_abort));
    ck_assert_ptr_null(qemu_chr_find("m"));
    ck_assert_ptr_null(qemu_chr_find("m-base"));
}
END_TEST

START_TEST(test_change_moves_the_device)
{
    CharUser user = { 0 };
    char text[16] = "";

    char_user_connect(&user, qemu_chr_hotadd("ringbuf,id=c", NULL), 10);
    ck_assert(qemu_chr_change("c", "ringbuf,size=4K", &error_abort));
    ck_assert_int_eq(user.closed, 1);
    ck_assert_int_eq(user.opened, 2);
    char_user_send(&user, "hello");
    ck_assert_uint_eq(qemu_chr_ringbuf_read(qemu_chr_find("c"),
                                            (uint8_t *)text, 15), 5);
    ck_assert_str_eq(text, "hello");
    ck_assert_ptr_eq(qemu_chr_fe_get_driver(&user.be), qemu_chr_find("c"));
}
END_TEST

START_TEST(test_failed_change_leaves_the_old_one)
{
    CharUser user = { 0 };
    Chardev *chr = qemu_chr_hotadd("ringbuf,id=c", NULL);

    char_user_connect(&user, chr, 10);
    ck_assert(!qemu_chr_change("c", "file,path=/nonexistent/x", NULL));
    ck_assert(!qemu_chr_change("c", "null,mux=on", NULL));
    ck_assert(!qemu_chr_change("d", "null", NULL));
    ck_assert_ptr_eq(qemu_chr_find("c"), chr);
    ck_assert_int_eq(user.closed, 0);
}
END_TEST

START_TEST(test_mux_is_not_changed)
{
    qemu_chr_hotadd("ringbuf,id=m,mux=on", &error_abort);
    ck_assert(!qemu_chr_change("m", "null", NULL));
    ck_assert(!qemu_chr_change("m-base", "null", NULL));
}
END_TEST

START_TEST(test_break_reaches_every_user_of_a_mux)
{
    CharUser first = { 0 };
    CharUser second = { 0 };
    Chardev *mux = qemu_chr_hotadd("ringbuf,id=m,mux=on", NULL);

    char_user_connect(&first, mux, 10);
    char_user_connect(&second, mux, 10);
    qemu_chr_send_break(mux);
    ck_assert_int_eq(first.breaks, 1);
    ck_assert_int_eq(second.breaks, 1);
}
END_TEST

START_TEST(test_focus_returns_to_the_first_user)
{
    CharUser first = { 0 };
    CharUser second = { 0 };
    Chardev *mux = qemu_chr_hotadd("ringbuf,id=m,mux=on", NULL);
    Chardev *base = qemu_chr_find("m-base");

    char_user_connect(&first, mux, 10);
    char_user_connect(&second, mux, 10);
    qemu_chr_mux_focus_first(mux);
    qemu_chr_be_write(base, (const uint8_t *)"x", 1);
    ck_assert_str_eq(first.got->str, "x");
    ck_assert_str_eq(second.got->str, "");
    qemu_chr_mux_focus_first(base);
}
END_TEST

START_TEST(test_ring_buffer_takes_text_from_outside)
{
    Chardev *chr = qemu_chr_hotadd("ringbuf,id=r,size=4", NULL);
    char text[8] = "";

    qemu_chr_ringbuf_write(chr, (const uint8_t *)"abcdef", 6);
    ck_assert_uint_eq(qemu_chr_ringbuf_read(chr, (uint8_t *)text, 7), 4);
    ck_assert_str_eq(text, "cdef");
}
END_TEST

UNIT_MAIN("chardev_hotplug",
          UNIT_TEST(test_added_chardev_is_found),
          UNIT_LOOP(test_wrong_options_add_nothing, G_N_ELEMENTS(refused)),
          UNIT_TEST(test_added_server_waits_for_nobody),
          UNIT_TEST(test_used_chardev_is_not_removed),
          UNIT_TEST(test_mux_goes_with_what_is_behind_it),
          UNIT_TEST(test_change_moves_the_device),
          UNIT_TEST(test_failed_change_leaves_the_old_one),
          UNIT_TEST(test_mux_is_not_changed),
          UNIT_TEST(test_break_reaches_every_user_of_a_mux),
          UNIT_TEST(test_focus_returns_to_the_first_user),
          UNIT_TEST(test_ring_buffer_takes_text_from_outside))

/* test_chardev_fd.c: sockets that whoever started the emulator has opened */
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "char_user.h"

static CharUser user;

static Chardev *make(const char *format, int fd)
{
    g_autoptr(GString) opts = g_string_new(format);
    g_autofree char *number = g_strdup_printf("%d", fd);
    Error *err = NULL;

    g_string_replace(opts, "%d", number, 0);
    Chardev *chr = qemu_chr_new_from_opts(opts->str, &err);

    ck_assert_msg(chr != NULL, "%s", err ? error_get_pretty(err) : "");
    return chr;
}

/* Who manages machines opens their sockets, and passes them on. */
START_TEST(test_open_socket_is_taken_over)
{
    struct sockaddr_un un = { .sun_family = AF_UNIX };
    int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    g_autofree char *dir = g_dir_make_tmp("lectern-chr-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(dir, "s", NULL);
    char buf[8] = { 0 };

    g_strlcpy(un.sun_path, path, sizeof(un.sun_path));
    ck_assert_int_eq(bind(listener, (struct sockaddr *)&un, sizeof(un)), 0);
    ck_assert_int_eq(listen(listener, 1), 0);
    char_user_connect(&user, make("socket,id=f,fd=%d,server=on,wait=off",
                                  listener), 100);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);

    ck_assert_int_eq(connect(fd, (struct sockaddr *)&un, sizeof(un)), 0);
    main_loop_until(user.opened == 1);
    char_user_send(&user, "yo");
    ck_assert_int_eq(read(fd, buf, sizeof(buf)), 2);
    ck_assert_str_eq(buf, "yo");
    close(fd);
    qemu_chr_cleanup();
    ck_assert_int_eq(access(path, F_OK), 0);    /* it was not ours */
    unlink(path);
    rmdir(dir);
}
END_TEST

START_TEST(test_connected_socket_is_taken_over)
{
    int pair[2];
    char buf[8] = { 0 };

    ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    char_user_connect(&user, make("socket,id=f,fd=%d", pair[0]), 100);
    char_user_send(&user, "yo");
    ck_assert_int_eq(read(pair[1], buf, sizeof(buf)), 2);
    close(pair[1]);
    main_loop_until(user.closed == 1);
    qemu_chr_cleanup();
}
END_TEST

START_TEST(test_wrong_descriptors_are_refused)
{
    static const char *const bad[] = {
        "socket,id=f,fd=x", "socket,id=f,fd=-1", "socket,id=f,fd=999999",
        "socket,id=f,fd=99999999999", "socket,id=f,fd=0,path=x",
        "socket,id=f,fd=%d", "socket,id=f,fd=%d,server=on,wait=off",
    };
    int plain = open("/dev/null", O_RDWR);

    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autoptr(GString) text = g_string_new(bad[i]);
        g_autofree char *number = g_strdup_printf("%d", plain);
        Error *err = NULL;

        g_string_replace(text, "%d", number, 0);
        ck_assert_ptr_null(qemu_chr_new_from_opts(text->str, &err));
        ck_assert_ptr_nonnull(strstr(err->message, "fd="));
        error_free(err);
    }
    close(plain);
}
END_TEST

UNIT_MAIN("chardev_fd",
          UNIT_TEST(test_open_socket_is_taken_over),
          UNIT_TEST(test_connected_socket_is_taken_over),
          UNIT_TEST(test_wrong_descriptors_are_refused))

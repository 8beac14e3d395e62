/* test_chardev_io.c: file, pty, socket and ring buffer back ends */
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "../char_fd.h"
#include "char_user.h"

static char *dir;
static CharUser user;

static void dir_new(void)
{
    dir = g_dir_make_tmp("lectern-chr-XXXXXX", NULL);
    ck_assert_ptr_nonnull(dir);
}

static void dir_drop(void)
{
    g_autofree char *command = g_strdup_printf("rm -rf '%s'", dir);

    ck_assert_int_eq(system(command), 0);
}

static Chardev *make(const char *format, ...)
{
    Error *err = NULL;
    va_list ap;

    va_start(ap, format);
    g_autofree char *opts = g_strdup_vprintf(format, ap);
    va_end(ap);
    Chardev *chr = qemu_chr_new_from_opts(opts, &err);

    ck_assert_msg(chr != NULL, "%s", err ? error_get_pretty(err) : "");
    return chr;
}

/* --------------------------------------------------------- a plain socket */

/* An FD back end on one end of a socket pair. */
static Chardev *pair_new(int *other)
{
    int fds[2];
    Chardev *chr = make("socket,id=p,port=0,server=on,wait=off");

    ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds),
                     0);
    fd_chr_connect(chr, fds[0], fds[0]);
    *other = fds[1];
    return chr;
}

static size_t drain(int fd, GString *to)
{
    char buf[4096];
    ssize_t n;
    size_t total = 0;

    while ((n = read(fd, buf, sizeof(buf))) > 0) {
        g_string_append_len(to, buf, n);
        total += n;
    }
    return total;
}

START_TEST(test_input_arrives_in_pieces_the_device_has_room_for)
{
    int other;

    char_user_connect(&user, pair_new(&other), 3);
    ck_assert_int_eq(user.opened, 1);
    ck_assert_int_eq(write(other, "abcdef", 6), 6);
    main_loop_until(user.got->len == 3);
    main_loop_settle();
    ck_assert_str_eq(user.got->str, "abc");
    user.room = 10;
    qemu_chr_fe_accept_input(&user.be);
    main_loop_until(user.got->len == 6);
    ck_assert_str_eq(user.got->str, "abcdef");
}
END_TEST

START_TEST(test_full_device_does_not_make_the_loop_spin)
{
    int other;
    int busy = 0;

    char_user_connect(&user, pair_new(&other), 0);
    ck_assert_int_eq(write(other, "x", 1), 1);
    close(other);
    for (int i = 0; i < 100; i++) {
        busy += g_main_context_iteration(NULL, FALSE);
    }
    ck_assert_int_eq(busy, 0);
}
END_TEST

START_TEST(test_partial_writes_arrive_whole_and_in_order)
{
    g_autoptr(GString) sent = g_string_new(NULL);
    g_autoptr(GString) got = g_string_new(NULL);
    size_t pos = 0;
    int other;
    bool was_short = false;

    char_user_connect(&user, pair_new(&other), 0);
    for (int i = 0; i < 200000; i++) {
        g_string_append_printf(sent, "%d,", i);
    }
    while (got->len < sent->len) {
        int want = MIN(sent->len - pos, 30000);
        int n = qemu_chr_fe_write(&user.be,
                                  (const uint8_t *)sent->str + pos, want);

        ck_assert_int_ge(n, 0);
        was_short |= n < want;
        pos += n;
        if (n < want || pos == sent->len) {
            drain(other, got);
            main_loop_settle();
        }
    }
    ck_assert(was_short);
    ck_assert(g_string_equal(sent, got));
}
END_TEST

static gboolean count_ready(void *unused, GIOCondition cond, void *data)
{
    ++*(int *)data;
    return FALSE;
}

START_TEST(test_watch_fires_once_there_is_room_again)
{
    g_autoptr(GString) got = g_string_new(NULL);
    uint8_t block[8192] = { 0 };
    int ready = 0;
    int other;

    char_user_connect(&user, pair_new(&other), 0);
    while (qemu_chr_fe_write(&user.be, block, sizeof(block)) ==
           sizeof(block)) {
    }
    ck_assert_int_eq(qemu_chr_fe_write(&user.be, block, 1), 0);
    ck_assert_uint_gt(qemu_chr_fe_add_watch(&user.be, G_IO_OUT | G_IO_HUP,
                                            count_ready, &ready), 0);
    main_loop_settle();
    ck_assert_int_eq(ready, 0);
    drain(other, got);
    main_loop_until(ready == 1);
    ck_assert_int_eq(qemu_chr_fe_write(&user.be, block, 1), 1);
}
END_TEST

#define STREAM_SIZE 4000000

static uint8_t stream_byte(size_t i)
{
    return i * 2654435761u >> 24;
}

/* Returns how many bytes came in order. */
static gpointer slow_reader(gpointer opaque)
{
    int fd = GPOINTER_TO_INT(opaque);
    char buf[1000];
    size_t total = 0;
    struct pollfd pfd = { .fd = fd, .events = POLLIN };

    while (total < STREAM_SIZE && poll(&pfd, 1, 5000) > 0) {
        ssize_t n = read(fd, buf, sizeof(buf));

        for (ssize_t i = 0; i < n; i++, total++) {
            if ((uint8_t)buf[i] != stream_byte(total)) {
                close(fd);
                return GSIZE_TO_POINTER(total);
            }
        }
    }
    return GSIZE_TO_POINTER(total);
}

START_TEST(test_write_all_waits_for_a_slow_reader)
{
    g_autofree uint8_t *block = g_malloc(STREAM_SIZE);
    GThread *reader;
    int other;

    for (size_t i = 0; i < STREAM_SIZE; i++) {
        block[i] = stream_byte(i);
    }
    char_user_connect(&user, pair_new(&other), 0);
    reader = g_thread_new("reader", slow_reader, GINT_TO_POINTER(other));
    for (int i = 0; i < STREAM_SIZE; i += 1000) {
        qemu_chr_fe_write_all(&user.be, block + i, 1000);
    }
    qemu_chr_cleanup();
    ck_assert_uint_eq(GPOINTER_TO_SIZE(g_thread_join(reader)), STREAM_SIZE);
}
END_TEST

START_TEST(test_broken_connection_ends_write_all)
{
    uint8_t block[100] = { 0 };
    int other;

    char_user_connect(&user, pair_new(&other), 0);
    close(other);
    ck_assert_int_lt(qemu_chr_fe_write_all(&user.be, block, 100), 100);
    ck_assert_int_eq(user.closed, 1);
    /* From then on nobody is there: output is dropped. */
    ck_assert_int_eq(qemu_chr_fe_write_all(&user.be, block, 100), 100);
}
END_TEST

/* -------------------------------------------------------------- listeners */

static int unix_dial(const char *path)
{
    struct sockaddr_un un = { .sun_family = AF_UNIX };
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);

    g_strlcpy(un.sun_path, path, sizeof(un.sun_path));
    ck_assert_int_eq(connect(fd, (struct sockaddr *)&un, sizeof(un)), 0);
    return fd;
}

START_TEST(test_unix_server_takes_one_client_after_the_other)
{
    dir_new();
    g_autofree char *path = g_build_filename(dir, "s", NULL);
    char buf[8] = { 0 };

    char_user_connect(&user, make("socket,id=u,path=%s,server=on,wait=off",
                                  path), 100);
    ck_assert_int_eq(user.opened, 0);
    char_user_send(&user, "nobody listens");
    for (int i = 1; i <= 2; i++) {
        int fd = unix_dial(path);

        main_loop_until(user.opened == i);
        ck_assert_int_eq(write(fd, "hi", 2), 2);
        char_user_send(&user, "yo");
        ck_assert_int_eq(read(fd, buf, sizeof(buf)), 2);
        ck_assert_str_eq(buf, "yo");
        close(fd);
        main_loop_until(user.closed == i);
    }
    ck_assert_str_eq(user.got->str, "hihi");
    qemu_chr_cleanup();
    ck_assert_int_eq(access(path, F_OK), -1);
    dir_drop();
}
END_TEST

START_TEST(test_device_may_hang_up)
{
    dir_new();
    g_autofree char *path = g_build_filename(dir, "s", NULL);
    char buf[8];

    char_user_connect(&user, make("socket,id=u,path=%s,server=on,wait=off",
                                  path), 100);
    qemu_chr_fe_disconnect(&user.be);   /* nobody is there */
    for (int i = 1; i <= 2; i++) {
        int fd = unix_dial(path);

        main_loop_until(user.opened == i);
        qemu_chr_fe_disconnect(&user.be);
        ck_assert_int_eq(user.closed, i);
        ck_assert_int_eq(read(fd, buf, sizeof(buf)), 0);
        close(fd);
    }
    qemu_chr_cleanup();
    dir_drop();
}
END_TEST

START_TEST(test_unix_socket_is_for_its_owner_only)
{
    struct stat st;

    dir_new();
    g_autofree char *path = g_build_filename(dir, "s", NULL);

    umask(0);
    make("socket,id=u,path=%s,server=on,wait=off", path);
    ck_assert_int_eq(stat(path, &st), 0);
    ck_assert_uint_eq(st.st_mode & 0777, 0600);
    dir_drop();
}
END_TEST

START_TEST(test_live_socket_is_kept_and_dead_one_replaced)
{
    Error *err = NULL;

    dir_new();
    g_autofree char *path = g_build_filename(dir, "s", NULL);
    g_autofree char *opts = g_strdup_printf(
        "socket,id=v,path=%s,server=on,wait=off", path);
    struct sockaddr_un un = { .sun_family = AF_UNIX };
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);

    g_strlcpy(un.sun_path, path, sizeof(un.sun_path));
    ck_assert_int_eq(bind(fd, (struct sockaddr *)&un, sizeof(un)), 0);
    ck_assert_int_eq(listen(fd, 1), 0);
    ck_assert_ptr_null(qemu_chr_new_from_opts(opts, &err));
    ck_assert_ptr_nonnull(strstr(error_get_pretty(err), "in use"));
    error_free(err);
    close(fd);
    ck_assert_ptr_nonnull(qemu_chr_new_from_opts(opts, NULL));
    dir_drop();
}
END_TEST

START_TEST(test_plain_file_in_the_way_is_not_removed)
{
    Error *err = NULL;

    dir_new();
    g_autofree char *path = g_build_filename(dir, "f", NULL);
    g_autofree char *opts = g_strdup_printf(
        "socket,id=v,path=%s,server=on,wait=off", path);

    ck_assert(g_file_set_contents(path, "x", 1, NULL));
    ck_assert_ptr_null(qemu_chr_new_from_opts(opts, &err));
    ck_assert_ptr_nonnull(strstr(error_get_pretty(err), "not a socket"));
    error_free(err);
    ck_assert_int_eq(access(path, F_OK), 0);
    dir_drop();
}
END_TEST

static gpointer dial_when_there(gpointer opaque)
{
    while (access(opaque, F_OK) < 0) {
        g_usleep(1000);
    }
    g_usleep(20000);
    return GINT_TO_POINTER(unix_dial(opaque));
}

START_TEST(test_waiting_server_returns_with_its_client)
{
    dir_new();
    g_autofree char *path = g_build_filename(dir, "s", NULL);
    GThread *client = g_thread_new("client", dial_when_there, path);

    char_user_connect(&user, make("socket,id=w,path=%s,server=on", path),
                      10);
    ck_assert_int_eq(user.opened, 1);
    close(GPOINTER_TO_INT(g_thread_join(client)));
    dir_drop();
}
END_TEST

/* A bare chroot has no /etc/hosts and so no localhost. */
static const char *loopback_name(void)
{
    struct addrinfo *found = NULL;
    int failed = getaddrinfo("localhost", NULL, NULL, &found);

    if (!failed) {
        freeaddrinfo(found);
    }
    return failed ? "127.0.0.1" : "localhost";
}

START_TEST(test_tcp_listens_on_loopback_and_client_reaches_it)
{
    Chardev *server = make("socket,id=t,port=0,server=on,wait=off");
    const char *port = strrchr(server->filename, ':') + 1;
    CharUser client = { 0 };

    ck_assert(g_str_has_prefix(server->filename, "tcp:127.0.0.1:"));
    ck_assert_int_gt(atoi(port), 0);
    char_user_connect(&user, server, 100);
    char_user_connect(&client, make("socket,id=c,host=%s,port=%s",
                                    loopback_name(), port), 100);
    main_loop_until(user.opened == 1);
    char_user_send(&client, "ping");
    main_loop_until(user.got->len == 4);
    char_user_send(&user, "pong");
    main_loop_until(client.got->len == 4);
    qemu_chr_delete(qemu_chr_find("c"));
    main_loop_until(user.closed == 1);
}
END_TEST

/* -------------------------------------------------------------------- files */

START_TEST(test_file_is_truncated_or_appended_to)
{
    dir_new();
    g_autofree char *path = g_build_filename(dir, "out", NULL);
    g_autofree char *text = NULL;

    ck_assert(g_file_set_contents(path, "old ", 4, NULL));
    char_user_connect(&user, make("file,id=a,path=%s,append=on", path), 0);
    char_user_send(&user, "new");
    qemu_chr_cleanup();
    ck_assert(g_file_get_contents(path, &text, NULL, NULL));
    ck_assert_str_eq(text, "old new");

    memset(&user, 0, sizeof(user));
    char_user_connect(&user, make("file,id=a,path=%s", path), 0);
    char_user_send(&user, "only");
    qemu_chr_cleanup();
    g_free(g_steal_pointer(&text));
    ck_assert(g_file_get_contents(path, &text, NULL, NULL));
    ck_assert_str_eq(text, "only");
    dir_drop();
}
END_TEST

START_TEST(test_file_input_ends_with_closed)
{
    dir_new();
    g_autofree char *in = g_build_filename(dir, "in", NULL);
    g_autofree char *out = g_build_filename(dir, "out", NULL);

    ck_assert(g_file_set_contents(in, "from a file", -1, NULL));
    char_user_connect(&user, make("file,id=a,path=%s,input-path=%s", out,
                                  in), 100);
    main_loop_until(user.closed == 1);
    ck_assert_str_eq(user.got->str, "from a file");
    char_user_send(&user, "still writes");
    dir_drop();
}
END_TEST

START_TEST(test_logfile_gets_a_copy)
{
    dir_new();
    g_autofree char *log = g_build_filename(dir, "log", NULL);
    g_autofree char *text = NULL;

    char_user_connect(&user, make("null,id=n,logfile=%s", log), 0);
    char_user_send(&user, "seen");
    qemu_chr_cleanup();
    ck_assert(g_file_get_contents(log, &text, NULL, NULL));
    ck_assert_str_eq(text, "seen");
    dir_drop();
}
END_TEST

/* ---------------------------------------------------------------------- pty */

START_TEST(test_pty_comes_and_goes_with_its_reader)
{
    Chardev *chr = make("pty,id=p");
    const char *slave = strchr(chr->filename, ':') + 1;
    char buf[16] = { 0 };

    char_user_connect(&user, chr, 100);
    ck_assert_int_eq(user.opened, 0);
    char_user_send(&user, "nobody");
    int fd = open(slave, O_RDWR | O_NOCTTY);

    ck_assert_int_ge(fd, 0);
    /* The next output finds the reader without waiting for the timer. */
    char_user_send(&user, "hello\n");
    ck_assert_int_eq(user.opened, 1);
    ck_assert_int_eq(read(fd, buf, sizeof(buf)), 6);
    ck_assert_str_eq(buf, "hello\n");
    ck_assert_int_eq(write(fd, "\003raw\r", 5), 5);
    main_loop_until(user.got->len == 5);
    ck_assert_str_eq(user.got->str, "\003raw\r");
    close(fd);
    main_loop_until(user.closed == 1);
    fd = open(slave, O_RDWR | O_NOCTTY);
    main_loop_until(user.opened == 2);
    close(fd);
}
END_TEST

START_TEST(test_pty_link_is_made_and_removed)
{
    dir_new();
    g_autofree char *path = g_build_filename(dir, "tty", NULL);

    make("pty,id=p,path=%s", path);
    ck_assert_int_eq(access(path, R_OK | W_OK), 0);
    qemu_chr_cleanup();
    ck_assert_int_eq(access(path, F_OK), -1);
    dir_drop();
}
END_TEST

/* ------------------------------------------------------------- ring buffer */

START_TEST(test_ring_buffer_keeps_the_last_bytes)
{
    Chardev *chr = make("ringbuf,id=r,size=8");
    uint8_t buf[16] = { 0 };

    char_user_connect(&user, chr, 0);
    char_user_send(&user, "abc");
    ck_assert_uint_eq(qemu_chr_ringbuf_read(chr, buf, 2), 2);
    ck_assert_mem_eq(buf, "ab", 2);
    char_user_send(&user, "defghijkl");
    ck_assert_uint_eq(qemu_chr_ringbuf_read(chr, buf, 16), 8);
    ck_assert_mem_eq(buf, "efghijkl", 8);
    ck_assert_uint_eq(qemu_chr_ringbuf_read(chr, buf, 16), 0);
}
END_TEST

UNIT_MAIN("chardev_io",
          UNIT_TEST(test_input_arrives_in_pieces_the_device_has_room_for),
          UNIT_TEST(test_full_device_does_not_make_the_loop_spin),
          UNIT_TEST(test_partial_writes_arrive_whole_and_in_order),
          UNIT_TEST(test_watch_fires_once_there_is_room_again),
          UNIT_TEST(test_write_all_waits_for_a_slow_reader),
          UNIT_TEST(test_broken_connection_ends_write_all),
          UNIT_TEST(test_unix_server_takes_one_client_after_the_other),
          UNIT_TEST(test_device_may_hang_up),
          UNIT_TEST(test_unix_socket_is_for_its_owner_only),
          UNIT_TEST(test_live_socket_is_kept_and_dead_one_replaced),
          UNIT_TEST(test_plain_file_in_the_way_is_not_removed),
          UNIT_TEST(test_waiting_server_returns_with_its_client),
          UNIT_TEST(test_tcp_listens_on_loopback_and_client_reaches_it),
          UNIT_TEST(test_file_is_truncated_or_appended_to),
          UNIT_TEST(test_file_input_ends_with_closed),
          UNIT_TEST(test_logfile_gets_a_copy),
          UNIT_TEST(test_pty_comes_and_goes_with_its_reader),
          UNIT_TEST(test_pty_link_is_made_and_removed),
          UNIT_TEST(test_ring_buffer_keeps_the_last_bytes))

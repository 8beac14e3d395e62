/*
 * char_fd.c: see char_fd.h
 */
#include "char_fd.h"

#include <errno.h>
#include <unistd.h>

#define FLUSH_TIMEOUT_MS 1000   /* for a reader that takes nothing at exit */

void fd_chr_stop_input(Chardev *chr)
{
    FDChardev *s = FD_CHARDEV(chr);

    g_clear_pointer(&s->input, char_input_free);
}

static void fd_chr_hang_up(Chardev *chr)
{
    FDChardev *s = FD_CHARDEV(chr);

    if (s->hang_up) {
        s->hang_up(chr);
    } else {
        fd_chr_stop_input(chr);
        qemu_chr_be_event(chr, CHR_EVENT_CLOSED);
    }
}

static gboolean fd_chr_read(Chardev *chr, int fd)
{
    uint8_t buf[CHAR_READ_MAX];
    size_t room = MIN((size_t)qemu_chr_be_can_write(chr), sizeof(buf));
    ssize_t n = read(fd, buf, room);

    if (n > 0) {
        qemu_chr_be_write(chr, buf, n);
        return G_SOURCE_CONTINUE;
    }
    if (n < 0 && (errno == EINTR || errno == EAGAIN)) {
        return G_SOURCE_CONTINUE;
    }
    fd_chr_hang_up(chr);
    return G_SOURCE_REMOVE;
}

static void fd_chr_update_read_handler(Chardev *chr)
{
    FDChardev *s = FD_CHARDEV(chr);

    fd_chr_stop_input(chr);
    if (s->fd_in >= 0 && chr->be && chr->be->chr_can_read) {
        s->input = char_input_new(chr, s->fd_in, fd_chr_read);
    }
}

static int fd_chr_write(Chardev *chr, const uint8_t *buf, int len)
{
    FDChardev *s = FD_CHARDEV(chr);
    int n = char_queue_write(&s->queue, buf, len);

    if (n < 0) {
        /* The reading side has the same news and does the rest. */
        char_queue_set_fd(&s->queue, -1);
    }
    return n;
}

static int fd_chr_watch_fd(Chardev *chr)
{
    return FD_CHARDEV(chr)->queue.fd;
}

static bool fd_chr_wait_writable(Chardev *chr)
{
    return char_queue_wait(&FD_CHARDEV(chr)->queue);
}

static void fd_chr_flush(Chardev *chr)
{
    char_queue_flush(&FD_CHARDEV(chr)->queue, FLUSH_TIMEOUT_MS);
}

void fd_chr_connect(Chardev *chr, int fd_in, int fd_out)
{
    FDChardev *s = FD_CHARDEV(chr);

    s->fd_in = fd_in;
    s->fd_out = fd_out;
    char_queue_set_fd(&s->queue, fd_out);
    fd_chr_update_read_handler(chr);
    qemu_chr_be_event(chr, CHR_EVENT_OPENED);
}

static void fd_chr_close(FDChardev *s)
{
    fd_chr_stop_input(CHARDEV(s));
    char_queue_set_fd(&s->queue, -1);
    if (s->fd_out >= 0 && s->fd_out != s->fd_in) {
        close(s->fd_out);
    }
    if (s->fd_in >= 0) {
        close(s->fd_in);
    }
    s->fd_in = -1;
    s->fd_out = -1;
}

void fd_chr_disconnect(Chardev *chr)
{
    fd_chr_close(FD_CHARDEV(chr));
    qemu_chr_be_event(chr, CHR_EVENT_CLOSED);
}

static void fd_chr_init(Object *obj)
{
    FDChardev *s = FD_CHARDEV(obj);

    s->fd_in = -1;
    s->fd_out = -1;
    char_queue_init(&s->queue);
}

static void fd_chr_finalize(Object *obj)
{
    FDChardev *s = FD_CHARDEV(obj);

    fd_chr_close(s);
    char_queue_deinit(&s->queue);
}

static void fd_chr_class_init(ObjectClass *klass, void *data)
{
    ChardevClass *cc = CHARDEV_CLASS(klass);

    cc->chr_write = fd_chr_write;
    cc->chr_watch_fd = fd_chr_watch_fd;
    cc->chr_wait_writable = fd_chr_wait_writable;
    cc->chr_update_read_handler = fd_chr_update_read_handler;
    cc->chr_flush = fd_chr_flush;
    cc->chr_disconnect = fd_chr_hang_up;
}

static const TypeInfo fd_chr_info = {
    .name = TYPE_CHARDEV_FD,
    .parent = TYPE_CHARDEV,
    .instance_size = sizeof(FDChardev),
    .instance_init = fd_chr_init,
    .instance_finalize = fd_chr_finalize,
    .abstract = true,
    .class_init = fd_chr_class_init,
};

static void char_fd_register_types(void)
{
    type_register_static(&fd_chr_info);
}

type_init(char_fd_register_types)

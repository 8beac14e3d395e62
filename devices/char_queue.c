/*
 * char_queue.c: output that neither blocks nor loses bytes
 *
 * What the descriptor takes goes out at once. The rest waits in order and is
 * written when the main loop sees room. When CHAR_QUEUE_MAX bytes wait, the
 * device is told so and has to come back: a slow reader slows the guest down,
 * it never makes text disappear.
 */
#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include "char_io.h"

void char_queue_init(CharQueue *q)
{
    q->fd = -1;
    q->waiting = g_byte_array_new();
    q->watch = 0;
}

static void char_queue_unwatch(CharQueue *q)
{
    if (q->watch) {
        g_source_remove(q->watch);
        q->watch = 0;
    }
}

static bool never_waits(int fd)
{
    struct stat st;

    return (fcntl(fd, F_GETFL) & O_NONBLOCK) ||
           (fstat(fd, &st) == 0 && S_ISREG(st.st_mode));
}

void char_queue_set_fd(CharQueue *q, int fd)
{
    struct sigaction old;

    char_queue_unwatch(q);
    g_byte_array_set_size(q->waiting, 0);
    q->fd = fd;
    q->nonblocking = fd >= 0 && never_waits(fd);
    /* A reader that went away is an error code, not the end of the process. */
    if (fd >= 0 && sigaction(SIGPIPE, NULL, &old) == 0 &&
        old.sa_handler == SIG_DFL) {
        signal(SIGPIPE, SIG_IGN);
    }
}

void char_queue_deinit(CharQueue *q)
{
    char_queue_unwatch(q);
    g_byte_array_unref(q->waiting);
    q->waiting = NULL;
}

/* Is @err of a write "try later"? */
static bool would_block(int err)
{
    return err == EAGAIN || err == EWOULDBLOCK || err == ENOBUFS;
}

/*
 * One write that does not block. Descriptors that could not be made
 * non-blocking are asked first and given little: a terminal that reports room
 * takes at least this much.
 */
static ssize_t write_now(const CharQueue *q, const uint8_t *buf, size_t len)
{
    struct pollfd pfd = { .fd = q->fd, .events = POLLOUT };
    ssize_t n;

    if (!q->nonblocking) {
        if (poll(&pfd, 1, 0) <= 0 || !(pfd.revents & (POLLOUT | POLLERR))) {
            errno = EAGAIN;
            return -1;
        }
        len = MIN(len, 128);
    }
    do {
        n = write(q->fd, buf, len);
    } while (n < 0 && errno == EINTR);
    return n;
}

/* Writes from the front until all is gone or the descriptor is full. */
static ssize_t write_some(const CharQueue *q, const uint8_t *buf, size_t len)
{
    size_t done = 0;

    while (done < len) {
        ssize_t n = write_now(q, buf + done, len - done);

        if (n < 0) {
            return would_block(errno) ? (ssize_t)done : -1;
        }
        done += n;
    }
    return done;
}

static bool char_queue_drain(CharQueue *q)
{
    ssize_t n = write_some(q, q->waiting->data, q->waiting->len);

    if (n < 0) {
        g_byte_array_set_size(q->waiting, 0);
        return false;
    }
    if (n > 0) {
        g_byte_array_remove_range(q->waiting, 0, n);
    }
    return true;
}

static gboolean char_queue_ready(gint fd, GIOCondition cond, gpointer opaque)
{
    CharQueue *q = opaque;

    if (char_queue_drain(q) && q->waiting->len) {
        return G_SOURCE_CONTINUE;
    }
    q->watch = 0;
    return G_SOURCE_REMOVE;
}

int char_queue_write(CharQueue *q, const uint8_t *buf, int len)
{
    ssize_t done = 0;

    if (q->fd < 0) {
        return len;
    }
    if (q->waiting->len && !char_queue_drain(q)) {
        return -1;
    }
    if (!q->waiting->len) {
        done = write_some(q, buf, len);
        if (done < 0) {
            return -1;
        }
    }
    int keep = MIN(len - (int)done, CHAR_QUEUE_MAX - (int)q->waiting->len);

    g_byte_array_append(q->waiting, buf + done, keep);
    if (q->waiting->len && !q->watch) {
        q->watch = g_unix_fd_add(q->fd, G_IO_OUT | G_IO_HUP | G_IO_ERR,
                                 char_queue_ready, q);
    }
    return done + keep;
}

bool char_queue_wait(CharQueue *q)
{
    struct pollfd pfd = { .fd = q->fd, .events = POLLOUT };

    if (q->fd < 0) {
        return false;
    }
    if (poll(&pfd, 1, -1) < 0 && errno != EINTR) {
        return false;
    }
    return char_queue_drain(q);
}

void char_queue_flush(CharQueue *q, int timeout_ms)
{
    while (q->fd >= 0 && q->waiting->len) {
        struct pollfd pfd = { .fd = q->fd, .events = POLLOUT };
        int n = poll(&pfd, 1, timeout_ms);

        if (n == 0 || (n < 0 && errno != EINTR) ||
            (n > 0 && !char_queue_drain(q))) {
            return;
        }
    }
}

int char_fd_private(int fd)
{
    g_autofree char *path = g_strdup_printf("/proc/self/fd/%d", fd);
    struct stat st;
    int flags = O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
    int copy = -1;

    if (fstat(fd, &st) == 0 && (S_ISFIFO(st.st_mode) || isatty(fd))) {
        copy = open(path, flags);
    }
    return copy >= 0 ? copy : fcntl(fd, F_DUPFD_CLOEXEC, 0);
}

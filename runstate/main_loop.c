/*
 * main_loop.c: one iteration, and waking it
 *
 * The wake-up is an eventfd. Posters write it only when the flag `notified`
 * was clear; the loop empties the eventfd first, clears the flag second and
 * looks for work third. Whoever finds the flag set may therefore rely on the
 * loop looking for work after that moment.
 */
#include <errno.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "core/bql.h"
#include "main_loop_internal.h"

MainLoop *main_loop_new(GMainContext *context)
{
    MainLoop *loop = g_new0(MainLoop, 1);

    loop->context = context ? context : g_main_context_default();
    g_main_context_ref(loop->context);
    loop->notify_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    g_assert(loop->notify_fd >= 0);
    loop->fds_capacity = 16;
    loop->fds = g_new0(struct pollfd, loop->fds_capacity);
    pthread_mutex_init(&loop->bh_lock, NULL);
    return loop;
}

void main_loop_free(MainLoop *loop)
{
    main_loop_bh_clear(loop);
    pthread_mutex_destroy(&loop->bh_lock);
    close(loop->notify_fd);
    g_main_context_unref(loop->context);
    g_free(loop->fds);
    g_free(loop);
}

void main_loop_set_ops(MainLoop *loop, const MainLoopOps *ops, void *opaque)
{
    loop->ops = *ops;
    loop->ops_opaque = opaque;
}

GMainContext *main_loop_context(MainLoop *loop)
{
    return loop->context;
}

void main_loop_notify(MainLoop *loop)
{
    const uint64_t one = 1;
    int saved_errno = errno;

    if (__atomic_exchange_n(&loop->notified, 1, __ATOMIC_SEQ_CST) == 0) {
        ssize_t written = write(loop->notify_fd, &one, sizeof(one));
        (void)written;          /* EAGAIN: the counter is not 0, enough */
    }
    errno = saved_errno;
}

static void notify_clear(MainLoop *loop)
{
    uint64_t count;

    if ((loop->fds[0].revents & POLLIN) != 0) {
        ssize_t got = read(loop->notify_fd, &count, sizeof(count));
        (void)got;
        __atomic_exchange_n(&loop->notified, 0, __ATOMIC_SEQ_CST);
    }
}

/* The sooner of two timeouts in which -1 means never. */
static int64_t sooner_ns(int64_t a, int64_t b)
{
    return a < 0 || (b >= 0 && b < a) ? b : a;
}

static int64_t own_timeout_ns(MainLoop *loop, bool nonblocking)
{
    if (nonblocking || main_loop_bh_pending(loop)) {
        return 0;
    }
    return loop->ops.deadline_ns ? loop->ops.deadline_ns(loop->ops_opaque)
                                 : -1;
}

G_STATIC_ASSERT(sizeof(GPollFD) == sizeof(struct pollfd));
G_STATIC_ASSERT(offsetof(GPollFD, revents) == offsetof(struct pollfd, revents));

/* Asks GLib what to wait for. Returns: the number of its descriptors. */
static int query_glib(MainLoop *loop, int priority, int64_t *timeout_ns)
{
    for (;;) {
        gint timeout_ms;
        int room = loop->fds_capacity - 1;
        int count = g_main_context_query(loop->context, priority, &timeout_ms,
                                         (GPollFD *)(loop->fds + 1), room);
        if (count <= room) {
            *timeout_ns =
                timeout_ms < 0 ? -1 : timeout_ms * INT64_C(1000000);
            return count;
        }
        loop->fds_capacity = count + 1;
        loop->fds = g_renew(struct pollfd, loop->fds, loop->fds_capacity);
    }
}

/* Sleeps with the BQL free. */
static void sleep_ns(MainLoop *loop, int count, int64_t timeout_ns)
{
    struct timespec timeout = { timeout_ns / 1000000000,
                                timeout_ns % 1000000000 };
    bool had_bql = bql_locked();

    loop->fds[0] = (struct pollfd){ loop->notify_fd, POLLIN, 0 };
    if (had_bql) {
        bql_unlock();
    }
    int ready = ppoll(loop->fds, count + 1, timeout_ns < 0 ? NULL : &timeout,
                      NULL);
    if (had_bql) {
        bql_lock();
    }
    if (ready < 0) {
        for (int i = 0; i <= count; i++) {
            loop->fds[i].revents = 0;
        }
    }
    notify_clear(loop);
}

void main_loop_iterate(MainLoop *loop, bool nonblocking)
{
    gint priority;
    int64_t glib_ns;

    g_main_context_acquire(loop->context);
    g_main_context_prepare(loop->context, &priority);
    int count = query_glib(loop, priority, &glib_ns);
    sleep_ns(loop, count,
             sooner_ns(glib_ns, own_timeout_ns(loop, nonblocking)));
    if (g_main_context_check(loop->context, priority,
                             (GPollFD *)(loop->fds + 1), count)) {
        g_main_context_dispatch(loop->context);
    }
    g_main_context_release(loop->context);
    main_loop_bh_poll(loop);
    if (loop->ops.run_timers != NULL) {
        loop->ops.run_timers(loop->ops_opaque);
    }
}

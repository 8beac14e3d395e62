/* test_main_loop.c: sleeping, waking and bottom halves */
#include <glib-unix.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include "core/bql.h"
#include "support/unit.h"
#include "runstate/main_loop.h"

static MainLoop *loop;
static int64_t deadline_ns = -1;
static int timer_passes;
static int counter;             /* atomic */

static int64_t mock_deadline(void *opaque)
{
    return deadline_ns;
}

static bool mock_run_timers(void *opaque)
{
    timer_passes++;
    return false;
}

static const MainLoopOps mock_ops = {
    .deadline_ns = mock_deadline,
    .run_timers = mock_run_timers,
};

static void begin(void)
{
    loop = main_loop_new(NULL);
    main_loop_set_ops(loop, &mock_ops, NULL);
}

static int64_t iterate_us(void)
{
    int64_t start_us = g_get_monotonic_time();

    main_loop_iterate(loop, false);
    return g_get_monotonic_time() - start_us;
}

START_TEST(test_sleep_ends_at_the_deadline_and_runs_timers)
{
    begin();
    deadline_ns = 20 * 1000 * 1000;
    ck_assert_int_ge(iterate_us(), 20000);
    ck_assert_int_eq(timer_passes, 1);
    deadline_ns = 0;
    iterate_us();
    ck_assert_int_eq(timer_passes, 2);
    main_loop_free(loop);
}
END_TEST

START_TEST(test_nonblocking_iteration_does_not_sleep)
{
    begin();
    main_loop_iterate(loop, true);
    ck_assert_int_eq(timer_passes, 1);
    main_loop_free(loop);
}
END_TEST

START_TEST(test_notification_before_the_sleep_is_not_lost)
{
    begin();
    main_loop_notify(loop);
    main_loop_notify(loop);
    iterate_us();
    ck_assert_int_eq(timer_passes, 1);
    main_loop_free(loop);
}
END_TEST

static void on_alarm(int number)
{
    main_loop_notify(loop);
}

START_TEST(test_signal_handler_may_notify)
{
    begin();
    signal(SIGALRM, on_alarm);
    ualarm(20000, 0);
    iterate_us();
    main_loop_free(loop);
}
END_TEST

#define NOTIFIES 2000

static void *notify_often(void *opaque)
{
    for (int i = 0; i < NOTIFIES; i++) {
        __atomic_add_fetch(&counter, 1, __ATOMIC_SEQ_CST);
        main_loop_notify(loop);
    }
    return NULL;
}

START_TEST(test_no_wake_up_of_many_is_lost)
{
    pthread_t thread;

    begin();
    pthread_create(&thread, NULL, notify_often, NULL);
    while (__atomic_load_n(&counter, __ATOMIC_SEQ_CST) < NOTIFIES) {
        main_loop_iterate(loop, false);
    }
    pthread_join(thread, NULL);
    main_loop_free(loop);
}
END_TEST

static void *take_bql_and_notify(void *opaque)
{
    bql_lock();
    counter = 1;
    bql_unlock();
    main_loop_notify(loop);
    return NULL;
}

START_TEST(test_bql_is_free_during_the_sleep_only)
{
    pthread_t thread;

    begin();
    bql_lock();
    pthread_create(&thread, NULL, take_bql_and_notify, NULL);
    usleep(10000);
    ck_assert_int_eq(counter, 0);
    main_loop_iterate(loop, false);
    ck_assert(bql_locked());
    ck_assert_int_eq(counter, 1);
    bql_unlock();
    pthread_join(thread, NULL);
    main_loop_free(loop);
}
END_TEST

static gboolean count_source(gpointer opaque)
{
    counter++;
    return G_SOURCE_REMOVE;
}

START_TEST(test_glib_sources_of_the_context_run)
{
    g_autoptr(GMainContext) context = g_main_context_new();
    GSource *source = g_idle_source_new();

    loop = main_loop_new(context);
    g_source_set_callback(source, count_source, NULL, NULL);
    g_source_attach(source, main_loop_context(loop));
    g_source_unref(source);
    main_loop_iterate(loop, false);
    ck_assert_int_eq(counter, 1);
    main_loop_free(loop);
}
END_TEST

static gboolean drain_pipe(gint fd, GIOCondition condition, gpointer opaque)
{
    char byte;

    counter += (int)read(fd, &byte, 1);
    return G_SOURCE_REMOVE;
}

START_TEST(test_many_descriptors_are_watched)
{
    int fds[40][2];

    begin();
    for (int i = 0; i < 40; i++) {
        ck_assert_int_eq(pipe(fds[i]), 0);
        GSource *source = g_unix_fd_source_new(fds[i][0], G_IO_IN);
        g_source_set_callback(source, G_SOURCE_FUNC(drain_pipe), NULL, NULL);
        g_source_attach(source, NULL);
        g_source_unref(source);
    }
    ck_assert_int_eq(write(fds[39][1], "x", 1), 1);
    main_loop_iterate(loop, false);
    ck_assert_int_eq(counter, 1);
    main_loop_free(loop);
}
END_TEST

static void count_bh(void *opaque)
{
    counter++;
}

START_TEST(test_bottom_half_runs_once_however_often_scheduled)
{
    begin();
    QEMUBH *bh = main_loop_bh_new(loop, count_bh, NULL);
    qemu_bh_schedule(bh);
    qemu_bh_schedule(bh);
    main_loop_iterate(loop, false);
    ck_assert_int_eq(counter, 1);
    main_loop_iterate(loop, true);
    ck_assert_int_eq(counter, 1);
    qemu_bh_schedule(bh);
    qemu_bh_cancel(bh);
    main_loop_iterate(loop, true);
    ck_assert_int_eq(counter, 1);
    qemu_bh_delete(bh);
    main_loop_free(loop);
}
END_TEST

static QEMUBH *self;

static void delete_self(void *opaque)
{
    counter++;
    qemu_bh_delete(self);
    main_loop_bh_poll(loop);
}

START_TEST(test_bottom_half_may_delete_itself_and_poll_again)
{
    begin();
    self = main_loop_bh_new(loop, delete_self, NULL);
    qemu_bh_schedule(self);
    main_loop_iterate(loop, false);
    main_loop_iterate(loop, true);
    ck_assert_int_eq(counter, 1);
    main_loop_free(loop);
}
END_TEST

UNIT_MAIN("main_loop",
          UNIT_TEST(test_sleep_ends_at_the_deadline_and_runs_timers),
          UNIT_TEST(test_nonblocking_iteration_does_not_sleep),
          UNIT_TEST(test_notification_before_the_sleep_is_not_lost),
          UNIT_TEST(test_signal_handler_may_notify),
          UNIT_TEST(test_no_wake_up_of_many_is_lost),
          UNIT_TEST(test_bql_is_free_during_the_sleep_only),
          UNIT_TEST(test_glib_sources_of_the_context_run),
          UNIT_TEST(test_many_descriptors_are_watched),
          UNIT_TEST(test_bottom_half_runs_once_however_often_scheduled),
          UNIT_TEST(test_bottom_half_may_delete_itself_and_poll_again))

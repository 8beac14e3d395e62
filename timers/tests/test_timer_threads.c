/* test_timer_threads.c: timers and clocks used by several threads at once */
#include <pthread.h>
#include <unistd.h>

#include "support/unit.h"
#include "timers/timer_system.h"

#define THREADS 3
#define ROUNDS 3000

static TimerSystem *ts;
static int finished;            /* threads; atomic */
static int running_callback;    /* atomic */
static int64_t callbacks;       /* atomic */

static void slow_cb(void *opaque)
{
    __atomic_store_n(&running_callback, 1, __ATOMIC_SEQ_CST);
    usleep(50);
    __atomic_add_fetch(&callbacks, 1, __ATOMIC_SEQ_CST);
    __atomic_store_n(&running_callback, 0, __ATOMIC_SEQ_CST);
}

static void count_cb(void *opaque)
{
    __atomic_add_fetch(&callbacks, 1, __ATOMIC_SEQ_CST);
}

static void *arm_and_delete(void *opaque)
{
    QEMUTimer *timer = opaque;

    for (int i = 0; i < ROUNDS; i++) {
        timer_mod_ns(timer, i % 3 == 0 ? INT64_MAX : 0);
        if (i % 7 == 0) {
            timer_del(timer);
        }
        timer_pending(timer);
    }
    __atomic_add_fetch(&finished, 1, __ATOMIC_SEQ_CST);
    return NULL;
}

START_TEST(test_threads_arm_while_the_main_loop_runs)
{
    pthread_t threads[THREADS];
    QEMUTimer timers[THREADS];

    ts = timer_system_new(&host_clock_ops, NULL);
    timer_system_enable_ticks(ts);
    for (int i = 0; i < THREADS; i++) {
        timer_init_on(&timers[i], timer_system_list(ts, QEMU_CLOCK_VIRTUAL),
                      SCALE_NS, count_cb, NULL);
        pthread_create(&threads[i], NULL, arm_and_delete, &timers[i]);
    }
    while (__atomic_load_n(&finished, __ATOMIC_SEQ_CST) < THREADS) {
        timer_system_run_all_timers(ts);
        timer_system_deadline_ns(ts);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        timer_deinit(&timers[i]);
    }
    timer_system_free(ts);
}
END_TEST

static void *run_until_finished(void *opaque)
{
    QEMUTimer *timer = opaque;

    while (!__atomic_load_n(&finished, __ATOMIC_SEQ_CST)) {
        timer_mod_ns(timer, 0);
        timer_system_run_timers(ts, QEMU_CLOCK_VIRTUAL);
    }
    return NULL;
}

START_TEST(test_disabling_waits_for_the_callback_in_progress)
{
    pthread_t thread;
    QEMUTimer timer;

    ts = timer_system_new(&host_clock_ops, NULL);
    timer_system_enable_ticks(ts);
    timer_init_on(&timer, timer_system_list(ts, QEMU_CLOCK_VIRTUAL), SCALE_NS,
                  slow_cb, NULL);
    pthread_create(&thread, NULL, run_until_finished, &timer);
    for (int i = 0; i < 100; i++) {
        usleep(100);
        timer_system_clock_enable(ts, QEMU_CLOCK_VIRTUAL, false);
        ck_assert_int_eq(
            __atomic_load_n(&running_callback, __ATOMIC_SEQ_CST), 0);
        int64_t before = __atomic_load_n(&callbacks, __ATOMIC_SEQ_CST);
        usleep(100);
        ck_assert_int_eq(__atomic_load_n(&callbacks, __ATOMIC_SEQ_CST),
                         before);
        timer_system_clock_enable(ts, QEMU_CLOCK_VIRTUAL, true);
    }
    __atomic_store_n(&finished, 1, __ATOMIC_SEQ_CST);
    pthread_join(thread, NULL);
    ck_assert_int_gt(callbacks, 0);
    timer_deinit(&timer);
    timer_system_free(ts);
}
END_TEST

/* Returns non-NULL when guest time went backward. */
static void *watch_time(void *opaque)
{
    int64_t last_ns = 0;

    while (!__atomic_load_n(&finished, __ATOMIC_SEQ_CST)) {
        int64_t now_ns = timer_system_get_ns(ts, QEMU_CLOCK_VIRTUAL);
        if (now_ns < last_ns) {
            return opaque;
        }
        last_ns = now_ns;
    }
    return NULL;
}

START_TEST(test_guest_time_never_goes_backward_over_stops)
{
    pthread_t threads[THREADS];

    ts = timer_system_new(&host_clock_ops, NULL);
    for (int i = 0; i < THREADS; i++) {
        pthread_create(&threads[i], NULL, watch_time, ts);
    }
    for (int i = 0; i < 2000; i++) {
        timer_system_enable_ticks(ts);
        timer_system_disable_ticks(ts);
    }
    __atomic_store_n(&finished, 1, __ATOMIC_SEQ_CST);
    for (int i = 0; i < THREADS; i++) {
        void *backward;
        pthread_join(threads[i], &backward);
        ck_assert_ptr_null(backward);
    }
    timer_system_free(ts);
}
END_TEST

UNIT_MAIN("timer_threads",
          UNIT_TEST(test_threads_arm_while_the_main_loop_runs),
          UNIT_TEST(test_disabling_waits_for_the_callback_in_progress),
          UNIT_TEST(test_guest_time_never_goes_backward_over_stops))

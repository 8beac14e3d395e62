/*
 * timers_timer.c: lecture 03, a timer from creation to release
 *
 * timer_mod() takes an absolute deadline; a timer runs once and may re-arm
 * itself.
 */
#include <glib.h>

#include "timers/timer.h"

typedef struct Periodic {
    QEMUTimer *timer;
    int count;
} Periodic;

static void tick(void *opaque)
{
    Periodic *s = opaque;

    g_assert(!timer_pending(s->timer));
    if (++s->count < 3) {
        timer_mod(s->timer, qemu_clock_get_ms(QEMU_CLOCK_VIRTUAL) + 1);
    }
}

int main(void)
{
    Periodic s = { 0 };

    cpu_enable_ticks();
    s.timer = timer_new_ms(QEMU_CLOCK_VIRTUAL, tick, &s);
    timer_mod(s.timer, qemu_clock_get_ms(QEMU_CLOCK_VIRTUAL) + 1);
    g_assert(timer_pending(s.timer));
    while (timer_pending(s.timer)) {
        int64_t left_ns = qemu_clock_deadline_ns_all(QEMU_CLOCK_VIRTUAL);
        g_usleep((gulong)(left_ns / SCALE_US));
        qemu_clock_run_all_timers();
    }
    g_assert(s.count == 3);

    timer_mod_ns(s.timer, 0);
    timer_del(s.timer);
    timer_del(s.timer);
    g_assert(!qemu_clock_run_timers(QEMU_CLOCK_VIRTUAL));
    timer_free(s.timer);
    return 0;
}

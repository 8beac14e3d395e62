/*
 * timer_default.c: the lecture's names, on the process's one TimerSystem
 *
 * The only file of the library that owns an instance; everything else works
 * on the context it is given.
 */
#include <glib.h>

#include "timers_internal.h"

TimerSystem *timer_system_default(void)
{
    static TimerSystem *instance;

    if (g_once_init_enter(&instance)) {
        g_once_init_leave(&instance, timer_system_new(&host_clock_ops, NULL));
    }
    return instance;
}

int64_t qemu_clock_get_ns(QEMUClockType type)
{
    return timer_system_get_ns(timer_system_default(), type);
}

int64_t qemu_clock_get_us(QEMUClockType type)
{
    return qemu_clock_get_ns(type) / SCALE_US;
}

int64_t qemu_clock_get_ms(QEMUClockType type)
{
    return qemu_clock_get_ns(type) / SCALE_MS;
}

void qemu_clock_enable(QEMUClockType type, bool enabled)
{
    timer_system_clock_enable(timer_system_default(), type, enabled);
}

int64_t qemu_clock_deadline_ns_all(QEMUClockType type)
{
    return timer_system_clock_deadline_ns(timer_system_default(), type);
}

bool qemu_clock_has_timers(QEMUClockType type)
{
    return timer_list_has_timers(
        timer_system_list(timer_system_default(), type));
}

bool qemu_clock_expired(QEMUClockType type)
{
    return qemu_clock_deadline_ns_all(type) == 0;
}

bool qemu_clock_run_timers(QEMUClockType type)
{
    return timer_system_run_timers(timer_system_default(), type);
}

bool qemu_clock_run_all_timers(void)
{
    return timer_system_run_all_timers(timer_system_default());
}

void cpu_enable_ticks(void)
{
    timer_system_enable_ticks(timer_system_default());
}

void cpu_disable_ticks(void)
{
    timer_system_disable_ticks(timer_system_default());
}

int64_t cpu_get_clock(void)
{
    return timer_system_clock_ns(timer_system_default());
}

void timer_init(QEMUTimer *timer, QEMUClockType type, int scale,
                QEMUTimerCB *cb, void *opaque)
{
    timer_init_on(timer, timer_system_list(timer_system_default(), type),
                  scale, cb, opaque);
}

void timer_init_ns(QEMUTimer *timer, QEMUClockType type, QEMUTimerCB *cb,
                   void *opaque)
{
    timer_init(timer, type, SCALE_NS, cb, opaque);
}

void timer_init_us(QEMUTimer *timer, QEMUClockType type, QEMUTimerCB *cb,
                   void *opaque)
{
    timer_init(timer, type, SCALE_US, cb, opaque);
}

void timer_init_ms(QEMUTimer *timer, QEMUClockType type, QEMUTimerCB *cb,
                   void *opaque)
{
    timer_init(timer, type, SCALE_MS, cb, opaque);
}

QEMUTimer *timer_new(QEMUClockType type, int scale, QEMUTimerCB *cb,
                     void *opaque)
{
    QEMUTimer *timer = g_new0(QEMUTimer, 1);

    timer_init(timer, type, scale, cb, opaque);
    return timer;
}

QEMUTimer *timer_new_ns(QEMUClockType type, QEMUTimerCB *cb, void *opaque)
{
    return timer_new(type, SCALE_NS, cb, opaque);
}

QEMUTimer *timer_new_us(QEMUClockType type, QEMUTimerCB *cb, void *opaque)
{
    return timer_new(type, SCALE_US, cb, opaque);
}

QEMUTimer *timer_new_ms(QEMUClockType type, QEMUTimerCB *cb, void *opaque)
{
    return timer_new(type, SCALE_MS, cb, opaque);
}

/*
 * timers_clock.c: lecture 03, the four clocks
 *
 * Realtime runs always; virtual time is frozen until the VM runs and resumes
 * without a jump.
 */
#include <glib.h>

#include "timers/timer.h"

int main(void)
{
    int64_t real_ns = qemu_clock_get_ns(QEMU_CLOCK_REALTIME);

    g_assert(qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL) == 0);
    g_assert(qemu_clock_get_ms(QEMU_CLOCK_HOST) > 0);

    cpu_enable_ticks();
    g_usleep(1000);
    cpu_disable_ticks();
    int64_t frozen_ns = qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL);
    g_assert(frozen_ns >= 1000000);
    g_usleep(5000);
    g_assert(qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL) == frozen_ns);
    g_assert(qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL_RT) == frozen_ns);
    g_assert(qemu_clock_get_ns(QEMU_CLOCK_REALTIME) > real_ns + frozen_ns);
    return 0;
}

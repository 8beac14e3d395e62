/*
 * devices_timer.c: lecture 03, a timer device with a frequency property
 *
 * The board sets the property before realize; the device arms one deadline
 * on the virtual clock and computes its counter when it is read.
 */
#include "devices/clabpu_timer.h"
#include "devices/qdev_properties.h"
#include "memory/memory_map.h"
#include "timers/manual_clock.h"

static void set_level(void *opaque, int n, int level)
{
    *(int *)opaque = level;
}

static SysBusDevice *board_init_timer(int *level)
{
    DeviceState *dev = qdev_new(TYPE_CLABPU_TIMER);
    SysBusDevice *sbd = SYS_BUS_DEVICE(dev);

    qdev_prop_set_uint32(dev, "frequency", 1000000);
    sysbus_realize_and_unref(sbd, &error_fatal);
    sysbus_mmio_map(sbd, 0, 0x10001000);
    sysbus_connect_irq(sbd, 0, qemu_allocate_irq(set_level, level, 0));
    return sbd;
}

static void store(hwaddr offset, uint32_t value)
{
    cpu_physical_memory_write(0x10001000 + offset, &value, sizeof(value));
}

static uint32_t load(hwaddr offset)
{
    uint32_t value = 0;

    cpu_physical_memory_read(0x10001000 + offset, &value, sizeof(value));
    return value;
}

int main(void)
{
    ManualClock clock = { 0 };
    TimerSystem *ts = timer_system_default();
    int level = 0;

    memory_map_init();
    timer_system_set_host(ts, &manual_clock_ops, &clock);
    cpu_enable_ticks();
    device_cold_reset(DEVICE(board_init_timer(&level)));
    store(CLABPU_TIMER_COUNTER, 100);
    store(CLABPU_TIMER_CONTROL, CLABPU_TIMER_CTRL_ENABLE |
                                    CLABPU_TIMER_CTRL_INT_EN);
    manual_clock_run(&clock, ts, 60000);
    g_assert(load(CLABPU_TIMER_COUNTER) == 40 && !level);
    manual_clock_run(&clock, ts, 40000);
    g_assert(load(CLABPU_TIMER_STATUS) == CLABPU_TIMER_STATUS_EXPIRED);
    g_assert(level);
    store(CLABPU_TIMER_STATUS, CLABPU_TIMER_STATUS_EXPIRED);
    g_assert(!level);
    return 0;
}

/* test_goldfish_rtc.c: time halves, alarm, interrupt, clocks, state */
#include "devices/goldfish_rtc.h"
#include "rig.h"

enum {
    TIME_LOW = 0x00, TIME_HIGH = 0x04, ALARM_LOW = 0x08, ALARM_HIGH = 0x0c,
    IRQ_ENABLED = 0x10, CLEAR_ALARM = 0x14, ALARM_STATUS = 0x18,
    CLEAR_INTERRUPT = 0x1c,
};

#define EPOCH_NS 1700000000123456789ull

static IrqRecorder irqs;

static DeviceState *make_rtc(bool host_clock, uint64_t epoch_ns)
{
    DeviceState *dev = qdev_new(TYPE_GOLDFISH_RTC);

    rig_clock_start();
    rig_clock_set_wall(EPOCH_NS);
    irq_recorder_init(&irqs, 1);
    qdev_prop_set_bit(dev, "host-clock", host_clock);
    qdev_prop_set_uint64(dev, "epoch-ns", epoch_ns);
    rig_realize(dev);
    sysbus_connect_irq(SYS_BUS_DEVICE(dev), 0, irqs.wires[0]);
    return dev;
}

static uint64_t now(DeviceState *dev)
{
    uint64_t low = rig_read(dev, TIME_LOW, 4);

    return rig_read(dev, TIME_HIGH, 4) << 32 | low;
}

static void set_alarm(DeviceState *dev, uint64_t at)
{
    rig_write(dev, ALARM_HIGH, at >> 32, 4);
    rig_write(dev, ALARM_LOW, (uint32_t)at, 4);
}

static const RigRegister registers[] = {
    { "TIME_HIGH before a latch", TIME_HIGH, 4, 0, 0 },
    { "ALARM_HIGH", ALARM_HIGH, 4, 0, UINT32_MAX },
    { "IRQ_ENABLED", IRQ_ENABLED, 4, 0, 1 },
    { "CLEAR_ALARM", CLEAR_ALARM, 4, 0, 0 },
    { "ALARM_STATUS", ALARM_STATUS, 4, 0, 0 },
    { "CLEAR_INTERRUPT", CLEAR_INTERRUPT, 4, 0, 0 },
    { "reserved", 0x20, 4, 0, 0 },
};

START_TEST(test_registers)
{
    rig_check_register(make_rtc(true, 0), &registers[_i]);
}
END_TEST

START_TEST(test_only_words_are_accepted)
{
    DeviceState *dev = make_rtc(true, 0);

    ck_assert(rig_access_faults(dev, 0, 1));
    ck_assert(rig_access_faults(dev, 0, 2));
    ck_assert(rig_access_faults(dev, 0, 8));
}
END_TEST

START_TEST(test_low_half_latches_high_half)
{
    DeviceState *dev = make_rtc(true, 0xffffffffull + (5ull << 32));
    uint64_t low = rig_read(dev, TIME_LOW, 4);

    rig_clock_run(10);
    ck_assert_uint_eq(low, 0xffffffff);
    ck_assert_uint_eq(rig_read(dev, TIME_HIGH, 4), 5);
    ck_assert_uint_eq(rig_read(dev, TIME_LOW, 4), 9);
    ck_assert_uint_eq(rig_read(dev, TIME_HIGH, 4), 6);
}
END_TEST

START_TEST(test_host_clock_follows_the_wall_clock)
{
    DeviceState *dev = make_rtc(true, 0);

    ck_assert_uint_eq(now(dev), EPOCH_NS);
    cpu_disable_ticks();
    rig_clock_run(1000);
    ck_assert_uint_eq(now(dev), EPOCH_NS + 1000);
    rig_clock_set_wall(42);
    ck_assert_uint_eq(now(dev), 42);
}
END_TEST

START_TEST(test_virtual_clock_stands_still_with_the_machine)
{
    DeviceState *dev = make_rtc(false, 1000);

    rig_clock_run(500);
    ck_assert_uint_eq(now(dev), 1500);
    cpu_disable_ticks();
    rig_clock_run(500);
    rig_clock_set_wall(42);
    ck_assert_uint_eq(now(dev), 1500);
}
END_TEST

START_TEST(test_time_can_be_set_in_halves)
{
    DeviceState *dev = make_rtc(true, 0);

    rig_write(dev, TIME_HIGH, 7, 4);
    rig_write(dev, TIME_LOW, 100, 4);
    ck_assert_uint_eq(now(dev), (7ull << 32) + 100);
    rig_clock_run(5);
    ck_assert_uint_eq(now(dev), (7ull << 32) + 105);
}
END_TEST

START_TEST(test_alarm_interrupts_at_its_time)
{
    DeviceState *dev = make_rtc(_i, EPOCH_NS);

    rig_write(dev, IRQ_ENABLED, 1, 4);
    set_alarm(dev, EPOCH_NS + 1000);
    ck_assert_uint_eq(rig_read(dev, ALARM_STATUS, 4), 1);
    rig_clock_run(999);
    ck_assert_int_eq(irqs.level[0], 0);
    rig_clock_run(1);
    ck_assert_int_eq(irqs.level[0], 1);
    ck_assert_uint_eq(rig_read(dev, ALARM_STATUS, 4), 0);
    rig_write(dev, CLEAR_INTERRUPT, 1, 4);
    ck_assert_int_eq(irqs.level[0], 0);
}
END_TEST

START_TEST(test_past_alarm_interrupts_at_once)
{
    DeviceState *dev = make_rtc(true, 0);

    rig_write(dev, IRQ_ENABLED, 1, 4);
    set_alarm(dev, EPOCH_NS);
    ck_assert_int_eq(irqs.level[0], 1);
    rig_write(dev, IRQ_ENABLED, 0, 4);
    ck_assert_int_eq(irqs.level[0], 0);
    rig_write(dev, IRQ_ENABLED, 1, 4);
    ck_assert_int_eq(irqs.level[0], 1);
}
END_TEST

START_TEST(test_alarm_high_waits_for_the_next_alarm_low)
{
    DeviceState *dev = make_rtc(true, 1000);

    rig_write(dev, IRQ_ENABLED, 1, 4);
    set_alarm(dev, (1ull << 32) + 2000);
    rig_write(dev, ALARM_HIGH, 0, 4);
    ck_assert_int_eq(irqs.level[0], 0);
    rig_clock_run((1ll << 32) + 999);
    ck_assert_int_eq(irqs.level[0], 0);
    rig_clock_run(1);
    ck_assert_int_eq(irqs.level[0], 1);
    ck_assert_uint_eq(rig_read(dev, ALARM_HIGH, 4), 0);
}
END_TEST

START_TEST(test_cleared_alarm_does_not_fire)
{
    DeviceState *dev = make_rtc(true, 0);

    rig_write(dev, IRQ_ENABLED, 1, 4);
    set_alarm(dev, EPOCH_NS + 1000);
    rig_write(dev, CLEAR_ALARM, 1, 4);
    ck_assert_uint_eq(rig_read(dev, ALARM_STATUS, 4), 0);
    rig_clock_run(5000);
    ck_assert_int_eq(irqs.level[0], 0);
}
END_TEST

START_TEST(test_alarm_at_the_end_of_time_stays_armed)
{
    DeviceState *dev = make_rtc(true, 0);

    rig_write(dev, IRQ_ENABLED, 1, 4);
    set_alarm(dev, UINT64_MAX);
    rig_clock_run(1000000000);
    ck_assert_int_eq(irqs.level[0], 0);
    ck_assert_uint_eq(rig_read(dev, ALARM_STATUS, 4), 1);
}
END_TEST

START_TEST(test_setting_time_past_the_alarm_fires_it)
{
    DeviceState *dev = make_rtc(true, 0);

    rig_write(dev, IRQ_ENABLED, 1, 4);
    set_alarm(dev, EPOCH_NS + (2ull << 32));
    rig_write(dev, TIME_HIGH, (EPOCH_NS >> 32) + 3, 4);
    ck_assert_int_eq(irqs.level[0], 1);
}
END_TEST

START_TEST(test_reset_clears_all_but_the_time)
{
    DeviceState *dev = make_rtc(false, 1000);
    uint64_t clean = rig_digest(dev);

    rig_write(dev, IRQ_ENABLED, 1, 4);
    set_alarm(dev, 500);
    ck_assert_int_eq(irqs.level[0], 1);
    set_alarm(dev, 5000);
    device_cold_reset(dev);
    ck_assert_int_eq(irqs.level[0], 0);
    ck_assert_uint_eq(rig_digest(dev), clean);
    rig_clock_run(10000);
    ck_assert_uint_eq(now(dev), 11000);
    rig_write(dev, IRQ_ENABLED, 1, 4);
    ck_assert_int_eq(irqs.level[0], 0);
}
END_TEST

START_TEST(test_state_restores_alarm_and_offset)
{
    DeviceState *dev = make_rtc(false, 1000);
    g_autoptr(GByteArray) saved = NULL;

    rig_write(dev, IRQ_ENABLED, 1, 4);
    rig_write(dev, TIME_HIGH, 9, 4);
    set_alarm(dev, now(dev) + 100);
    saved = rig_save(dev);
    device_cold_reset(dev);
    rig_write(dev, TIME_HIGH, 0, 4);
    ck_assert(rig_load(dev, saved));
    rig_clock_run(99);
    ck_assert_int_eq(irqs.level[0], 0);
    rig_clock_run(1);
    ck_assert_int_eq(irqs.level[0], 1);
    ck_assert_uint_eq(now(dev), (9ull << 32) + 1100);
    rig_check_covered(dev, offsetof(GoldfishRTCState, regs),
                      RIG_END(GoldfishRTCState, regs.irq_pending));
}
END_TEST

UNIT_MAIN("goldfish_rtc",
          UNIT_LOOP(test_registers, G_N_ELEMENTS(registers)),
          UNIT_TEST(test_only_words_are_accepted),
          UNIT_TEST(test_low_half_latches_high_half),
          UNIT_TEST(test_host_clock_follows_the_wall_clock),
          UNIT_TEST(test_virtual_clock_stands_still_with_the_machine),
          UNIT_TEST(test_time_can_be_set_in_halves),
          UNIT_LOOP(test_alarm_interrupts_at_its_time, 2),
          UNIT_TEST(test_past_alarm_interrupts_at_once),
          UNIT_TEST(test_alarm_high_waits_for_the_next_alarm_low),
          UNIT_TEST(test_cleared_alarm_does_not_fire),
          UNIT_TEST(test_alarm_at_the_end_of_time_stays_armed),
          UNIT_TEST(test_setting_time_past_the_alarm_fires_it),
          UNIT_TEST(test_reset_clears_all_but_the_time),
          UNIT_TEST(test_state_restores_alarm_and_offset))

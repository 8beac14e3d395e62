/* test_clabpu_timer.c: registers, and the lecture's defects as cases */
#include <string.h>

#include "devices/clabpu_timer.h"
#include "devices/qdev_properties.h"
#include "fixture.h"
#include "snapshot/vmstate.h"

#define US 1000ll               /* one tick at 1 MHz, in nanoseconds */

static ClabpuTimerState *s;
static MemoryRegion *mr;
static IrqRecorder line;

static void timer_new_at(uint32_t frequency)
{
    DeviceState *dev = qdev_new(TYPE_CLABPU_TIMER);

    qdev_prop_set_uint32(dev, "frequency", frequency);
    sysbus_realize_and_unref(SYS_BUS_DEVICE(dev), &error_abort);
    s = CLABPU_TIMER(dev);
    mr = sysbus_mmio_get_region(SYS_BUS_DEVICE(dev), 0);
    sysbus_connect_irq(SYS_BUS_DEVICE(dev), 0, irq_recorder_new(&line));
    device_cold_reset(dev);
    line = (IrqRecorder){ 0 };
}

static void timer_begin(void)
{
    time_begin();
    timer_new_at(1000000);
}

static uint32_t rd(hwaddr addr)
{
    return mmio_read(mr, addr, 4);
}

static void wr(hwaddr addr, uint32_t value)
{
    mmio_write(mr, addr, value, 4);
}

#define ENABLE CLABPU_TIMER_CTRL_ENABLE
#define BOTH (CLABPU_TIMER_CTRL_ENABLE | CLABPU_TIMER_CTRL_INT_EN)

/* -------------------------------------------------------------- registers */

static const struct {
    hwaddr addr;
    uint32_t reset, writable;
} reg_rows[] = {
    { CLABPU_TIMER_COUNTER, 0, 0xffffffff },
    { CLABPU_TIMER_CONTROL, 0, CLABPU_TIMER_CTRL_INT_EN },
    { CLABPU_TIMER_STATUS, 0, 0 },
    { CLABPU_TIMER_PRESCALER, 1, 0xffffffff },
};

START_TEST(test_register_resets_and_takes_its_writable_bits)
{
    timer_begin();
    ck_assert_uint_eq(rd(reg_rows[_i].addr), reg_rows[_i].reset);
    /* ENABLE is left out: it would start the counter. */
    wr(reg_rows[_i].addr, 0xfffffffe);
    ck_assert_uint_eq(rd(reg_rows[_i].addr),
                      reg_rows[_i].writable & 0xfffffffe);
    device_cold_reset(DEVICE(s));
    ck_assert_uint_eq(rd(reg_rows[_i].addr), reg_rows[_i].reset);
}
END_TEST

START_TEST(test_only_words_are_accepted)
{
    timer_begin();
    ck_assert(mmio_refuses(mr, 0, 1));
    ck_assert(mmio_refuses(mr, 0, 2));
    ck_assert(mmio_refuses(mr, 0, 8));
    ck_assert(mmio_refuses(mr, 1, 4));
}
END_TEST

START_TEST(test_unknown_offset_reads_zero_and_is_logged)
{
    timer_begin();
    guest_errors_begin();
    ck_assert_uint_eq(rd(0x10), 0);
    wr(0xffc, 1);
    g_autofree char *log = guest_errors_end();

    ck_assert_ptr_nonnull(strstr(log, "read of unknown register 0x10"));
    ck_assert_ptr_nonnull(strstr(log, "write to unknown register 0xffc"));
}
END_TEST

START_TEST(test_frequency_zero_is_refused)
{
    DeviceState *dev = qdev_new(TYPE_CLABPU_TIMER);
    Error *err = NULL;

    qdev_prop_set_uint32(dev, "frequency", 0);
    ck_assert(!sysbus_realize_and_unref(SYS_BUS_DEVICE(dev), &err));
    ck_assert_ptr_nonnull(strstr(error_get_pretty(err), "frequency"));
    error_free(err);
}
END_TEST

/* ---------------------------------------------------------------- counting */

START_TEST(test_counter_shows_what_remains)
{
    timer_begin();
    wr(CLABPU_TIMER_COUNTER, 100);
    wr(CLABPU_TIMER_CONTROL, ENABLE);
    ck_assert_uint_eq(rd(CLABPU_TIMER_COUNTER), 100);
    time_pass(40 * US);
    ck_assert_uint_eq(rd(CLABPU_TIMER_COUNTER), 60);
}
END_TEST

START_TEST(test_reading_ten_thousand_times_does_not_drift)
{
    timer_begin();
    wr(CLABPU_TIMER_COUNTER, 100000);
    wr(CLABPU_TIMER_CONTROL, ENABLE);
    for (int i = 0; i < 10000; i++) {
        time_pass(US - 1);
        rd(CLABPU_TIMER_COUNTER);
    }
    ck_assert_uint_eq(rd(CLABPU_TIMER_COUNTER), 100000 - 9990);
}
END_TEST

START_TEST(test_expiry_sets_status_stops_and_raises_the_line)
{
    timer_begin();
    wr(CLABPU_TIMER_COUNTER, 10);
    wr(CLABPU_TIMER_CONTROL, BOTH);
    time_pass(10 * US - 1);
    ck_assert_int_eq(line.level, 0);
    time_pass(1);
    ck_assert_int_eq(line.level, 1);
    ck_assert_uint_eq(rd(CLABPU_TIMER_STATUS), CLABPU_TIMER_STATUS_EXPIRED);
    ck_assert_uint_eq(rd(CLABPU_TIMER_CONTROL), CLABPU_TIMER_CTRL_INT_EN);
    ck_assert_uint_eq(rd(CLABPU_TIMER_COUNTER), 0);
    time_pass(1000 * US);
    ck_assert_int_eq(line.rises, 1);
}
END_TEST

START_TEST(test_status_is_cleared_by_writing_one_not_zero)
{
    timer_begin();
    wr(CLABPU_TIMER_COUNTER, 1);
    wr(CLABPU_TIMER_CONTROL, BOTH);
    time_pass(US);
    wr(CLABPU_TIMER_STATUS, 0);
    ck_assert_int_eq(line.level, 1);
    wr(CLABPU_TIMER_STATUS, CLABPU_TIMER_STATUS_EXPIRED);
    ck_assert_uint_eq(rd(CLABPU_TIMER_STATUS), 0);
    ck_assert_int_eq(line.level, 0);
}
END_TEST

START_TEST(test_line_needs_interrupt_enable)
{
    timer_begin();
    wr(CLABPU_TIMER_COUNTER, 1);
    wr(CLABPU_TIMER_CONTROL, ENABLE);
    time_pass(US);
    ck_assert_int_eq(line.level, 0);
    wr(CLABPU_TIMER_CONTROL, CLABPU_TIMER_CTRL_INT_EN);
    ck_assert_int_eq(line.level, 1);
    wr(CLABPU_TIMER_CONTROL, 0);
    ck_assert_int_eq(line.level, 0);
}
END_TEST

START_TEST(test_write_while_disabled_is_kept)
{
    timer_begin();
    wr(CLABPU_TIMER_COUNTER, 77);
    ck_assert_uint_eq(rd(CLABPU_TIMER_COUNTER), 77);
    time_pass(500 * US);
    ck_assert_uint_eq(rd(CLABPU_TIMER_COUNTER), 77);
    wr(CLABPU_TIMER_CONTROL, ENABLE);
    time_pass(7 * US);
    ck_assert_uint_eq(rd(CLABPU_TIMER_COUNTER), 70);
}
END_TEST

START_TEST(test_disabling_latches_what_remains)
{
    timer_begin();
    wr(CLABPU_TIMER_COUNTER, 100);
    wr(CLABPU_TIMER_CONTROL, BOTH);
    time_pass(30 * US);
    wr(CLABPU_TIMER_CONTROL, 0);
    time_pass(1000 * US);
    ck_assert_uint_eq(rd(CLABPU_TIMER_COUNTER), 70);
    ck_assert_int_eq(line.level, 0);
    wr(CLABPU_TIMER_CONTROL, BOTH);
    time_pass(70 * US - 1);
    ck_assert_int_eq(line.level, 0);
    time_pass(1);
    ck_assert_int_eq(line.level, 1);
}
END_TEST

START_TEST(test_enabling_at_zero_expires_at_once)
{
    timer_begin();
    wr(CLABPU_TIMER_CONTROL, BOTH);
    ck_assert_int_eq(line.level, 1);
    ck_assert_uint_eq(rd(CLABPU_TIMER_CONTROL), CLABPU_TIMER_CTRL_INT_EN);
}
END_TEST

START_TEST(test_writing_zero_while_enabled_expires_at_once)
{
    timer_begin();
    wr(CLABPU_TIMER_COUNTER, 50);
    wr(CLABPU_TIMER_CONTROL, BOTH);
    wr(CLABPU_TIMER_COUNTER, 0);
    ck_assert_int_eq(line.level, 1);
    wr(CLABPU_TIMER_STATUS, 1);
    time_pass(100 * US);
    ck_assert_int_eq(line.level, 0);
}
END_TEST

START_TEST(test_rewriting_the_counter_moves_the_deadline)
{
    timer_begin();
    wr(CLABPU_TIMER_COUNTER, 10);
    wr(CLABPU_TIMER_CONTROL, BOTH);
    time_pass(5 * US);
    wr(CLABPU_TIMER_COUNTER, 20);
    time_pass(20 * US - 1);
    ck_assert_int_eq(line.level, 0);
    time_pass(1);
    ck_assert_int_eq(line.level, 1);
}
END_TEST

START_TEST(test_setting_interrupt_enable_does_not_restart)
{
    timer_begin();
    wr(CLABPU_TIMER_COUNTER, 10);
    wr(CLABPU_TIMER_CONTROL, ENABLE);
    time_pass(9 * US + 500);
    wr(CLABPU_TIMER_CONTROL, BOTH);
    time_pass(500);
    ck_assert_int_eq(line.level, 1);
}
END_TEST

START_TEST(test_prescaler_divides)
{
    timer_begin();
    wr(CLABPU_TIMER_PRESCALER, 7);
    wr(CLABPU_TIMER_COUNTER, 10);
    wr(CLABPU_TIMER_CONTROL, BOTH);
    time_pass(35 * US);
    ck_assert_uint_eq(rd(CLABPU_TIMER_COUNTER), 5);
    time_pass(35 * US);
    ck_assert_int_eq(line.level, 1);
}
END_TEST

START_TEST(test_prescaler_zero_acts_as_one)
{
    timer_begin();
    wr(CLABPU_TIMER_PRESCALER, 0);
    ck_assert_uint_eq(rd(CLABPU_TIMER_PRESCALER), 0);
    wr(CLABPU_TIMER_COUNTER, 10);
    wr(CLABPU_TIMER_CONTROL, ENABLE);
    time_pass(4 * US);
    ck_assert_uint_eq(rd(CLABPU_TIMER_COUNTER), 6);
}
END_TEST

START_TEST(test_prescaler_change_rescales_what_remains)
{
    timer_begin();
    wr(CLABPU_TIMER_COUNTER, 10);
    wr(CLABPU_TIMER_CONTROL, BOTH);
    time_pass(4 * US);
    wr(CLABPU_TIMER_PRESCALER, 10);
    ck_assert_uint_eq(rd(CLABPU_TIMER_COUNTER), 6);
    time_pass(60 * US - 1);
    ck_assert_int_eq(line.level, 0);
    time_pass(1);
    ck_assert_int_eq(line.level, 1);
}
END_TEST

START_TEST(test_late_callback_is_not_visible)
{
    timer_begin();
    wr(CLABPU_TIMER_COUNTER, 10);
    wr(CLABPU_TIMER_CONTROL, BOTH);
    time_pass_late(11 * US);
    ck_assert_uint_eq(rd(CLABPU_TIMER_COUNTER), 0);
    ck_assert_uint_eq(rd(CLABPU_TIMER_STATUS), 1);
    ck_assert_uint_eq(rd(CLABPU_TIMER_CONTROL), CLABPU_TIMER_CTRL_INT_EN);
    wr(CLABPU_TIMER_STATUS, 1);
    time_pass(US);
    ck_assert_uint_eq(rd(CLABPU_TIMER_STATUS), 0);
    ck_assert_int_eq(line.rises, 0);
}
END_TEST

START_TEST(test_nothing_counts_while_the_machine_is_stopped)
{
    timer_begin();
    wr(CLABPU_TIMER_COUNTER, 10);
    wr(CLABPU_TIMER_CONTROL, BOTH);
    cpu_disable_ticks();
    time_pass(1000 * US);
    ck_assert_uint_eq(rd(CLABPU_TIMER_COUNTER), 10);
    ck_assert_int_eq(line.level, 0);
    cpu_enable_ticks();
    time_pass(10 * US);
    ck_assert_int_eq(line.level, 1);
}
END_TEST

START_TEST(test_reset_stops_the_counter)
{
    timer_begin();
    wr(CLABPU_TIMER_COUNTER, 10);
    wr(CLABPU_TIMER_CONTROL, BOTH);
    device_cold_reset(DEVICE(s));
    time_pass(100 * US);
    ck_assert_int_eq(line.calls - line.rises, line.calls);
    ck_assert_uint_eq(rd(CLABPU_TIMER_STATUS), 0);
}
END_TEST

START_TEST(test_longest_count_does_not_overflow)
{
    time_begin();
    timer_new_at(1);
    wr(CLABPU_TIMER_PRESCALER, 0xffffffff);
    wr(CLABPU_TIMER_COUNTER, 0xffffffff);
    wr(CLABPU_TIMER_CONTROL, BOTH);
    time_pass(NANOSECONDS_PER_SECOND);
    ck_assert_uint_eq(rd(CLABPU_TIMER_COUNTER), 0xffffffff);
    ck_assert_int_eq(line.level, 0);
}
END_TEST

/* --------------------------------------------------------------- snapshots */

START_TEST(test_vmstate_covers_every_register)
{
    g_autoptr(GString) report = g_string_new(NULL);

    ck_assert_msg(vmstate_check_coverage_of(&vmstate_clabpu_timer,
                                            ClabpuTimerState, regs, report),
                  "%s", report->str);
}
END_TEST

START_TEST(test_snapshot_in_mid_count_fires_on_time)
{
    timer_begin();
    wr(CLABPU_TIMER_COUNTER, 100);
    wr(CLABPU_TIMER_CONTROL, BOTH);
    time_pass(40 * US + 500);
    g_autoptr(GByteArray) state = device_save(DEVICE(s));

    object_unparent(OBJECT(s));
    timer_new_at(1000000);
    device_load(DEVICE(s), state);
    ck_assert_uint_eq(rd(CLABPU_TIMER_COUNTER), 60);
    time_pass(59 * US + 499);
    ck_assert_int_eq(line.level, 0);
    time_pass(1);
    ck_assert_int_eq(line.level, 1);
}
END_TEST

START_TEST(test_snapshot_of_expired_timer_restores_the_line)
{
    timer_begin();
    wr(CLABPU_TIMER_CONTROL, BOTH);
    g_autoptr(GByteArray) state = device_save(DEVICE(s));

    object_unparent(OBJECT(s));
    timer_new_at(1000000);
    device_load(DEVICE(s), state);
    ck_assert_int_eq(line.level, 1);
}
END_TEST

UNIT_MAIN("clabpu_timer",
          UNIT_LOOP(test_register_resets_and_takes_its_writable_bits,
                    G_N_ELEMENTS(reg_rows)),
          UNIT_TEST(test_only_words_are_accepted),
          UNIT_TEST(test_unknown_offset_reads_zero_and_is_logged),
          UNIT_TEST(test_frequency_zero_is_refused),
          UNIT_TEST(test_counter_shows_what_remains),
          UNIT_TEST(test_reading_ten_thousand_times_does_not_drift),
          UNIT_TEST(test_expiry_sets_status_stops_and_raises_the_line),
          UNIT_TEST(test_status_is_cleared_by_writing_one_not_zero),
          UNIT_TEST(test_line_needs_interrupt_enable),
          UNIT_TEST(test_write_while_disabled_is_kept),
          UNIT_TEST(test_disabling_latches_what_remains),
          UNIT_TEST(test_enabling_at_zero_expires_at_once),
          UNIT_TEST(test_writing_zero_while_enabled_expires_at_once),
          UNIT_TEST(test_rewriting_the_counter_moves_the_deadline),
          UNIT_TEST(test_setting_interrupt_enable_does_not_restart),
          UNIT_TEST(test_prescaler_divides),
          UNIT_TEST(test_prescaler_zero_acts_as_one),
          UNIT_TEST(test_prescaler_change_rescales_what_remains),
          UNIT_TEST(test_late_callback_is_not_visible),
          UNIT_TEST(test_nothing_counts_while_the_machine_is_stopped),
          UNIT_TEST(test_reset_stops_the_counter),
          UNIT_TEST(test_longest_count_does_not_overflow),
          UNIT_TEST(test_vmstate_covers_every_register),
          UNIT_TEST(test_snapshot_in_mid_count_fires_on_time),
          UNIT_TEST(test_snapshot_of_expired_timer_restores_the_line))

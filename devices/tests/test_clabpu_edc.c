/* test_clabpu_edc.c: register table, injection, busy, two windows */
#include <string.h>

#include "devices/clabpu_edc.h"
#include "devices/qdev_properties.h"
#include "fixture.h"
#include "snapshot/vmstate.h"

static ClabpuEdcState *s;
static MemoryRegion *reg, *err;
static IrqRecorder line;

static void edc_new_with(uint64_t operation_ns)
{
    DeviceState *dev = qdev_new(TYPE_CLABPU_EDC);

    qdev_prop_set_uint64(dev, "operation-ns", operation_ns);
    sysbus_realize_and_unref(SYS_BUS_DEVICE(dev), &error_abort);
    s = CLABPU_EDC(dev);
    reg = sysbus_mmio_get_region(SYS_BUS_DEVICE(dev), 0);
    err = sysbus_mmio_get_region(SYS_BUS_DEVICE(dev), 1);
    sysbus_connect_irq(SYS_BUS_DEVICE(dev), 0, irq_recorder_new(&line));
    device_cold_reset(dev);
    line = (IrqRecorder){ 0 };
}

static void edc_new(void)
{
    time_begin();
    edc_new_with(1000);
}

static uint32_t rd(hwaddr addr)
{
    return mmio_read(reg, addr, 4);
}

static void wr(hwaddr addr, uint32_t value)
{
    mmio_write(reg, addr, value, 4);
}

/* What writing all ones, then zero, leaves; from all bits set. */
static const struct {
    hwaddr addr;
    ClabpuEdcAccess read, write;
    uint32_t reads, after_ones, after_zero;
} reg_rows[] = {
    { CLABPU_EDC_CTRL, CLABPU_EDC_OK, CLABPU_EDC_OK, 1, 1, 0 },
    { CLABPU_EDC_STATUS, CLABPU_EDC_OK, CLABPU_EDC_READ_ONLY, 1, 1, 1 },
    { CLABPU_EDC_ERROR, CLABPU_EDC_OK, CLABPU_EDC_READ_ONLY, 7, 7, 7 },
    { CLABPU_EDC_INT_ENABLE, CLABPU_EDC_OK, CLABPU_EDC_OK, 3, 3, 0 },
    { CLABPU_EDC_INT_STATUS, CLABPU_EDC_OK, CLABPU_EDC_OK, 3, 0, 3 },
    { CLABPU_EDC_INJECT, CLABPU_EDC_WRITE_ONLY, CLABPU_EDC_OK, 0, 0, 0 },
    { 0x18, CLABPU_EDC_NO_REGISTER, CLABPU_EDC_NO_REGISTER, 0, 0, 0 },
    { 0x02, CLABPU_EDC_NO_REGISTER, CLABPU_EDC_NO_REGISTER, 0, 0, 0 },
    { 0xffc, CLABPU_EDC_NO_REGISTER, CLABPU_EDC_NO_REGISTER, 0, 0, 0 },
};

static uint32_t file_after(int row, uint32_t written)
{
    ClabpuEdcRegs regs;
    uint32_t value;

    memset(&regs, 0xff, sizeof(regs));
    ck_assert_int_eq(clabpu_edc_reg_write(&regs, reg_rows[row].addr, written),
                     reg_rows[row].write);
    ck_assert_int_eq(clabpu_edc_reg_read(&regs, reg_rows[row].addr, &value),
                     reg_rows[row].read);
    return value;
}

START_TEST(test_register_file_has_the_masks_of_the_table)
{
    ClabpuEdcRegs regs;
    uint32_t value;

    memset(&regs, 0xff, sizeof(regs));
    ck_assert_int_eq(clabpu_edc_reg_read(&regs, reg_rows[_i].addr, &value),
                     reg_rows[_i].read);
    ck_assert_uint_eq(value, reg_rows[_i].reads);
    ck_assert_uint_eq(file_after(_i, 0xffffffff), reg_rows[_i].after_ones);
    ck_assert_uint_eq(file_after(_i, 0), reg_rows[_i].after_zero);
}
END_TEST

START_TEST(test_registers_are_zero_after_reset)
{
    edc_new();
    wr(CLABPU_EDC_INT_ENABLE, 3);
    wr(CLABPU_EDC_INJECT, 7);
    device_cold_reset(DEVICE(s));
    for (hwaddr addr = 0; addr <= CLABPU_EDC_INT_STATUS; addr += 4) {
        ck_assert_uint_eq(rd(addr), 0);
    }
    ck_assert_int_eq(line.level, 0);
    ck_assert_int_eq(line.falls, 1);
}
END_TEST

START_TEST(test_only_words_are_accepted)
{
    edc_new();
    ck_assert(mmio_refuses(reg, 0, 1));
    ck_assert(mmio_refuses(reg, 0, 2));
    ck_assert(mmio_refuses(reg, 0, 8));
    ck_assert(mmio_refuses(reg, 2, 4));
    ck_assert(mmio_refuses(err, 0, 1));
    ck_assert(mmio_refuses(err, 0, 8));
}
END_TEST

START_TEST(test_wrong_accesses_are_logged)
{
    edc_new();
    guest_errors_begin();
    rd(0x18);
    wr(0x18, 1);
    wr(CLABPU_EDC_STATUS, 1);
    rd(CLABPU_EDC_INJECT);
    mmio_read(err, 4, 4);
    mmio_write(err, 0x1ffc, 0, 4);
    g_autofree char *log = guest_errors_end();

    ck_assert_ptr_nonnull(strstr(log, "read of unknown register 0x18"));
    ck_assert_ptr_nonnull(strstr(log, "write to unknown register 0x18"));
    ck_assert_ptr_nonnull(strstr(log, "write to read-only register 0x4"));
    ck_assert_ptr_nonnull(strstr(log, "read of write-only register 0x14"));
    ck_assert_ptr_nonnull(strstr(log, "error window's unknown register 0x4"));
    ck_assert_ptr_nonnull(strstr(log, "window's unknown register 0x1ffc"));
}
END_TEST

START_TEST(test_injected_error_raises_the_line_until_acknowledged)
{
    edc_new();
    wr(CLABPU_EDC_INT_ENABLE, CLABPU_EDC_INT_ERROR);
    wr(CLABPU_EDC_INJECT, 0x2);
    ck_assert_uint_eq(rd(CLABPU_EDC_ERROR), 2);
    ck_assert_uint_eq(rd(CLABPU_EDC_INT_STATUS), CLABPU_EDC_INT_ERROR);
    ck_assert_int_eq(line.level, 1);
    wr(CLABPU_EDC_INT_STATUS, 0);
    ck_assert_int_eq(line.level, 1);
    wr(CLABPU_EDC_INT_STATUS, CLABPU_EDC_INT_ERROR);
    ck_assert_int_eq(line.level, 0);
    ck_assert_uint_eq(rd(CLABPU_EDC_ERROR), 2);
}
END_TEST

START_TEST(test_masked_error_shows_but_raises_nothing)
{
    edc_new();
    wr(CLABPU_EDC_INJECT, 1);
    ck_assert_int_eq(line.level, 0);
    wr(CLABPU_EDC_INT_ENABLE, CLABPU_EDC_INT_ERROR);
    ck_assert_int_eq(line.level, 1);
    wr(CLABPU_EDC_INT_ENABLE, 0);
    ck_assert_int_eq(line.level, 0);
}
END_TEST

START_TEST(test_injection_adds_flags_and_ignores_others)
{
    edc_new();
    wr(CLABPU_EDC_INJECT, 1);
    wr(CLABPU_EDC_INJECT, 4);
    wr(CLABPU_EDC_INJECT, 0xfffffff8);
    ck_assert_uint_eq(rd(CLABPU_EDC_ERROR), 5);
}
END_TEST

START_TEST(test_property_injects_like_the_register)
{
    edc_new();
    wr(CLABPU_EDC_INT_ENABLE, CLABPU_EDC_INT_ERROR);
    ck_assert(object_property_set_uint(OBJECT(s), "inject-error", 4, NULL));
    ck_assert_uint_eq(rd(CLABPU_EDC_ERROR), 4);
    ck_assert_int_eq(line.level, 1);
}
END_TEST

START_TEST(test_error_window_clears_only_written_ones)
{
    edc_new();
    wr(CLABPU_EDC_INJECT, 7);
    ck_assert_uint_eq(mmio_read(err, 0, 4), 7);
    mmio_write(err, 0, 0, 4);
    ck_assert_uint_eq(mmio_read(err, 0, 4), 7);
    mmio_write(err, 0, 2, 4);
    ck_assert_uint_eq(rd(CLABPU_EDC_ERROR), 5);
}
END_TEST

START_TEST(test_operation_is_busy_for_its_time)
{
    edc_new();
    wr(CLABPU_EDC_INT_ENABLE, CLABPU_EDC_INT_DONE);
    wr(CLABPU_EDC_CTRL, CLABPU_EDC_CTRL_START);
    ck_assert_uint_eq(rd(CLABPU_EDC_STATUS), CLABPU_EDC_STATUS_BUSY);
    time_pass(999);
    ck_assert_uint_eq(rd(CLABPU_EDC_STATUS), CLABPU_EDC_STATUS_BUSY);
    ck_assert_int_eq(line.level, 0);
    time_pass(1);
    ck_assert_uint_eq(rd(CLABPU_EDC_STATUS), 0);
    ck_assert_uint_eq(rd(CLABPU_EDC_CTRL), 0);
    ck_assert_int_eq(line.level, 1);
}
END_TEST

START_TEST(test_start_while_busy_is_logged_and_changes_nothing)
{
    edc_new();
    wr(CLABPU_EDC_CTRL, CLABPU_EDC_CTRL_START);
    time_pass(600);
    guest_errors_begin();
    wr(CLABPU_EDC_CTRL, 0);
    wr(CLABPU_EDC_CTRL, CLABPU_EDC_CTRL_START);
    g_autofree char *log = guest_errors_end();

    ck_assert_ptr_nonnull(strstr(log, "while busy"));
    time_pass(400);
    ck_assert_uint_eq(rd(CLABPU_EDC_STATUS), 0);
}
END_TEST

START_TEST(test_operation_without_duration_is_done_at_once)
{
    time_begin();
    edc_new_with(0);
    wr(CLABPU_EDC_CTRL, CLABPU_EDC_CTRL_START);
    ck_assert_uint_eq(rd(CLABPU_EDC_STATUS), 0);
    ck_assert_uint_eq(rd(CLABPU_EDC_INT_STATUS), CLABPU_EDC_INT_DONE);
}
END_TEST

START_TEST(test_reset_ends_an_operation)
{
    edc_new();
    wr(CLABPU_EDC_CTRL, CLABPU_EDC_CTRL_START);
    device_cold_reset(DEVICE(s));
    time_pass(5000);
    ck_assert_uint_eq(rd(CLABPU_EDC_INT_STATUS), 0);
}
END_TEST

START_TEST(test_type_can_be_instantiated_twice)
{
    ClabpuEdcState *first;

    edc_new();
    first = s;
    edc_new_with(1000);
    wr(CLABPU_EDC_INJECT, 1);
    ck_assert_uint_eq(first->regs.error, 0);
    ck_assert_uint_eq(s->regs.error, 1);
}
END_TEST

START_TEST(test_vmstate_covers_every_register)
{
    g_autoptr(GString) report = g_string_new(NULL);

    ck_assert_msg(vmstate_check_coverage_of(&vmstate_clabpu_edc,
                                            ClabpuEdcState, regs, report),
                  "%s", report->str);
}
END_TEST

START_TEST(test_operation_goes_on_after_restore)
{
    edc_new();
    wr(CLABPU_EDC_INT_ENABLE, CLABPU_EDC_INT_DONE);
    wr(CLABPU_EDC_CTRL, CLABPU_EDC_CTRL_START);
    time_pass(300);
    g_autoptr(GByteArray) state = device_save(DEVICE(s));

    object_unparent(OBJECT(s));
    edc_new_with(1000);
    device_load(DEVICE(s), state);
    time_pass(699);
    ck_assert_int_eq(line.level, 0);
    time_pass(1);
    ck_assert_int_eq(line.level, 1);
}
END_TEST

UNIT_MAIN("clabpu_edc",
          UNIT_LOOP(test_register_file_has_the_masks_of_the_table,
                    G_N_ELEMENTS(reg_rows)),
          UNIT_TEST(test_registers_are_zero_after_reset),
          UNIT_TEST(test_only_words_are_accepted),
          UNIT_TEST(test_wrong_accesses_are_logged),
          UNIT_TEST(test_injected_error_raises_the_line_until_acknowledged),
          UNIT_TEST(test_masked_error_shows_but_raises_nothing),
          UNIT_TEST(test_injection_adds_flags_and_ignores_others),
          UNIT_TEST(test_property_injects_like_the_register),
          UNIT_TEST(test_error_window_clears_only_written_ones),
          UNIT_TEST(test_operation_is_busy_for_its_time),
          UNIT_TEST(test_start_while_busy_is_logged_and_changes_nothing),
          UNIT_TEST(test_operation_without_duration_is_done_at_once),
          UNIT_TEST(test_reset_ends_an_operation),
          UNIT_TEST(test_type_can_be_instantiated_twice),
          UNIT_TEST(test_vmstate_covers_every_register),
          UNIT_TEST(test_operation_goes_on_after_restore))

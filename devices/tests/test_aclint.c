/* test_aclint.c: MTIMER, MSWI and SSWI registers, wires, time and state */
#include "devices/riscv_aclint.h"
#include "rig.h"

#define NUM_HARTS 3
#define MTIME 0x7ff8

static IrqRecorder irqs;

static DeviceState *make_mtimer(void)
{
    DeviceState *dev = qdev_new(TYPE_RISCV_ACLINT_MTIMER);

    rig_clock_start();
    irq_recorder_init(&irqs, NUM_HARTS);
    qdev_prop_set_uint32(dev, "num-harts", NUM_HARTS);
    rig_realize(dev);
    for (int i = 0; i < NUM_HARTS; i++) {
        qdev_connect_gpio_out(dev, i, irqs.wires[i]);
    }
    device_cold_reset(dev);
    return dev;
}

static DeviceState *make_swi(bool sswi)
{
    DeviceState *dev = qdev_new(TYPE_RISCV_ACLINT_SWI);

    irq_recorder_init(&irqs, NUM_HARTS);
    qdev_prop_set_uint32(dev, "num-harts", NUM_HARTS);
    qdev_prop_set_uint32(dev, "sswi", sswi);
    rig_realize(dev);
    for (int i = 0; i < NUM_HARTS; i++) {
        qdev_connect_gpio_out(dev, i, irqs.wires[i]);
    }
    device_cold_reset(dev);
    return dev;
}

static const RigRegister mtimer_registers[] = {
    { "mtimecmp 0", 0x00, 8, UINT64_MAX, UINT64_MAX },
    { "mtimecmp 2", 0x10, 8, UINT64_MAX, UINT64_MAX },
    { "mtimecmp 1 low", 0x08, 4, UINT32_MAX, UINT32_MAX },
    { "mtimecmp 1 high", 0x0c, 4, UINT32_MAX, UINT32_MAX },
    { "mtimecmp of no hart", 0x18, 8, 0, 0 },
    { "mtime", MTIME, 8, 0, UINT64_MAX },
    { "mtime low", MTIME, 4, 0, UINT32_MAX },
    { "mtime high", MTIME + 4, 4, 0, UINT32_MAX },
    { "hole", 0x1000, 4, 0, 0 },
};

START_TEST(test_mtimer_registers)
{
    rig_check_register(make_mtimer(), &mtimer_registers[_i]);
}
END_TEST

START_TEST(test_mtimer_refuses_narrow_and_unaligned_accesses)
{
    DeviceState *dev = make_mtimer();

    ck_assert(rig_access_faults(dev, 0, 1));
    ck_assert(rig_access_faults(dev, 0, 2));
    ck_assert(rig_access_faults(dev, 4, 8));
    ck_assert(rig_access_faults(dev, MTIME + 2, 4));
}
END_TEST

START_TEST(test_mtime_counts_ten_million_per_second)
{
    DeviceState *dev = make_mtimer();

    rig_clock_run(1000000000);
    ck_assert_uint_eq(rig_read(dev, MTIME, 8), 10000000);
    for (int i = 0; i < 10000; i++) {
        rig_read(dev, MTIME, 8);
    }
    rig_clock_run(99);
    ck_assert_uint_eq(rig_read(dev, MTIME, 8), 10000000);
    rig_clock_run(1);
    ck_assert_uint_eq(riscv_aclint_mtime_read(RISCV_ACLINT_MTIMER(dev)),
                      10000001);
}
END_TEST

START_TEST(test_wire_rises_exactly_when_mtime_reaches_mtimecmp)
{
    DeviceState *dev = make_mtimer();

    rig_write(dev, 8, 5, 8);
    ck_assert_int_eq(irqs.level[1], 0);
    rig_clock_run(499);
    ck_assert_int_eq(irqs.level[1], 0);
    rig_clock_run(1);
    ck_assert_int_eq(irqs.level[1], 1);
    ck_assert_int_eq(irqs.level[0], 0);
    ck_assert_int_eq(irqs.level[2], 0);
}
END_TEST

START_TEST(test_past_deadline_fires_at_once_and_drops_when_moved_ahead)
{
    DeviceState *dev = make_mtimer();

    rig_clock_run(1000);
    rig_write(dev, 0, 3, 8);
    ck_assert_int_eq(irqs.level[0], 1);
    rig_write(dev, 0, 11, 8);
    ck_assert_int_eq(irqs.level[0], 0);
    rig_clock_run(100);
    ck_assert_int_eq(irqs.level[0], 1);
    rig_write(dev, 0, UINT64_MAX, 8);
    ck_assert_int_eq(irqs.level[0], 0);
    rig_clock_run(1000000000);
    ck_assert_int_eq(irqs.level[0], 0);
    ck_assert_uint_eq(irqs.rises[0], 2);
}
END_TEST

START_TEST(test_mtimecmp_in_halves_as_the_manual_writes_it)
{
    DeviceState *dev = make_mtimer();

    rig_clock_run(1000);
    rig_write(dev, 0, UINT32_MAX, 4);
    rig_write(dev, 4, 0, 4);
    rig_write(dev, 0, 20, 4);
    ck_assert_uint_eq(irqs.rises[0], 0);
    rig_clock_run(1000);
    ck_assert_uint_eq(irqs.rises[0], 1);
}
END_TEST

START_TEST(test_writing_mtime_moves_time_and_rechecks_all_harts)
{
    DeviceState *dev = make_mtimer();

    rig_write(dev, 0, 1000, 8);
    rig_write(dev, 16, 5000, 8);
    rig_write(dev, MTIME, 1000, 8);
    ck_assert_int_eq(irqs.level[0], 1);
    ck_assert_int_eq(irqs.level[2], 0);
    rig_write(dev, MTIME, 999, 8);
    ck_assert_int_eq(irqs.level[0], 0);
    rig_clock_run(100);
    ck_assert_int_eq(irqs.level[0], 1);
    rig_write(dev, MTIME + 4, 1, 4);
    ck_assert_uint_eq(rig_read(dev, MTIME, 8), (1ull << 32) + 1000);
    ck_assert_int_eq(irqs.level[2], 1);
}
END_TEST

START_TEST(test_level_drops_when_mtime_wraps)
{
    DeviceState *dev = make_mtimer();

    rig_write(dev, 0, 100, 8);
    rig_write(dev, MTIME, UINT64_MAX - 1, 8);
    ck_assert_int_eq(irqs.level[0], 1);
    rig_clock_run(200);
    ck_assert_uint_eq(rig_read(dev, MTIME, 8), 0);
    ck_assert_int_eq(irqs.level[0], 0);
    rig_clock_run(100 * 100);
    ck_assert_int_eq(irqs.level[0], 1);
}
END_TEST

START_TEST(test_time_stands_still_while_the_machine_is_stopped)
{
    DeviceState *dev = make_mtimer();

    rig_write(dev, 0, 10, 8);
    cpu_disable_ticks();
    rig_clock_run(1000000);
    ck_assert_uint_eq(rig_read(dev, MTIME, 8), 0);
    ck_assert_int_eq(irqs.level[0], 0);
    cpu_enable_ticks();
    rig_clock_run(1000);
    ck_assert_int_eq(irqs.level[0], 1);
}
END_TEST

static void count_call(void *opaque)
{
    (*(int *)opaque)++;
}

START_TEST(test_listener_hears_of_mtime_writes_only)
{
    DeviceState *dev = make_mtimer();
    int calls = 0;

    riscv_aclint_mtimer_set_time_changed(RISCV_ACLINT_MTIMER(dev),
                                         count_call, &calls);
    rig_write(dev, 0, 5, 8);
    rig_clock_run(1000);
    ck_assert_int_eq(calls, 0);
    rig_write(dev, MTIME, 77, 8);
    ck_assert_int_eq(calls, 1);
}
END_TEST

START_TEST(test_mtimer_reset_clears_time_compare_and_wires)
{
    DeviceState *dev = make_mtimer();
    uint64_t before;

    rig_write(dev, 0, 5, 8);
    rig_clock_run(12345);
    ck_assert_int_eq(irqs.level[0], 1);
    device_cold_reset(dev);
    ck_assert_int_eq(irqs.level[0], 0);
    ck_assert_uint_eq(rig_read(dev, MTIME, 8), 0);
    ck_assert_uint_eq(rig_read(dev, 0, 8), UINT64_MAX);
    before = rig_digest(dev);
    device_cold_reset(dev);
    ck_assert_uint_eq(rig_digest(dev), before);
}
END_TEST

START_TEST(test_mtimer_state_restores_offset_and_deadline)
{
    DeviceState *dev = make_mtimer();
    g_autoptr(GByteArray) saved = NULL;

    rig_write(dev, MTIME, 1000000, 8);
    rig_write(dev, 8, 1000010, 8);
    saved = rig_save(dev);
    device_cold_reset(dev);
    ck_assert(rig_load(dev, saved));
    ck_assert_uint_eq(rig_read(dev, MTIME, 8), 1000000);
    rig_clock_run(999);
    ck_assert_int_eq(irqs.level[1], 0);
    rig_clock_run(1);
    ck_assert_int_eq(irqs.level[1], 1);
}
END_TEST

typedef struct BadMTimer {
    const char *prop;
    uint32_t value;
    const char *text;
} BadMTimer;

static const BadMTimer bad_mtimers[] = {
    { "num-harts", 0, "num-harts" },
    { "num-harts", 5000, "num-harts" },
    { "timebase-freq", 0, "timebase-freq" },
    { "time-base", 0, "overlaps" },
    { "time-base", 0x7ffc, "multiples of 8" },
    { "time-base", 0x8000, "aperture-size" },
    { "aperture-size", 0x1000, "aperture-size" },
};

START_TEST(test_mtimer_refuses_bad_configuration)
{
    DeviceState *dev = qdev_new(TYPE_RISCV_ACLINT_MTIMER);
    g_autofree char *message = NULL;

    qdev_prop_set_uint32(dev, bad_mtimers[_i].prop, bad_mtimers[_i].value);
    message = rig_refusal(dev);
    ck_assert_msg(strstr(message, bad_mtimers[_i].text) != NULL, "%s",
                  message);
}
END_TEST

static const RigRegister mswi_registers[] = {
    { "msip 0", 0, 4, 0, 1 },
    { "msip 2", 8, 4, 0, 1 },
    { "msip of no hart", 12, 4, 0, 0 },
    { "last word", 0x3ffc, 4, 0, 0 },
};

START_TEST(test_mswi_registers)
{
    rig_check_register(make_swi(false), &mswi_registers[_i]);
}
END_TEST

START_TEST(test_msip_is_the_level_of_one_wire)
{
    DeviceState *dev = make_swi(false);

    rig_write(dev, 4, 0xffffffff, 4);
    ck_assert_int_eq(irqs.level[0], 0);
    ck_assert_int_eq(irqs.level[1], 1);
    rig_write(dev, 4, 0xfffffffe, 4);
    ck_assert_int_eq(irqs.level[1], 0);
    ck_assert(rig_access_faults(dev, 4, 2));
    ck_assert(rig_access_faults(dev, 0, 8));
}
END_TEST

START_TEST(test_sswi_raises_on_every_one_and_never_lowers)
{
    DeviceState *dev = make_swi(true);
    unsigned calls = irqs.calls[2];

    rig_write(dev, 8, 0, 4);
    ck_assert_uint_eq(irqs.calls[2], calls);
    rig_write(dev, 8, 1, 4);
    rig_write(dev, 8, 1, 4);
    ck_assert_uint_eq(irqs.calls[2], calls + 2);
    ck_assert_int_eq(irqs.level[2], 1);
    ck_assert_uint_eq(rig_read(dev, 8, 4), 0);
}
END_TEST

START_TEST(test_swi_reset_and_state)
{
    DeviceState *dev = make_swi(false);
    g_autoptr(GByteArray) saved = NULL;

    rig_write(dev, 4, 1, 4);
    saved = rig_save(dev);
    device_cold_reset(dev);
    ck_assert_int_eq(irqs.level[1], 0);
    ck_assert_uint_eq(rig_read(dev, 4, 4), 0);
    ck_assert(rig_load(dev, saved));
    ck_assert_int_eq(irqs.level[1], 1);
    ck_assert_uint_eq(rig_read(dev, 4, 4), 1);
}
END_TEST

UNIT_MAIN("aclint",
          UNIT_LOOP(test_mtimer_registers, G_N_ELEMENTS(mtimer_registers)),
          UNIT_TEST(test_mtimer_refuses_narrow_and_unaligned_accesses),
          UNIT_TEST(test_mtime_counts_ten_million_per_second),
          UNIT_TEST(test_wire_rises_exactly_when_mtime_reaches_mtimecmp),
          UNIT_TEST(
              test_past_deadline_fires_at_once_and_drops_when_moved_ahead),
          UNIT_TEST(test_mtimecmp_in_halves_as_the_manual_writes_it),
          UNIT_TEST(test_writing_mtime_moves_time_and_rechecks_all_harts),
          UNIT_TEST(test_level_drops_when_mtime_wraps),
          UNIT_TEST(test_time_stands_still_while_the_machine_is_stopped),
          UNIT_TEST(test_listener_hears_of_mtime_writes_only),
          UNIT_TEST(test_mtimer_reset_clears_time_compare_and_wires),
          UNIT_TEST(test_mtimer_state_restores_offset_and_deadline),
          UNIT_LOOP(test_mtimer_refuses_bad_configuration,
                    G_N_ELEMENTS(bad_mtimers)),
          UNIT_LOOP(test_mswi_registers, G_N_ELEMENTS(mswi_registers)),
          UNIT_TEST(test_msip_is_the_level_of_one_wire),
          UNIT_TEST(test_sswi_raises_on_every_one_and_never_lowers),
          UNIT_TEST(test_swi_reset_and_state))

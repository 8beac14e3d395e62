/* test_clabpu_intc.c: registers, update rule, claim against an oracle */
#include <string.h>

#include "devices/clabpu_intc.h"
#include "fixture.h"
#include "snapshot/vmstate.h"

static ClabpuIntcState *s;
static MemoryRegion *mr;
static IrqRecorder hart;

static void intc_new(void)
{
    DeviceState *dev = qdev_new(TYPE_CLABPU_INTC);

    sysbus_realize_and_unref(SYS_BUS_DEVICE(dev), &error_abort);
    s = CLABPU_INTC(dev);
    mr = sysbus_mmio_get_region(SYS_BUS_DEVICE(dev), 0);
    sysbus_connect_irq(SYS_BUS_DEVICE(dev), 0, irq_recorder_new(&hart));
    device_cold_reset(dev);
    hart = (IrqRecorder){ 0 };
}

static void set_input(int n, int level)
{
    qemu_set_irq(qdev_get_gpio_in(DEVICE(s), n), level);
}

static uint32_t rd(hwaddr addr)
{
    return mmio_read(mr, addr, 4);
}

static void wr(hwaddr addr, uint32_t value)
{
    mmio_write(mr, addr, value, 4);
}

static const struct {
    hwaddr addr;
    uint32_t reset, writable;
} reg_rows[] = {
    { CLABPU_INTC_PENDING, 0, 0 },
    { CLABPU_INTC_ENABLE, 0, 0xffffffff },
    { CLABPU_INTC_PRIORITY, 0, 0xff },
    { CLABPU_INTC_PRIORITY + 4 * 1, 0, 0xff },
    { CLABPU_INTC_PRIORITY + 4 * 31, 0, 0xff },
    { CLABPU_INTC_STATUS, 0, 0 },
    { CLABPU_INTC_CLAIM, 0, 0 },
};

START_TEST(test_register_resets_and_takes_its_writable_bits)
{
    intc_new();
    ck_assert_uint_eq(rd(reg_rows[_i].addr), reg_rows[_i].reset);
    wr(reg_rows[_i].addr, 0xffffffff);
    ck_assert_uint_eq(rd(reg_rows[_i].addr), reg_rows[_i].writable);
    wr(reg_rows[_i].addr, 0x5a5a5a5a);
    ck_assert_uint_eq(rd(reg_rows[_i].addr),
                      reg_rows[_i].writable & 0x5a5a5a5a);
    device_cold_reset(DEVICE(s));
    ck_assert_uint_eq(rd(reg_rows[_i].addr), reg_rows[_i].reset);
}
END_TEST

static const hwaddr bad_offsets[] = { 0x88, 0x94, 0x100, 0xffc };

START_TEST(test_unknown_offset_reads_zero_and_is_logged)
{
    intc_new();
    guest_errors_begin();
    ck_assert_uint_eq(rd(bad_offsets[_i]), 0);
    wr(bad_offsets[_i], 1);
    g_autofree char *log = guest_errors_end();

    ck_assert_ptr_nonnull(strstr(log, "read of unknown"));
    ck_assert_ptr_nonnull(strstr(log, "write to unknown"));
}
END_TEST

START_TEST(test_write_to_read_only_register_is_logged)
{
    intc_new();
    guest_errors_begin();
    wr(CLABPU_INTC_PENDING, 1);
    wr(CLABPU_INTC_STATUS, 1);
    g_autofree char *log = guest_errors_end();

    ck_assert_ptr_nonnull(strstr(log, "read-only register 0x0"));
    ck_assert_ptr_nonnull(strstr(log, "read-only register 0x8c"));
}
END_TEST

START_TEST(test_word_write_to_priorities_sets_one_source)
{
    intc_new();
    wr(CLABPU_INTC_PRIORITY + 4 * 3, 0x11223344);
    ck_assert_uint_eq(s->regs.priority[3], 0x44);
    ck_assert_uint_eq(s->regs.priority[2], 0);
    ck_assert_uint_eq(s->regs.priority[4], 0);
}
END_TEST

START_TEST(test_bytes_and_halfwords_of_a_word_work)
{
    intc_new();
    wr(CLABPU_INTC_ENABLE, 0x11223344);
    ck_assert_uint_eq(mmio_read(mr, CLABPU_INTC_ENABLE + 1, 1), 0x33);
    ck_assert_uint_eq(mmio_read(mr, CLABPU_INTC_ENABLE + 2, 2), 0x1122);
    mmio_write(mr, CLABPU_INTC_ENABLE + 3, 0xaa, 1);
    mmio_write(mr, CLABPU_INTC_ENABLE, 0xbbcc, 2);
    ck_assert_uint_eq(rd(CLABPU_INTC_ENABLE), 0xaa22bbcc);
}
END_TEST

START_TEST(test_wide_and_unaligned_accesses_are_refused)
{
    intc_new();
    ck_assert(mmio_refuses(mr, CLABPU_INTC_ENABLE, 8));
    ck_assert(mmio_refuses(mr, CLABPU_INTC_ENABLE + 1, 2));
    ck_assert(mmio_refuses(mr, CLABPU_INTC_ENABLE + 2, 4));
}
END_TEST

START_TEST(test_pending_follows_the_level_without_a_latch)
{
    intc_new();
    set_input(31, 1);
    set_input(0, 5);
    ck_assert_uint_eq(rd(CLABPU_INTC_PENDING), 0x80000001);
    set_input(31, 0);
    ck_assert_uint_eq(rd(CLABPU_INTC_PENDING), 1);
}
END_TEST

START_TEST(test_enable_change_updates_the_line)
{
    intc_new();
    set_input(4, 1);
    ck_assert_int_eq(hart.level, 0);
    wr(CLABPU_INTC_ENABLE, 1u << 4);
    ck_assert_int_eq(hart.level, 1);
    ck_assert_uint_eq(rd(CLABPU_INTC_STATUS), 1u << 4);
    wr(CLABPU_INTC_ENABLE, 0);
    ck_assert_int_eq(hart.level, 0);
}
END_TEST

START_TEST(test_second_source_makes_no_edge)
{
    intc_new();
    wr(CLABPU_INTC_ENABLE, 0xffffffff);
    set_input(1, 1);
    set_input(2, 1);
    set_input(1, 0);
    ck_assert_int_eq(hart.level, 1);
    ck_assert_int_eq(hart.rises, 1);
    ck_assert_int_eq(hart.falls, 0);
}
END_TEST

START_TEST(test_claim_returns_highest_priority)
{
    intc_new();
    wr(CLABPU_INTC_ENABLE, 0xffffffff);
    wr(CLABPU_INTC_PRIORITY + 4 * 9, 200);
    wr(CLABPU_INTC_PRIORITY + 4 * 20, 100);
    set_input(3, 1);
    set_input(9, 1);
    set_input(20, 1);
    ck_assert_uint_eq(rd(CLABPU_INTC_CLAIM), 10);
    ck_assert_uint_eq(rd(CLABPU_INTC_CLAIM), 21);
    ck_assert_uint_eq(rd(CLABPU_INTC_CLAIM), 4);
    ck_assert_uint_eq(rd(CLABPU_INTC_CLAIM), 0);
}
END_TEST

START_TEST(test_equal_priorities_serve_the_lowest_number)
{
    intc_new();
    wr(CLABPU_INTC_ENABLE, 0xffffffff);
    set_input(31, 1);
    set_input(0, 1);
    ck_assert_uint_eq(rd(CLABPU_INTC_CLAIM), 1);
    ck_assert_uint_eq(rd(CLABPU_INTC_CLAIM), 32);
}
END_TEST

START_TEST(test_claim_ignores_disabled_sources)
{
    intc_new();
    set_input(5, 1);
    ck_assert_uint_eq(rd(CLABPU_INTC_CLAIM), 0);
}
END_TEST

START_TEST(test_line_is_low_in_service_and_back_after_complete)
{
    intc_new();
    wr(CLABPU_INTC_ENABLE, 1);
    set_input(0, 1);
    ck_assert_uint_eq(rd(CLABPU_INTC_CLAIM), 1);
    ck_assert_int_eq(hart.level, 0);
    wr(CLABPU_INTC_CLAIM, 1);
    ck_assert_int_eq(hart.level, 1);
    rd(CLABPU_INTC_CLAIM);
    set_input(0, 0);
    wr(CLABPU_INTC_CLAIM, 1);
    ck_assert_int_eq(hart.level, 0);
}
END_TEST

START_TEST(test_partial_read_of_claim_claims_nothing)
{
    intc_new();
    wr(CLABPU_INTC_ENABLE, 1);
    set_input(0, 1);
    ck_assert_uint_eq(mmio_read(mr, CLABPU_INTC_CLAIM + 1, 1), 0);
    ck_assert_int_eq(hart.level, 1);
    ck_assert_uint_eq(mmio_read(mr, CLABPU_INTC_CLAIM, 1), 1);
    ck_assert_int_eq(hart.level, 0);
}
END_TEST

static const uint32_t bad_ids[] = { 0, 1, 33, 0xffffffff };

START_TEST(test_bad_completion_changes_nothing_and_is_logged)
{
    intc_new();
    guest_errors_begin();
    wr(CLABPU_INTC_CLAIM, bad_ids[_i]);
    g_autofree char *log = guest_errors_end();

    ck_assert_ptr_nonnull(strstr(log, "not in service"));
    ck_assert_uint_eq(s->regs.in_service, 0);
}
END_TEST

/* ------------------------------------------------------------------ oracle */

typedef struct Oracle {
    bool level[32], enabled[32], busy[32];
    int priority[32];
    int line, edges;
} Oracle;

static int oracle_best(const Oracle *o)
{
    int best = -1;

    for (int i = 31; i >= 0; i--) {
        if (o->level[i] && o->enabled[i] && !o->busy[i] &&
            (best < 0 || o->priority[i] >= o->priority[best])) {
            best = i;
        }
    }
    return best;
}

static void oracle_step(Oracle *o, GRand *rand)
{
    int n = g_rand_int_range(rand, 0, 32);
    int value = g_rand_int_range(rand, 0, 4);

    switch (g_rand_int_range(rand, 0, 5)) {
    case 0:
        o->level[n] = value & 1;
        set_input(n, value & 1);
        break;
    case 1:
        o->enabled[n] = value & 1;
        wr(CLABPU_INTC_ENABLE, (s->regs.enable & ~(1u << n)) |
                                   (uint32_t)(value & 1) << n);
        break;
    case 2:
        o->priority[n] = value;
        wr(CLABPU_INTC_PRIORITY + 4 * n, value);
        break;
    case 3: {
        int best = oracle_best(o);

        ck_assert_uint_eq(rd(CLABPU_INTC_CLAIM), best + 1);
        if (best >= 0) {
            o->busy[best] = true;
        }
        break;
    }
    default:
        o->busy[n] = false;
        wr(CLABPU_INTC_CLAIM, n + 1);
        break;
    }
}

START_TEST(test_random_sequences_agree_with_the_oracle)
{
    GRand *rand = g_rand_new_with_seed(_i);
    Oracle o = { 0 };

    intc_new();
    for (int i = 0; i < 5000; i++) {
        oracle_step(&o, rand);
        int line = oracle_best(&o) >= 0;

        o.edges += line != o.line;
        o.line = line;
        ck_assert_int_eq(hart.level, line);
        /* No glitch: never more edges than changes of the truth. */
        ck_assert_int_eq(hart.rises + hart.falls, o.edges);
    }
    g_rand_free(rand);
}
END_TEST

/* --------------------------------------------------------------- snapshots */

START_TEST(test_vmstate_covers_every_register)
{
    g_autoptr(GString) report = g_string_new(NULL);

    ck_assert_msg(vmstate_check_coverage_of(&vmstate_clabpu_intc,
                                            ClabpuIntcState, regs, report),
                  "%s", report->str);
}
END_TEST

START_TEST(test_restored_controller_drives_its_line)
{
    intc_new();
    wr(CLABPU_INTC_ENABLE, 1u << 7);
    wr(CLABPU_INTC_PRIORITY + 4 * 7, 9);
    set_input(7, 1);
    g_autoptr(GByteArray) state = device_save(DEVICE(s));

    intc_new();
    device_load(DEVICE(s), state);
    ck_assert_int_eq(hart.level, 1);
    ck_assert_uint_eq(rd(CLABPU_INTC_CLAIM), 8);
}
END_TEST

UNIT_MAIN("clabpu_intc",
          UNIT_LOOP(test_register_resets_and_takes_its_writable_bits,
                    G_N_ELEMENTS(reg_rows)),
          UNIT_LOOP(test_unknown_offset_reads_zero_and_is_logged,
                    G_N_ELEMENTS(bad_offsets)),
          UNIT_TEST(test_write_to_read_only_register_is_logged),
          UNIT_TEST(test_word_write_to_priorities_sets_one_source),
          UNIT_TEST(test_bytes_and_halfwords_of_a_word_work),
          UNIT_TEST(test_wide_and_unaligned_accesses_are_refused),
          UNIT_TEST(test_pending_follows_the_level_without_a_latch),
          UNIT_TEST(test_enable_change_updates_the_line),
          UNIT_TEST(test_second_source_makes_no_edge),
          UNIT_TEST(test_claim_returns_highest_priority),
          UNIT_TEST(test_equal_priorities_serve_the_lowest_number),
          UNIT_TEST(test_claim_ignores_disabled_sources),
          UNIT_TEST(test_line_is_low_in_service_and_back_after_complete),
          UNIT_TEST(test_partial_read_of_claim_claims_nothing),
          UNIT_LOOP(test_bad_completion_changes_nothing_and_is_logged,
                    G_N_ELEMENTS(bad_ids)),
          UNIT_LOOP(test_random_sequences_agree_with_the_oracle, 10),
          UNIT_TEST(test_vmstate_covers_every_register),
          UNIT_TEST(test_restored_controller_drives_its_line))

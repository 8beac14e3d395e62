/* test_sifive_test.c: verdicts, exit codes, widths */
#include "devices/sifive_test.h"

#include "rig.h"

static struct {
    int shutdowns, resets;
    bool failed;
    int code;
} asked;

static void ask_shutdown(void *opaque, bool failed, int exit_code)
{
    asked.shutdowns++;
    asked.failed = failed;
    asked.code = exit_code;
}

static void ask_reset(void *opaque)
{
    asked.resets++;
}

static const SystemRequestOps ops = { ask_shutdown, ask_reset };
static const SystemRequest request = { &ops, NULL };

typedef struct Row {
    unsigned size;
    uint32_t value;
    int shutdowns, resets;
    bool failed;
    int code;
} Row;

static const Row rows[] = {
    { 4, 0x5555, 1, 0, false, 0 },
    { 2, 0x5555, 1, 0, false, 0 },
    { 4, 0x00075555, 1, 0, false, 7 },
    { 4, 0x3333, 1, 0, true, 0 },
    { 4, 0x002a3333, 1, 0, true, 42 },
    { 4, 0xffff3333, 1, 0, true, 0xffff },
    { 4, 0x7777, 0, 1, false, 0 },
    { 2, 0x7777, 0, 1, false, 0 },
    { 4, 0x0000, 0, 0, false, 0 },
    { 4, 0x5554, 0, 0, false, 0 },
};

START_TEST(test_verdict)
{
    DeviceState *dev = sifive_test_create(0x100000, &request);
    const Row *row = &rows[_i];

    rig_write(dev, 0, row->value, row->size);
    ck_assert_int_eq(asked.shutdowns, row->shutdowns);
    ck_assert_int_eq(asked.resets, row->resets);
    ck_assert_int_eq(asked.failed, row->failed);
    ck_assert_int_eq(asked.code, row->code);
    ck_assert_uint_eq(rig_read(dev, 0, 4), 0);
}
END_TEST

START_TEST(test_other_widths_fault_and_other_offsets_do_nothing)
{
    DeviceState *dev = sifive_test_create(0x100000, &request);

    ck_assert(rig_access_faults(dev, 0, 1));
    ck_assert(rig_access_faults(dev, 0, 8));
    rig_write(dev, 4, 0x5555, 4);
    rig_write(dev, 0xffc, 0x7777, 4);
    ck_assert_int_eq(asked.shutdowns + asked.resets, 0);
}
END_TEST

START_TEST(test_request_without_listener_is_dropped)
{
    DeviceState *dev = sifive_test_create(0x100000, NULL);

    rig_write(dev, 0, 0x5555, 4);
    rig_write(dev, 0, 0x7777, 4);
    ck_assert_int_eq(asked.shutdowns + asked.resets, 0);
}
END_TEST

UNIT_MAIN("sifive_test",
          UNIT_LOOP(test_verdict, G_N_ELEMENTS(rows)),
          UNIT_TEST(test_other_widths_fault_and_other_offsets_do_nothing),
          UNIT_TEST(test_request_without_listener_is_dropped))

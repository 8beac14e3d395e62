/* test_vmstate_coverage.c: forgotten bytes are found */
#include "support/unit.h"
#include "snapshot/vmstate.h"

typedef struct Inner {
    uint8_t a, b;
} Inner;

typedef struct Device {
    void *parent;
    struct DeviceRegs {
        uint32_t counter;
        uint32_t control;
        uint16_t level[2];
        Inner inner[2];
        bool line;
        uint8_t pad[3];
    } regs;
} Device;

static const VMStateDescription vmstate_inner = {
    .name = "inner",
    .fields = (const VMStateField[]){
        VMSTATE_UINT8(a, Inner),
        VMSTATE_UINT8(b, Inner),
        VMSTATE_END_OF_LIST(),
    },
};

static const VMStateDescription vmstate_half_inner = {
    .name = "inner",
    .fields = (const VMStateField[]){
        VMSTATE_UINT8(a, Inner),
        VMSTATE_END_OF_LIST(),
    },
};

static const VMStateDescription vmstate_sub = {
    .name = "device/control",
    .fields = (const VMStateField[]){
        VMSTATE_UINT32(regs.control, Device),
        VMSTATE_END_OF_LIST(),
    },
};

static const VMStateDescription *const subsections[] = { &vmstate_sub, NULL };

static const VMStateDescription vmstate_full = {
    .name = "device",
    .fields = (const VMStateField[]){
        VMSTATE_UINT32(regs.counter, Device),
        VMSTATE_UINT16_ARRAY(regs.level, Device, 2),
        VMSTATE_STRUCT_ARRAY(regs.inner, Device, 2, 0, vmstate_inner, Inner),
        VMSTATE_TRANSIENT(regs.line, Device),
        VMSTATE_BUFFER(regs.pad, Device),
        VMSTATE_END_OF_LIST(),
    },
    .subsections = subsections,
};

static const VMStateDescription vmstate_gaps = {
    .name = "device",
    .fields = (const VMStateField[]){
        VMSTATE_UINT32(regs.counter, Device),
        VMSTATE_UINT16_ARRAY(regs.level, Device, 2),
        VMSTATE_STRUCT_ARRAY(regs.inner, Device, 2, 0, vmstate_half_inner,
                             Inner),
        VMSTATE_BUFFER(regs.pad, Device),
        VMSTATE_END_OF_LIST(),
    },
};

START_TEST(test_complete_description_covers_the_registers)
{
    g_autoptr(GString) report = g_string_new(NULL);

    ck_assert(
        vmstate_check_coverage_of(&vmstate_full, Device, regs, report));
    ck_assert_str_eq(report->str, "");
}
END_TEST

START_TEST(test_each_forgotten_range_is_named)
{
    g_autoptr(GString) report = g_string_new(NULL);
    size_t regs = offsetof(Device, regs);
    g_autofree char *wanted = g_strdup_printf(
        "device: bytes %zu..%zu are in no row\n"
        "device: bytes %zu..%zu are in no row\n"
        "device: bytes %zu..%zu are in no row\n",
        regs + 4, regs + 7, regs + 13, regs + 13, regs + 15, regs + 16);

    ck_assert(
        !vmstate_check_coverage_of(&vmstate_gaps, Device, regs, report));
    ck_assert_str_eq(report->str, wanted);
    ck_assert(!vmstate_check_coverage_of(&vmstate_gaps, Device, regs, NULL));
}
END_TEST

START_TEST(test_only_the_asked_part_is_checked)
{
    ck_assert(vmstate_check_coverage(&vmstate_gaps,
                                     offsetof(Device, regs.counter), 4,
                                     NULL));
    ck_assert(!vmstate_check_coverage(&vmstate_gaps, 0, 1, NULL));
}
END_TEST

UNIT_MAIN("vmstate_coverage",
          UNIT_TEST(test_complete_description_covers_the_registers),
          UNIT_TEST(test_each_forgotten_range_is_named),
          UNIT_TEST(test_only_the_asked_part_is_checked))

/* test_irq_gates.c: OR gate and splitter */
#include "devices/irq_gates.h"
#include "devices/qdev_properties.h"
#include "fixture.h"

START_TEST(test_or_gate_is_high_while_any_input_is)
{
    DeviceState *gate = qdev_new(TYPE_OR_IRQ);
    IrqRecorder out = { 0 };

    qdev_prop_set_uint16(gate, "num-lines", 3);
    qdev_realize_and_unref(gate, NULL, &error_abort);
    qdev_connect_gpio_out(gate, 0, irq_recorder_new(&out));
    qemu_irq_raise(qdev_get_gpio_in(gate, 0));
    qemu_irq_raise(qdev_get_gpio_in(gate, 2));
    qemu_irq_lower(qdev_get_gpio_in(gate, 0));
    ck_assert_int_eq(out.level, 1);
    ck_assert_int_eq(out.rises, 1);
    qemu_irq_lower(qdev_get_gpio_in(gate, 2));
    ck_assert_int_eq(out.level, 0);
}
END_TEST

START_TEST(test_split_copies_to_every_output)
{
    DeviceState *split = qdev_new(TYPE_SPLIT_IRQ);
    IrqRecorder out[2] = { { 0 } };

    qdev_prop_set_uint16(split, "num-lines", 2);
    qdev_realize_and_unref(split, NULL, &error_abort);
    qdev_connect_gpio_out(split, 0, irq_recorder_new(&out[0]));
    qdev_connect_gpio_out(split, 1, irq_recorder_new(&out[1]));
    qemu_irq_raise(qdev_get_gpio_in(split, 0));
    ck_assert_int_eq(out[0].level + out[1].level, 2);
}
END_TEST

static const struct {
    const char *type;
    unsigned lines;
} gate_limit_rows[] = {
    { TYPE_OR_IRQ, 0 },
    { TYPE_OR_IRQ, MAX_OR_LINES + 1 },
    { TYPE_SPLIT_IRQ, 0 },
    { TYPE_SPLIT_IRQ, MAX_SPLIT_LINES + 1 },
};

START_TEST(test_gate_refuses_a_bad_number_of_lines)
{
    DeviceState *gate = qdev_new(gate_limit_rows[_i].type);

    qdev_prop_set_uint16(gate, "num-lines", gate_limit_rows[_i].lines);
    ck_assert(!qdev_realize_and_unref(gate, NULL, NULL));
}
END_TEST

UNIT_MAIN("irq_gates",
          UNIT_TEST(test_or_gate_is_high_while_any_input_is),
          UNIT_TEST(test_split_copies_to_every_output),
          UNIT_LOOP(test_gate_refuses_a_bad_number_of_lines,
                    G_N_ELEMENTS(gate_limit_rows)))

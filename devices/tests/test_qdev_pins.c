/* test_qdev_pins.c: pins of a device, and the tree prints that show them */
#include <string.h>

#include "devices/irq_gates.h"
#include "gadget.h"

/* ------------------------------------------------------------------- pins */

START_TEST(test_input_numbers_continue_over_calls)
{
    Gadget *g = gadget_new();

    qemu_set_irq(qdev_get_gpio_in(DEVICE(g), 2), 1);
    ck_assert_int_eq(g->in_pin, 2);
    ck_assert_int_eq(g->in_level, 1);
    qemu_set_irq(qdev_get_gpio_in_named(DEVICE(g), "strobe", 3), 0);
    ck_assert_int_eq(g->in_pin, 3);
    ck_assert_int_eq(g->in_calls, 2);
    object_unref(g);
}
END_TEST

START_TEST(test_connected_output_drives_the_input)
{
    Gadget *a = gadget_new_realized();
    Gadget *b = gadget_new_realized();
    qemu_irq in = qdev_get_gpio_in(DEVICE(b), 1);

    qdev_connect_gpio_out(DEVICE(a), 2, in);
    qdev_connect_gpio_out_named(DEVICE(a), "lamp", 1,
                                qdev_get_gpio_in_named(DEVICE(b), "strobe",
                                                       0));
    ck_assert_ptr_eq(a->out[2], in);
    ck_assert_ptr_eq(qdev_get_gpio_out_connector(DEVICE(a), NULL, 2), in);
    qemu_irq_raise(a->out[2]);
    ck_assert_int_eq(b->in_pin, 1);
    ck_assert_int_eq(b->in_level, 1);
    qemu_irq_raise(a->named_out[1]);
    ck_assert_int_eq(b->in_pin, 0);
    qemu_irq_raise(a->out[0]);
    ck_assert_int_eq(b->in_calls, 2);
}
END_TEST

START_TEST(test_output_can_be_disconnected)
{
    Gadget *a = gadget_new_realized();

    qdev_connect_gpio_out(DEVICE(a), 0, qdev_get_gpio_in(DEVICE(a), 0));
    qdev_connect_gpio_out(DEVICE(a), 0, NULL);
    ck_assert_ptr_null(a->out[0]);
}
END_TEST

static void get_missing_input(void)
{
    qdev_get_gpio_in(DEVICE(gadget_new()), 3);
}

static void get_misnamed_input(void)
{
    qdev_get_gpio_in_named(DEVICE(gadget_new()), "lamps", 0);
}

static void connect_missing_output(void)
{
    Gadget *g = gadget_new();

    qdev_connect_gpio_out(DEVICE(g), 3, qdev_get_gpio_in(DEVICE(g), 0));
}

START_TEST(test_pin_that_does_not_exist_dies_naming_it)
{
    ck_assert(dies_with(get_missing_input, "no input pin 3"));
    ck_assert(dies_with(get_misnamed_input, "lamps"));
    ck_assert(dies_with(connect_missing_output, "no output pin 3"));
}
END_TEST

START_TEST(test_wire_outlives_its_receiver)
{
    Gadget *a = gadget_new_realized();
    Gadget *b = gadget_new_realized();

    qdev_connect_gpio_out(DEVICE(a), 0, qdev_get_gpio_in(DEVICE(b), 0));
    object_unparent(OBJECT(b));
    ck_assert_int_eq(gadgets_alive, 1);
    qemu_irq_raise(a->out[0]);
}
END_TEST

START_TEST(test_container_passes_pins_of_an_inner_device)
{
    Gadget *inner = gadget_new_realized();
    DeviceState *outer = qdev_new(TYPE_OR_IRQ);

    qdev_pass_gpios(DEVICE(inner), outer, "strobe");
    qdev_pass_gpios(DEVICE(inner), outer, "lamp");
    qemu_set_irq(qdev_get_gpio_in_named(outer, "strobe", 2), 1);
    ck_assert_int_eq(inner->in_pin, 2);
    qdev_connect_gpio_out_named(outer, "lamp", 0,
                                qdev_get_gpio_in(DEVICE(inner), 0));
    ck_assert_ptr_nonnull(inner->named_out[0]);
    object_unref(outer);
}
END_TEST

/* ----------------------------------------------------------------- prints */

START_TEST(test_qtree_prints_pins_rows_and_windows)
{
    Gadget *g = gadget_new();
    g_autoptr(GString) tree = g_string_new(NULL);

    qdev_prop_set_string(DEVICE(g), "text", "hi");
    sysbus_realize_and_unref(SYS_BUS_DEVICE(g), &error_abort);
    sysbus_mmio_map(SYS_BUS_DEVICE(g), 0, 0x10000000);
    qdev_print_tree(tree, NULL);
    /* How sizes look is the object model's business. */
    g_autofree char *size = object_property_print(OBJECT(g), "size", true,
                                                  NULL);
    g_autofree char *want = g_strdup_printf(
                     "bus: main-system-bus\n"
                     "  type System\n"
                     "  dev: test-gadget, id \"\"\n"
                     "    gpio-out \"sysbus-irq\" 1\n"
                     "    gpio-out \"lamp\" 2\n"
                     "    gpio-in \"strobe\" 4\n"
                     "    gpio-in \"\" 3\n"
                     "    gpio-out \"\" 3\n"
                     "    on = true\n"
                     "    u8 = 8 (0x8)\n"
                     "    u16 = 16 (0x10)\n"
                     "    u32 = 32 (0x20)\n"
                     "    u64 = 9223372036854775808 (0x8000000000000000)\n"
                     "    i32 = -5 (0xfffffffffffffffb)\n"
                     "    size = %s\n"
                     "    flag3 = on\n"
                     "    flag4 = off\n"
                     "    text = \"hi\"\n"
                     "    friend = \"\"\n"
                     "    mmio 0000000010000000/0000000000000100\n", size);

    ck_assert_str_eq(tree->str, want);
}
END_TEST

START_TEST(test_qom_tree_shows_pins_and_windows)
{
    g_autoptr(GString) tree = g_string_new(NULL);

    object_tree_to_string(OBJECT(gadget_new_realized()), tree);
    ck_assert_ptr_nonnull(strstr(tree->str, "/gadget[0] (memory-region)\n"));
    ck_assert_ptr_nonnull(strstr(tree->str, "/strobe[3] (irq)\n"));
    ck_assert_ptr_nonnull(strstr(tree->str, "/unnamed-gpio-in[2] (irq)\n"));
    ck_assert_ptr_null(strstr(tree->str, "/unnamed-gpio-in[3]"));
}
END_TEST

UNIT_MAIN("qdev_pins",
          UNIT_TEST(test_input_numbers_continue_over_calls),
          UNIT_TEST(test_connected_output_drives_the_input),
          UNIT_TEST(test_output_can_be_disconnected),
          UNIT_TEST(test_pin_that_does_not_exist_dies_naming_it),
          UNIT_TEST(test_wire_outlives_its_receiver),
          UNIT_TEST(test_container_passes_pins_of_an_inner_device),
          UNIT_TEST(test_qtree_prints_pins_rows_and_windows),
          UNIT_TEST(test_qom_tree_shows_pins_and_windows))

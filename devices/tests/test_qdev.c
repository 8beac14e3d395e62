/* test_qdev.c: life of a device, properties */
#include <string.h>

#include "gadget.h"

/* ------------------------------------------------------------- life cycle */

START_TEST(test_properties_have_their_defaults)
{
    Gadget *g = gadget_new();

    ck_assert(g->on);
    ck_assert_uint_eq(g->u8, 8);
    ck_assert_uint_eq(g->u16, 16);
    ck_assert_uint_eq(g->u32, 32);
    ck_assert(g->u64 == 1ull << 63);
    ck_assert_int_eq(g->i32, -5);
    ck_assert_uint_eq(g->size, 4096);
    ck_assert_uint_eq(g->flags, 1u << 3);
    ck_assert_ptr_null(g->text);
    object_unref(g);
}
END_TEST

START_TEST(test_realize_runs_once_and_files_device_as_unattached)
{
    Gadget *g = gadget_new_realized();
    g_autofree char *path = object_get_canonical_path(OBJECT(g));

    ck_assert_int_eq(g->realized, 1);
    ck_assert(qdev_is_realized(DEVICE(g)));
    ck_assert_str_eq(path, "/machine/unattached/device[0]");
    ck_assert_ptr_eq(qdev_get_parent_bus(DEVICE(g)), sysbus_get_default());
}
END_TEST

START_TEST(test_second_unattached_device_gets_next_number)
{
    Gadget *g;

    gadget_new_realized();
    g = gadget_new_realized();
    ck_assert_str_eq(object_get_canonical_path_component(OBJECT(g)),
                     "device[1]");
}
END_TEST

START_TEST(test_device_with_a_parent_stays_there)
{
    Gadget *g = gadget_new();

    object_property_add_child(qdev_get_machine(), "mine", OBJECT(g));
    sysbus_realize_and_unref(SYS_BUS_DEVICE(g), &error_abort);
    g_autofree char *path = object_get_canonical_path(OBJECT(g));

    ck_assert_str_eq(path, "/machine/mine");
}
END_TEST

START_TEST(test_failed_realize_leaves_no_trace)
{
    Gadget *g = gadget_new();
    Error *err = NULL;

    g->refuse = true;
    ck_assert(!sysbus_realize(SYS_BUS_DEVICE(g), &err));
    ck_assert_str_eq(error_get_pretty(err), "gadget refuses");
    ck_assert(!qdev_is_realized(DEVICE(g)));
    ck_assert_ptr_null(qdev_get_parent_bus(DEVICE(g)));
    ck_assert_ptr_null(object_get_parent(OBJECT(g)));
    error_free(err);

    g->refuse = false;
    ck_assert(sysbus_realize(SYS_BUS_DEVICE(g), NULL));
    object_unref(g);
    ck_assert_int_eq(gadgets_alive, 1);
}
END_TEST

START_TEST(test_failed_realize_and_unref_frees_the_device)
{
    Gadget *g = gadget_new();

    g->refuse = true;
    ck_assert(!sysbus_realize_and_unref(SYS_BUS_DEVICE(g), NULL));
    ck_assert_int_eq(gadgets_alive, 0);
}
END_TEST

START_TEST(test_unparent_unrealizes_and_frees)
{
    Gadget *g = gadget_new_realized();

    object_ref(g);
    object_unparent(OBJECT(g));
    ck_assert_int_eq(g->unrealized, 1);
    ck_assert_ptr_null(qdev_get_parent_bus(DEVICE(g)));
    object_unref(g);
    ck_assert_int_eq(gadgets_alive, 0);
}
END_TEST

START_TEST(test_creating_a_type_to_look_at_it_changes_nothing)
{
    Gadget *g = gadget_new();
    g_autoptr(GString) tree = g_string_new(NULL);

    qdev_print_tree(tree, NULL);
    ck_assert_ptr_null(strstr(tree->str, TYPE_GADGET));
    object_unref(g);
    ck_assert_int_eq(gadgets_alive, 0);
}
END_TEST

START_TEST(test_unknown_abstract_and_foreign_types_are_not_devices)
{
    ck_assert_ptr_null(qdev_try_new("no-such-device"));
    ck_assert_ptr_null(qdev_try_new(TYPE_DEVICE));
    ck_assert_ptr_null(qdev_try_new(TYPE_IRQ));
}
END_TEST

static void make_unknown_device(void)
{
    qdev_new("no-such-device");
}

START_TEST(test_unknown_device_dies_with_its_name)
{
    ck_assert(dies_with(make_unknown_device, "no-such-device"));
}
END_TEST

START_TEST(test_id_files_device_below_peripheral)
{
    Gadget *g = gadget_new();
    Gadget *other = gadget_new();
    Error *err = NULL;

    ck_assert(qdev_set_id(DEVICE(g), "gad-1", NULL));
    ck_assert_ptr_nonnull(object_resolve_path("/machine/peripheral/gad-1",
                                              NULL));
    ck_assert(!qdev_set_id(DEVICE(other), "gad-1", &err));
    ck_assert_ptr_nonnull(strstr(error_get_pretty(err), "gad-1"));
    error_free(err);
    ck_assert(!qdev_set_id(DEVICE(other), "1bad", NULL));
    ck_assert(!qdev_set_id(DEVICE(other), "a/b", NULL));
    ck_assert(qdev_set_id(DEVICE(other), NULL, NULL));
    ck_assert_ptr_nonnull(
        object_resolve_path("/machine/peripheral-anon/device[0]", NULL));
}
END_TEST

static void count_device(DeviceState *dev, void *opaque)
{
    ++*(int *)opaque;
}

START_TEST(test_foreach_visits_realized_devices_only)
{
    int n = 0;
    Gadget *loose = gadget_new();

    object_property_add_child(qdev_get_machine(), "loose", OBJECT(loose));
    gadget_new_realized();
    gadget_new_realized();
    qdev_foreach(count_device, &n);
    ck_assert_int_eq(n, 2);
}
END_TEST

/* ------------------------------------------------------------- properties */

static const struct {
    const char *name, *value;
    bool ok;
} parse_rows[] = {
    { "on", "off", true },      { "on", "maybe", false },
    { "u8", "255", true },      { "u8", "256", false },
    { "u16", "0xffff", true },  { "u16", "65536", false },
    { "u32", "4294967295", true }, { "u32", "-1", false },
    { "u64", "0xffffffffffffffff", true }, { "u64", "x", false },
    { "i32", "-2147483648", true }, { "i32", "2147483648", false },
    { "size", "64K", true },    { "size", "64Q", false },
    { "flag4", "on", true },    { "flag4", "2", false },
    { "text", "hello", true },  { "nothing", "1", false },
};

START_TEST(test_property_text_is_checked)
{
    Gadget *g = gadget_new();
    Error *err = NULL;
    bool ok = qdev_prop_parse(DEVICE(g), parse_rows[_i].name,
                              parse_rows[_i].value, &err);

    ck_assert_msg(ok == parse_rows[_i].ok, "%s=%s", parse_rows[_i].name,
                  parse_rows[_i].value);
    ck_assert(ok == !err);
    if (err) {
        ck_assert_ptr_nonnull(strstr(error_get_pretty(err),
                                     parse_rows[_i].name));
        error_free(err);
    }
    object_unref(g);
}
END_TEST

START_TEST(test_setters_reach_their_fields)
{
    Gadget *g = gadget_new();
    DeviceState *dev = DEVICE(g);

    qdev_prop_set_bit(dev, "flag4", true);
    qdev_prop_set_bit(dev, "flag3", false);
    qdev_prop_set_uint8(dev, "u8", 1);
    qdev_prop_set_uint16(dev, "u16", 2);
    qdev_prop_set_uint32(dev, "u32", 3);
    qdev_prop_set_uint64(dev, "u64", UINT64_MAX);
    qdev_prop_set_int32(dev, "i32", -7);
    qdev_prop_set_string(dev, "text", "one");
    qdev_prop_set_string(dev, "text", "two");
    qdev_prop_set_link(dev, "friend", OBJECT(dev));
    ck_assert_uint_eq(g->flags, 1u << 4);
    ck_assert_uint_eq(g->u8, 1);
    ck_assert_uint_eq(g->u16, 2);
    ck_assert_uint_eq(g->u32, 3);
    ck_assert(g->u64 == UINT64_MAX);
    ck_assert_int_eq(g->i32, -7);
    ck_assert_str_eq(g->text, "two");
    ck_assert_ptr_eq(g->friend, dev);
    qdev_prop_set_link(dev, "friend", NULL);
    object_unref(g);
    ck_assert_int_eq(gadgets_alive, 0);
}
END_TEST

START_TEST(test_link_refuses_another_type)
{
    Gadget *g = gadget_new();
    qemu_irq irq = qemu_allocate_irq(gadget_in, g, 0);

    ck_assert(!object_property_set_link(OBJECT(g), "friend", OBJECT(irq),
                                        NULL));
    ck_assert_ptr_null(g->friend);
    qemu_free_irq(irq);
    object_unref(g);
}
END_TEST

START_TEST(test_property_is_fixed_after_realize)
{
    Gadget *g = gadget_new_realized();
    Error *err = NULL;

    ck_assert(!qdev_prop_parse(DEVICE(g), "u32", "1", &err));
    ck_assert_ptr_nonnull(strstr(error_get_pretty(err), "realized"));
    ck_assert_uint_eq(g->u32, 32);
    error_free(err);
}
END_TEST

static void add_row_length(const Property *prop, void *opaque)
{
    g_string_append_printf(opaque, "%s ", prop->name);
}

START_TEST(test_child_class_shows_own_rows_before_inherited)
{
    g_autoptr(GString) rows = g_string_new(NULL);
    DeviceState *dev = qdev_new("test-gadget-child");

    qdev_prop_foreach(DEVICE_GET_CLASS(dev), add_row_length, rows);
    ck_assert_str_eq(rows->str, "extra on u8 u16 u32 u64 i32 size flag3 "
                     "flag4 text friend ");
    ck_assert_uint_eq(GADGET(dev)->live, 7);
    ck_assert_uint_eq(GADGET(dev)->u32, 32);
    object_unref(dev);
}
END_TEST

UNIT_MAIN("qdev",
          UNIT_TEST(test_properties_have_their_defaults),
          UNIT_TEST(test_realize_runs_once_and_files_device_as_unattached),
          UNIT_TEST(test_second_unattached_device_gets_next_number),
          UNIT_TEST(test_device_with_a_parent_stays_there),
          UNIT_TEST(test_failed_realize_leaves_no_trace),
          UNIT_TEST(test_failed_realize_and_unref_frees_the_device),
          UNIT_TEST(test_unparent_unrealizes_and_frees),
          UNIT_TEST(test_creating_a_type_to_look_at_it_changes_nothing),
          UNIT_TEST(test_unknown_abstract_and_foreign_types_are_not_devices),
          UNIT_TEST(test_unknown_device_dies_with_its_name),
          UNIT_TEST(test_id_files_device_below_peripheral),
          UNIT_TEST(test_foreach_visits_realized_devices_only),
          UNIT_LOOP(test_property_text_is_checked, G_N_ELEMENTS(parse_rows)),
          UNIT_TEST(test_setters_reach_their_fields),
          UNIT_TEST(test_link_refuses_another_type),
          UNIT_TEST(test_property_is_fixed_after_realize),
          UNIT_TEST(test_child_class_shows_own_rows_before_inherited))

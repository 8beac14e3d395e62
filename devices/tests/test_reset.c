/* test_reset.c: order of the phases, held children, lines after reset */
#include <string.h>

#include "devices/clabpu_edc.h"
#include "devices/clabpu_intc.h"
#include "devices/qdev.h"
#include "fixture.h"

/* Devices that write down what happens to them: "Ea" = enter of a. */
#define TYPE_SCRIBE "test-scribe"
#define TYPE_SCRIBE_BUS "test-scribe-bus"
OBJECT_DECLARE_SIMPLE_TYPE(Scribe, SCRIBE)

struct Scribe {
    DeviceState parent_obj;
    char name;
};

static GString *story;

static void tell(Object *obj, char phase)
{
    g_string_append_printf(story, "%c%c ", phase, SCRIBE(obj)->name);
}

static void scribe_enter(Object *obj, ResetType type)
{
    tell(obj, 'E');
}

static void scribe_hold(Object *obj, ResetType type)
{
    tell(obj, 'H');
}

static void scribe_exit(Object *obj, ResetType type)
{
    tell(obj, 'X');
}

static void scribe_class_init(ObjectClass *klass, void *data)
{
    ResettableClass *rc = RESETTABLE_CLASS(klass);

    rc->phases.enter = scribe_enter;
    rc->phases.hold = scribe_hold;
    rc->phases.exit = scribe_exit;
}

static void old_style_reset(DeviceState *dev)
{
    tell(OBJECT(dev), 'L');
}

static void old_style_class_init(ObjectClass *klass, void *data)
{
    device_class_set_legacy_reset(DEVICE_CLASS(klass), old_style_reset);
}

static ResettablePhases polite_parent;

static void polite_hold(Object *obj, ResetType type)
{
    polite_parent.hold(obj, type);
    tell(obj, 'h');
}

static void polite_class_init(ObjectClass *klass, void *data)
{
    resettable_class_set_parent_phases(RESETTABLE_CLASS(klass), NULL,
                                       polite_hold, NULL, &polite_parent);
}

static const TypeInfo scribe_types[] = {
    {
        .name = TYPE_SCRIBE,
        .parent = TYPE_DEVICE,
        .instance_size = sizeof(Scribe),
        .class_init = scribe_class_init,
    },
    {
        .name = "test-scribe-old",
        .parent = TYPE_SCRIBE,
        .class_init = old_style_class_init,
    },
    {
        .name = "test-scribe-polite",
        .parent = TYPE_SCRIBE,
        .class_init = polite_class_init,
    },
    { .name = TYPE_SCRIBE_BUS, .parent = TYPE_BUS },
};
DEFINE_TYPES(scribe_types)

static DeviceState *scribe_new(const char *type, char name, BusState *bus)
{
    DeviceState *dev = qdev_new(type);

    SCRIBE(dev)->name = name;
    qdev_realize_and_unref(dev, bus, &error_abort);
    return dev;
}

/*
 *      p           p provides two buses
 *     / \
 *   a b  c         c provides one more
 *        |
 *        d
 */
static struct {
    DeviceState *p, *a, *b, *c, *d;
    BusState *left, *right;
} tree;

static void tree_new(void)
{
    story = g_string_new(NULL);
    tree.p = scribe_new(TYPE_SCRIBE, 'p', NULL);
    tree.left = qbus_new(TYPE_SCRIBE_BUS, tree.p, "left");
    tree.right = qbus_new(TYPE_SCRIBE_BUS, tree.p, "right");
    tree.a = scribe_new(TYPE_SCRIBE, 'a', tree.left);
    tree.b = scribe_new(TYPE_SCRIBE, 'b', tree.left);
    tree.c = scribe_new(TYPE_SCRIBE, 'c', tree.right);
    tree.d = scribe_new(TYPE_SCRIBE, 'd',
                        qbus_new(TYPE_SCRIBE_BUS, tree.c, "deep"));
}

static void story_is(const char *expected)
{
    ck_assert_str_eq(story->str, expected);
    g_string_set_size(story, 0);
}

START_TEST(test_each_phase_ends_everywhere_before_the_next)
{
    tree_new();
    device_cold_reset(tree.p);
    story_is("Ea Eb Ed Ec Ep Ha Hb Hd Hc Hp Xa Xb Xd Xc Xp ");
}
END_TEST

START_TEST(test_reset_of_a_bus_spares_the_rest)
{
    tree_new();
    bus_cold_reset(tree.left);
    story_is("Ea Eb Ha Hb Xa Xb ");
}
END_TEST

START_TEST(test_assert_holds_until_release)
{
    tree_new();
    resettable_assert_reset(OBJECT(tree.c), RESET_TYPE_COLD);
    story_is("Ed Ec Hd Hc ");
    ck_assert(device_is_in_reset(tree.d));
    ck_assert(!device_is_in_reset(tree.p));
    resettable_release_reset(OBJECT(tree.c), RESET_TYPE_COLD);
    story_is("Xd Xc ");
    ck_assert(!device_is_in_reset(tree.d));
}
END_TEST

START_TEST(test_child_held_by_parent_ignores_its_own_reset)
{
    tree_new();
    resettable_assert_reset(OBJECT(tree.p), RESET_TYPE_COLD);
    g_string_set_size(story, 0);
    device_cold_reset(tree.a);
    story_is("");
    ck_assert(device_is_in_reset(tree.a));
    resettable_release_reset(OBJECT(tree.p), RESET_TYPE_COLD);
    story_is("Xa Xb Xd Xc Xp ");
}
END_TEST

START_TEST(test_child_held_by_itself_stays_when_parent_is_released)
{
    tree_new();
    resettable_assert_reset(OBJECT(tree.a), RESET_TYPE_COLD);
    story_is("Ea Ha ");
    device_cold_reset(tree.p);
    story_is("Eb Ed Ec Ep Hb Hd Hc Hp Xb Xd Xc Xp ");
    ck_assert(device_is_in_reset(tree.a));
    resettable_release_reset(OBJECT(tree.a), RESET_TYPE_COLD);
    story_is("Xa ");
}
END_TEST

START_TEST(test_asserts_count)
{
    tree_new();
    resettable_assert_reset(OBJECT(tree.d), RESET_TYPE_COLD);
    resettable_assert_reset(OBJECT(tree.d), RESET_TYPE_COLD);
    story_is("Ed Hd ");
    resettable_release_reset(OBJECT(tree.d), RESET_TYPE_COLD);
    story_is("");
    resettable_release_reset(OBJECT(tree.d), RESET_TYPE_COLD);
    story_is("Xd ");
}
END_TEST

START_TEST(test_device_plugged_below_a_held_bus_enters_reset)
{
    tree_new();
    resettable_assert_reset(OBJECT(tree.left), RESET_TYPE_COLD);
    g_string_set_size(story, 0);
    DeviceState *late = scribe_new(TYPE_SCRIBE, 'l', tree.left);

    story_is("El Hl ");
    ck_assert(device_is_in_reset(late));
    resettable_release_reset(OBJECT(tree.left), RESET_TYPE_COLD);
    story_is("Xa Xb Xl ");
}
END_TEST

START_TEST(test_device_that_leaves_a_held_bus_leaves_reset)
{
    tree_new();
    resettable_assert_reset(OBJECT(tree.left), RESET_TYPE_COLD);
    g_string_set_size(story, 0);
    object_ref(tree.a);
    object_unparent(OBJECT(tree.a));
    story_is("Xa ");
    ck_assert(!device_is_in_reset(tree.a));
    object_unref(tree.a);
    resettable_release_reset(OBJECT(tree.left), RESET_TYPE_COLD);
    story_is("Xb ");
}
END_TEST

START_TEST(test_hotplugged_device_is_reset_when_realized)
{
    DeviceState *dev = qdev_new(TYPE_SCRIBE);

    story = g_string_new(NULL);
    SCRIBE(dev)->name = 'n';
    dev->hotplugged = true;
    qdev_realize_and_unref(dev, NULL, &error_abort);
    story_is("En Hn Xn ");
}
END_TEST

START_TEST(test_legacy_reset_runs_in_the_hold_phase)
{
    story = g_string_new(NULL);
    device_cold_reset(scribe_new("test-scribe-old", 'o', NULL));
    story_is("Eo Lo Xo ");
}
END_TEST

START_TEST(test_subclass_can_call_the_inherited_phase)
{
    story = g_string_new(NULL);
    device_cold_reset(scribe_new("test-scribe-polite", 'q', NULL));
    story_is("Eq Hq hq Xq ");
}
END_TEST

START_TEST(test_cold_reset_fn_fits_a_list_of_handlers)
{
    tree_new();
    resettable_cold_reset_fn(tree.d);
    story_is("Ed Hd Xd ");
}
END_TEST

/* A device's line must be low at its receiver after a reset of both. */
START_TEST(test_lines_are_low_after_a_system_reset)
{
    DeviceState *intc = qdev_new(TYPE_CLABPU_INTC);
    DeviceState *edc = qdev_new(TYPE_CLABPU_EDC);
    IrqRecorder hart = { 0 };

    sysbus_realize_and_unref(SYS_BUS_DEVICE(intc), &error_abort);
    sysbus_realize_and_unref(SYS_BUS_DEVICE(edc), &error_abort);
    sysbus_connect_irq(SYS_BUS_DEVICE(intc), 0, irq_recorder_new(&hart));
    sysbus_connect_irq(SYS_BUS_DEVICE(edc), 0, qdev_get_gpio_in(intc, 0));
    mmio_write(&CLABPU_INTC(intc)->iomem, CLABPU_INTC_ENABLE, 1, 4);
    mmio_write(&CLABPU_EDC(edc)->reg_mem, CLABPU_EDC_INT_ENABLE, 1, 4);
    mmio_write(&CLABPU_EDC(edc)->reg_mem, CLABPU_EDC_INJECT, 1, 4);
    ck_assert_int_eq(hart.level, 1);
    bus_cold_reset(sysbus_get_default());
    ck_assert_int_eq(hart.level, 0);
    ck_assert_uint_eq(CLABPU_INTC(intc)->regs.pending, 0);
    ck_assert_uint_eq(CLABPU_EDC(edc)->regs.error, 0);
    ck_assert_int_eq(hart.rises, 1);
}
END_TEST

UNIT_MAIN("reset",
          UNIT_TEST(test_each_phase_ends_everywhere_before_the_next),
          UNIT_TEST(test_reset_of_a_bus_spares_the_rest),
          UNIT_TEST(test_assert_holds_until_release),
          UNIT_TEST(test_child_held_by_parent_ignores_its_own_reset),
          UNIT_TEST(test_child_held_by_itself_stays_when_parent_is_released),
          UNIT_TEST(test_asserts_count),
          UNIT_TEST(test_device_plugged_below_a_held_bus_enters_reset),
          UNIT_TEST(test_device_that_leaves_a_held_bus_leaves_reset),
          UNIT_TEST(test_hotplugged_device_is_reset_when_realized),
          UNIT_TEST(test_legacy_reset_runs_in_the_hold_phase),
          UNIT_TEST(test_subclass_can_call_the_inherited_phase),
          UNIT_TEST(test_cold_reset_fn_fits_a_list_of_handlers),
          UNIT_TEST(test_lines_are_low_after_a_system_reset))

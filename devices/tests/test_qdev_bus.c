/* test_qdev_bus.c: buses: who may plug in, finding, going away */
#include <string.h>

#include "devices/qdev.h"
#include "fixture.h"

/* A shelf has one bus, a rail; a box goes into a rail and may refuse. */
#define TYPE_RAIL "test-rail"
#define TYPE_BOX "test-box"
#define TYPE_SHELF "test-shelf"
#define RAIL_SLOTS 2

static bool rail_refuses_realize;
static bool rail_refuses_address;
static bool box_refuses;
static int rails_realized, boxes_realized, boxes_alive, shelfs_realized;

static void rail_realize(BusState *bus, Error **errp)
{
    if (rail_refuses_realize) {
        error_setg(errp, "rail is bent");
        return;
    }
    rails_realized++;
}

static void rail_unrealize(BusState *bus)
{
    rails_realized--;
}

static bool rail_check_address(BusState *bus, DeviceState *dev, Error **errp)
{
    if (rail_refuses_address) {
        error_setg(errp, "no such slot");
    }
    return !rail_refuses_address;
}

static void rail_class_init(ObjectClass *klass, void *data)
{
    BusClass *bc = BUS_CLASS(klass);

    bc->max_dev = RAIL_SLOTS;
    bc->realize = rail_realize;
    bc->unrealize = rail_unrealize;
    bc->check_address = rail_check_address;
}

static void box_realize(DeviceState *dev, Error **errp)
{
    if (box_refuses) {
        error_setg(errp, "box is sealed");
        return;
    }
    boxes_realized++;
}

static void box_unrealize(DeviceState *dev)
{
    boxes_realized--;
}

static void box_init(Object *obj)
{
    boxes_alive++;
}

static void box_finalize(Object *obj)
{
    boxes_alive--;
}

static void box_class_init(ObjectClass *klass, void *data)
{
    DeviceClass *dc = DEVICE_CLASS(klass);

    dc->bus_type = TYPE_RAIL;
    dc->realize = box_realize;
    dc->unrealize = box_unrealize;
}

static void shelf_realize(DeviceState *dev, Error **errp)
{
    shelfs_realized++;
    qbus_new(TYPE_RAIL, dev, NULL);
}

static void shelf_unrealize(DeviceState *dev)
{
    shelfs_realized--;
}

static void shelf_class_init(ObjectClass *klass, void *data)
{
    DEVICE_CLASS(klass)->realize = shelf_realize;
    DEVICE_CLASS(klass)->unrealize = shelf_unrealize;
}

static const TypeInfo types[] = {
    {
        .name = TYPE_RAIL,
        .parent = TYPE_BUS,
        .instance_size = sizeof(BusState),
        .class_init = rail_class_init,
    }, {
        .name = TYPE_BOX,
        .parent = TYPE_DEVICE,
        .instance_size = sizeof(DeviceState),
        .instance_init = box_init,
        .instance_finalize = box_finalize,
        .class_init = box_class_init,
    }, {
        .name = TYPE_SHELF,
        .parent = TYPE_DEVICE,
        .instance_size = sizeof(DeviceState),
        .class_init = shelf_class_init,
    },
};

DEFINE_TYPES(types)

static DeviceState *shelf_new(void)
{
    DeviceState *shelf = qdev_new(TYPE_SHELF);

    ck_assert(qdev_set_id(shelf, "Shelf", NULL));
    ck_assert(qdev_realize_and_unref(shelf, NULL, NULL));
    return shelf;
}

static BusState *rail_of(DeviceState *shelf)
{
    BusState *rail = qdev_get_child_bus(shelf, "shelf.0");

    ck_assert_ptr_nonnull(rail);
    return rail;
}

static void refused_with(DeviceState *dev, BusState *bus, const char *text)
{
    Error *err = NULL;

    ck_assert(!qdev_realize(dev, bus, &err));
    ck_assert_msg(strstr(error_get_pretty(err), text) != NULL, "%s",
                  error_get_pretty(err));
    ck_assert(!qdev_is_realized(dev));
    ck_assert_ptr_null(qdev_get_parent_bus(dev));
    error_free(err);
}

/* ---------------------------------------------------------------- plugging */

START_TEST(test_bus_is_named_after_its_device)
{
    DeviceState *shelf = shelf_new();
    BusState *rail = rail_of(shelf);

    ck_assert_ptr_eq(rail->parent, shelf);
    ck_assert(rail->realized);
    ck_assert_int_eq(rails_realized, 1);
    ck_assert_ptr_null(qdev_get_child_bus(shelf, "shelf.1"));
    ck_assert_ptr_eq(object_resolve_path("/machine/peripheral/Shelf/shelf.0",
                                         NULL), rail);
}
END_TEST

START_TEST(test_bus_without_a_device_is_named_after_its_type)
{
    BusState *rail = qbus_new(TYPE_RAIL, NULL, NULL);

    ck_assert_str_eq(rail->name, "test-rail.0");
    object_unref(rail);
}
END_TEST

START_TEST(test_full_bus_says_how_many_it_takes)
{
    BusState *rail = rail_of(shelf_new());

    for (int i = 0; i < RAIL_SLOTS; i++) {
        ck_assert(qdev_realize_and_unref(qdev_new(TYPE_BOX), rail, NULL));
    }
    DeviceState *third = qdev_new(TYPE_BOX);
    refused_with(third, rail, "bus 'shelf.0' is full: it takes 2 devices");
    object_unref(third);
    ck_assert_int_eq(boxes_alive, RAIL_SLOTS);
}
END_TEST

START_TEST(test_bus_refuses_an_address)
{
    BusState *rail = rail_of(shelf_new());
    DeviceState *box = qdev_new(TYPE_BOX);

    rail_refuses_address = true;
    refused_with(box, rail, "no such slot");
    ck_assert_uint_eq(rail->children->len, 0);
    object_unref(box);
}
END_TEST

START_TEST(test_device_that_refuses_is_unplugged)
{
    BusState *rail = rail_of(shelf_new());
    DeviceState *box = qdev_new(TYPE_BOX);

    box_refuses = true;
    refused_with(box, rail, "box is sealed");
    ck_assert_uint_eq(rail->children->len, 0);
    box_refuses = false;
    ck_assert(qdev_realize_and_unref(box, rail, NULL));
    ck_assert_ptr_eq(qdev_get_parent_bus(box), rail);
}
END_TEST

START_TEST(test_bus_that_refuses_takes_its_device_back)
{
    DeviceState *shelf = qdev_new(TYPE_SHELF);

    rail_refuses_realize = true;
    refused_with(shelf, NULL, "rail is bent");
    ck_assert_int_eq(shelfs_realized, 0);
    object_unref(shelf);
}
END_TEST

/* ----------------------------------------------------------------- finding */

START_TEST(test_device_is_found_at_any_depth)
{
    DeviceState *outer = shelf_new();
    DeviceState *inner = qdev_new(TYPE_SHELF);
    DeviceState *box = qdev_new(TYPE_BOX);

    ck_assert(qdev_set_id(inner, "inner", NULL));
    ck_assert(qdev_set_id(box, "box", NULL));
    ck_assert(qdev_realize_and_unref(inner, rail_of(outer), NULL));
    ck_assert(qdev_realize_and_unref(
        box, qdev_get_child_bus(inner, "inner.0"), NULL));
    ck_assert_ptr_eq(qdev_find_recursive(rail_of(outer), "inner"), inner);
    ck_assert_ptr_eq(qdev_find_recursive(rail_of(outer), "box"), box);
    ck_assert_ptr_null(qdev_find_recursive(rail_of(outer), "Shelf"));
    ck_assert_ptr_null(qdev_get_dev_path(box));
}
END_TEST

/* ------------------------------------------------------------- going away */

START_TEST(test_device_takes_its_bus_and_children_along)
{
    DeviceState *shelf = shelf_new();

    for (int i = 0; i < RAIL_SLOTS; i++) {
        ck_assert(qdev_realize_and_unref(qdev_new(TYPE_BOX), rail_of(shelf),
                                         NULL));
    }
    ck_assert_int_eq(boxes_realized, RAIL_SLOTS);
    object_unparent(OBJECT(shelf));
    ck_assert_int_eq(boxes_realized, 0);
    ck_assert_int_eq(boxes_alive, 0);
    ck_assert_int_eq(rails_realized, 0);
    ck_assert_int_eq(shelfs_realized, 0);
}
END_TEST

START_TEST(test_unplugged_child_frees_its_slot)
{
    BusState *rail = rail_of(shelf_new());
    DeviceState *box = qdev_new(TYPE_BOX);

    ck_assert(qdev_realize_and_unref(box, rail, NULL));
    object_unparent(OBJECT(box));
    ck_assert_uint_eq(rail->children->len, 0);
    ck_assert_int_eq(boxes_alive, 0);
    ck_assert_int_eq(rails_realized, 1);
}
END_TEST

UNIT_MAIN("qdev_bus",
          UNIT_TEST(test_bus_is_named_after_its_device),
          UNIT_TEST(test_bus_without_a_device_is_named_after_its_type),
          UNIT_TEST(test_full_bus_says_how_many_it_takes),
          UNIT_TEST(test_bus_refuses_an_address),
          UNIT_TEST(test_device_that_refuses_is_unplugged),
          UNIT_TEST(test_bus_that_refuses_takes_its_device_back),
          UNIT_TEST(test_device_is_found_at_any_depth),
          UNIT_TEST(test_device_takes_its_bus_and_children_along),
          UNIT_TEST(test_unplugged_child_frees_its_slot))

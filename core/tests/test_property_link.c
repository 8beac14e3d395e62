/* test_property_link.c: references across the tree */
#include "core/object.h"
#include "support/unit.h"

typedef struct Holder {
    Object parent_obj;
    Object *weak;
    Object *strong;
    Object *fixed;
} Holder;

DECLARE_INSTANCE_CHECKER(Holder, HOLDER, "holder")

static int targets_dead;

static void target_finalize(Object *obj)
{
    targets_dead++;
}

static void refuse_all(const Object *obj, const char *name, Object *target,
                       Error **errp)
{
    error_setg(errp, "not now");
}

static void holder_class_init(ObjectClass *klass, void *data)
{
    object_class_property_add_link(klass, "weak", "target",
                                   offsetof(Holder, weak),
                                   object_property_allow_set_link, 0);
    object_class_property_add_link(klass, "strong", "target",
                                   offsetof(Holder, strong),
                                   object_property_allow_set_link,
                                   OBJ_PROP_LINK_STRONG);
    object_class_property_add_link(klass, "fixed", "target",
                                   offsetof(Holder, fixed), NULL, 0);
}

static const TypeInfo types[] = {
    {
        .name = "holder",
        .parent = TYPE_OBJECT,
        .instance_size = sizeof(Holder),
        .class_init = holder_class_init,
    },
    {
        .name = "target",
        .parent = TYPE_OBJECT,
        .instance_size = sizeof(Object),
        .instance_finalize = target_finalize,
    },
};

DEFINE_TYPES(types)

START_TEST(test_strong_link_keeps_its_target_alive)
{
    Object *holder = object_new("holder");
    Object *target = object_new("target");

    object_property_set_link(holder, "strong", target, &error_abort);
    object_property_set_link(holder, "strong", target, &error_abort);
    object_unref(target);
    ck_assert_int_eq(targets_dead, 0);
    ck_assert_ptr_eq(object_property_get_link(holder, "strong", NULL),
                     target);
    object_unref(holder);
    ck_assert_int_eq(targets_dead, 1);
}
END_TEST

START_TEST(test_weak_link_takes_no_reference)
{
    g_autoptr(Object) holder = object_new("holder");
    Object *target = object_new("target");

    object_property_set_link(holder, "weak", target, &error_abort);
    ck_assert_int_eq(target->ref, 1);
    object_property_set_link(holder, "weak", NULL, &error_abort);
    ck_assert_ptr_null(HOLDER(holder)->weak);
    object_unref(target);
}
END_TEST

START_TEST(test_link_is_set_by_path_and_reads_as_path)
{
    g_autoptr(Object) holder = object_new("holder");
    Object *target = object_new_with_props("target", object_get_root(), "t0",
                                           &error_abort, NULL);

    object_property_set_str(holder, "weak", "/t0", &error_abort);
    ck_assert_ptr_eq(HOLDER(holder)->weak, target);
    g_autofree char *path = object_property_get_str(holder, "weak",
                                                    &error_abort);
    ck_assert_str_eq(path, "/t0");
    object_property_parse(holder, "weak", "", &error_abort);
    ck_assert_ptr_null(HOLDER(holder)->weak);
    ck_assert_str_eq(object_property_get_type(holder, "weak", NULL),
                     "link<target>");
}
END_TEST

static void expect_refused(Object *holder, const char *name, Object *target,
                           const char *message)
{
    Error *err = NULL;

    ck_assert(!object_property_set_link(holder, name, target, &err));
    ck_assert_str_eq(err->message, message);
    error_free(err);
}

START_TEST(test_wrong_target_is_refused_with_reason)
{
    Object *slot = NULL;        /* must outlive the link into it */
    g_autoptr(Object) holder = object_new("holder");
    g_autoptr(Object) target = object_new("target");
    Error *err = NULL;

    object_property_add_link(holder, "picky", "target", &slot, refuse_all,
                             OBJ_PROP_LINK_STRONG);
    expect_refused(holder, "weak", holder, "Property 'holder.weak' expects an "
                   "object of type 'target', not 'holder'");
    expect_refused(holder, "fixed", target,
                   "Property 'holder.fixed' is not writable");
    expect_refused(holder, "picky", target, "not now");
    ck_assert_ptr_null(slot);
    ck_assert(!object_property_parse(holder, "weak", "/nowhere", &err));
    ck_assert_str_eq(err->message, "Property 'holder.weak' expects the path "
                     "of an object, not '/nowhere'");
    error_free(err);
}
END_TEST

UNIT_MAIN("property_link", UNIT_TEST(test_strong_link_keeps_its_target_alive),
          UNIT_TEST(test_weak_link_takes_no_reference),
          UNIT_TEST(test_link_is_set_by_path_and_reads_as_path),
          UNIT_TEST(test_wrong_target_is_refused_with_reason))

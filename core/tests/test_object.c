/* test_object.c: types, classes, instances, casts, introspection */
#include "core/object.h"
#include "support/child.h"
#include "support/unit.h"

#include <stdlib.h>
#include <string.h>

/* Every init and finalize writes its mark here. */
static char journal[256];

static void note(const char *text)
{
    g_strlcat(journal, text, sizeof(journal));
}

static void base_class_init(ObjectClass *klass, void *data)
{
    note("cA ");
}

static void base_class_base_init(ObjectClass *klass, void *data)
{
    note("b:");
    note(object_class_get_name(klass));
    note(" ");
}

static void middle_class_init(ObjectClass *klass, void *data)
{
    note("cB ");
}

static void leaf_class_init(ObjectClass *klass, void *data)
{
    note((const char *)data);
}

#define DEFINE_MARKS(level)                                             \
    static void level##_init(Object *obj)                               \
    {                                                                   \
        note("i:" #level " ");                                          \
    }                                                                   \
    static void level##_finalize(Object *obj)                           \
    {                                                                   \
        note("f:" #level " ");                                          \
    }

DEFINE_MARKS(base)
DEFINE_MARKS(middle)
DEFINE_MARKS(leaf)

static void leaf_post_init(Object *obj)
{
    note("p ");
}

typedef struct BaseClass {
    ObjectClass parent_class;
    int inherited;
} BaseClass;

typedef struct LeafState {
    Object parent_obj;
    int value;
} LeafState;

static char leaf_mark[] = "cC ";

/* Registered leaf first: the order must not matter. */
static const TypeInfo chain[] = {
    {
        .name = "leaf",
        .parent = "middle",
        .instance_size = sizeof(LeafState),
        .instance_init = leaf_init,
        .instance_post_init = leaf_post_init,
        .instance_finalize = leaf_finalize,
        .class_init = leaf_class_init,
        .class_data = leaf_mark,
    },
    {
        .name = "base",
        .parent = TYPE_OBJECT,
        .instance_size = sizeof(Object),
        .instance_init = base_init,
        .instance_finalize = base_finalize,
        .abstract = true,
        .class_size = sizeof(BaseClass),
        .class_init = base_class_init,
        .class_base_init = base_class_base_init,
    },
    {
        .name = "middle",
        .parent = "base",
        .instance_init = middle_init,
        .instance_finalize = middle_finalize,
        .class_init = middle_class_init,
    },
    {
        .name = "other",
        .parent = TYPE_OBJECT,
        .instance_size = sizeof(Object),
    },
    {
        .name = "wide",
        .parent = TYPE_OBJECT,
        .instance_size = 256,
        .instance_align = 128,
    },
};

DEFINE_TYPES(chain)

DECLARE_INSTANCE_CHECKER(LeafState, LEAF, "leaf")

START_TEST(test_class_init_runs_parents_first_and_once)
{
    journal[0] = '\0';
    ck_assert_ptr_nonnull(object_class_by_name("leaf"));
    ck_assert_str_eq(journal, "cA b:middle cB b:leaf cC ");
    object_class_by_name("leaf");
    object_class_by_name("middle");
    ck_assert_str_eq(journal, "cA b:middle cB b:leaf cC ");
}
END_TEST

START_TEST(test_init_goes_root_to_leaf_and_finalize_back)
{
    object_class_by_name("leaf");
    journal[0] = '\0';
    Object *obj = object_new("leaf");
    ck_assert_str_eq(journal, "i:base i:middle i:leaf p ");
    journal[0] = '\0';
    object_ref(obj);
    object_unref(obj);
    ck_assert_str_eq(journal, "");
    object_unref(obj);
    ck_assert_str_eq(journal, "f:leaf f:middle f:base ");
}
END_TEST

START_TEST(test_child_class_starts_as_copy_of_parent_class)
{
    BaseClass *base = (BaseClass *)object_class_by_name("base");

    base->inherited = 42;
    BaseClass *leaf = (BaseClass *)object_class_by_name("leaf");
    ck_assert_int_eq(leaf->inherited, 42);
    ck_assert_ptr_ne(base, leaf);
}
END_TEST

START_TEST(test_instance_size_zero_inherits)
{
    ck_assert_uint_eq(
        object_class_get_instance_size(object_class_by_name("middle")),
        sizeof(Object));
}
END_TEST

START_TEST(test_new_object_is_zeroed_and_aligned)
{
    g_autoptr(Object) leaf = object_new("leaf");
    g_autoptr(Object) wide = object_new("wide");

    ck_assert_int_eq(LEAF(leaf)->value, 0);
    ck_assert_uint_eq((uintptr_t)wide % 128, 0);
}
END_TEST

START_TEST(test_dynamic_cast_answers_null_for_wrong_type)
{
    g_autoptr(Object) obj = object_new("leaf");

    ck_assert_ptr_eq(object_dynamic_cast(obj, "leaf"), obj);
    ck_assert_ptr_eq(object_dynamic_cast(obj, "base"), obj);
    ck_assert_ptr_eq(object_dynamic_cast(obj, TYPE_OBJECT), obj);
    ck_assert_ptr_null(object_dynamic_cast(obj, "other"));
    ck_assert_ptr_null(object_dynamic_cast(obj, "no-such-type"));
    ck_assert_ptr_null(object_dynamic_cast(NULL, "leaf"));
    ck_assert_ptr_null(object_class_dynamic_cast(obj->class, "other"));
}
END_TEST

static void cast_wrong(void *opaque)
{
    LEAF(object_new("other"));
}

static void class_cast_wrong(void *opaque)
{
    OBJECT_CLASS_CHECK(BaseClass, object_class_by_name("other"), "base");
}

static void make_abstract(void *opaque)
{
    object_new("base");
}

static void make_unknown(void *opaque)
{
    object_new("no-such-type");
}

static void register_twice(void *opaque)
{
    type_register_static(&chain[0]);
}

static void use_orphan(void *opaque)
{
    static const TypeInfo orphan = { .name = "orphan", .parent = "nobody" };

    type_register_static(&orphan);
    object_class_by_name("orphan");
}

static void use_loop(void *opaque)
{
    static const TypeInfo loop[] = {
        { .name = "loop-a", .parent = "loop-b" },
        { .name = "loop-b", .parent = "loop-a" },
    };

    type_register_static_array(loop, 2);
    object_class_by_name("loop-a");
}

static void use_shrunk(void *opaque)
{
    static const TypeInfo shrunk = {
        .name = "shrunk", .parent = "leaf", .instance_size = 8,
    };

    type_register_static(&shrunk);
    object_class_by_name("shrunk");
}

static void initialize_too_small(void *opaque)
{
    Object storage;

    object_initialize(&storage, sizeof(storage), "leaf");
}

static const TypeInfo confused = {
    .name = "confused",
    .parent = TYPE_OBJECT,
    .interfaces = (const InterfaceInfo[]){ { "leaf" }, { NULL } },
};

static void implement_class(void *opaque)
{
    type_register_static(&confused);
    object_class_by_name("confused");
}

static void unref_too_often(void *opaque)
{
    LeafState storage;

    object_initialize(&storage, sizeof(storage), "leaf");
    object_unref(&storage);
    object_unref(&storage);
}

static const struct {
    void (*fn)(void *opaque);
    const char *message;
} bugs[] = {
    { cast_wrong, "of type 'other' is not a 'leaf'" },
    { class_cast_wrong, "class 'other' is not a 'base'" },
    { make_abstract, "type 'base' is abstract" },
    { make_unknown, "unknown type 'no-such-type'" },
    { register_twice, "type 'leaf' is registered twice" },
    { use_orphan, "type 'orphan' has the unknown parent 'nobody'" },
    { use_loop, "is its own ancestor" },
    { use_shrunk, "type 'shrunk' has a smaller instance_size" },
    { initialize_too_small, "too few for an object of type 'leaf'" },
    { implement_class, "implements 'leaf', which is not a registered" },
    { unref_too_often, "" },
};

START_TEST(test_misuse_aborts_and_names_the_types)
{
    ck_assert_msg(child_aborts_with(bugs[_i].fn, bugs[_i].message),
                  "no abort with: %s", bugs[_i].message);
}
END_TEST

START_TEST(test_unknown_class_name_answers_null)
{
    ck_assert_ptr_null(object_class_by_name("no-such-type"));
}
END_TEST

START_TEST(test_class_introspection_names_parents)
{
    ObjectClass *klass = object_class_by_name("leaf");

    ck_assert_str_eq(object_class_get_name(klass), "leaf");
    klass = object_class_get_parent(klass);
    ck_assert_str_eq(object_class_get_name(klass), "middle");
    klass = object_class_get_parent(klass);
    ck_assert(object_class_is_abstract(klass));
    klass = object_class_get_parent(klass);
    ck_assert_str_eq(object_class_get_name(klass), TYPE_OBJECT);
    ck_assert_ptr_null(object_class_get_parent(klass));
}
END_TEST

static void append_name(ObjectClass *klass, void *opaque)
{
    g_string_append_printf(opaque, "%s ", object_class_get_name(klass));
}

START_TEST(test_class_lists_are_sorted_and_filtered)
{
    g_autoptr(GString) names = g_string_new(NULL);

    object_class_foreach(append_name, "base", false, names);
    ck_assert_str_eq(names->str, "leaf middle ");
    g_string_truncate(names, 0);
    object_class_foreach(append_name, "base", true, names);
    ck_assert_str_eq(names->str, "base leaf middle ");

    g_autoptr(GSList) list = object_class_get_list_sorted("middle", false);
    ck_assert_uint_eq(g_slist_length(list), 2);
}
END_TEST

START_TEST(test_object_initialize_leaves_storage_to_the_caller)
{
    LeafState storage;

    memset(&storage, 0xff, sizeof(storage));
    object_initialize(&storage, sizeof(storage), "leaf");
    ck_assert_int_eq(storage.value, 0);
    journal[0] = '\0';
    object_unref(&storage);
    ck_assert_str_eq(journal, "f:leaf f:middle f:base ");
}
END_TEST

static gpointer ref_and_unref(gpointer obj)
{
    for (int i = 0; i < 10000; i++) {
        object_unref(object_ref(obj));
    }
    return NULL;
}

START_TEST(test_reference_count_survives_threads)
{
    Object *obj = object_new("leaf");
    GThread *threads[4];

    for (int i = 0; i < 4; i++) {
        threads[i] = g_thread_new("ref", ref_and_unref, obj);
    }
    for (int i = 0; i < 4; i++) {
        g_thread_join(threads[i]);
    }
    journal[0] = '\0';
    object_unref(obj);
    ck_assert_str_eq(journal, "f:leaf f:middle f:base ");
}
END_TEST

UNIT_MAIN("object", UNIT_TEST(test_class_init_runs_parents_first_and_once),
          UNIT_TEST(test_init_goes_root_to_leaf_and_finalize_back),
          UNIT_TEST(test_child_class_starts_as_copy_of_parent_class),
          UNIT_TEST(test_instance_size_zero_inherits),
          UNIT_TEST(test_new_object_is_zeroed_and_aligned),
          UNIT_TEST(test_dynamic_cast_answers_null_for_wrong_type),
          UNIT_LOOP(test_misuse_aborts_and_names_the_types,
                    G_N_ELEMENTS(bugs)),
          UNIT_TEST(test_unknown_class_name_answers_null),
          UNIT_TEST(test_class_introspection_names_parents),
          UNIT_TEST(test_class_lists_are_sorted_and_filtered),
          UNIT_TEST(test_object_initialize_leaves_storage_to_the_caller),
          UNIT_TEST(test_reference_count_survives_threads))

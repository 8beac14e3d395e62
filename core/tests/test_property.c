/* test_property.c: typed access, text, errors, class properties, walks */
#include "core/object.h"
#include "support/unit.h"

static const char *const colors[] = { "red", "green", "blue" };
static const QEnumLookup color_lookup = { colors, G_N_ELEMENTS(colors) };

typedef struct Lamp {
    Object parent_obj;
    bool on;
    char *label;
    int color;
    uint8_t u8;
    uint16_t u16;
    uint32_t u32;
    uint64_t u64;
    int32_t i32;
    int8_t i8;
    uint64_t size;
} Lamp;

DECLARE_INSTANCE_CHECKER(Lamp, LAMP, "lamp")

static bool lamp_get_on(Object *obj, Error **errp)
{
    return LAMP(obj)->on;
}

static void lamp_set_on(Object *obj, bool value, Error **errp)
{
    LAMP(obj)->on = value;
}

static char *lamp_get_label(Object *obj, Error **errp)
{
    return g_strdup(LAMP(obj)->label);
}

static void lamp_set_label(Object *obj, const char *value, Error **errp)
{
    if (strcmp(value, "bad") == 0) {
        error_setg(errp, "this label is taken");
        return;
    }
    g_free(LAMP(obj)->label);
    LAMP(obj)->label = g_strdup(value);
}

static int lamp_get_color(Object *obj, Error **errp)
{
    return LAMP(obj)->color;
}

static void lamp_set_color(Object *obj, int value, Error **errp)
{
    LAMP(obj)->color = value;
}

static void lamp_visit_i32(Object *obj, Visitor *v, const char *name,
                           void *opaque, Error **errp)
{
    visit_type_int32(v, name, &LAMP(obj)->i32, errp);
}

static void lamp_visit_i8(Object *obj, Visitor *v, const char *name,
                          void *opaque, Error **errp)
{
    visit_type_int8(v, name, &LAMP(obj)->i8, errp);
}

static void lamp_visit_size(Object *obj, Visitor *v, const char *name,
                            void *opaque, Error **errp)
{
    visit_type_size(v, name, &LAMP(obj)->size, errp);
}

static void lamp_init(Object *obj)
{
    Lamp *s = LAMP(obj);

    object_property_add_uint8_ptr(obj, "u8", &s->u8,
                                  OBJ_PROP_FLAG_READWRITE);
    object_property_add_uint16_ptr(obj, "u16", &s->u16,
                                   OBJ_PROP_FLAG_READWRITE);
    object_property_add_uint32_ptr(obj, "u32", &s->u32,
                                   OBJ_PROP_FLAG_READWRITE);
    object_property_add_uint64_ptr(obj, "u64", &s->u64,
                                   OBJ_PROP_FLAG_READWRITE);
    object_property_add_uint64_ptr(obj, "fixed", &s->u64,
                                   OBJ_PROP_FLAG_READ);
    object_property_add(obj, "i32", "int32", lamp_visit_i32, lamp_visit_i32,
                        NULL, NULL);
    object_property_add(obj, "i8", "int8", lamp_visit_i8, lamp_visit_i8,
                        NULL, NULL);
    object_property_add(obj, "size", "size", lamp_visit_size,
                        lamp_visit_size, NULL, NULL);
    object_property_add_bool(obj, "secret", NULL, lamp_set_on);
}

static void lamp_finalize(Object *obj)
{
    g_free(LAMP(obj)->label);
}

static void lamp_class_init(ObjectClass *klass, void *data)
{
    object_class_property_add_bool(klass, "on", lamp_get_on, lamp_set_on);
    object_class_property_add_str(klass, "label", lamp_get_label,
                                  lamp_set_label);
    object_class_property_add_enum(klass, "color", "Color", &color_lookup,
                                   lamp_get_color, lamp_set_color);
    object_class_property_set_description(klass, "on", "gives light");
}

static const TypeInfo lamp_types[] = {
    {
        .name = "lamp",
        .parent = TYPE_OBJECT,
        .instance_size = sizeof(Lamp),
        .instance_init = lamp_init,
        .instance_finalize = lamp_finalize,
        .class_init = lamp_class_init,
    },
    { .name = "desk-lamp", .parent = "lamp" },
};

DEFINE_TYPES(lamp_types)

/* Text in, text out: what -device and "info qtree" do. */
static const struct {
    const char *name;
    const char *text;
    const char *plain;          /* NULL: refused */
    const char *human;          /* or the error message */
} texts[] = {
    { "on", "on", "true", "true" },
    { "on", "y", "true", "true" },
    { "on", "off", "false", "false" },
    { "on", "maybe", NULL,
      "Property 'desk-lamp.on' expects bool (on, off), not 'maybe'" },
    { "on", "", NULL,
      "Property 'desk-lamp.on' expects bool (on, off), not ''" },
    { "label", "left side", "left side", "\"left side\"" },
    { "label", "bad", NULL, "this label is taken" },
    { "color", "blue", "blue", "\"blue\"" },
    { "color", "pink", NULL, "Property 'desk-lamp.color' expects one of red, "
      "green, blue, not 'pink'" },
    { "u8", "255", "255", "255 (0xff)" },
    { "u8", "256", NULL,
      "Property 'desk-lamp.u8' expects uint8 (0..255), not '256'" },
    { "u8", "-1", NULL,
      "Property 'desk-lamp.u8' expects uint8 (0..255), not '-1'" },
    { "u8", "12x", NULL,
      "Property 'desk-lamp.u8' expects uint8 (0..255), not '12x'" },
    { "u8", "", NULL,
      "Property 'desk-lamp.u8' expects uint8 (0..255), not ''" },
    { "u16", "0xffff", "65535", "65535 (0xffff)" },
    { "u16", "65536", NULL,
      "Property 'desk-lamp.u16' expects uint16 (0..65535), not '65536'" },
    { "u32", "0xffffffff", "4294967295", "4294967295 (0xffffffff)" },
    { "u64", "0xffffffffffffffff", "18446744073709551615",
      "18446744073709551615 (0xffffffffffffffff)" },
    { "u64", "0x10000000000000000", NULL, "Property 'desk-lamp.u64' expects "
      "uint64 (0..18446744073709551615), not '0x10000000000000000'" },
    { "i8", "-128", "-128", "-128 (0xffffffffffffff80)" },
    { "i8", "-129", NULL,
      "Property 'desk-lamp.i8' expects int8 (-128..127), not '-129'" },
    { "i32", "-2147483648", "-2147483648",
      "-2147483648 (0xffffffff80000000)" },
    { "i32", "2147483648", NULL, "Property 'desk-lamp.i32' expects int32 "
      "(-2147483648..2147483647), not '2147483648'" },
    { "size", "128M", "134217728", "134217728 (128.0\302\240MiB)" },
    { "size", "1k", "1024", "1024 (1.0\302\240KiB)" },
    { "size", "16E", NULL, "Property 'desk-lamp.size' expects size (bytes, "
      "or with suffix K, M, G, T, P, E), not '16E'" },
    { "size", "2MB", NULL, "Property 'desk-lamp.size' expects size (bytes, "
      "or with suffix K, M, G, T, P, E), not '2MB'" },
    { "fixed", "1", NULL, "Property 'desk-lamp.fixed' is not writable" },
    { "colr", "red", NULL,
      "Property 'desk-lamp.colr' not found; did you mean 'color'?" },
    { "brightness", "1", NULL, "Property 'desk-lamp.brightness' not found; "
      "it can be one of: color, i32, i8, label, on, secret, size, u16, u32, "
      "u64, u8" },
};

START_TEST(test_text_is_parsed_printed_or_refused_with_reason)
{
    g_autoptr(Object) obj = object_new("desk-lamp");
    Error *err = NULL;
    bool ok = object_property_parse(obj, texts[_i].name, texts[_i].text,
                                    &err);

    ck_assert_int_eq(ok, texts[_i].plain != NULL);
    if (!ok) {
        ck_assert_str_eq(error_get_pretty(err), texts[_i].human);
        error_free(err);
        return;
    }
    g_autofree char *plain = object_property_print(obj, texts[_i].name, false,
                                                   &error_abort);
    g_autofree char *human = object_property_print(obj, texts[_i].name, true,
                                                   &error_abort);
    ck_assert_str_eq(plain, texts[_i].plain);
    ck_assert_str_eq(human, texts[_i].human);
}
END_TEST

START_TEST(test_typed_set_and_get_agree)
{
    g_autoptr(Object) obj = object_new("lamp");

    object_property_set_bool(obj, "on", true, &error_abort);
    object_property_set_int(obj, "u32", 77, &error_abort);
    object_property_set_uint(obj, "u64", UINT64_MAX, &error_abort);
    object_property_set_int(obj, "i32", -5, &error_abort);
    object_property_set_str(obj, "label", "x", &error_abort);
    object_property_set_str(obj, "color", "green", &error_abort);

    g_autofree char *label = object_property_get_str(obj, "label",
                                                     &error_abort);
    g_autofree char *color = object_property_get_str(obj, "color",
                                                     &error_abort);
    ck_assert(object_property_get_bool(obj, "on", &error_abort));
    ck_assert_int_eq(object_property_get_int(obj, "u32", &error_abort), 77);
    ck_assert(object_property_get_uint(obj, "u64", NULL) == UINT64_MAX);
    ck_assert_int_eq(object_property_get_int(obj, "i32", &error_abort), -5);
    ck_assert_str_eq(label, "x");
    ck_assert_str_eq(color, "green");
    ck_assert_int_eq(
        object_property_get_enum(obj, "color", "Color", &error_abort), 1);
}
END_TEST

static void expect_error(Error *err, const char *message)
{
    ck_assert_ptr_nonnull(err);
    ck_assert_str_eq(err->message, message);
    error_free(err);
}

START_TEST(test_wrong_type_is_refused_and_changes_nothing)
{
    g_autoptr(Object) obj = object_new("lamp");
    Error *err = NULL;

    ck_assert(!object_property_set_bool(obj, "u8", true, &err));
    expect_error(err, "Property 'lamp.u8' expects uint8 (0..255), not true");
    err = NULL;
    ck_assert(!object_property_set_str(obj, "u8", "1", &err));
    expect_error(err, "Property 'lamp.u8' expects uint8 (0..255), not '1'");
    err = NULL;
    ck_assert(!object_property_set_int(obj, "u8", 300, &err));
    expect_error(err, "Property 'lamp.u8' expects uint8 (0..255), not 300");
    err = NULL;
    ck_assert(!object_property_set_int(obj, "on", 1, &err));
    expect_error(err, "Property 'lamp.on' expects bool (on, off), not 1");
    err = NULL;
    ck_assert(!object_property_set_int(obj, "label", 1, &err));
    expect_error(err, "Property 'lamp.label' expects string, not 1");
    ck_assert_int_eq(LAMP(obj)->u8, 0);
}
END_TEST

START_TEST(test_get_of_wrong_type_or_direction_is_an_error)
{
    g_autoptr(Object) obj = object_new("lamp");
    Error *err = NULL;

    ck_assert_int_eq(object_property_get_int(obj, "label", &err), -1);
    expect_error(err, "Property 'lamp.label' has type 'string', not an "
                 "integer");
    err = NULL;
    ck_assert_ptr_null(object_property_get_str(obj, "u8", &err));
    expect_error(err, "Property 'lamp.u8' has type 'uint8', not a string");
    err = NULL;
    ck_assert(!object_property_get_bool(obj, "secret", &err));
    expect_error(err, "Property 'lamp.secret' is not readable");
    err = NULL;
    ck_assert_ptr_null(object_property_get_link(obj, "on", &err));
    expect_error(err, "Property 'lamp.on' has type 'bool', not a link");
    err = NULL;
    ck_assert_uint_eq(object_property_get_uint(obj, "nope", &err), 0);
    ck_assert_ptr_nonnull(err);
    error_free(err);
}
END_TEST

START_TEST(test_class_properties_exist_once_for_all_objects)
{
    g_autoptr(Object) a = object_new("lamp");
    g_autoptr(Object) b = object_new("desk-lamp");

    ck_assert_ptr_eq(object_property_find(a, "on"),
                     object_property_find(b, "on"));
    ck_assert_str_eq(object_property_find(b, "on")->description,
                     "gives light");
    object_property_set_bool(a, "on", true, &error_abort);
    ck_assert(!object_property_get_bool(b, "on", &error_abort));
}
END_TEST

START_TEST(test_taken_name_is_refused_also_against_the_class)
{
    g_autoptr(Object) obj = object_new("lamp");
    Error *err = NULL;

    ck_assert_ptr_null(object_property_try_add(obj, "on", "bool", NULL, NULL,
                                               NULL, NULL, &err));
    expect_error(err, "object of type 'lamp' already has a property 'on'");
    err = NULL;
    ck_assert_ptr_null(object_property_try_add(obj, "u8", "bool", NULL, NULL,
                                               NULL, NULL, &err));
    ck_assert_ptr_nonnull(err);
    error_free(err);
}
END_TEST

START_TEST(test_walk_lists_own_properties_then_class_ones)
{
    g_autoptr(Object) obj = object_new("desk-lamp");
    g_autoptr(GString) names = g_string_new(NULL);
    ObjectPropertyIterator iter;
    ObjectProperty *prop;

    object_property_iter_init(&iter, obj);
    while ((prop = object_property_iter_next(&iter)) != NULL) {
        g_string_append_printf(names, "%s:%s ", prop->name, prop->type);
    }
    ck_assert_str_eq(names->str,
                     "u8:uint8 u16:uint16 u32:uint32 u64:uint64 fixed:uint64 "
                     "i32:int32 i8:int8 size:size secret:bool "
                     "on:bool label:string color:Color type:string ");
}
END_TEST

static void count_release(Object *obj, const char *name, void *opaque)
{
    ++*(int *)opaque;
}

START_TEST(test_deleted_property_is_released_and_gone)
{
    g_autoptr(Object) obj = object_new("lamp");
    int released = 0;

    object_property_add(obj, "extra", "none", NULL, NULL, count_release,
                        &released);
    object_property_del(obj, "extra");
    object_property_del(obj, "extra");
    ck_assert_int_eq(released, 1);
    ck_assert_ptr_null(object_property_find(obj, "extra"));
}
END_TEST

START_TEST(test_new_with_props_sets_and_adds_or_leaves_nothing)
{
    Object *root = object_get_root();
    Error *err = NULL;
    Object *lamp = object_new_with_props("lamp", root, "lamp0", &err, "on",
                                         "yes", "u8", "7", NULL);

    ck_assert_ptr_null(err);
    ck_assert_int_eq(lamp->ref, 1);
    ck_assert_int_eq(LAMP(lamp)->u8, 7);
    ck_assert(LAMP(lamp)->on);

    ck_assert_ptr_null(object_new_with_props("lamp", root, "lamp1", &err,
                                             "u8", "x", NULL));
    error_free(err);
    err = NULL;
    ck_assert_ptr_null(object_new_with_props("lamp", root, "lamp0", &err,
                                             NULL));
    error_free(err);
    err = NULL;
    ck_assert_ptr_null(object_new_with_props("candle", root, "c", &err,
                                             NULL));
    expect_error(err, "no object can be made of type 'candle': it is unknown");
    ck_assert_ptr_null(object_resolve_path("/lamp1", NULL));
}
END_TEST

UNIT_MAIN("property",
          UNIT_LOOP(test_text_is_parsed_printed_or_refused_with_reason,
                    G_N_ELEMENTS(texts)),
          UNIT_TEST(test_typed_set_and_get_agree),
          UNIT_TEST(test_wrong_type_is_refused_and_changes_nothing),
          UNIT_TEST(test_get_of_wrong_type_or_direction_is_an_error),
          UNIT_TEST(test_class_properties_exist_once_for_all_objects),
          UNIT_TEST(test_taken_name_is_refused_also_against_the_class),
          UNIT_TEST(test_walk_lists_own_properties_then_class_ones),
          UNIT_TEST(test_deleted_property_is_released_and_gone),
          UNIT_TEST(test_new_with_props_sets_and_adds_or_leaves_nothing))

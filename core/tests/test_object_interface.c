/* test_object_interface.c: interfaces and who inherits them */
#include "core/object.h"
#include "support/unit.h"

#define TYPE_GREETER "greeter"
#define TYPE_SHOUTER "shouter"

typedef struct Greeter Greeter;

typedef struct GreeterClass {
    InterfaceClass parent_class;
    const char *(*greet)(Greeter *g);
} GreeterClass;

DECLARE_CLASS_CHECKERS(GreeterClass, GREETER, TYPE_GREETER)

static const char *greet_default(Greeter *g)
{
    return "default";
}

static const char *greet_person(Greeter *g)
{
    return "person";
}

static void greeter_class_init(ObjectClass *klass, void *data)
{
    ((GreeterClass *)klass)->greet = greet_default;
}

static void person_class_init(ObjectClass *klass, void *data)
{
    GREETER_CLASS(klass)->greet = greet_person;
}

static const TypeInfo types[] = {
    {
        .name = "student",      /* inherits the interface and the override */
        .parent = "person",
    },
    {
        .name = "person",
        .parent = TYPE_CONTAINER,
        .class_init = person_class_init,
        .interfaces = (const InterfaceInfo[]){ { TYPE_GREETER }, { NULL } },
    },
    {
        .name = "robot",        /* keeps the defaults, has two interfaces */
        .parent = TYPE_CONTAINER,
        .interfaces = (const InterfaceInfo[]){
            { TYPE_GREETER }, { TYPE_SHOUTER }, { NULL } },
    },
    {
        .name = TYPE_GREETER,
        .parent = TYPE_INTERFACE,
        .class_size = sizeof(GreeterClass),
        .class_init = greeter_class_init,
    },
    {
        .name = TYPE_SHOUTER,
        .parent = TYPE_INTERFACE,
    },
};

DEFINE_TYPES(types)

static const struct {
    const char *type;
    const char *greeting;
} greetings[] = {
    { "robot", "default" },
    { "person", "person" },
    { "student", "person" },
};

START_TEST(test_interface_functions_are_defaulted_overridden_inherited)
{
    g_autoptr(Object) obj = object_new(greetings[_i].type);
    Greeter *greeter = INTERFACE_CHECK(Greeter, obj, TYPE_GREETER);

    ck_assert_ptr_eq(greeter, obj);
    ck_assert_str_eq(GREETER_GET_CLASS(obj)->greet(greeter),
                     greetings[_i].greeting);
}
END_TEST

START_TEST(test_interface_class_knows_its_concrete_class)
{
    ObjectClass *klass = object_class_by_name("student");
    ObjectClass *found = object_class_dynamic_cast(klass, TYPE_GREETER);

    ck_assert_ptr_ne(found, klass);
    ck_assert_ptr_eq(INTERFACE_CLASS(found)->concrete_class, klass);
    ck_assert_str_eq(object_class_get_name(found), TYPE_GREETER);
}
END_TEST

START_TEST(test_missing_interface_casts_to_null)
{
    g_autoptr(Object) obj = object_new("person");

    ck_assert_ptr_null(object_dynamic_cast(obj, TYPE_SHOUTER));
    ck_assert_ptr_null(object_class_dynamic_cast(obj->class, TYPE_SHOUTER));
}
END_TEST

START_TEST(test_cast_to_several_interfaces_at_once_is_refused)
{
    ObjectClass *robot = object_class_by_name("robot");

    ck_assert_ptr_null(object_class_dynamic_cast(robot, TYPE_INTERFACE));
    ck_assert_ptr_nonnull(object_class_dynamic_cast(robot, TYPE_SHOUTER));
}
END_TEST

START_TEST(test_class_list_finds_implementers)
{
    g_autoptr(GSList) list = object_class_get_list(TYPE_GREETER, false);

    ck_assert_uint_eq(g_slist_length(list), 3);
    ck_assert_str_eq(object_class_get_name(list->data), "person");
}
END_TEST

UNIT_MAIN("object_interface",
          UNIT_LOOP(
              test_interface_functions_are_defaulted_overridden_inherited,
              G_N_ELEMENTS(greetings)),
          UNIT_TEST(test_interface_class_knows_its_concrete_class),
          UNIT_TEST(test_missing_interface_casts_to_null),
          UNIT_TEST(test_cast_to_several_interfaces_at_once_is_refused),
          UNIT_TEST(test_class_list_finds_implementers))

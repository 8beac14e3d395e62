/* test_user_object.c: what -object makes, and what it refuses */
#include <string.h>

#include "machine/user_object.h"
#include "support/unit.h"

static Object *add(const char *text, GError **errp)
{
    g_autoptr(KeyVal) kv = keyval_parse(text, "qom-type", NULL);

    ck_assert_ptr_nonnull(kv);
    return user_object_add(kv, errp);
}

START_TEST(test_objects_are_found_by_id_and_type)
{
    Object *ram = add("memory-backend-ram,id=board.ram,size=4M,dump=off",
                      NULL);

    ck_assert_ptr_nonnull(ram);
    ck_assert_ptr_eq(user_object_find("board.ram", TYPE_MEMORY_BACKEND_RAM),
                     ram);
    ck_assert_ptr_null(user_object_find("board.ram", TYPE_SECRET));
    ck_assert_ptr_null(user_object_find("ram", TYPE_USER_OBJECT));
    ck_assert_uint_eq(MEMORY_BACKEND(ram)->size, 4 << 20);
    ck_assert(!MEMORY_BACKEND(ram)->dump);
    g_autofree char *path = object_get_canonical_path(ram);
    ck_assert_str_eq(path, "/objects/board.ram");
}
END_TEST

static const struct {
    const char *text;
    const char *says;
} bad[] = {
    { "nope,id=a", "no type of object 'nope'" },
    { "user-creatable,id=a", "no type of object" },
    { "machine,id=a", "no type of object" },
    { "secret,id=1a,data=x", "cannot be an id" },
    { "secret,id=a/b,data=x", "cannot be an id" },
    { "secret,id=,data=x", "cannot be an id" },
    { "secret,id=taken,data=x", "already" },
    { "secret,id=a", "either data= or file=" },
    { "secret,id=a,data=x,file=y", "either data= or file=" },
    { "secret,id=a,file=/nope/file", "cannot be read" },
    { "secret,id=a,file=/dev/zero", "more than 65536" },
    { "secret,id=a,data=****,format=base64", "not base64" },
    { "secret,id=a,data=x,format=hex", "hex" },
    { "secret,id=a,data=x,keyid=b", "keyid" },
    { "memory-backend-ram,id=a", "needs a size" },
    { "memory-backend-ram,id=a,size=0", "multiple" },
    { "memory-backend-ram,id=a,size=4097", "multiple" },
    { "memory-backend-ram,id=a,size=1G,share=on", "share" },
};

START_TEST(test_wrong_objects_do_not_come_to_be)
{
    g_autoptr(GError) err = NULL;

    ck_assert_ptr_nonnull(add("secret,id=taken,data=x", NULL));
    ck_assert_ptr_null(add(bad[_i].text, &err));
    ck_assert_msg(strstr(err->message, bad[_i].says), "%s", err->message);
    ck_assert_ptr_null(user_object_find("a", TYPE_USER_OBJECT));
}
END_TEST

START_TEST(test_secret_is_not_read_back)
{
    g_autoptr(GError) err = NULL;
    Object *secret = add("secret,id=s,data=c2VjcmV0,format=base64", NULL);

    ck_assert_ptr_nonnull(secret);
    ck_assert_ptr_null(object_property_get_str(secret, "data", &err));
    ck_assert_ptr_nonnull(err);
}
END_TEST

START_TEST(test_objects_in_use_stay)
{
    g_autoptr(GError) err = NULL;
    Object *ram = add("memory-backend-ram,id=m,size=1M", NULL);

    USER_OBJECT(ram)->in_use = true;
    ck_assert(!user_object_del("m", &err));
    ck_assert_str_eq(err->message, "object 'm' is in use, can not be deleted");
    USER_OBJECT(ram)->in_use = false;
    ck_assert(user_object_del("m", NULL));
    g_clear_error(&err);
    ck_assert(!user_object_del("m", &err));
    ck_assert_str_eq(err->message, "object 'm' not found");
    ck_assert_ptr_nonnull(add("memory-backend-ram,id=m,size=1M", NULL));
}
END_TEST

UNIT_MAIN("user_object",
          UNIT_TEST(test_objects_are_found_by_id_and_type),
          UNIT_LOOP(test_wrong_objects_do_not_come_to_be, G_N_ELEMENTS(bad)),
          UNIT_TEST(test_secret_is_not_read_back),
          UNIT_TEST(test_objects_in_use_stay))

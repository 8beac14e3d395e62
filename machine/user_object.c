/*
 * user_object.c: see machine/user_object.h
 */
#include "machine/user_object.h"

#include <string.h>

#include "core/object_tree.h"

#define CONTAINER "/objects"

static Object *folder(void)
{
    return container_get(object_get_root(), CONTAINER);
}

/* A letter, then letters, digits and -._: never a path. */
static bool check_id(const char *id, Error **errp)
{
    const char *rest = id;

    while (g_ascii_isalnum(*rest) || (*rest && strchr("-._", *rest))) {
        rest++;
    }
    if (!g_ascii_isalpha(id[0]) || *rest) {
        error_setg(errp, "'%s' cannot be an id: a letter, then letters, "
                   "digits and -._", id);
        return false;
    }
    if (object_resolve_path_component(folder(), id)) {
        error_setg(errp, "there is an object '%s' already", id);
        return false;
    }
    return true;
}

static bool check_type(const char *type, Error **errp)
{
    ObjectClass *klass = object_class_by_name(type);

    if (!klass || !object_class_dynamic_cast(klass, TYPE_USER_OBJECT) ||
        object_class_is_abstract(klass)) {
        error_setg(errp, "there is no type of object '%s': "
                   TYPE_MEMORY_BACKEND_RAM " and " TYPE_SECRET " are", type);
        return false;
    }
    return true;
}

static bool set_properties(Object *obj, const KeyVal *props, Error **errp)
{
    for (unsigned i = 0; i < keyval_size(props); i++) {
        const char *key = keyval_key(props, i);

        if (!g_str_equal(key, "qom-type") && !g_str_equal(key, "id") &&
            !object_property_parse(obj, key, keyval_value(props, i), errp)) {
            return false;
        }
    }
    return true;
}

static bool complete(Object *obj, Error **errp)
{
    UserObjectClass *klass = USER_OBJECT_GET_CLASS(obj);

    return !klass->complete || klass->complete(USER_OBJECT(obj), errp);
}

Object *user_object_add(const KeyVal *props, Error **errp)
{
    const char *type = keyval_get(props, "qom-type");
    const char *id = keyval_get(props, "id");
    g_autoptr(Object) obj = NULL;

    if (!check_type(type, errp) || !check_id(id, errp)) {
        return NULL;
    }
    obj = object_new(type);
    if (!set_properties(obj, props, errp) || !complete(obj, errp)) {
        return NULL;
    }
    object_property_add_child(folder(), id, obj);
    return obj;
}

bool user_object_del(const char *id, Error **errp)
{
    Object *obj = user_object_find(id, TYPE_USER_OBJECT);

    if (!obj) {
        error_setg(errp, "object '%s' not found", id);
        return false;
    }
    if (USER_OBJECT(obj)->in_use) {
        error_setg(errp, "object '%s' is in use, can not be deleted", id);
        return false;
    }
    object_unparent(obj);
    return true;
}

Object *user_object_find(const char *id, const char *type)
{
    Object *obj = object_resolve_path_component(folder(), id);

    return obj ? object_dynamic_cast(obj, type) : NULL;
}

static const TypeInfo user_object_info = {
    .name = TYPE_USER_OBJECT,
    .parent = TYPE_OBJECT,
    .abstract = true,
    .instance_size = sizeof(UserObject),
    .class_size = sizeof(UserObjectClass),
};

static void user_object_register_types(void)
{
    type_register_static(&user_object_info);
}

type_init(user_object_register_types)

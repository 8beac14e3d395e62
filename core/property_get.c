/*
 * property_get.c: typed get by name
 *
 * The accessor leaves its value in a Visitor; each getter says which kinds of
 * value it can give back, any other is an error.
 */
#include "property_internal.h"

#include <string.h>

static bool get_value(Object *obj, const char *name, Visitor *value,
                      Error **errp)
{
    *value = (Visitor){ .type_name = object_get_typename(obj) };
    return object_property_get(obj, name, value, errp);
}

static void wrong_kind(Object *obj, const char *name, const char *wanted,
                       Error **errp)
{
    error_setg(errp, "Property '%s.%s' has type '%s', not %s",
               object_get_typename(obj), name,
               object_property_get_type(obj, name, NULL), wanted);
}

bool object_property_get_bool(Object *obj, const char *name, Error **errp)
{
    Visitor v;

    if (!get_value(obj, name, &v, errp)) {
        return false;
    }
    if (v.kind != VALUE_BOOL) {
        wrong_kind(obj, name, "bool", errp);
    }
    visitor_deinit(&v);
    return v.kind == VALUE_BOOL && v.boolean;
}

int64_t object_property_get_int(Object *obj, const char *name, Error **errp)
{
    Visitor v;

    if (!get_value(obj, name, &v, errp)) {
        return -1;
    }
    visitor_deinit(&v);
    if (v.kind == VALUE_INT) {
        return v.signed_value;
    }
    if (v.kind == VALUE_UINT || v.kind == VALUE_SIZE) {
        return (int64_t)v.unsigned_value;
    }
    wrong_kind(obj, name, "an integer", errp);
    return -1;
}

uint64_t object_property_get_uint(Object *obj, const char *name, Error **errp)
{
    Visitor v;

    if (!get_value(obj, name, &v, errp)) {
        return 0;
    }
    visitor_deinit(&v);
    if (v.kind == VALUE_UINT || v.kind == VALUE_SIZE) {
        return v.unsigned_value;
    }
    if (v.kind == VALUE_INT && v.signed_value >= 0) {
        return v.signed_value;
    }
    wrong_kind(obj, name, "an unsigned integer", errp);
    return 0;
}

char *object_property_get_str(Object *obj, const char *name, Error **errp)
{
    Visitor v;
    char *text = NULL;

    if (!get_value(obj, name, &v, errp)) {
        return NULL;
    }
    if (v.kind == VALUE_STR || v.kind == VALUE_ENUM ||
        v.kind == VALUE_OBJECT) {
        text = visitor_to_string(&v, false);
    } else {
        wrong_kind(obj, name, "a string", errp);
    }
    visitor_deinit(&v);
    return text;
}

Object *object_property_get_link(Object *obj, const char *name, Error **errp)
{
    Visitor v;

    if (!get_value(obj, name, &v, errp)) {
        return NULL;
    }
    visitor_deinit(&v);
    if (v.kind != VALUE_OBJECT) {
        wrong_kind(obj, name, "a link", errp);
        return NULL;
    }
    return v.object;
}

int object_property_get_enum(Object *obj, const char *name, const char *type,
                             Error **errp)
{
    Visitor v;

    if (!get_value(obj, name, &v, errp)) {
        return -1;
    }
    visitor_deinit(&v);
    if (v.kind != VALUE_ENUM ||
        strcmp(object_property_get_type(obj, name, NULL), type) != 0) {
        wrong_kind(obj, name, type, errp);
        return -1;
    }
    return v.index;
}

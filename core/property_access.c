/*
 * property_access.c: typed set and get by name
 *
 * Every function wraps its value in a Visitor and runs the property's
 * accessor. What can go wrong is found in one place each: the name
 * (object_property_find_err), the direction (here), the type and range
 * (the visitor).
 */
#include "property_internal.h"

#include <string.h>

bool object_property_set(Object *obj, const char *name, Visitor *v,
                         Error **errp)
{
    ObjectProperty *prop = object_property_find_err(obj, name, errp);
    Error *local = NULL;

    if (prop == NULL) {
        return false;
    }
    if (prop->set == NULL) {
        error_setg(errp, "Property '%s.%s' is not writable",
                   object_get_typename(obj), name);
        return false;
    }
    prop->set(obj, v, name, prop->opaque, &local);
    if (local != NULL) {
        error_propagate(errp, local);
        return false;
    }
    return true;
}

bool object_property_get(Object *obj, const char *name, Visitor *v,
                         Error **errp)
{
    ObjectProperty *prop = object_property_find_err(obj, name, errp);
    Error *local = NULL;

    if (prop == NULL) {
        return false;
    }
    if (prop->get == NULL) {
        error_setg(errp, "Property '%s.%s' is not readable",
                   object_get_typename(obj), name);
        return false;
    }
    prop->get(obj, v, name, prop->opaque, &local);
    if (local != NULL) {
        error_propagate(errp, local);
        return false;
    }
    return true;
}

static bool set_value(Object *obj, const char *name, Visitor value,
                      Error **errp)
{
    value.input = true;
    value.type_name = object_get_typename(obj);
    return object_property_set(obj, name, &value, errp);
}

bool object_property_set_bool(Object *obj, const char *name, bool value,
                              Error **errp)
{
    return set_value(obj, name,
                     (Visitor){ .kind = VALUE_BOOL, .boolean = value }, errp);
}

bool object_property_set_int(Object *obj, const char *name, int64_t value,
                             Error **errp)
{
    return set_value(obj, name,
                     (Visitor){ .kind = VALUE_INT, .signed_value = value },
                     errp);
}

bool object_property_set_uint(Object *obj, const char *name, uint64_t value,
                              Error **errp)
{
    return set_value(obj, name,
                     (Visitor){ .kind = VALUE_UINT, .unsigned_value = value },
                     errp);
}

bool object_property_set_str(Object *obj, const char *name, const char *value,
                             Error **errp)
{
    return set_value(obj, name,
                     (Visitor){ .kind = VALUE_STR, .str = (char *)value },
                     errp);
}

bool object_property_set_link(Object *obj, const char *name, Object *value,
                              Error **errp)
{
    return set_value(obj, name,
                     (Visitor){ .kind = VALUE_OBJECT, .object = value },
                     errp);
}

bool object_property_parse(Object *obj, const char *name, const char *text,
                           Error **errp)
{
    return set_value(obj, name,
                     (Visitor){ .kind = VALUE_TEXT, .str = (char *)text },
                     errp);
}

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

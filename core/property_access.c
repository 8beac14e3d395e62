/*
 * property_access.c: set and get by name (exercise)
 *
 * A setter wraps its value in a Visitor and runs the property's accessor;
 * the typed getters are in property_get.c. What can go wrong is found in one
 * place each: the name (object_property_find_err), the direction (here), the
 * type and range (the visitor).
 */
#include "property_internal.h"

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

/* property_access.c: one function for both directions */
#include "property_internal.h"

static bool run(Object *obj, const char *name, Visitor *v, bool set,
                Error **errp)
{
    ObjectProperty *prop = object_property_find_err(obj, name, errp);
    Error *failure = NULL;

    if (!prop) {
        return false;
    }
    ObjectPropertyAccessor *accessor = set ? prop->set : prop->get;
    if (!accessor) {
        error_setg(errp, "Property '%s.%s' is not %s",
                   object_get_typename(obj), name,
                   set ? "writable" : "readable");
        return false;
    }
    accessor(obj, v, name, prop->opaque, &failure);
    if (!failure) {
        return true;
    }
    error_propagate(errp, failure);
    return false;
}

bool object_property_set(Object *obj, const char *name, Visitor *v,
                         Error **errp)
{
    return run(obj, name, v, true, errp);
}

bool object_property_get(Object *obj, const char *name, Visitor *v,
                         Error **errp)
{
    return run(obj, name, v, false, errp);
}

static Visitor input(Object *obj, ValueKind kind)
{
    return (Visitor) {
        .input = true, .kind = kind, .type_name = object_get_typename(obj),
    };
}

bool object_property_set_bool(Object *obj, const char *name, bool value,
                              Error **errp)
{
    Visitor v = input(obj, VALUE_BOOL);

    v.boolean = value;
    return run(obj, name, &v, true, errp);
}

bool object_property_set_int(Object *obj, const char *name, int64_t value,
                             Error **errp)
{
    Visitor v = input(obj, VALUE_INT);

    v.signed_value = value;
    return run(obj, name, &v, true, errp);
}

bool object_property_set_uint(Object *obj, const char *name, uint64_t value,
                              Error **errp)
{
    Visitor v = input(obj, VALUE_UINT);

    v.unsigned_value = value;
    return run(obj, name, &v, true, errp);
}

static bool set_text(Object *obj, const char *name, const char *text,
                     ValueKind kind, Error **errp)
{
    Visitor v = input(obj, kind);

    v.str = (char *)text;
    return run(obj, name, &v, true, errp);
}

bool object_property_set_str(Object *obj, const char *name, const char *value,
                             Error **errp)
{
    return set_text(obj, name, value, VALUE_STR, errp);
}

bool object_property_parse(Object *obj, const char *name, const char *text,
                           Error **errp)
{
    return set_text(obj, name, text, VALUE_TEXT, errp);
}

bool object_property_set_link(Object *obj, const char *name, Object *value,
                              Error **errp)
{
    Visitor v = input(obj, VALUE_OBJECT);

    v.object = value;
    return run(obj, name, &v, true, errp);
}

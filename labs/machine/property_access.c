/*
 * property_access.c: set and get by name (exercise machine.4)
 *
 * TODO: object_property_set() and _get() find the property
 * (object_property_find_err() has the message for a name that is not there)
 * and run its accessor with @v, the name and the property's opaque. One
 * without the accessor fails with
 *
 *     Property 'TYPE.NAME' is not writable
 *     Property 'TYPE.NAME' is not readable
 *
 * An accessor fails by setting its errp; then pass that error on and return
 * false, also when the caller's errp is NULL.
 *
 * The typed setters wrap their value in a Visitor (property_internal.h): it
 * is an input, knows the type name of the object for messages, and carries
 * one kind of value. object_property_parse() carries VALUE_TEXT.
 */
#include "core/lab_todo.h"
#include "property_internal.h"

bool object_property_set(Object *obj, const char *name, Visitor *v,
                         Error **errp)
{
    (void)obj;
    (void)name;
    (void)v;
    (void)errp;
    lab_todo("machine", 4);
    return false;
}

bool object_property_get(Object *obj, const char *name, Visitor *v,
                         Error **errp)
{
    (void)obj;
    (void)name;
    (void)v;
    (void)errp;
    lab_todo("machine", 4);
    return false;
}

bool object_property_set_bool(Object *obj, const char *name, bool value,
                              Error **errp)
{
    (void)obj;
    (void)name;
    (void)value;
    (void)errp;
    lab_todo("machine", 4);
    return false;
}

bool object_property_set_int(Object *obj, const char *name, int64_t value,
                             Error **errp)
{
    (void)obj;
    (void)name;
    (void)value;
    (void)errp;
    lab_todo("machine", 4);
    return false;
}

bool object_property_set_uint(Object *obj, const char *name, uint64_t value,
                              Error **errp)
{
    (void)obj;
    (void)name;
    (void)value;
    (void)errp;
    lab_todo("machine", 4);
    return false;
}

bool object_property_set_str(Object *obj, const char *name, const char *value,
                             Error **errp)
{
    (void)obj;
    (void)name;
    (void)value;
    (void)errp;
    lab_todo("machine", 4);
    return false;
}

bool object_property_set_link(Object *obj, const char *name, Object *value,
                              Error **errp)
{
    (void)obj;
    (void)name;
    (void)value;
    (void)errp;
    lab_todo("machine", 4);
    return false;
}

bool object_property_parse(Object *obj, const char *name, const char *text,
                           Error **errp)
{
    (void)obj;
    (void)name;
    (void)text;
    (void)errp;
    lab_todo("machine", 4);
    return false;
}

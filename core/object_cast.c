/*
 * object_cast.c: asking an object or a class what it is
 *
 * The dynamic cast answers NULL for the wrong type. The checked cast, which
 * the macros use, is for code that knows the answer: a wrong type is a bug
 * and aborts, naming what was there and what was expected.
 */
#include "type_internal.h"

#include <string.h>

bool type_is_a(Type type, const char *name)
{
    for (Type t = type; t != NULL; t = t->parent) {
        if (t->info->name == name || strcmp(t->info->name, name) == 0) {
            return true;
        }
    }
    return false;
}

ObjectClass *object_class_dynamic_cast(ObjectClass *klass,
                                       const char *type_name)
{
    int matches;

    if (klass == NULL) {
        return NULL;
    }
    if (type_is_a(klass->type, type_name)) {
        return klass;
    }
    /* "interface" itself fits every one: more than one is no answer */
    ObjectClass *found = interface_class_find(klass, type_name, &matches);
    return matches == 1 ? found : NULL;
}

Object *object_dynamic_cast(Object *obj, const char *type_name)
{
    if (obj == NULL ||
        object_class_dynamic_cast(obj->class, type_name) == NULL) {
        return NULL;
    }
    return obj;
}

Object *object_dynamic_cast_assert(Object *obj, const char *type_name,
                                   const char *location)
{
    if (obj != NULL && object_dynamic_cast(obj, type_name) == NULL) {
        error_setg(&error_abort, "%s: object %p of type '%s' is not a '%s'",
                   location, (void *)obj, object_get_typename(obj),
                   type_name);
    }
    return obj;
}

ObjectClass *object_class_dynamic_cast_assert(ObjectClass *klass,
                                              const char *type_name,
                                              const char *location)
{
    ObjectClass *found = object_class_dynamic_cast(klass, type_name);

    if (klass != NULL && found == NULL) {
        error_setg(&error_abort, "%s: class '%s' is not a '%s'", location,
                   object_class_get_name(klass), type_name);
    }
    return found;
}

/*
 * object_child.c: making an object and giving it a parent in one step
 *
 * In both cases the parent ends up with the only reference, so nobody has to
 * remember to drop one.
 */
#include "core/object.h"

void object_initialize_child_internal(Object *parent, const char *name,
                                      void *child, size_t size,
                                      const char *type_name)
{
    object_initialize(child, size, type_name);
    object_property_add_child(parent, name, child);
    object_unref(child);
}

static bool set_properties(Object *obj, va_list args, Error **errp)
{
    const char *name;

    while ((name = va_arg(args, const char *)) != NULL) {
        const char *text = va_arg(args, const char *);
        if (!object_property_parse(obj, name, text, errp)) {
            return false;
        }
    }
    return true;
}

Object *object_new_with_props(const char *type_name, Object *parent,
                              const char *id, Error **errp, ...)
{
    ObjectClass *klass = object_class_by_name(type_name);
    va_list args;

    if (klass == NULL || object_class_is_abstract(klass)) {
        error_setg(errp, "no object can be made of type '%s': it is %s",
                   type_name, klass == NULL ? "unknown" : "abstract");
        return NULL;
    }
    g_autoptr(Object) obj = object_new_with_class(klass);

    va_start(args, errp);
    bool ok = set_properties(obj, args, errp);
    va_end(args);
    if (!ok || !object_property_try_add_child(parent, id, obj, errp)) {
        return NULL;
    }
    return obj;
}

/*
 * object_class.c: looking at classes
 *
 * Lists come in the order of type names, so that every listing the user sees
 * (-M ?, -cpu ?, -device help) is sorted and the same in every run.
 */
#include "type_internal.h"

ObjectClass *object_get_class(const Object *obj)
{
    return obj->class;
}

const char *object_get_typename(const Object *obj)
{
    return obj->class->type->info->name;
}

const char *object_class_get_name(const ObjectClass *klass)
{
    return klass->type->info->name;
}

ObjectClass *object_class_get_parent(ObjectClass *klass)
{
    Type parent = klass->type->parent;

    return parent != NULL ? parent->class : NULL;
}

bool object_class_is_abstract(const ObjectClass *klass)
{
    return klass->type->abstract;
}

size_t object_class_get_instance_size(const ObjectClass *klass)
{
    return klass->type->instance_size;
}

static bool class_wanted(ObjectClass *klass, const char *implements,
                         bool include_abstract)
{
    if (!include_abstract && object_class_is_abstract(klass)) {
        return false;
    }
    return implements == NULL ||
           object_class_dynamic_cast(klass, implements) != NULL;
}

GSList *type_registry_classes(TypeRegistry *registry, const char *implements,
                              bool include_abstract)
{
    g_autoptr(GList) types = type_registry_list(registry);
    GSList *classes = NULL;

    for (GList *l = types; l != NULL; l = l->next) {
        ObjectClass *klass = type_get_class(l->data);
        if (class_wanted(klass, implements, include_abstract)) {
            classes = g_slist_prepend(classes, klass);
        }
    }
    return g_slist_reverse(classes);
}

GSList *object_class_get_list_sorted(const char *implements,
                                     bool include_abstract)
{
    return object_class_get_list(implements, include_abstract);
}

void object_class_foreach(void (*fn)(ObjectClass *klass, void *opaque),
                          const char *implements, bool include_abstract,
                          void *opaque)
{
    g_autoptr(GSList) classes = object_class_get_list(implements,
                                                      include_abstract);

    for (GSList *l = classes; l != NULL; l = l->next) {
        fn(l->data, opaque);
    }
}

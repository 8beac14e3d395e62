/*
 * object_default.c: the program's one world of types and objects
 *
 * QEMU's names take no context argument, so this file, and only this file,
 * keeps the default TypeRegistry and the root of the composition tree. The
 * work is done by the functions of type_internal.h.
 */
#include "type_internal.h"

static TypeRegistry *default_registry(void)
{
    static TypeRegistry registry;
    static gsize once;

    if (g_once_init_enter(&once)) {
        type_registry_init(&registry);
        g_once_init_leave(&once, 1);
    }
    return &registry;
}

Type type_register_static(const TypeInfo *info)
{
    return type_registry_add(default_registry(), info);
}

void type_register_static_array(const TypeInfo *infos, int n_infos)
{
    for (int i = 0; i < n_infos; i++) {
        type_register_static(&infos[i]);
    }
}

ObjectClass *object_class_by_name(const char *type_name)
{
    Type type = type_registry_find(default_registry(), type_name);

    return type != NULL ? type_get_class(type) : NULL;
}

static ObjectClass *class_by_name_or_abort(const char *type_name)
{
    ObjectClass *klass = object_class_by_name(type_name);

    if (klass == NULL) {
        error_setg(&error_abort, "unknown type '%s'", type_name);
    }
    return klass;
}

Object *object_new(const char *type_name)
{
    return object_new_with_class(class_by_name_or_abort(type_name));
}

void object_initialize(void *obj, size_t size, const char *type_name)
{
    object_init_with_class(obj, size, class_by_name_or_abort(type_name));
}

GSList *object_class_get_list(const char *implements, bool include_abstract)
{
    return type_registry_classes(default_registry(), implements,
                                 include_abstract);
}

Object *object_get_root(void)
{
    static Object *root;
    static gsize once;

    if (g_once_init_enter(&once)) {
        root = object_new(TYPE_CONTAINER);
        g_once_init_leave(&once, 1);
    }
    return root;
}

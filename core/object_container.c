/*
 * object_container.c: objects that only hold others, the tree's folders
 */
#include "core/object.h"

static const TypeInfo container_info = {
    .name = TYPE_CONTAINER,
    .parent = TYPE_OBJECT,
    .instance_size = sizeof(Object),
};

static void container_register_types(void)
{
    type_register_static(&container_info);
}

type_init(container_register_types)

static Object *container_step(Object *parent, const char *name)
{
    Object *child = object_resolve_path_component(parent, name);

    if (child == NULL) {
        child = object_new(TYPE_CONTAINER);
        object_property_add_child(parent, name, child);
        object_unref(child);
    }
    return child;
}

Object *container_get(Object *root, const char *path)
{
    g_auto(GStrv) parts = g_strsplit(path, "/", 0);
    Object *obj = root;

    g_assert(path[0] == '/');
    for (char **part = parts; *part != NULL; part++) {
        if (**part != '\0') {
            obj = container_step(obj, *part);
        }
    }
    return obj;
}

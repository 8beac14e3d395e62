/*
 * type_class.c: from a registered row to a class (exercise)
 *
 * A class is made when it is first needed: parents first (found by name, so
 * the order of registration does not matter), then a copy of the parent's
 * class block (type_layout.c), then the class_base_init of every ancestor,
 * then the type's own class_init. It happens once; all objects share the
 * result.
 */
#include "type_internal.h"

static void type_resolve_parent(Type type)
{
    const char *name = type->info->parent;

    if (name == NULL) {
        return;
    }
    type->parent = type_registry_find(type->registry, name);
    if (type->parent == NULL) {
        error_setg(&error_abort, "type '%s' has the unknown parent '%s'",
                   type->info->name, name);
    }
    if (type->resolving) {
        error_setg(&error_abort, "type '%s' is its own ancestor",
                   type->info->name);
    }
    type->resolving = true;
    type_get_class(type->parent);
    type->resolving = false;
}

static void type_run_class_init(Type type)
{
    void *data = type->info->class_data;

    for (Type t = type->parent; t != NULL; t = t->parent) {
        if (t->info->class_base_init != NULL) {
            t->info->class_base_init(type->class, data);
        }
    }
    if (type->info->class_init != NULL) {
        type->info->class_init(type->class, data);
    }
}

ObjectClass *type_get_class(Type type)
{
    if (g_atomic_int_get(&type->ready)) {
        return type->class;
    }
    g_rec_mutex_lock(&type->registry->lock);
    if (type->class == NULL) {
        type_resolve_parent(type);
        type_layout_class(type);
        type_init_interfaces(type);
        type_run_class_init(type);
        g_atomic_int_set(&type->ready, 1);
    }
    g_rec_mutex_unlock(&type->registry->lock);
    return type->class;
}

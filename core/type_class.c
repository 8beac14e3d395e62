/*
 * type_class.c: from a registered row to a class
 *
 * A class is made when it is first needed: parents first (found by name, so
 * the order of registration does not matter), then a copy of the parent's
 * class block, then the class_base_init of every ancestor, then the type's
 * own class_init. It happens once; all objects share the result.
 */
#include "type_internal.h"

#include <string.h>

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

/* A size of 0 is inherited; a child holds its parent's struct at its start. */
static size_t type_inherit_size(Type type, const char *what, size_t own,
                                size_t parent)
{
    if (own != 0 && own < parent) {
        error_setg(&error_abort,
                   "type '%s' has a smaller %s (%zu) than its parent '%s' "
                   "(%zu)",
                   type->info->name, what, own, type->info->parent, parent);
    }
    return own != 0 ? own : parent;
}

static void type_resolve_sizes(Type type)
{
    const TypeInfo *info = type->info;
    Type parent = type->parent;

    type->instance_size = type_inherit_size(
        type, "instance_size", info->instance_size,
        parent != NULL ? parent->instance_size : 0);
    type->class_size = type_inherit_size(
        type, "class_size", info->class_size,
        parent != NULL ? parent->class_size : sizeof(ObjectClass));
    type->instance_align = MAX(info->instance_align,
                               parent != NULL ? parent->instance_align : 0);
    type->abstract = info->abstract || type_is_a(type, TYPE_INTERFACE);
}

static void type_alloc_class(Type type)
{
    ObjectClass *klass = g_malloc0(type->class_size);

    if (type->parent != NULL) {
        memcpy(klass, type->parent->class, type->parent->class_size);
    }
    klass->type = type;
    klass->interfaces = NULL;
    klass->properties = NULL;
    type->class = klass;
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
        type_resolve_sizes(type);
        type_alloc_class(type);
        type_init_interfaces(type);
        type_run_class_init(type);
        g_atomic_int_set(&type->ready, 1);
    }
    g_rec_mutex_unlock(&type->registry->lock);
    return type->class;
}

bool type_is_a(Type type, const char *name)
{
    for (Type t = type; t != NULL; t = t->parent) {
        if (t->info->name == name || strcmp(t->info->name, name) == 0) {
            return true;
        }
    }
    return false;
}

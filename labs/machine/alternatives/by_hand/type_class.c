/*
 * type_class.c: first the whole line of ancestors, then their classes from the
 * root on
 */
#include "type_internal.h"

static Type find_parent(Type type)
{
    Type parent;

    if (!type->info->parent) {
        return NULL;
    }
    parent = type_registry_find(type->registry, type->info->parent);
    if (!parent) {
        error_setg(&error_abort, "type '%s' has the unknown parent '%s'",
                   type->info->name, type->info->parent);
    }
    return parent;
}

/* The ancestors without a class, the type itself last. */
static GPtrArray *line_of(Type type)
{
    GPtrArray *line = g_ptr_array_new();

    for (Type t = type; t && !t->class; t = find_parent(t)) {
        if (g_ptr_array_find(line, t, NULL)) {
            error_setg(&error_abort, "type '%s' is its own ancestor",
                       t->info->name);
        }
        g_ptr_array_insert(line, 0, t);
    }
    return line;
}

static void make(Type type)
{
    type->parent = find_parent(type);
    type_layout_class(type);
    type_init_interfaces(type);
    for (Type t = type->parent; t; t = t->parent) {
        if (t->info->class_base_init) {
            t->info->class_base_init(type->class, type->info->class_data);
        }
    }
    if (type->info->class_init) {
        type->info->class_init(type->class, type->info->class_data);
    }
    g_atomic_int_set(&type->ready, 1);
}

ObjectClass *type_get_class(Type type)
{
    g_rec_mutex_lock(&type->registry->lock);

    g_autoptr(GPtrArray) line = line_of(type);
    for (unsigned i = 0; i < line->len; i++) {
        Type t = g_ptr_array_index(line, i);

        if (!t->class) {
            make(t);
        }
    }
    g_rec_mutex_unlock(&type->registry->lock);
    return type->class;
}

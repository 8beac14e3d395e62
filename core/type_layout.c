/*
 * type_layout.c: how large a class and its objects are
 *
 * A class block starts as a copy of its parent's: what an ancestor's
 * class_init has set is there before the type's own class_init runs. Only
 * what belongs to one class alone, its interfaces and properties, is not
 * copied.
 */
#include "type_internal.h"

#include <string.h>

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

void type_layout_class(Type type)
{
    type_resolve_sizes(type);

    ObjectClass *klass = g_malloc0(type->class_size);

    if (type->parent != NULL) {
        memcpy(klass, type->parent->class, type->parent->class_size);
    }
    klass->type = type;
    klass->interfaces = NULL;
    klass->properties = NULL;
    type->class = klass;
}

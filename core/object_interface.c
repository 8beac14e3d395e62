/*
 * object_interface.c: interfaces, function tables that any class may carry
 *
 * Each class that implements an interface owns one InterfaceClass block for
 * it, filled like a class: a copy of the parent's block (so an override in
 * the parent's class_init is inherited) or of the interface's own class (its
 * defaults). class_init then finds the block by casting the class to the
 * interface. Objects carry nothing: an interface "instance" is the object.
 */
#include "property_internal.h"
#include "type_internal.h"

static ObjectClass *interface_class_copy(ObjectClass *model,
                                         ObjectClass *concrete)
{
    ObjectClass *copy = g_memdup2(model, model->type->class_size);

    copy->interfaces = NULL;
    copy->properties = NULL;
    ((InterfaceClass *)copy)->concrete_class = concrete;
    return copy;
}

static void interface_inherit(Type type)
{
    if (type->parent == NULL) {
        return;
    }
    for (GSList *l = type->parent->class->interfaces; l; l = l->next) {
        type->class->interfaces = g_slist_append(
            type->class->interfaces,
            interface_class_copy(l->data, type->class));
    }
}

static void interface_add(Type type, const char *name)
{
    Type interface = type_registry_find(type->registry, name);
    int matches = 0;

    if (interface == NULL ||
        !type_is_a(type_get_class(interface)->type, TYPE_INTERFACE)) {
        error_setg(&error_abort, "type '%s' implements '%s', which is not a "
                   "registered interface", type->info->name, name);
    }
    interface_class_find(type->class, name, &matches);
    if (matches == 0) {
        type->class->interfaces = g_slist_append(
            type->class->interfaces,
            interface_class_copy(interface->class, type->class));
    }
}

void type_init_interfaces(Type type)
{
    interface_inherit(type);
    for (const InterfaceInfo *i = type->info->interfaces;
         i != NULL && i->type != NULL; i++) {
        interface_add(type, i->type);
    }
}

ObjectClass *interface_class_find(ObjectClass *klass, const char *name,
                                  int *matches)
{
    ObjectClass *found = NULL;

    *matches = 0;
    for (GSList *l = klass->interfaces; l != NULL; l = l->next) {
        ObjectClass *candidate = l->data;
        if (type_is_a(candidate->type, name)) {
            found = candidate;
            (*matches)++;
        }
    }
    return found;
}

void object_class_free(ObjectClass *klass)
{
    if (klass == NULL) {
        return;
    }
    g_slist_free_full(klass->interfaces, g_free);
    property_table_free(klass->properties);
    g_free(klass);
}

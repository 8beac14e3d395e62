/*
 * property_find.c: looking properties up and walking over them
 */
#include "property_internal.h"

ObjectProperty *object_class_property_find(ObjectClass *klass,
                                           const char *name)
{
    for (ObjectClass *c = klass; c != NULL; c = object_class_get_parent(c)) {
        ObjectProperty *prop = property_table_find(c->properties, name);
        if (prop != NULL) {
            return prop;
        }
    }
    return NULL;
}

ObjectProperty *object_property_find(Object *obj, const char *name)
{
    ObjectProperty *prop = property_table_find(obj->properties, name);

    return prop != NULL ? prop : object_class_property_find(obj->class, name);
}

ObjectProperty *object_property_find_err(Object *obj, const char *name,
                                         Error **errp)
{
    ObjectProperty *prop = object_property_find(obj, name);

    if (prop == NULL) {
        ObjectPropertyIterator known;
        object_property_iter_init(&known, obj);
        property_error_unknown(object_get_typename(obj), name, &known, errp);
    }
    return prop;
}

const char *object_property_get_type(Object *obj, const char *name,
                                     Error **errp)
{
    ObjectProperty *prop = object_property_find_err(obj, name, errp);

    return prop != NULL ? prop->type : NULL;
}

static void property_set_description(ObjectProperty *prop,
                                     const char *description)
{
    if (prop != NULL) {
        g_free(prop->description);
        prop->description = g_strdup(description);
    }
}

void object_property_set_description(Object *obj, const char *name,
                                     const char *description)
{
    property_set_description(object_property_find(obj, name), description);
}

void object_class_property_set_description(ObjectClass *klass,
                                           const char *name,
                                           const char *description)
{
    property_set_description(object_class_property_find(klass, name),
                             description);
}

void object_class_property_iter_init(ObjectPropertyIterator *iter,
                                     ObjectClass *klass)
{
    iter->next_class = klass;
    iter->next = NULL;
}

void object_property_iter_init(ObjectPropertyIterator *iter, Object *obj)
{
    iter->next_class = obj->class;
    iter->next = obj->properties != NULL ? obj->properties->order.head : NULL;
}

ObjectProperty *object_property_iter_next(ObjectPropertyIterator *iter)
{
    while (iter->next == NULL) {
        ObjectClass *klass = iter->next_class;
        if (klass == NULL) {
            return NULL;
        }
        if (klass->properties != NULL) {
            iter->next = klass->properties->order.head;
        }
        iter->next_class = object_class_get_parent(klass);
    }
    ObjectProperty *prop = iter->next->data;
    iter->next = iter->next->next;
    return prop;
}

/*
 * object_walk.c: visiting the composition tree
 *
 * The children of an object are those of its properties whose type is
 * "child<TYPE>", in the order of adding. The next one is taken before the
 * callback runs, so a child may leave the tree in its own callback.
 */
#include "property_internal.h"

/* (nullable): the child behind @prop */
static Object *child_of(const ObjectProperty *prop)
{
    return g_str_has_prefix(prop->type, "child<") ? prop->opaque : NULL;
}

int object_child_foreach(Object *obj, int (*fn)(Object *child, void *opaque),
                         void *opaque)
{
    GList *next = obj->properties != NULL ? obj->properties->order.head : NULL;
    int result = 0;

    while (next != NULL && result == 0) {
        Object *child = child_of(next->data);

        next = next->next;
        if (child != NULL) {
            result = fn(child, opaque);
        }
    }
    return result;
}

int object_child_foreach_recursive(Object *obj,
                                   int (*fn)(Object *child, void *opaque),
                                   void *opaque)
{
    GList *next = obj->properties != NULL ? obj->properties->order.head : NULL;
    int result = 0;

    while (next != NULL && result == 0) {
        Object *child = child_of(next->data);

        next = next->next;
        if (child == NULL) {
            continue;
        }
        result = fn(child, opaque);
        if (result == 0) {
            result = object_child_foreach_recursive(child, fn, opaque);
        }
    }
    return result;
}

/*
 * object_tree.c: who owns whom (exercise machine.6)
 *
 * TODO: a child is a property of its parent: of type "child<TYPE>", with an
 * accessor to read it (visit_type_object()), a resolve function for paths,
 * the child as its opaque, and a release function for the day when it goes.
 * object_add_property_row() adds a copy of such a row and refuses a name that
 * is taken. The child knows obj->parent and obj->parent_property; the parent
 * holds one reference. Contract: core/object_tree.h.
 *
 * What would not be a tree is refused, in this order:
 *
 *     'NAME' (TYPE) already has a parent, 'TYPE'
 *     child 'NAME' (TYPE) would become its own ancestor
 *     'NAME' is no name for a child: it must not be empty or contain '/'
 *
 * The root (object_get_root()) can be nobody's child: it is refused as the
 * ancestor that it is. When a child goes, its class->unparent is called while
 * it still has its parent.
 */
#include "core/lab_todo.h"
#include "property_internal.h"

ObjectProperty *object_property_try_add_child(Object *obj, const char *name,
                                              Object *child, Error **errp)
{
    (void)obj;
    (void)name;
    (void)child;
    (void)errp;
    lab_todo("machine", 6);
    return NULL;
}

ObjectProperty *object_property_add_child(Object *obj, const char *name,
                                          Object *child)
{
    (void)obj;
    (void)name;
    (void)child;
    lab_todo("machine", 6);
    return NULL;
}

void object_unparent(Object *obj)
{
    (void)obj;
    lab_todo("machine", 6);
}

Object *object_get_parent(const Object *obj)
{
    (void)obj;
    lab_todo("machine", 6);
    return NULL;
}

const char *object_get_canonical_path_component(const Object *obj)
{
    (void)obj;
    lab_todo("machine", 6);
    return NULL;
}

char *object_get_canonical_path(const Object *obj)
{
    (void)obj;
    lab_todo("machine", 6);
    return NULL;
}

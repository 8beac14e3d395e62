/*
 * object_tree.c: who owns whom (exercise)
 *
 * A child is a property of its parent that holds a reference. Adding one
 * refuses whatever would not be a tree: a second parent, a cycle, the root
 * below something. The names from the root down are the canonical path.
 * Walks over the tree: object_walk.c.
 */
#include "property_internal.h"

#include <string.h>

static void child_get(Object *obj, Visitor *v, const char *name, void *opaque,
                      Error **errp)
{
    Object *child = opaque;

    visit_type_object(v, name, &child, errp);
}

static Object *child_resolve(Object *obj, void *opaque, const char *part)
{
    return opaque;
}

static void child_release(Object *obj, const char *name, void *opaque)
{
    Object *child = opaque;

    if (child->class->unparent != NULL) {
        child->class->unparent(child);
    }
    child->parent = NULL;
    child->parent_property = NULL;
    object_unref(child);
}

static bool is_ancestor(const Object *candidate, const Object *obj)
{
    for (const Object *o = obj; o != NULL; o = o->parent) {
        if (o == candidate) {
            return true;
        }
    }
    return false;
}

static bool child_allowed(Object *obj, const char *name, Object *child,
                          Error **errp)
{
    if (child->parent != NULL) {
        error_setg(errp, "'%s' (%s) already has a parent, '%s'",
                   child->parent_property->name, object_get_typename(child),
                   object_get_typename(child->parent));
        return false;
    }
    if (is_ancestor(child, obj) || child == object_get_root()) {
        error_setg(errp, "child '%s' (%s) would become its own ancestor",
                   name, object_get_typename(child));
        return false;
    }
    if (name[0] == '\0' || strchr(name, '/') != NULL) {
        error_setg(errp, "'%s' is no name for a child: it must not be empty "
                   "or contain '/'", name);
        return false;
    }
    return true;
}

ObjectProperty *object_property_try_add_child(Object *obj, const char *name,
                                              Object *child, Error **errp)
{
    g_autofree char *type =
        g_strdup_printf("child<%s>", object_get_typename(child));
    const ObjectProperty row = {
        .name = (char *)name,
        .type = type,
        .get = child_get,
        .resolve = child_resolve,
        .release = child_release,
        .opaque = child,
    };

    if (!child_allowed(obj, name, child, errp)) {
        return NULL;
    }
    ObjectProperty *prop = object_add_property_row(obj, &row, errp);
    if (prop != NULL) {
        object_ref(child);
        child->parent = obj;
        child->parent_property = prop;
    }
    return prop;
}

ObjectProperty *object_property_add_child(Object *obj, const char *name,
                                          Object *child)
{
    return object_property_try_add_child(obj, name, child, &error_abort);
}

void object_unparent(Object *obj)
{
    if (obj->parent != NULL) {
        object_property_del(obj->parent, obj->parent_property->name);
    }
}

Object *object_get_parent(const Object *obj)
{
    return obj->parent;
}

const char *object_get_canonical_path_component(const Object *obj)
{
    return obj->parent_property != NULL ? obj->parent_property->name : NULL;
}

char *object_get_canonical_path(const Object *obj)
{
    const Object *o = obj;
    g_autofree char *path = NULL;

    for (; o->parent != NULL; o = o->parent) {
        char *longer = g_strconcat("/", o->parent_property->name, path, NULL);
        g_free(path);
        path = longer;
    }
    if (o != object_get_root()) {
        return NULL;
    }
    return path != NULL ? g_steal_pointer(&path) : g_strdup("/");
}
